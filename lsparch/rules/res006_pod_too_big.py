"""RES006: a pod, or a size on offer, is too big for every node that may take it."""

from collections.abc import Iterator
from fractions import Fraction

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.k8s.quantity import parse_quantity
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import exact_place
from lsparch.rules.requests import pod_request, pools_for
from lsparch.rules.rule import EnvironmentRule

__all__ = ["PodTooBig"]


class PodTooBig(EnvironmentRule):
    """A pod, or a size on offer, is too big for every node that may take it.

    Why is this bad
    ---------------
    A user chooses the size, waits, and gets nothing.

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
      lab:
        image: web
        kind: spawned
        spawned:
          by: web
          sizes:
            small: {cpu: 1, memory: 2Gi}
            huge: {cpu: 64, memory: 512Gi}  # <-- RES006
          default-size: small
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
      lab:
        image: web
        kind: spawned
        spawned:
          by: web
          sizes:
            small: {cpu: 1, memory: 2Gi}
            large: {cpu: 4, memory: 16Gi}
          default-size: small
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "RES006"
    answers = ("lab-sizes",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Compare each pod, and each size of spawned pods, with the biggest node."""
        env = context.environment
        share = Fraction(context.policy.node_use_percent, 100)
        for identifier, component in env.components(State.DEPLOYED):
            nodes = pools_for(env, component).values()
            if not nodes:
                continue
            resolved = env.elements[identifier]
            wanted = {"a pod": (pod_request(env, identifier), resolved.place("resources"))}
            for name, size in component.spawned.sizes.items() if component.spawned else ():
                asked = (
                    parse_quantity(size.cpu_request or size.cpu),
                    parse_quantity(size.memory_request or size.memory),
                )
                wanted[f"size {name}"] = (asked, exact_place(resolved, "spawned", "sizes", name))
            for what, ((cpu, memory), place) in wanted.items():
                if not any(
                    cpu <= parse_quantity(n.cpu) * share and memory <= parse_quantity(n.memory) * share for n in nodes
                ):
                    message = f"{what} of {identifier} is too big for every node that may take it"
                    yield self.finding(place, message, "make it smaller, or add a bigger pool", element=identifier)
