"""NET008: pods share the network of their node, and nobody says why."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import exact_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["HostNetworkUnexplained"]


class HostNetworkUnexplained(EnvironmentRule):
    """Pods share the network of their node, and nobody says why.

    Why is this bad
    ---------------
    They see the node's traffic, take its ports, and no network policy holds for them.

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
        host-network: true  # <-- NET008
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
        host-network: true
        security: {because: the protocol needs the address of the node}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "NET008"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find components on the host network without a reason."""
        for identifier, component in context.environment.components(State.DEPLOYED):
            if component.host_network and component.security.because is None:
                place = exact_place(context.environment.elements[identifier], "host-network")
                message = f"pods of {identifier} share the network of their node, and nobody says why"
                yield self.finding(place, message, "add `security: {because: …}`", element=identifier)
