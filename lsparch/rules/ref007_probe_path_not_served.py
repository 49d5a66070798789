"""REF007: a health probe asks a path that its endpoint does not serve."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.load.validate import suggest
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.paths import serves
from lsparch.rules.places import exact_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["ProbePathNotServed"]


class ProbePathNotServed(EnvironmentRule):
    """A health probe asks a path that its endpoint does not serve.

    Why is this bad
    ---------------
    The application answers “not found”, and Kubernetes restarts a healthy container.

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
        probes:
          liveness: {http: http, path: /health}  # <-- REF007
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
        probes:
          liveness: {http: http, path: /portal/health}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "REF007"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Compare the paths of probes with those of their endpoints."""
        env = context.environment
        for identifier, _ in env.components(State.DEPLOYED):
            for name, path, container in env.containers(identifier):
                for kind in ("liveness", "readiness", "startup"):
                    probe = getattr(container.probes, kind)
                    endpoint = container.endpoints.get(probe.http) if probe is not None and probe.http else None
                    if endpoint is None or probe.path is None or serves(endpoint, probe.path):
                        continue
                    place = exact_place(env.elements[identifier], *path, "probes", kind, "path")
                    message = f"{kind} probe of container {name} of {identifier} asks {probe.path}, which is not served"
                    advice = suggest(probe.path, endpoint.paths) or f"served: {', '.join(endpoint.paths)}"
                    yield self.finding(place, message, advice, element=identifier)
