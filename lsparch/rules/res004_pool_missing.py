"""RES004: a component asks for a kind of node that the cluster does not have."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.load.validate import suggest
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import own_place
from lsparch.rules.requests import pools_for
from lsparch.rules.rule import EnvironmentRule

__all__ = ["PoolMissing"]


class PoolMissing(EnvironmentRule):
    """A component asks for a kind of node that the cluster does not have.

    Why is this bad
    ---------------
    Its pods stay pending for ever.

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
        pool: gpu  # <-- RES004
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
        pool: gpu
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    cluster: main
    versions: {kubernetes: "1.36"}
    cni: {name: cilium, multicast: false, policy: true}
    pools:
      general: {nodes: 4, cpu: 16, memory: 64Gi}
      fast: {nodes: 4, cpu: 16, memory: 64Gi, purposes: [gpu], labels: {example.org/pool: fast}}
    ```
    """

    code = "RES004"
    answers = ("dask-node-pool",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find pool purposes that no pool of the cluster serves."""
        env = context.environment
        for identifier, component in env.components(State.DEPLOYED):
            if pools_for(env, component) or not (component.pool or env.cluster.pools):
                continue
            if component.pool is None:
                message = f"{identifier} names no kind of node, and every pool of cluster/{env.cluster_id} is reserved"
                place = env.elements[identifier].declared.place()
                yield self.finding(place, message, "set `pool`, or add a pool without taints", element=identifier)
                continue
            known = {purpose for pool in env.cluster.pools.values() for purpose in pool.purposes}
            message = f"{identifier} wants nodes for `{component.pool}`, which cluster/{env.cluster_id} does not have"
            advice = suggest(component.pool, known) or f"purposes there: {', '.join(sorted(known)) or 'none'}"
            yield self.finding(own_place(env.elements[identifier], "pool"), message, advice, element=identifier)
