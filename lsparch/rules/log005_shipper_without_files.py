"""LOG005: a pod has a log shipper, and none of its containers shares the directory that it reads."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.graph import State
from lsparch.models.component import Container, Mount
from lsparch.resolve.logs import has_sidecar
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import exact_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["ShipperWithoutFiles"]


class ShipperWithoutFiles(EnvironmentRule):
    """A pod has a log shipper, and none of its containers shares the directory that it reads.

    Why is this bad
    ---------------
    The shipper waits for files that nobody writes where it looks. Standard output is read by the collector of the
    node, so that these logs do not pass by the aggregator of the pod's own part.

    Example
    -------
    ```yaml
    platform: small
    format: 1
    defaults:
      container:
        resources: {cpu: 0.1, memory: 128Mi, memory-limit: 512Mi}
      component: {replicas: 1, logs: collector, logs-because: small}
    logging:
      shipper: {title: Shipper, image: filebeat, mounts: {/logs: {scratch: 1Gi, name: logs, read-only: true}}}
      aggregator:
        image: logstash
        replicas: 2
        endpoints:
          beats: {port: 5044, protocol: beats, exported: true}
        uses:
          - {to: external/elk.beats, for: logs, auth: {none: inside the site}}
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
        logs: sidecar  # <-- LOG005
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
        logs: sidecar
        mounts:
          /var/log/web: {scratch: 1Gi, name: logs}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "LOG005"
    severity = Severity.NOTE

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find shippers whose named directories no other container of the pod mounts."""
        env = context.environment
        read = {mount.name for mount in _shared(env.model.platform.logging.shipper) if mount.read_only}
        for identifier, _ in env.components(State.DEPLOYED):
            if not read or not has_sidecar(env, identifier):
                continue
            containers = (container for _, _, container in env.containers(identifier))
            if not any(mount.name in read for container in containers for mount in _shared(container)):
                place = exact_place(env.elements[identifier], "logs")
                message = f"the log shipper of {identifier} finds no files: no container shares the directory it reads"
                name = min(map(str, read))
                advice = f"mount `{{scratch: 1Gi, name: {name}}}` where it writes, or set `logs: collector` and say why"
                yield self.finding(place, message, advice, element=identifier)


def _shared(container: Container) -> list[Mount]:
    """Return the mounts of directories that a container shares with others of its pod."""
    mounts = (mount for mount in container.mounts.values() if isinstance(mount, Mount))
    return [mount for mount in mounts if mount.scratch is not None and mount.name is not None]
