"""RES002: a container serves HTTP and says nothing about its health."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.graph import State
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import exact_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["HealthUnknown"]


class HealthUnknown(EnvironmentRule):
    """A container serves HTTP and says nothing about its health.

    Why is this bad
    ---------------
    It gets requests before it is ready, and is not restarted when it hangs.

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
      back:
        image: web
        endpoints:
          http: {port: 8080}  # <-- RES002
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
      back:
        image: web
        endpoints:
          http: {port: 8080, health: /back/health}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "RES002"
    severity = Severity.WARNING

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find containers with an HTTP endpoint, no health path and no probe of their own."""
        env = context.environment
        for identifier, component in env.components(State.DEPLOYED):
            if component.kind in {"cronjob", "job", "spawned"}:
                continue
            for name, path, container in env.containers(identifier):
                http = [key for key, endpoint in container.endpoints.items() if endpoint.protocol in {"http", "https"}]
                probes = (container.probes.readiness, container.probes.liveness)
                told = any(p is not None and (p.http or p.tcp or p.exec or p.none) for p in probes)
                if http and not told and not any(container.endpoints[key].health for key in http):
                    place = exact_place(env.elements[identifier], *path, "endpoints", http[0])
                    message = f"container {name} of {identifier} serves HTTP and says nothing about its health"
                    yield self.finding(place, message, "add `health: /…` to the endpoint", element=identifier)
