"""Capacity: what the pods of a cluster ask for, how many nodes that needs, and what does not fit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from lsparch.analysis.node_needs import NodeNeed, Pods, homes, node_needs, placements
from lsparch.analysis.placement import NodeShape, Placement, PodShape, Requests, accepts, place
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
    "StorageUse",
    "find_capacity",
    "node_shapes",
    "planned_pods",
]


@dataclass(frozen=True, slots=True)
class PoolNeed:
    """What pods ask of one node pool that no other takes; or of several, any of which takes them."""

    pools: tuple[str, ...]
    nodes: int
    """Nodes that the model states."""

    needed: int
    """Nodes with which every pod finds a place, in whatever order pods come; never fewer than `least`.

    Of several pools, how many more than what each of them needs.
    """

    least: int
    """Nodes without one of which some pod stays pending, in whatever order pods come."""

    where: Mapping[str, int]
    """Pools of which the needed nodes are, with how many of each."""

    asked: Requests
    """What the pods ask for."""

    has: Requests
    """What the nodes can give."""

    @property
    def pool(self) -> str:
        """The pool, or all of which any takes the pods."""
        return " or ".join(self.pools)


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
class StorageUse:
    """What claims ask of a storage class, or of one export of a file server."""

    name: str
    """Name of the class, or server and path; empty for claims without either."""

    claims: int
    asked: Fraction
    """Bytes; those of an export once, however many claims mount it."""

    has: Fraction | None
    """Bytes that it can give, if that is known."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a cluster is asked for, and what it has."""

    cluster: str
    environments: tuple[str, ...]
    at_peak: bool
    pools: tuple[PoolNeed, ...]
    shortages: tuple[Shortage, ...]
    sizes: tuple[Fit, ...]
    storage: tuple[StorageUse, ...]


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
    by_pools = homes(pods, nodes)
    shapes = {shape.pool: shape for shape in nodes}
    # What several pools take at peak has a line at rest, too, so that both have the same.
    at_most = [pod for env, objects in environments for pod in planned_pods(env, objects, at_peak=True)]
    pools = []
    needs = {need.pools: need for need in node_needs(pods, nodes)}
    for group in homes(at_most, nodes):
        need = needs.get(group, NodeNeed(group, 0, 0))
        pools.append(_pool_need(need, pods, by_pools, shapes))
    return Capacity(
        first.cluster_id,
        tuple(env.id for env, _ in environments),
        at_peak,
        tuple(pools),
        tuple(_shortages(pods, nodes, outcomes)),
        tuple(dict.fromkeys(fit for env, objects in environments for fit in _fits(env, objects, nodes))),
        tuple(_storage(environments)),
    )


def _pool_need(
    need: NodeNeed, pods: Pods, homes_: Mapping[tuple[str, ...], Pods], nodes: Mapping[str, NodeShape]
) -> PoolNeed:
    shapes = [nodes[pool] for pool in need.pools]
    asked = sum((pod.requests.times(count) for pod, count in homes_.get(need.pools, ())), Requests())
    if len(shapes) == 1:
        daemons = [pod.requests for pod, _ in pods if pod.daemon and accepts(shapes[0], pod)]
        asked += sum(daemons, Requests()).times(shapes[0].count)
    has = sum((shape.allocatable.times(shape.count) for shape in shapes), Requests())
    number = sum(shape.count for shape in shapes)
    return PoolNeed(need.pools, number, need.needed, need.least, need.where, asked, has)


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


def _storage(environments: Sequence[tuple[Environment, Sequence[StoredObject]]]) -> Iterable[StorageUse]:
    classes = environments[0][0].cluster.storage_classes.values()
    default = next((found.name for found in classes if found.default), "")
    capacity = {found.name: parse_quantity(found.capacity) for found in classes if found.capacity is not None}
    objects = [stored for _, found in environments for stored in found]
    exports = dict(_exports(objects))
    asked: dict[str, list[Fraction]] = {}
    shared: dict[str, list[Fraction]] = {}
    for claim, times in _claims(objects):
        size = parse_quantity(claim["resources"]["requests"]["storage"])
        export = exports.get(str(claim.get("volumeName", "")))
        name = str(claim.get("storageClassName", default)) if export is None else export
        (asked if export is None else shared).setdefault(name, []).extend([size] * times)
    for name, sizes in sorted(asked.items()):
        yield StorageUse(name, len(sizes), sum(sizes, Fraction(0)), capacity.get(name))
    for name, sizes in sorted(shared.items()):
        yield StorageUse(name, len(sizes), max(sizes), None)


def _claims(objects: Iterable[StoredObject]) -> Iterator[tuple[Mapping[str, Any], int]]:
    """Iterate over claims, with how many there are of each."""
    for stored in objects:
        spec = stored.data.get("spec") or {}
        if stored.kind == "PersistentVolumeClaim":
            yield spec, 1
        elif stored.kind == "StatefulSet":
            for claim in spec.get("volumeClaimTemplates") or ():
                yield claim["spec"], int(spec.get("replicas", 1))


def _exports(objects: Iterable[StoredObject]) -> Iterator[tuple[str, str]]:
    """Iterate over volumes that are exports of file servers: name, and server with path."""
    for stored in objects:
        nfs = (stored.data.get("spec") or {}).get("nfs") if stored.kind == "PersistentVolume" else None
        if nfs:
            yield stored.name, f"{nfs['server']}:{nfs['path']}"
