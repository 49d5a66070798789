"""RES008: pods may run on nodes of a pool that does not serve their purpose."""

from collections.abc import Iterator, Mapping

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.models.cluster import NodePool
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import own_place
from lsparch.rules.requests import pools_for
from lsparch.rules.rule import EnvironmentRule

__all__ = ["PoolNotSelected"]


class PoolNotSelected(EnvironmentRule):
    """Pods may run on nodes of a pool that does not serve their purpose.

    Why is this bad
    ---------------
    The model places them on one pool, and nothing holds the scheduler to it: pods select nodes by the labels of their
    pool, so that a pool without labels, or with those of another, is not selected.

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
        pool: services
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    cluster: main
    versions: {kubernetes: "1.36"}
    cni: {name: cilium, multicast: false, policy: true}
    pools:
      general: {nodes: 4, cpu: 16, memory: 64Gi, purposes: [services]}  # <-- RES008
      fast: {nodes: 4, cpu: 16, memory: 64Gi, purposes: [gpu]}
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
        pool: services
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    cluster: main
    versions: {kubernetes: "1.36"}
    cni: {name: cilium, multicast: false, policy: true}
    pools:
      general: {nodes: 4, cpu: 16, memory: 64Gi, purposes: [services], labels: {example.org/pool: general}}
      fast: {nodes: 4, cpu: 16, memory: 64Gi, purposes: [gpu]}
    ```
    """

    code = "RES008"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Compare the pools of each purpose with the pools whose labels and taints let its pods in."""
        env = context.environment
        users: dict[str, list[str]] = {}
        for identifier, component in env.components(State.DEPLOYED):
            if component.pool is not None and pools_for(env, component):
                users.setdefault(component.pool, []).append(identifier)
        for purpose, components in users.items():
            chosen = {name: pool for name, pool in env.cluster.pools.items() if purpose in pool.purposes}
            others = {name: pool for name, pool in env.cluster.pools.items() if name not in chosen}
            reached = {name: found for name, other in others.items() if (found := _reason(other, chosen))}
            if not reached:
                continue
            first, why = next(iter(reached.values()))
            pool = f"cluster/{env.cluster_id}.{first}"
            message = f"pods for `{purpose}` may run on {', '.join(reached)} as well: {first}, which serves it, {why}"
            advice = "give its nodes a label that only they have, and state it in `labels`"
            related = [(own_place(env.elements[i], "pool"), f"{i} asks for `{purpose}`") for i in components]
            yield self.finding(env.model.place(pool), message, advice, element=pool, related=related)


def _reason(other: NodePool, chosen: Mapping[str, NodePool]) -> tuple[str, str] | None:
    """Return the pool because of which pods for some pools may run on another, and why; None if they may not."""
    tolerated = [taint for pool in chosen.values() for taint in pool.taints]
    if any(taint.effect != "PreferNoSchedule" and taint not in tolerated for taint in other.taints):
        return None
    for name, pool in chosen.items():
        if not pool.labels:
            return name, "has no labels"
    shared = [name for name, pool in chosen.items() if pool.labels.items() <= other.labels.items()]
    return (shared[0], "has labels that they have, too") if shared else None
