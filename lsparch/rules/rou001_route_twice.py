"""ROU001: two routes of an environment claim the same host and path."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.resolve import PublishedRoute
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["RouteTwice"]


class RouteTwice(EnvironmentRule):
    """Two routes of an environment claim the same host and path.

    Why is this bad
    ---------------
    Which of them gets a request is decided by chance.

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
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
      - {path: /portal/, to: web.http, auth: token}  # <-- ROU001
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
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "ROU001"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find routes whose host and path are claimed before."""
        first: dict[tuple[str, str], PublishedRoute] = {}
        for route in context.environment.routes:
            before = first.setdefault((route.host, route.route.path.rstrip("/") or "/"), route)
            if before is not route:
                message = f"{route.host}{route.route.path} is claimed by {before.endpoint_id} and {route.endpoint_id}"
                related = [(before.place, "claimed here, too")]
                yield self.finding(
                    route.place,
                    message,
                    "decide which of them has it, and give the other another path",
                    element=route.id,
                    related=related,
                )
