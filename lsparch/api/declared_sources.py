"""What is written in the files of a model about what pictures show, as the viewer shows it."""

from collections.abc import Iterable

from lsparch.api.platform import Platform
from lsparch.diagnostics import Place
from lsparch.emit.viewer.document import Sources
from lsparch.emit.viewer.excerpt import sources_part
from lsparch.graph import ArchGraph

__all__ = ["declared_sources"]


def declared_sources(platform: Platform, graphs: Iterable[ArchGraph], secrets: Iterable[Place]) -> Sources:
    """Return the lines that declare the elements and relations of graphs, without secrets.

    Parameters
    ----------
    platform
        The platform, in whose files they stand.
    graphs
        The graphs of its environments; none where it is not shown, and need not be readable.
    secrets
        Where secrets stand in clear.
    """
    shown = list(graphs)
    places = {node.place for graph in shown for node in graph.nodes()}
    places |= {edge.place for graph in shown for edge in graph.edges()}
    if not places:
        return {"lines": [], "excerpts": {}}
    return sources_part(platform.files("model"), places, secrets)
