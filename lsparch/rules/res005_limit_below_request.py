"""RES005: a limit is below the request of the same container."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.k8s.quantity import parse_quantity
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import own_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["LimitBelowRequest"]


class LimitBelowRequest(EnvironmentRule):
    """A limit is below the request of the same container.

    Why is this bad
    ---------------
    The API server refuses the pod.

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
        resources:
          cpu: 1
          memory: 2Gi
          memory-limit: 1Gi  # <-- RES005
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
        resources: {cpu: 1, memory: 2Gi, memory-limit: 2Gi}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "RES005"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Compare limits with requests."""
        env = context.environment
        for identifier, _ in env.components(State.DEPLOYED):
            for name, path, container in env.containers(identifier):
                resources = container.resources
                pairs = {
                    "memory-limit": (resources.memory, resources.memory_limit),
                    "cpu-limit": (resources.cpu, resources.cpu_limit),
                }
                for key, (request, limit) in pairs.items():
                    if request is not None and limit is not None and parse_quantity(limit) < parse_quantity(request):
                        place = own_place(env.elements[identifier], *path, "resources", key)
                        message = f"container {name} of {identifier} has the {key} {limit} below its request {request}"
                        yield self.finding(place, message, "raise the limit", element=identifier)
