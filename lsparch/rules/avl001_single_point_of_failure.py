"""AVL001: one pod stands between users and an Aspect in an operational environment."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.graph import State
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import own_place
from lsparch.rules.reach import required_paths
from lsparch.rules.rule import EnvironmentRule

__all__ = ["SinglePointOfFailure"]


class SinglePointOfFailure(EnvironmentRule):
    """One pod stands between users and an Aspect in an operational environment.

    Why is this bad
    ---------------
    When its node is drained or fails, the Aspect stops.

    Example
    -------
    ```yaml
    environment: main
    from: operational
    cluster: main
    domain: main.example.org
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
        uses:
          - {to: back.sql, for: data, auth: {none: inside}}
      back:
        image: web
        replicas: 1  # <-- AVL001
        endpoints: {sql: {port: 3306, protocol: mysql}}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```

    Use instead
    -----------
    ```yaml
    environment: main
    from: operational
    cluster: main
    domain: main.example.org
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
        uses:
          - {to: back.sql, for: data, auth: {none: inside}}
      back:
        image: web
        replicas: 2
        endpoints: {sql: {port: 3306, protocol: mysql}}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "AVL001"
    severity = Severity.WARNING

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find single pods on the required way behind any route."""
        env = context.environment
        if env.kind != "operational":
            return
        chains: dict[str, tuple[str, ...]] = {}
        for front in sorted({route.target for route in env.routes}):
            for target, chain in {**required_paths(env, front), front: (front,)}.items():
                chains.setdefault(target, chain)
        for identifier, component in env.components(State.DEPLOYED):
            scaled = component.scale is not None and component.scale.min > 1
            if identifier not in chains or component.kind in {"daemonset", "spawned"} or scaled:
                continue
            if (component.replicas if component.replicas is not None else 1) <= 1:
                message = f"{identifier} has one pod, and users need it: {' → '.join(chains[identifier])}"
                place = own_place(env.elements[identifier], "replicas")
                yield self.finding(place, message, "run two, or declare a waiver with the reason", element=identifier)
