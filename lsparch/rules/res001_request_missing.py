"""RES001: a container states no request for cpu or memory, or no memory limit."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import exact_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["RequestMissing"]


class RequestMissing(EnvironmentRule):
    """A container states no request for cpu or memory, or no memory limit.

    Why is this bad
    ---------------
    Nobody can plan for it: it is placed blindly and takes what others need.

    Example
    -------
    ```yaml
    platform: small
    format: 1
    defaults:
      component: {replicas: 1, logs: collector, logs-because: small}
    logging:
      shipper: {title: Shipper, image: filebeat}
      aggregator:
        image: logstash
        replicas: 2
        endpoints:
          beats: {port: 5044, protocol: beats, exported: true}
        uses:
          - {to: external/elk.beats, for: logs, auth: {none: inside the site}}
        resources: {cpu: 1, memory: 1Gi, memory-limit: 1Gi}
        logs: none
        logs-because: it would ship its own
      shared: logging/logstash
      collector: logging/collector
      sink: external/elk.beats
    registry: {component: registry/registry, capacity: 500G, approved: [dockerhub]}
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
        resources: {memory-limit: 1Gi}  # <-- RES001
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    profile: usual
    kind: integration
    include: [portal]
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
        resources: {cpu: 1, memory-limit: 1Gi}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "RES001"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find containers without figures; a limit stands for a request that is not stated."""
        env = context.environment
        for identifier, _ in env.components(State.DEPLOYED):
            for name, path, container in env.containers(identifier):
                resources = container.resources
                stated = {
                    "cpu": resources.cpu or resources.cpu_limit,
                    "memory": resources.memory or resources.memory_limit,
                    "memory-limit": resources.memory_limit,
                }
                missing = [key for key, value in stated.items() if value is None]
                if missing:
                    place = exact_place(env.elements[identifier], *path, "resources")
                    message = f"container {name} of {identifier} states no {' and no '.join(missing)}"
                    yield self.finding(place, message, "state them, or a default in the platform", element=identifier)
