"""ROU002: a route leads to a component that is not deployed, or to a private endpoint of another part."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load.names import split_member
from lsparch.models.component import Endpoint
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["RouteToNothing"]


class RouteToNothing(EnvironmentRule):
    """A route leads to a component that is not deployed, or to a private endpoint of another part.

    Why is this bad
    ---------------
    Users get an error page, or reach something that its owner did not mean them to reach.

    Example
    -------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    exclude: [portal/web]
    ---
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
      - {path: /portal, to: web.http, auth: oauth2}  # <-- ROU002
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

    code = "ROU002"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find routes of included parts that lead nowhere here; what is only planned may wait."""
        env = context.environment
        for part in env.parts:
            declared = env.model.declared[part]
            for position, route in enumerate(env.model.parts[part].routes):
                target = env.qualify(route.to, ("endpoint",), part)
                holder = split_member(target)[0]
                element = f"{part}/route{route.path}"
                place = declared.place("routes", position)
                found = env.model.declared[target].element
                if holder not in env.states:
                    message = f"route {route.path} leads to {target}, which is not part of this environment"
                    yield self.finding(place, message, f"include {holder}, or leave the route out", element=element)
                elif not holder.startswith(f"{part}/") and isinstance(found, Endpoint) and not found.exported:
                    message = f"route {route.path} leads to {target}, which {holder.partition('/')[0]} does not export"
                    yield self.finding(place, message, "ask its owner to export it", element=element)
