"""The viewer: pictures, values, findings and drift in one file that a browser shows without any server.

`document` says what its data is, `parts` and `excerpt` make it, `page` puts it into HTML; ``assets`` holds the built
front end, whose sources are in the repository's folder ``viewer/``.
"""

from lsparch.emit.viewer.document import FORMAT
from lsparch.emit.viewer.page import viewer_page
from lsparch.emit.viewer.parts import drift_part, findings_part, graph_part, manifests_part, picture_part

__all__ = ["FORMAT", "drift_part", "findings_part", "graph_part", "manifests_part", "picture_part", "viewer_page"]
