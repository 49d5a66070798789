"""ENV025: a stand-in runs in an operational environment."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["StubInOperations"]


class StubInOperations(EnvironmentRule):
    """A stand-in runs in an operational environment.

    Why is this bad
    ---------------
    It answers, and what it answers is invented.

    Example
    -------
    ```yaml
    environment: main
    from: operational
    cluster: main
    domain: main.example.org
    include: [portal, stubs, logging, registry]
    ---
    service: stubs
    owner: ops
    source: S
    components:
      mock:
        image: web
        stub: portal/web.http  # <-- ENV025
        endpoints: {http: {port: 8080, health: /mock}}
    ```

    Use instead
    -----------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    include: [portal, stubs, logging, registry]
    ---
    service: stubs
    owner: ops
    source: S
    components:
      mock:
        image: web
        stub: portal/web.http
        endpoints: {http: {port: 8080, health: /mock}}
    ```
    """

    code = "ENV025"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find stubs among what is deployed."""
        env = context.environment
        for identifier, component in env.components(State.DEPLOYED, State.HOSTED):
            if env.kind == "operational" and component.stub is not None:
                message = f"{identifier} stands in for {component.stub}"
                place = env.elements[identifier].place("stub")
                yield self.finding(place, message, f"exclude {identifier}, and bind the real one", element=identifier)
