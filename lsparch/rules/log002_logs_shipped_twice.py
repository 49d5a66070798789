"""LOG002: the logs of a pod are shipped twice."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import exact_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["LogsShippedTwice"]


class LogsShippedTwice(EnvironmentRule):
    """The logs of a pod are shipped twice.

    Why is this bad
    ---------------
    Each line is found twice, and searches count everything double.

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
        log-files: [/dev/stdout]  # <-- LOG002
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
        log-files: [/var/log/web.log]
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "LOG002"
    answers = ("log-coverage",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find files that are the standard output, which the node's collector reads, and second shippers."""
        env = context.environment
        shipper = env.model.platform.logging.shipper.image
        for identifier, component in env.components(State.DEPLOYED):
            resolved = env.elements[identifier]
            if component.logs != "sidecar":
                continue
            for position, file in enumerate(component.log_files):
                if file in {"/dev/stdout", "/dev/stderr"} or file.startswith("/proc/"):
                    message = f"{identifier} ships {file} by its sidecar, which the collector of the node ships too"
                    place = exact_place(resolved, "log-files", position)
                    yield self.finding(place, message, "name files, or set `logs: collector`", element=identifier)
            for name, container in component.containers.items():
                if container.image is not None and container.image == shipper:
                    message = f"{identifier} has the shipper {name} beside the one that policy adds"
                    place = exact_place(resolved, "containers", name, "image")
                    yield self.finding(place, message, "remove it", element=identifier)
