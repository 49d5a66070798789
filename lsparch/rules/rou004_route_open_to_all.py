"""ROU004: a route authenticates nobody, and does not say why."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["RouteOpenToAll"]


class RouteOpenToAll(EnvironmentRule):
    """A route authenticates nobody, and does not say why.

    Why is this bad
    ---------------
    Anybody who reaches the address uses the service, in the platform's name.

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
      - {path: /portal, to: web.http, auth: none}  # <-- ROU004
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
      - {path: /portal, to: web.http, auth: none, because: a page of help for those who cannot log in}
    ```
    """

    code = "ROU004"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find open routes without a reason."""
        for route in context.environment.routes:
            if route.route.auth == "none" and route.route.because is None:
                message = f"route {route.host}{route.route.path} is open to anybody, and does not say why"
                yield self.finding(route.place, message, "set `auth`, or add `because`", element=route.id)
