"""RES003: the environments of a cluster ask for more than its nodes have."""

from collections.abc import Iterator
from fractions import Fraction

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.k8s.quantity import parse_quantity
from lsparch.models.cluster import NodePool
from lsparch.models.component import Component
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.requests import pod_request, pools_for
from lsparch.rules.rule import EnvironmentRule

__all__ = ["ClusterTooSmall"]


class ClusterTooSmall(EnvironmentRule):
    """The environments of a cluster ask for more than its nodes have.

    Why is this bad
    ---------------
    Some pods stay pending; which of them depends on who came first.

    Example
    -------
    ```yaml
    cluster: main
    versions: {kubernetes: "1.36"}
    cni: {name: cilium, multicast: false, policy: true}
    pools:
      general:  # <-- RES003
        nodes: 1
        cpu: 0.5
        memory: 1Gi
    ```

    Use instead
    -----------
    ```yaml
    cluster: main
    versions: {kubernetes: "1.36"}
    cni: {name: cilium, multicast: false, policy: true}
    pools:
      general: {nodes: 4, cpu: 16, memory: 64Gi}
    ```
    """

    code = "RES003"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Add up requests by the pools that may take them; components of several pools count for the first."""
        env = context.environment
        share = Fraction(context.policy.node_use_percent, 100)
        asked: dict[str, tuple[Fraction, Fraction]] = {}
        for other in context.neighbours:
            for identifier, component in other.components(State.DEPLOYED):
                pools = pools_for(other, component)
                if not pools or component.kind in {"cronjob", "job"}:
                    continue
                cpu, memory = pod_request(other, identifier)
                pool = next(iter(pools))
                count = _pods(component, pools[pool])
                before = asked.get(pool, (Fraction(0), Fraction(0)))
                asked[pool] = (before[0] + count * cpu, before[1] + count * memory)
        for pool, (cpu, memory) in sorted(asked.items()):
            nodes = env.cluster.pools[pool]
            offers = (
                nodes.nodes * parse_quantity(nodes.cpu) * share,
                nodes.nodes * parse_quantity(nodes.memory) * share,
            )
            for what, wanted, offered in (("cores", cpu, offers[0]), ("memory", memory, offers[1])):
                if wanted > offered:
                    identifier = f"cluster/{env.cluster_id}.{pool}"
                    need, can = _shown(what, wanted), _shown(what, offered)
                    message = f"pods ask for {need} of {what} on {identifier}, which can give {can}"
                    advice = "ask for less, or add nodes"
                    yield self.finding(env.model.place(identifier), message, advice, element=identifier)


def _pods(component: Component, pool: NodePool) -> int:
    if component.kind == "daemonset":
        return pool.nodes
    if component.spawned is not None:
        return component.spawned.users or 0
    if component.scale is not None:
        return component.scale.min
    return 1 if component.replicas is None else component.replicas


def _shown(what: str, amount: Fraction) -> str:
    return f"{float(amount):.4g}" if what == "cores" else f"{float(amount / 2**30):.4g} GiB"
