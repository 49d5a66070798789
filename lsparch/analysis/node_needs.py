"""How many nodes pods need: of a pool, those that no other takes, and how many more where several pools take them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lsparch.analysis.placement import NodeShape, Placement, PodShape, Requests, accepts, admits, place

__all__ = ["NodeNeed", "Pods", "homes", "node_needs", "placements"]

Pods = Sequence[tuple[PodShape, int]]
"""Kinds of pod with their number, in the order in which they come."""

Homes = tuple[str, ...]
"""Pools that take the same pods."""


@dataclass(frozen=True, slots=True)
class NodeNeed:
    """Nodes that the pods need that some pools take, and no others do."""

    pools: Homes
    """One pool, or several any of which takes the pods."""

    needed: int
    """Nodes with which every pod finds a place, in whatever order pods come.

    Of several pools, how many more than the pods need that go to one only.
    """

    least: int
    """Nodes without one of which some pod stays pending, in whatever order pods come."""

    where: Mapping[str, int] = field(default_factory=dict)
    """Pools of which the needed nodes are, with how many of each."""


def placements(pods: Pods, nodes: Sequence[NodeShape]) -> Iterator[Placement]:
    """Yield where pods go, in each of the orders that are tried: as given, backwards, and by what they ask for.

    The last are the worst: pods that several pools take come first, and to pools that others cannot do without: to all
    of these alike, and to each of them before the others.
    """
    choices = {pod.name: [shape.pool for shape in nodes if admits(shape, pod)] for pod, _ in pods}
    lonely = {pools[0] for pools in choices.values() if len(pools) == 1}
    shared = [shape.pool for shape in nodes if any(len(p) > 1 and shape.pool in p for p in choices.values())]
    crowded = [pool for pool in shared if pool in lonely]
    worst = sorted(pods, key=lambda pod: (-len(choices[pod[0].name]), pod[0].requests.cpu))
    yield from (place(order, nodes) for order in _orders(pods))
    yield place(worst, nodes, frozenset(crowded))
    for pool in crowded if len(crowded) > 1 else ():
        yield place(worst, nodes, frozenset({pool}))


def homes(pods: Pods, nodes: Sequence[NodeShape]) -> dict[Homes, list[tuple[PodShape, int]]]:
    """Return pods by the pools whose nodes take them, each pool first and then what several take.

    Left out are pods that run on every node, and those that fit no empty node beside these.
    """
    left = []
    for shape in nodes:
        taken = sum((pod.requests for pod, _ in pods if pod.daemon and accepts(shape, pod)), Requests())
        left.append(replace(shape, allocatable=shape.allocatable - taken))
    found: dict[Homes, list[tuple[PodShape, int]]] = {(shape.pool,): [] for shape in nodes}
    several: dict[Homes, list[tuple[PodShape, int]]] = {}
    for pod, count in pods:
        pools = () if pod.daemon else tuple(shape.pool for shape in left if accepts(shape, pod))
        if pools:
            (found if len(pools) == 1 else several).setdefault(pools, []).append((pod, count))
    return found | dict(sorted(several.items(), key=lambda group: len(group[0])))


def node_needs(pods: Pods, nodes: Sequence[NodeShape]) -> tuple[NodeNeed, ...]:
    """Return how many nodes all pods need: enough in every order, and too few in every order less one.

    What one pool needs depends on the pods alone that no other takes. Pods that fit no node do not count.
    """
    daemons = [pod for pod in pods if pod[0].daemon]
    shapes = {shape.pool: shape for shape in nodes}
    counts = dict.fromkeys(shapes, 0)
    needs: list[NodeNeed] = []
    known = list(daemons)
    for pools, group in homes(pods, nodes).items():
        if len(pools) == 1:
            need = _of_one(pools[0], [*daemons, *group], shapes[pools[0]])
        else:
            need = _of_several(pools, group, known, [replace(shapes[pool], count=counts[pool]) for pool in shapes])
        known += group
        for pool, number in need.where.items():
            counts[pool] += number
        needs.append(need)
    return tuple(needs)


def _of_one(pool: str, pods: Pods, shape: NodeShape) -> NodeNeed:
    def suffices(number: int) -> bool:
        return _suffices(pods, [replace(shape, count=number)])

    most = sum(count for pod, count in pods if not pod.daemon)  # no pod needs more than a node of its own
    needed = _fewest(suffices, most)
    return NodeNeed((pool,), needed, _least(pods, [replace(shape, count=needed)], pool), {pool: needed})


def _of_several(pools: Homes, group: Pods, others: Pods, nodes: Sequence[NodeShape]) -> NodeNeed:
    """Return nodes of one of the pools, or as many of each where those of one do not do, beside what is there."""
    pods = [*others, *group]
    most = sum(count for _, count in group)
    ways = [_more(pods, nodes, most, (pool,)) for pool in pools]
    able = [way for way in ways if way is not None] or [_more(pods, nodes, most, pools) or {}]
    where = min(able, key=lambda way: sum(way.values()))
    least = 0
    for pool, number in where.items():
        full = [replace(shape, count=shape.count + where.get(shape.pool, 0)) for shape in nodes]
        before = next(shape.count for shape in nodes if shape.pool == pool)
        least += min(max(_least(pods, full, pool) - before, 0), number)
    return NodeNeed(pools, sum(where.values()), least, where)


def _more(pods: Pods, nodes: Sequence[NodeShape], most: int, pools: Homes) -> dict[str, int] | None:
    """Return fewest nodes more of some pools, of each as many; None if they do not do."""

    def suffices(number: int) -> bool:
        return _suffices(pods, [replace(s, count=s.count + number * (s.pool in pools)) for s in nodes])

    if most and not suffices(most):
        return None
    number = _fewest(suffices, most)
    return dict.fromkeys(pools, number) if number else {}


def _fewest(suffices: Callable[[int], bool], most: int) -> int:
    """Return the fewest nodes that suffice, of which more do, too; at most as many as surely do."""
    low, high = -1, 0
    while high < most and not suffices(high):
        low, high = high, min(2 * high or 1, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if suffices(middle) else (middle, high)
    return high


def _least(pods: Pods, nodes: Sequence[NodeShape], pool: str) -> int:
    """Return how few nodes a pool may have before some pod is pending in every order, the others having enough."""
    least = next(shape.count for shape in nodes if shape.pool == pool)
    while least:
        smaller = [replace(shape, count=least - 1) if shape.pool == pool else shape for shape in nodes]
        if all(outcome.pending for outcome in placements(pods, smaller)):
            break
        least -= 1
    return least


def _suffices(pods: Pods, nodes: Sequence[NodeShape]) -> bool:
    """Tell whether all pods find a place, in every order; one that runs on every node may lack room on a full one."""
    daemons = {pod.name for pod, _ in pods if pod.daemon}
    return all(outcome.pending.keys() <= daemons for outcome in placements(pods, nodes))


def _orders(pods: Pods) -> list[Pods]:
    by_cpu = sorted(pods, key=lambda pod: (pod[0].requests.cpu, pod[0].name))
    by_memory = sorted(pods, key=lambda pod: (pod[0].requests.memory, pod[0].name))
    return [pods, pods[::-1], by_cpu, by_cpu[::-1], by_memory, by_memory[::-1]]
