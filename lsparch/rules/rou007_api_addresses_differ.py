"""ROU007: the Web APIs of an environment have more than one address."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.models.part import AspectFile
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.paths import lies_below
from lsparch.rules.rule import EnvironmentRule

__all__ = ["ApiAddressesDiffer"]


class ApiAddressesDiffer(EnvironmentRule):
    """The Web APIs of an environment have more than one address.

    Why is this bad
    ---------------
    There is one master address for each instance; clients are configured with it, and see one origin.

    Example
    -------
    ```yaml
    aspect: api
    owner: suit
    source: S
    domain: api
    services: [web]
    components:
      web:
        image: web
        replicas: 2
        endpoints: {http: {port: 8080, health: /api, exported: true}}
    routes:
      - {path: /api, to: web.http, auth: oauth2}
    ---
    aspect: portal
    owner: suit
    source: S
    domain: portal
    routes:
      - {path: /api2, to: api/web.http, auth: oauth2}  # <-- ROU007
    ---
    profile: usual
    kind: integration
    include: [portal, api, logging, registry]
    release: "2026.1"
    deployment-tool: helm
    ```

    Use instead
    -----------
    ```yaml
    aspect: api
    owner: suit
    source: S
    domain: api
    services: [web]
    components:
      web:
        image: web
        replicas: 2
        endpoints: {http: {port: 8080, health: /api, exported: true}}
    routes:
      - {path: /api, to: web.http, auth: oauth2}
      - {path: /api/tap, to: web.http, auth: token}
    ---
    profile: usual
    kind: integration
    include: [portal, api, logging, registry]
    release: "2026.1"
    deployment-tool: helm
    ```
    """

    code = "ROU007"
    answers = ("one-api-address",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find routes to an Aspect with a closed list of services that lie at another host or beside its base path."""
        env = context.environment
        for part in env.parts:
            element = env.model.parts[part]
            if not isinstance(element, AspectFile) or element.services is None:
                continue
            routes = [route for route in env.routes if route.target.startswith(f"{part}/")]
            own = [route for route in routes if route.part == part] or routes
            base = min(own, key=lambda route: len(route.route.path), default=None)
            for route in routes:
                if base is None or (route.host == base.host and lies_below(route.route.path, base.route.path)):
                    continue
                message = (
                    f"{route.endpoint_id} has the address {route.host}{route.route.path} "
                    f"beside {base.host}{base.route.path}"
                )
                related = [(base.place, "the one address")]
                yield self.finding(route.place, message, "publish it below the one", element=route.id, related=related)
