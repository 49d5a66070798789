"""REF006: a text below model/files/ is used by no configuration."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Place, Severity
from lsparch.load.foreign import vendored_names
from lsparch.models.component import Component
from lsparch.models.part import ConfigSet
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["TextFileUnused"]


class TextFileUnused(ModelRule):
    """A text below model/files/ is used by no configuration.

    Why is this bad
    ---------------
    Somebody will change it and wonder why nothing happens.

    Example
    -------
    ```yaml
    --- # file: model/files/portal/old.conf
    workers 4  # <-- REF006
    ```

    Use instead
    -----------
    ```yaml
    aspect: portal
    owner: suit
    source: S
    components:
      web:
        image: web
        replicas: 2
        endpoints:
          http: {port: 8080, health: /portal/health, paths: [/portal], exported: true}
        mounts:
          /etc/web: {config: settings}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    configs:
      settings: {title: Settings, files: {web.conf: {file: portal/web.conf}}}
    --- # file: model/files/portal/web.conf
    workers 4
    ```
    """

    code = "REF006"
    severity = Severity.WARNING

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find texts that no configuration file and no foreign part names."""
        configs = [d.element for d in context.model.of_kind("config")]
        used = {file.file for c in configs if isinstance(c, ConfigSet) for file in c.files.values()}
        components = [d.element for d in context.model.of_kind("component")]
        foreign = [c.foreign for c in components if isinstance(c, Component) and c.foreign is not None]
        vendored = {n for f in foreign if f.manifests for n in vendored_names(context.model.texts, f.manifests)}
        for name in sorted(set(context.model.texts) - used - vendored):
            place = Place(f"model/files/{name}", _first_line(context.model.texts[name]))
            yield self.finding(place, f"nothing uses model/files/{name}", "use it, or remove it", element=name)


def _first_line(text: str) -> int:
    """Return the first line that is not empty."""
    return next((number for number, line in enumerate(text.split("\n"), start=1) if line.strip()), 1)
