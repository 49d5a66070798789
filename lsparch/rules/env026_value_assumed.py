"""ENV026: an operational environment runs with a value that no document states."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.graph import State
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["ValueAssumed"]


class ValueAssumed(EnvironmentRule):
    """An operational environment runs with a value that no document states.

    Why is this bad
    ---------------
    Somebody has guessed it for the model; before operations depend on it, somebody has to know.

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
        assumed:
          replicas: "two, so that one may fail"  # <-- ENV026
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
        sources: {replicas: S}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "ENV026"
    severity = Severity.NOTE

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find assumed values, and assumed elements, among what is deployed."""
        env = context.environment
        if env.kind != "operational":
            return
        for identifier, component in env.components(State.DEPLOYED, State.HOSTED):
            declared = env.elements[identifier].declared
            if declared.path[:1] == ("logging",):
                continue
            if component.status == "assumed":
                message = f"{identifier} is assumed: no document states it"
                yield self.finding(declared.place("status"), message, "find a source", element=identifier)
            for key, reason in component.assumed.items():
                message = f"{key} of {identifier} is assumed: {reason}"
                yield self.finding(declared.place("assumed", key), message, "find a source", element=identifier)
