"""IMG001: an image that no component runs and no other image is built on."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.graph import PENDING
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["ImageUnused"]


class ImageUnused(ModelRule):
    """An image that no component runs and no other image is built on.

    Why is this bad
    ---------------
    It takes space in the registry, and somebody keeps building it.

    Example
    -------
    ```yaml
    images:
      web: {title: Web, repository: portal/web}
      filebeat: {title: Filebeat, repository: logging/filebeat}
      logstash: {title: Logstash, repository: logging/logstash}
      registry: {title: Registry, repository: registry/registry}
      old:  # <-- IMG001
        title: The earlier web server
        repository: portal/old
    ```

    Use instead
    -----------
    ```yaml
    images:
      web: {title: Web, repository: portal/web, built-on: [base]}
      filebeat: {title: Filebeat, repository: logging/filebeat}
      logstash: {title: Logstash, repository: logging/logstash}
      registry: {title: Registry, repository: registry/registry}
      base: {title: Base, repository: portal/base, tag: "1"}
    ```
    """

    code = "IMG001"
    severity = Severity.WARNING

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find images that nothing needs; a planned one may wait."""
        for name, image in context.model.images.items():
            identifier = f"image/{name}"
            users = [other for other in context.referrers.get(identifier, ()) if not other.startswith("pipeline/")]
            if not users and image.status not in PENDING:
                place = context.model.place(identifier)
                message = f"no component runs {identifier}, and no image is built on it"
                yield self.finding(place, message, "remove it, or run it", element=identifier)
