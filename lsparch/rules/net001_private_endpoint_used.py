"""NET001: a component connects to a private endpoint of another part."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.models.component import Component, Endpoint
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["PrivateEndpointUsed"]


class PrivateEndpointUsed(ModelRule):
    """A component connects to a private endpoint of another part.

    Why is this bad
    ---------------
    What is not exported may change at any time; its owner does not know that somebody depends on it.

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
          - to: tap/tap.http  # <-- NET001
            for: queries
            auth: {user: token}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    service: tap
    owner: ops
    source: S
    components:
      tap:
        image: web
        endpoints: {http: {port: 8080, health: /tap}}
    ---
    profile: usual
    kind: integration
    include: [portal, logging, registry, tap]
    release: "2026.1"
    deployment-tool: helm
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
          - to: tap/tap.http
            for: queries
            auth: {user: token}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    service: tap
    owner: ops
    source: S
    components:
      tap:
        image: web
        endpoints: {http: {port: 8080, health: /tap, exported: true}}
    ---
    profile: usual
    kind: integration
    include: [portal, logging, registry, tap]
    release: "2026.1"
    deployment-tool: helm
    ```
    """

    code = "NET001"

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find connections across parts to endpoints that are not exported."""
        model = context.model
        for declared in model.of_kind("component"):
            component = declared.element
            for position, connection in enumerate(component.uses if isinstance(component, Component) else ()):
                target = model.names.resolve(connection.to, ("endpoint",), declared.part) or ""
                found = model.declared.get(target)
                if found is None or found.part in {"", declared.part} or not isinstance(found.element, Endpoint):
                    continue
                if not found.element.exported:
                    message = f"{declared.id} connects to {target}, which {found.part} does not export"
                    related = [(found.place(), "declared here without `exported: true`")]
                    place = declared.place("uses", position, "to")
                    advice = "ask its owner to export it, or use an exported endpoint"
                    yield self.finding(place, message, advice, element=declared.id, related=related)
