"""AVL003: data lie on the disk of one node, and the pods are neither pinned nor replicated."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.graph import State
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import exact_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["DataTiedToNode"]


class DataTiedToNode(EnvironmentRule):
    """Data lie on the disk of one node, and the pods are neither pinned nor replicated.

    Why is this bad
    ---------------
    When the node is gone, so are the data; when the pod moves, it starts empty or not at all.

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
        mounts:
          /data: scratch  # <-- AVL003
    volumes:
      scratch: {title: Scratch, kind: node-local, size: 1Ti}
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
        mounts:
          /data: scratch
    volumes:
      scratch: {title: Scratch, kind: claim, size: 1Ti}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "AVL003"
    severity = Severity.WARNING

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find mounts of node-local volumes and storage, of components without a pool and without a second pod."""
        env = context.environment
        local = {purpose for purpose, found in env.cluster.storage_classes.items() if found.node_local}
        for identifier, component in env.components(State.DEPLOYED):
            resolved = env.elements[identifier]
            if component.pool is not None:
                continue
            for name, storage in component.storage.items():
                if storage.class_ in local and (component.replicas or 1) <= 1:
                    message = f"storage {name} of {identifier} lies on one node, without a pool or a second pod"
                    place = exact_place(resolved, "storage", name)
                    yield self.finding(place, message, "set `pool`, or run replicas", element=identifier)
            for _, path, container in env.containers(identifier):
                for where, mount in container.mounts.items():
                    text = mount if isinstance(mount, str) else mount.volume
                    volume = env.qualify(text, ("volume",), resolved.part) if text else ""
                    if volume in env.elements and env.volume(volume).kind == "node-local":
                        message = f"{identifier} keeps {volume} on the disk of one node, and is not pinned to it"
                        place = resolved.place(*path, "mounts", where)
                        yield self.finding(place, message, "set `pool`, or use another kind", element=identifier)
