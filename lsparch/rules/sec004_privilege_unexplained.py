"""SEC004: a container departs from the restricted standard, and nobody says why."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.models.component import Mount
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import exact_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["PrivilegeUnexplained"]


class PrivilegeUnexplained(EnvironmentRule):
    """A container departs from the restricted standard, and nobody says why.

    Why is this bad
    ---------------
    Who runs the platform has to accept each such exception, and cannot without a reason.

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
        security:
          root: true  # <-- SEC004
        mounts:
          /logs: {host-path: /var/log}  # <-- SEC004
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
        security:
          root: true
          because: the mail server binds to port 25
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "SEC004"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find root, privileges, capabilities and writable root file systems without a reason."""
        env = context.environment
        for identifier, _ in env.components(State.DEPLOYED):
            resolved = env.elements[identifier]
            for name, path, container in env.containers(identifier):
                for where, mount in container.mounts.items():
                    if isinstance(mount, Mount) and mount.host_path is not None and mount.because is None:
                        message = f"{identifier} mounts {mount.host_path} of the node, and nobody says why"
                        place = exact_place(resolved, *path, "mounts", where)
                        yield self.finding(place, message, "add `because` to the mount", element=identifier)
                security = container.security
                if security.because is not None:
                    continue
                departs = {
                    "root": security.root, "privileged": security.privileged,
                    "writable-root": security.writable_root, "capabilities": security.capabilities,
                }  # fmt: skip
                for key in (key for key, value in departs.items() if value):
                    message = f"container {name} of {identifier} has {key}, and nobody says why"
                    place = exact_place(resolved, *path, "security", key)
                    yield self.finding(place, message, "add `because` to `security`", element=identifier)
