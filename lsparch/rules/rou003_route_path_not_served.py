"""ROU003: a route's path is not one that its endpoint serves."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.paths import publishes, serves
from lsparch.rules.rule import EnvironmentRule

__all__ = ["RoutePathNotServed"]


class RoutePathNotServed(EnvironmentRule):
    """A route's path is not one that its endpoint serves.

    Why is this bad
    ---------------
    Requests keep their path: the application answers that there is no such page.

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
      - {path: /suit, to: web.http, auth: oauth2}  # <-- ROU003
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

    code = "ROU003"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find routes whose prefix and the endpoint's paths have nothing in common."""
        for route in context.environment.routes:
            prefix, endpoint = route.route.path, route.endpoint
            faults = [] if publishes(endpoint, prefix) else [(prefix, "")]
            below = [f"{prefix.rstrip('/')}{path}" for path in route.route.anonymous]
            faults += [(path, "anonymous ") for path in below if not serves(endpoint, path)]
            for path, what in faults:
                message = f"{what}path {path} is published, but {route.endpoint_id} does not serve it"
                advice = suggest(path, endpoint.paths) or f"it serves: {', '.join(endpoint.paths)}"
                yield self.finding(route.place, message, advice, element=route.id)
