"""Failure impact: what stops and what degrades when some elements are down."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lsparch.graph.graph import ArchGraph
from lsparch.graph.kinds import Edge, EdgeKind, Node, NodeKind, State

__all__ = ["Effect", "Impact", "failure_impact", "shared_needs"]

_STOPS = {
    EdgeKind.AUTHENTICATES,
    EdgeKind.BALANCES,
    EdgeKind.CONNECTS,
    EdgeKind.MOUNTS,
    EdgeKind.PLACED_ON,
    EdgeKind.REALISED_BY,
    EdgeKind.ROUTES,
    EdgeKind.SERVED_BY,
    EdgeKind.SPAWNED_BY,
}
"""Relations without which the source does not work, unless the edge is optional."""

_LESSER = {
    EdgeKind.BUILT_ON: "{source} cannot be built anew",
    EdgeKind.PULLED_FROM: "pods of {source} cannot be pulled anew",
    EdgeKind.READS: "queries that read {target} fail",
    EdgeKind.RUNS: "new pods of {source} cannot start",
    EdgeKind.SHIPS_LOGS: "logs of {source} are not collected",
}
"""Relations without which the source keeps running, with less."""

_BY_LOSS = frozenset(_STOPS | set(_LESSER))
"""Relations by which the source degrades when the target does not work."""

_BY_WORSE = frozenset({EdgeKind.CONNECTS, EdgeKind.ROUTES, EdgeKind.SPAWNED_BY})
"""Relations by which the source degrades when the target degrades."""

_BY_BUILD = frozenset({EdgeKind.BUILT_ON})
"""Relations by which the source degrades when the image in it cannot be built."""

_BY_IMAGE = frozenset({EdgeKind.RUNS})
"""Relations by which the source degrades when the image cannot be pulled."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens to one element, and the chain that leads to it."""

    element: str
    reason: str
    chain: tuple[str, ...]
    """From the element that is down to this one."""


@dataclass(frozen=True, slots=True)
class Impact:
    """What a failure does.

    Every element is in at most one of `stops` and `degrades`.
    """

    down: tuple[str, ...]
    stops: tuple[Effect, ...]
    degrades: tuple[Effect, ...]

    @property
    def stopped(self) -> frozenset[str]:
        """Ids of everything that does not work: what is down, and what stops with it."""
        return frozenset(self.down) | {effect.element for effect in self.stops}

    def lost(self, graph: ArchGraph, part: str) -> frozenset[str]:
        """Return what a part offers to others and does not work."""
        return _offered(graph, part) & self.stopped

    def verdict(self, graph: ArchGraph, part: str) -> str:
        """Return ``down``, ``stops``, ``degrades`` or ``works`` for a part.

        It stops when nothing that it offers works.
        """
        if part in self.down:
            return "down"
        offered, stopped = _offered(graph, part), self.stopped
        if offered and offered <= stopped:
            return "stops"
        touched = {effect.element for effect in self.degrades} | stopped
        return "degrades" if (offered | _members(graph, part)) & touched else "works"


def failure_impact(graph: ArchGraph, down: Iterable[str]) -> Impact:
    """Return what stops and what degrades when some elements are down.

    Parameters
    ----------
    graph
        Graph of one environment, or of the whole model.
    down
        Ids of nodes; a part stands for all its components and routes, a dataset for its tables, an environment or
        the cluster that it is in for all that runs there.

    Raises
    ------
    KeyError
        If the graph has no such node.
    """
    first = _expand(graph, down)
    chains: dict[str, tuple[str, ...]] = {identifier: (identifier,) for identifier in first}
    stops: dict[str, Effect] = {}
    queue = deque(first)
    while queue:
        lost = queue.popleft()
        for edge in graph.in_edges(lost):
            if edge.source not in chains and _counts(edge) and edge.kind in _STOPS and not edge.optional:
                chains[edge.source] = (*chains[lost], edge.source)
                stops[edge.source] = Effect(edge.source, _reason(edge), chains[edge.source])
                queue.append(edge.source)
    degrades = _degraded(graph, chains)
    return Impact(
        tuple(sorted(first)), tuple(stops[i] for i in sorted(stops)), tuple(degrades[i] for i in sorted(degrades))
    )


def shared_needs(graph: ArchGraph, one: str, other: str) -> tuple[str, ...]:
    """Return what two parts both need, directly or through others: where one failure would hit both.

    Spawners, images, volumes, balancers, identity, stores and nodes count as connections do; planned relations do not.
    """
    own = {one, other}
    return tuple(sorted(n for n in _needs(graph, one) & _needs(graph, other) if graph.node(n).part not in own))


def _offered(graph: ArchGraph, part: str) -> frozenset[str]:
    """Return what a part is there for: routes, else members that other parts need, else those that nothing needs."""
    members = _members(graph, part)
    routes = frozenset(
        route.id
        for route in graph.in_part(part, NodeKind.ROUTE)
        if any(map(_counts, graph.out_edges(route.id, EdgeKind.ROUTES)))
    )
    needed = {member: {graph.node(e.source).part for e in _needing(graph, member)} for member in members}
    outside = frozenset(member for member, parts in needed.items() if parts - {part})
    return routes or outside or frozenset(member for member, parts in needed.items() if not parts) or members


def _needing(graph: ArchGraph, member: str) -> Iterator[Edge]:
    return (edge for edge in graph.in_edges(member) if edge.kind in _BY_LOSS and _counts(edge))


def _members(graph: ArchGraph, part: str) -> frozenset[str]:
    return frozenset(
        node.id for node in graph.in_part(part, NodeKind.COMPONENT, NodeKind.VOLUME) if node.state is not State.PLANNED
    )


def _needs(graph: ArchGraph, part: str) -> set[str]:
    queue = deque(_expand(graph, [part]))
    found: set[str] = set()
    while queue:
        for edge in graph.out_edges(queue.popleft()):
            if edge.kind in _BY_LOSS and _counts(edge) and edge.target not in found:
                found.add(edge.target)
                queue.append(edge.target)
    return found


def _degraded(graph: ArchGraph, chains: dict[str, tuple[str, ...]]) -> dict[str, Effect]:
    """Return what degrades because of what does not work, directly or through others that degrade."""
    found: dict[str, Effect] = {}
    queue: deque[tuple[str, tuple[str, ...], frozenset[EdgeKind]]] = deque(
        (lost, chain, _BY_LOSS) for lost, chain in chains.items()
    )
    while queue:
        worse, chain, kinds = queue.popleft()
        hosts = (e for e in graph.out_edges(worse, EdgeKind.REALISED_BY) if kinds in {_BY_LOSS, _BY_WORSE})
        suffering = [(edge, edge.source) for edge in graph.in_edges(worse) if edge.kind in kinds and _counts(edge)]
        for edge, element in (*suffering, *((edge, edge.target) for edge in hosts)):
            if element in chains or element in found:
                continue
            found[element] = Effect(element, _lesser(edge, element, lost=kinds is _BY_LOSS), (*chain, element))
            passed = {
                EdgeKind.BUILT_ON: _BY_BUILD,
                EdgeKind.PULLED_FROM: _BY_IMAGE,
                EdgeKind.RUNS: None,
                EdgeKind.SHIPS_LOGS: None,
            }
            onward = passed.get(edge.kind, _BY_WORSE)
            if onward is not None:
                queue.append((element, found[element].chain, onward))
    return found


def _expand(graph: ArchGraph, down: Iterable[str]) -> list[str]:
    found: dict[str, None] = {}
    for identifier in down:
        node = graph.node(identifier)
        found[identifier] = None
        if node.kind is NodeKind.PART:
            for other in graph.nodes(NodeKind.COMPONENT, NodeKind.ROUTE, NodeKind.VOLUME, NodeKind.BALANCER):
                if other.part == identifier:
                    found[other.id] = None
        if node.kind is NodeKind.DATASET:
            for edge in graph.out_edges(identifier, EdgeKind.HOLDS):
                found[edge.target] = None
        if node.kind in {NodeKind.CLUSTER, NodeKind.ENVIRONMENT} and graph.environment:
            found |= dict.fromkeys(_running_in(graph, node))
    return list(found)


def _running_in(graph: ArchGraph, place: Node) -> Iterator[str]:
    """Yield all that runs in the one cluster of an environment, or in the environment itself.

    A cluster has no hosts outside Kubernetes, and volumes that others serve are elsewhere. A part is down when all
    of it is.
    """
    elsewhere = {State.PLANNED, State.HOSTED} if place.kind is NodeKind.CLUSTER else {State.PLANNED}
    served = {edge.source for edge in graph.edges(EdgeKind.SERVED_BY)}
    kinds = (NodeKind.BALANCER, NodeKind.COMPONENT, NodeKind.NODE_POOL, NodeKind.ROUTE, NodeKind.VOLUME)
    for node in graph.nodes(*kinds):
        if node.state not in elsewhere and node.id not in served:
            yield node.id
    components = [node for node in graph.nodes(NodeKind.COMPONENT) if node.state is not State.PLANNED]
    for part in sorted({node.part for node in components}):
        if part in graph and not any(node.part == part and node.state in elsewhere for node in components):
            yield part


def _counts(edge: Edge) -> bool:
    return not edge.pending


def _reason(edge: Edge) -> str:
    return f"{edge.kind} {edge.target}{f' ({edge.purpose})' if edge.purpose else ''}"


def _lesser(edge: Edge, element: str, *, lost: bool) -> str:
    """Return what an element loses by an edge whose other end is lost, or only worse than before."""
    if edge.kind in _LESSER:
        return _LESSER[edge.kind].format(source=element, target=edge.target)
    if edge.kind is EdgeKind.REALISED_BY:
        return f"{edge.source}, which runs in it, does not work"
    if lost and edge.degrades:
        return edge.degrades
    return _reason(edge) if lost else f"{_reason(edge)}, which degrades"
