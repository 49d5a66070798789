"""NET002: a component calls a path that the endpoint does not serve."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.paths import serves
from lsparch.rules.places import link_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["PathNotServed"]


class PathNotServed(EnvironmentRule):
    """A component calls a path that the endpoint does not serve.

    Why is this bad
    ---------------
    Every call fails with “not found”, and only in the environment where both are deployed.

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
          - to: tap/tap.http
            for: queries
            path: /tap/v2/sync  # <-- NET002
            auth: {user: token}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    service: tap
    owner: ops
    source: S
    components:
      tap: {image: web, endpoints: {http: {port: 8080, health: /tap/health, paths: [/tap/sync], exported: true}}}
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
          - {to: tap/tap.http, for: queries, path: /tap/sync, auth: {user: token}}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    service: tap
    owner: ops
    source: S
    components:
      tap: {image: web, endpoints: {http: {port: 8080, health: /tap/health, paths: [/tap/sync], exported: true}}}
    ---
    profile: usual
    kind: integration
    include: [portal, logging, registry, tap]
    release: "2026.1"
    deployment-tool: helm
    ```
    """

    code = "NET002"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find paths of connections that the endpoint, as it is bound here, does not serve."""
        for link in context.environment.links:
            path = link.connection.path
            if path is not None and link.live and not serves(link.endpoint, path):
                place = link_place(context.environment, link, "path")
                message = f"{link.source} calls {path} of {link.endpoint_id}, which does not serve it"
                advice = suggest(path, link.endpoint.paths) or f"it serves: {', '.join(link.endpoint.paths)}"
                yield self.finding(place, message, advice, element=link.source)
