"""SEC006: a component may change objects of the whole cluster."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.graph import State
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import exact_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["ClusterWideWrite"]


class ClusterWideWrite(EnvironmentRule):
    """A component may change objects of the whole cluster.

    Why is this bad
    ---------------
    It can change what other environments run; whoever breaks into it owns them all.

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
        api-access:
          - {resources: [pods], verbs: [create, delete], scope: cluster, for: sessions}  # <-- SEC006
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
        api-access:
          - {resources: [pods], verbs: [create, delete], scope: namespace, for: sessions}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "SEC006"
    severity = Severity.WARNING

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find verbs that change things, with the scope of the cluster."""
        env = context.environment
        for identifier, component in env.components(State.DEPLOYED, State.FOREIGN):
            for position, access in enumerate(component.api_access):
                writes = sorted({"create", "update", "patch", "delete"} & set(access.verbs))
                if access.scope == "cluster" and writes:
                    message = f"{identifier} may {', '.join(writes)} {', '.join(access.resources)} in the whole cluster"
                    place = exact_place(env.elements[identifier], "api-access", position)
                    yield self.finding(place, message, "narrow the scope", element=identifier)
