"""Capacity: what the pods of a cluster ask for, how many nodes that needs, and what does not fit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from lsparch.analysis.placement import NodeShape, Placement, PodShape, Requests, accepts, admits, place
from lsparch.analysis.pods import PodGroup, pod_groups
from lsparch.k8s.quantity import parse_quantity
from lsparch.k8s.store import StoredObject
from lsparch.models.cluster import NodePool
from lsparch.resolve import Environment

__all__ = [
    "Capacity",
    "Fit",
    "PoolNeed",
    "Shortage",
    "find_capacity",
    "node_needs",
    "node_shapes",
    "placements",
    "planned_pods",
]

Pods = Sequence[tuple[PodShape, int]]
"""Kinds of pod with their number, in the order in which they come."""


@dataclass(frozen=True, slots=True)
class PoolNeed:
    """What is asked of one node pool."""

    pool: str
    nodes: int
    """Nodes that the model states."""

    needed: int
    """Nodes with which every pod finds a place, in whatever order pods come; never fewer than `least`."""

    least: int
    """Nodes without one of which some pod stays pending, in whatever order pods come."""

    asked: Requests
    """What the pods placed on the pool ask for."""

    has: Requests
    """What its nodes can give."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """Pods of one workload that find no place."""

    workload: str
    element: str
    pending: int
    """Pods that stay pending, at worst."""

    of: int
    """Pods that there are."""

    why: str


@dataclass(frozen=True, slots=True)
class Fit:
    """How one size of a spawned pod fits a pool."""

    element: str
    size: str
    pool: str
    per_node: int
    """Pods of this size on an empty node of the pool; 0 if it is too big."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a cluster is asked for, and what it has."""

    cluster: str
    environments: tuple[str, ...]
    at_peak: bool
    pools: tuple[PoolNeed, ...]
    shortages: tuple[Shortage, ...]
    sizes: tuple[Fit, ...]
    claims: tuple[tuple[str, int, Fraction, Fraction | None], ...]
    """Storage class, number of claims, bytes asked for, bytes that it can give if that is known."""


def node_shapes(pools: Mapping[str, NodePool], share: Fraction = Fraction(1)) -> tuple[NodeShape, ...]:
    """Return the nodes of some pools.

    Parameters
    ----------
    pools
        Pools by name.
    share
        Share of a node that pods may use; the rest is for the system.
    """
    shapes = []
    for name, pool in pools.items():
        disk = parse_quantity(pool.disk) if pool.disk is not None else Fraction(1 << 62)
        amounts = (parse_quantity(pool.cpu) * 1000, parse_quantity(pool.memory), disk)
        taints = tuple((taint.key, taint.value or "", taint.effect) for taint in pool.taints)
        shapes.append(NodeShape(name, pool.nodes, Requests(*(int(a * share) for a in amounts)), pool.labels, taints))
    return tuple(shapes)


def planned_pods(env: Environment, objects: Iterable[StoredObject], *, at_peak: bool) -> list[tuple[PodShape, int]]:
    """Return the pods of an environment that is up, with their number.

    Parameters
    ----------
    env
        The environment.
    objects
        Its objects.
    at_peak
        Whether autoscalers are at their most, Jobs run, and as many pods are spawned as capacity is planned for, in
        their default size.
    """
    planned = []
    for group in pod_groups(objects):
        if group.kind != "PodTemplate":
            planned.append((group.shape, group.peak if at_peak else group.rest))
        elif at_peak:
            planned.extend(_spawned(env, group))
    return planned


def _spawned(env: Environment, group: PodGroup) -> Iterable[tuple[PodShape, int]]:
    spawned = env.component(group.shape.element).spawned
    if spawned is None or not spawned.users:
        return
    asked = group.shape.requests
    if spawned.default_size is not None:
        asked = replace(_sized(env, group.shape.element, spawned.default_size), disk=asked.disk)
    yield replace(group.shape, requests=asked), spawned.users


def _sized(env: Environment, element: str, size: str) -> Requests:
    spawned = env.component(element).spawned
    assert spawned is not None
    chosen = spawned.sizes[size]
    cpu = parse_quantity(chosen.cpu if chosen.cpu_request is None else chosen.cpu_request) * 1000
    return Requests(int(cpu), int(parse_quantity(chosen.memory_request or chosen.memory)))


def find_capacity(
    environments: Sequence[tuple[Environment, Sequence[StoredObject]]], share: Fraction, *, at_peak: bool
) -> Capacity:
    """Return what the environments of one cluster ask of it.

    Parameters
    ----------
    environments
        Environments of one cluster with their objects.
    share
        Share of a node that pods may use.
    at_peak
        Whether to count what happens at most instead of at rest.
    """
    first = environments[0][0]
    pods = [pod for env, objects in environments for pod in planned_pods(env, objects, at_peak=at_peak)]
    nodes = node_shapes(first.cluster.pools, share)
    outcomes = list(placements(pods, nodes))
    needs = node_needs(pods, nodes)
    pools = []
    for shape in nodes:
        needed, least = needs[shape.pool]
        has, asked = shape.allocatable.times(shape.count), outcomes[0].used[shape.pool]
        pools.append(PoolNeed(shape.pool, shape.count, needed, least, asked, has))
    return Capacity(
        first.cluster_id,
        tuple(env.id for env, _ in environments),
        at_peak,
        tuple(pools),
        tuple(_shortages(pods, nodes, outcomes)),
        tuple(dict.fromkeys(fit for env, objects in environments for fit in _fits(env, objects, nodes))),
        tuple(_claims(environments)),
    )


def placements(pods: Pods, nodes: Sequence[NodeShape]) -> Iterator[Placement]:
    """Yield where pods go, in each of the orders that are tried: as given, backwards, and by what they ask for.

    The last is the worst: pods that several pools take come first, and to pools that others cannot do without.
    """
    choices = {pod.name: [shape.pool for shape in nodes if admits(shape, pod)] for pod, _ in pods}
    crowded = frozenset(pools[0] for pools in choices.values() if len(pools) == 1)
    worst = sorted(pods, key=lambda pod: (-len(choices[pod[0].name]), pod[0].requests.cpu))
    yield from (place(order, nodes) for order in _orders(pods))
    yield place(worst, nodes, crowded)


def node_needs(pods: Pods, nodes: Sequence[NodeShape]) -> dict[str, tuple[int, int]]:
    """Return how many nodes all pods need, by pool: enough in every order, and too few in every order less one.

    Pods that fit no node of any pool do not count. The second number of a pool holds while the others have enough.
    """
    placeable = _placeable(pods, nodes)
    enough = _enough(placeable, nodes)
    return {shape.pool: (enough[shape.pool], _least(placeable, nodes, enough, shape.pool)) for shape in nodes}


def _orders(pods: Pods) -> list[Pods]:
    by_cpu = sorted(pods, key=lambda pod: (pod[0].requests.cpu, pod[0].name))
    by_memory = sorted(pods, key=lambda pod: (pod[0].requests.memory, pod[0].name))
    return [pods, pods[::-1], by_cpu, by_cpu[::-1], by_memory, by_memory[::-1]]


def _resized(nodes: Sequence[NodeShape], counts: Mapping[str, int]) -> list[NodeShape]:
    return [replace(shape, count=counts[shape.pool]) for shape in nodes]


def _placeable(pods: Pods, nodes: Sequence[NodeShape]) -> Pods:
    """Return the pods that fit an empty node beside what runs on every node."""
    left = {}
    for shape in nodes:
        daemons = [pod.requests for pod, _ in pods if pod.daemon and accepts(shape, pod)]
        taken = sum(daemons, Requests())
        left[shape.pool] = replace(shape, allocatable=shape.allocatable - taken)
    return [(pod, n) for pod, n in pods if pod.daemon or any(accepts(shape, pod) for shape in left.values())]


def _enough(pods: Pods, nodes: Sequence[NodeShape]) -> dict[str, int]:
    """Return fewest nodes by pool with which all pods that fit at all find a place, in every order.

    Pods that several pools take go to the first of them; what is left free elsewhere is used before nodes are added.
    """
    counts = {shape.pool: 0 for shape in nodes}
    daemons = [pod for pod in pods if pod[0].daemon]
    others = sorted((p for p in pods if not p[0].daemon), key=lambda p: sum(accepts(shape, p[0]) for shape in nodes))
    for position, (pod, count) in enumerate(others, start=1):
        home = next(shape.pool for shape in nodes if accepts(shape, pod))
        for _ in range(count):  # no pod needs more than a node of its own
            if _suffices([*daemons, *others[:position]], nodes, counts):
                break
            counts[home] += 1
    counts = _reduced(pods, nodes, counts)
    while True:  # a node more in one pool may spare several in another
        for shape in nodes:
            other = _reduced(pods, nodes, {**counts, shape.pool: counts[shape.pool] + 1}, keep=shape.pool)
            if sum(other.values()) < sum(counts.values()):
                counts = other
                break
        else:
            return counts


def _reduced(pods: Pods, nodes: Sequence[NodeShape], counts: Mapping[str, int], keep: str = "") -> dict[str, int]:
    """Return fewest nodes by pool, made from enough of them by taking away; one pool keeps what it has."""
    fewer = dict(counts)
    for shape in nodes:
        while shape.pool != keep and fewer[shape.pool]:
            tried = {**fewer, shape.pool: fewer[shape.pool] - 1}
            if not _suffices(pods, nodes, tried):
                break
            fewer = tried
    return fewer


def _suffices(pods: Pods, nodes: Sequence[NodeShape], counts: Mapping[str, int]) -> bool:
    """Tell whether all pods find a place, in every order; one that runs on every node may lack room on a full one."""
    daemons = {pod.name for pod, _ in pods if pod.daemon}
    machines = _resized(nodes, counts)
    return all(outcome.pending.keys() <= daemons for outcome in placements(pods, machines))


def _least(pods: Pods, nodes: Sequence[NodeShape], enough: Mapping[str, int], pool: str) -> int:
    """Return how few nodes a pool may have before some pod is pending in every order, the others having enough."""
    least = enough[pool]
    while least:
        smaller = _resized(nodes, {**enough, pool: least - 1})
        if all(outcome.pending for outcome in placements(pods, smaller)):
            break
        least -= 1
    return least


def _shortages(pods: Pods, nodes: Sequence[NodeShape], outcomes: Sequence[Placement]) -> Iterable[Shortage]:
    for pod, count in pods:
        pending = max(outcome.pending.get(pod.name, 0) for outcome in outcomes)
        if not pending:
            continue
        if any(accepts(shape, pod) for shape in nodes):
            why = "the nodes that take it are full"
        elif any(accepts(replace(shape, allocatable=pod.requests), pod) for shape in nodes):
            why = "no node that takes it is big enough"
        else:
            why = "no node has the labels that it asks for, or it does not tolerate their taints"
        yield Shortage(pod.name, pod.element, pending, count or pending, why)


def _fits(env: Environment, objects: Iterable[StoredObject], nodes: Sequence[NodeShape]) -> Iterable[Fit]:
    groups = [group for group in pod_groups(objects) if group.kind == "PodTemplate"]
    for group in groups:
        spawned = env.component(group.shape.element).spawned
        for size in spawned.sizes if spawned else ():
            asked = replace(_sized(env, group.shape.element, size), disk=group.shape.requests.disk)
            pod = replace(group.shape, requests=asked, name=f"{group.shape.name} {size}")
            for shape in nodes:
                if accepts(replace(shape, allocatable=asked), pod):
                    outcome = place([(pod, 1 << 7)], [replace(shape, count=1)])
                    yield Fit(group.shape.element, size, shape.pool, sum(outcome.placed.get(pod.name, {}).values()))


def _claims(
    environments: Sequence[tuple[Environment, Sequence[StoredObject]]],
) -> Iterable[tuple[str, int, Fraction, Fraction | None]]:
    classes = environments[0][0].cluster.storage_classes.values()
    default = next((found.name for found in classes if found.default), "")
    capacity = {found.name: parse_quantity(found.capacity) for found in classes if found.capacity is not None}
    asked: dict[str, tuple[int, Fraction]] = {}
    for _, objects in environments:
        for stored in objects:
            spec = stored.data.get("spec") or {}
            match stored.kind:
                case "PersistentVolumeClaim":
                    claims, times = [spec], 1
                case "StatefulSet":
                    claims = [claim["spec"] for claim in spec.get("volumeClaimTemplates") or ()]
                    times = int(spec.get("replicas", 1))
                case _:
                    continue
            for claim in claims:
                name = str(claim.get("storageClassName", default))
                number, total = asked.get(name, (0, Fraction(0)))
                size = parse_quantity(claim["resources"]["requests"]["storage"])
                asked[name] = (number + times, total + size * times)
    return [(name, number, total, capacity.get(name)) for name, (number, total) in sorted(asked.items())]
