"""NET012: an optional connection does not say what is lost without it."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.models.component import Component
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["LossNotStated"]


class LossNotStated(ModelRule):
    """An optional connection does not say what is lost without it.

    Why is this bad
    ---------------
    Nobody can tell users what they miss while the other side is away, nor judge whether it is optional at all.

    Example
    -------
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
        uses:
          - {to: external/elk.beats, for: search, optional: true, auth: {none: inside}}  # <-- NET012
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
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
        uses:
          - {to: external/elk.beats, for: search, optional: true, degrades: no search, auth: {none: inside}}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "NET012"
    severity = Severity.NOTE

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find optional connections without `degrades`."""
        for declared in context.model.of_kind("component"):
            if not isinstance(declared.element, Component):
                continue
            for position, connection in enumerate(declared.element.uses):
                if connection.optional and not connection.degrades:
                    message = f"{declared.id} does not say what is lost without {connection.to}"
                    place = declared.place("uses", position)
                    yield self.finding(place, message, "add `degrades: …`", element=declared.id)
