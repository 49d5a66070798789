"""Where pods go: what the scheduler of Kubernetes does with pods and nodes, without a cluster.

Filters are those of the scheduler that can refuse a pod here: requests against what a node can give, node selectors,
required node affinity by labels, taints, required anti-affinity between hosts, and strict topology spread over hosts.
Among the nodes left, the least allocated wins, then the one with fewest pods of the same workload, as by default.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heapreplace
from itertools import chain

__all__ = ["NodeShape", "Placement", "PodShape", "Requests", "Toleration", "accepts", "admits", "place"]

_MOST_PODS = 110
"""Pods that a kubelet takes unless told otherwise (`maxPods`)."""


@dataclass(frozen=True, slots=True)
class Requests:
    """What one pod asks for, or one node can give."""

    cpu: int = 0
    """Thousandths of a core."""

    memory: int = 0
    """Bytes."""

    disk: int = 0
    """Bytes of ephemeral storage."""

    def fits(self, other: "Requests") -> bool:
        """Tell whether this fits into another."""
        return self.cpu <= other.cpu and self.memory <= other.memory and self.disk <= other.disk

    def __add__(self, other: "Requests") -> "Requests":
        return Requests(self.cpu + other.cpu, self.memory + other.memory, self.disk + other.disk)

    def __sub__(self, other: "Requests") -> "Requests":
        return Requests(self.cpu - other.cpu, self.memory - other.memory, self.disk - other.disk)

    def times(self, count: int) -> "Requests":
        """Return what some equal pods ask for."""
        return Requests(self.cpu * count, self.memory * count, self.disk * count)


@dataclass(frozen=True, slots=True)
class Toleration:
    """A taint with which a pod puts up; an empty key stands for every taint, an empty effect for every effect."""

    key: str = ""
    value: str | None = None
    """None if any value is tolerated."""

    effect: str = ""

    def covers(self, key: str, value: str, effect: str) -> bool:
        """Tell whether it covers a taint."""
        return self.key in {"", key} and self.value in {None, value} and self.effect in {"", effect}


@dataclass(frozen=True, slots=True)
class PodShape:
    """One kind of pod: what the scheduler looks at."""

    name: str
    """Namespace and name of the workload."""

    element: str
    """Id of the model element; empty for an object that somebody wrote."""

    requests: Requests
    terms: tuple[Mapping[str, tuple[str, ...]], ...] = ()
    """Alternatives of which a node must meet one: values that a label may have, by label. None: any node."""

    tolerations: tuple[Toleration, ...] = ()
    apart: bool = False
    """Whether no two of its pods may share a node."""

    skew: int | None = None
    """By how many its pods may differ between nodes, where that is strict."""

    daemon: bool = False
    """Whether each node that takes it gets one."""


@dataclass(frozen=True, slots=True)
class NodeShape:
    """The nodes of one pool."""

    pool: str
    count: int
    allocatable: Requests
    labels: Mapping[str, str] = field(default_factory=dict)
    taints: tuple[tuple[str, str, str], ...] = ()
    """Key, value and effect."""


@dataclass(slots=True)
class _Node:
    shape: NodeShape
    free: Requests
    pods: int = 0
    running: Counter[str] = field(default_factory=Counter)
    score: float = field(init=False)
    """Free share of cores and memory, from 0 to 1; changes with every pod that comes."""

    def __post_init__(self) -> None:
        self.score = self._free_share()

    def take(self, pod: PodShape) -> None:
        self.free -= pod.requests
        self.pods += 1
        self.running[pod.name] += 1
        self.score = self._free_share()

    def _free_share(self) -> float:
        has = self.shape.allocatable
        shares = [free / all_ for free, all_ in ((self.free.cpu, has.cpu), (self.free.memory, has.memory)) if all_]
        return sum(shares) / len(shares) if shares else 0.0


@dataclass(frozen=True, slots=True)
class Placement:
    """What came of placing pods."""

    placed: Mapping[str, Mapping[str, int]]
    """Number of pods by pool, by name of the workload."""

    pending: Mapping[str, int]
    """Number of pods that no node took, by name of the workload; only those with any."""

    used: Mapping[str, Requests]
    """What all pods on a pool ask for, by pool."""


def accepts(node: NodeShape, pod: PodShape) -> bool:
    """Tell whether an empty node of a pool would take a pod."""
    return admits(node, pod) and pod.requests.fits(node.allocatable)


def place(
    pods: Iterable[tuple[PodShape, int]], nodes: Sequence[NodeShape], crowded: frozenset[str] = frozenset()
) -> Placement:
    """Place pods on nodes, in the given order.

    Parameters
    ----------
    pods
        Kinds of pod with their number; the number does not count for pods that run on every node.
    nodes
        The nodes, by pool.
    crowded
        Pools that pods take first where they may run elsewhere too: the worst that can happen to those that may not.
    """
    groups = list(pods)
    pools = [[_Node(shape, shape.allocatable) for _ in range(shape.count)] for shape in nodes]
    pending: Counter[str] = Counter()
    for pod, _ in groups:
        for machine in _suitable(pod, pools) if pod.daemon else ():
            if _has_room(machine, pod):
                machine.take(pod)
            else:
                pending[pod.name] += 1
    for pod, count in groups:
        if not pod.daemon:
            pending[pod.name] += _place_all(pod, count, _suitable(pod, pools), crowded)
    placed: dict[str, Counter[str]] = {}
    used: dict[str, Requests] = {shape.pool: Requests() for shape in nodes}
    for machine in chain.from_iterable(pools):
        for name, number in machine.running.items():
            placed.setdefault(name, Counter())[machine.shape.pool] += number
        used[machine.shape.pool] += machine.shape.allocatable - machine.free
    return Placement(placed, {name: number for name, number in pending.items() if number}, used)


def _suitable(pod: PodShape, pools: Iterable[list[_Node]]) -> list[_Node]:
    return [machine for machines in pools if machines and admits(machines[0].shape, pod) for machine in machines]


def _place_all(pod: PodShape, count: int, suitable: Sequence[_Node], crowded: frozenset[str]) -> int:
    """Place equal pods, and return how many found no place; only the node that took one has another rank then."""
    if pod.skew is not None:
        return sum(not _place_one(pod, suitable, crowded) for _ in range(count))
    waiting = [(_rank(machine, pod, crowded), n) for n, machine in enumerate(suitable) if _takes(machine, pod)]
    heapify(waiting)
    while count and waiting:
        n = waiting[0][1]
        machine = suitable[n]
        machine.take(pod)
        count -= 1
        if _takes(machine, pod):
            heapreplace(waiting, (_rank(machine, pod, crowded), n))
        else:
            heappop(waiting)
    return count


def _place_one(pod: PodShape, suitable: Sequence[_Node], crowded: frozenset[str]) -> bool:
    """Place a pod of those that are spread strictly, and tell whether it found a place."""
    fewest = min((machine.running[pod.name] for machine in suitable), default=0)
    most = fewest + (pod.skew or 0) - 1
    able = [machine for machine in suitable if machine.running[pod.name] <= most and _takes(machine, pod)]
    if not able:
        return False
    min(able, key=lambda machine: _rank(machine, pod, crowded)).take(pod)
    return True


def _rank(machine: _Node, pod: PodShape, crowded: frozenset[str]) -> tuple[bool, float]:
    """Return the place of a node among those that take a pod."""
    return machine.shape.pool not in crowded, 2 * machine.running[pod.name] - machine.score


def _takes(machine: _Node, pod: PodShape) -> bool:
    return _has_room(machine, pod) and not (pod.apart and machine.running[pod.name])


def _has_room(machine: _Node, pod: PodShape) -> bool:
    return machine.pods < _MOST_PODS and pod.requests.fits(machine.free)


def admits(node: NodeShape, pod: PodShape) -> bool:
    """Tell whether labels and taints of a pool let a pod run there."""
    meets = not pod.terms or any(all(node.labels.get(k) in v for k, v in term.items()) for term in pod.terms)
    return meets and all(
        effect == "PreferNoSchedule" or any(t.covers(key, value, effect) for t in pod.tolerations)
        for key, value, effect in node.taints
    )
