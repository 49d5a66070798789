"""RES003: the environments of a cluster ask for more than its nodes have."""

from collections.abc import Iterator, Mapping
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
        """Add up requests by the pools that may take them, and compare them with what these have together."""
        env = context.environment
        share = Fraction(context.policy.node_use_percent, 100)
        asked: dict[frozenset[str], tuple[Fraction, Fraction]] = {}
        for other in context.neighbours:
            for identifier, component in other.components(State.DEPLOYED):
                pools = pools_for(other, component)
                if not pools or component.kind in {"cronjob", "job"}:
                    continue
                cpu, memory = pod_request(other, identifier)
                for where, count in _places(component, pools):
                    before = asked.get(where, (Fraction(0), Fraction(0)))
                    asked[where] = (before[0] + count * cpu, before[1] + count * memory)
        for where in sorted(asked, key=lambda names: (len(names), sorted(names))):
            inside = [amounts for names, amounts in asked.items() if names <= where]
            nodes = [env.cluster.pools[name] for name in env.cluster.pools if name in where]
            offers = (
                sum((pool.nodes * parse_quantity(pool.cpu) for pool in nodes), Fraction(0)) * share,
                sum((pool.nodes * parse_quantity(pool.memory) for pool in nodes), Fraction(0)) * share,
            )
            for what, position in (("cores", 0), ("memory", 1)):
                wanted, offered = sum((amounts[position] for amounts in inside), Fraction(0)), offers[position]
                if wanted > offered:
                    names = [f"cluster/{env.cluster_id}.{name}" for name in env.cluster.pools if name in where]
                    need, can = _shown(what, wanted), _shown(what, offered)
                    message = f"pods ask for {need} on {' and '.join(names)}, which can give {can}"
                    advice = "ask for less, or add nodes"
                    yield self.finding(env.model.place(names[0]), message, advice, element=names[0])


def _places(component: Component, pools: Mapping[str, NodePool]) -> Iterator[tuple[frozenset[str], int]]:
    """Iterate over pools any of which takes pods of a component, with how many."""
    if component.kind == "daemonset":
        yield from ((frozenset({name}), pool.nodes) for name, pool in pools.items())
    else:
        yield frozenset(pools), _pods(component)


def _pods(component: Component) -> int:
    if component.spawned is not None:
        return component.spawned.users or 0
    if component.scale is not None:
        return component.scale.min
    return 1 if component.replicas is None else component.replicas


def _shown(what: str, amount: Fraction) -> str:
    return f"{float(amount):.4g} cores" if what == "cores" else f"{float(amount / 2**30):.4g} GiB of memory"
