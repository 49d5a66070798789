"""LOG004: a pod has no log shipper of its own, and nobody says why."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import exact_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["PodWithoutShipper"]


class PodWithoutShipper(EnvironmentRule):
    """A pod has no log shipper of its own, and nobody says why.

    Why is this bad
    ---------------
    Every pod ships its logs by its own filebeat, so that files which are not standard output are collected too.

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
        logs: collector  # <-- LOG004
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
        logs: collector
        logs-because: users' pods come and go
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "LOG004"
    answers = ("filebeat-per-pod",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find components that leave their logs to the node without a reason, though pods may ship their own."""
        env = context.environment
        if env.model.platform.logging.shipper.image is None:
            return
        for identifier, component in env.components(State.DEPLOYED):
            if component.logs == "collector" and component.logs_because is None:
                place = exact_place(env.elements[identifier], "logs")
                message = f"pods of {identifier} have no log shipper of their own, and nobody says why"
                yield self.finding(place, message, "set `logs: sidecar`, or add `logs-because`", element=identifier)
