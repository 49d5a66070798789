"""Failure impact: what stops and what degrades when some elements are down."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lsparch.graph.graph import ArchGraph
from lsparch.graph.kinds import Edge, EdgeKind, NodeKind, State

__all__ = ["Effect", "Impact", "failure_impact"]

_STOPS = {
    EdgeKind.AUTHENTICATES,
    EdgeKind.BALANCES,
    EdgeKind.CONNECTS,
    EdgeKind.MOUNTS,
    EdgeKind.PLACED_ON,
    EdgeKind.READS,
    EdgeKind.REALISED_BY,
    EdgeKind.ROUTES,
    EdgeKind.SERVED_BY,
    EdgeKind.SPAWNED_BY,
}
"""Relations without which the source does not work, unless the edge is optional."""

_DEGRADES = {
    EdgeKind.PULLED_FROM: "pods of {source} cannot be pulled anew",
    EdgeKind.RUNS: "new pods of {source} cannot start",
    EdgeKind.SHIPS_LOGS: "logs of {source} are not collected",
}
"""Relations without which the source keeps running, with less."""


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

    def verdict(self, graph: ArchGraph, part: str) -> str:
        """Return ``down``, ``stops``, ``degrades`` or ``works`` for a part.

        A part stops when one of the components that its routes lead to stops, or the routes themselves;
        a part without routes, when any of its components stops.
        """
        if part in self.down:
            return "down"
        front = {
            edge.target
            for route in graph.nodes(NodeKind.ROUTE)
            if route.part == part
            for edge in graph.out_edges(route.id, EdgeKind.ROUTES)
        } | {route.id for route in graph.nodes(NodeKind.ROUTE) if route.part == part}
        members = {node.id for node in graph.members(part) if node.state is not State.PLANNED}
        if (front or members) & self.stopped:
            return "stops"
        touched = {effect.element for effect in self.degrades} | self.stopped
        return "degrades" if (front | members) & touched else "works"


def failure_impact(graph: ArchGraph, down: Iterable[str]) -> Impact:
    """Return what stops and what degrades when some elements are down.

    Parameters
    ----------
    graph
        Graph of one environment, or of the whole model.
    down
        Ids of nodes; a part stands for all its components and routes, a dataset for its tables.

    Raises
    ------
    KeyError
        If the graph has no such node.
    """
    first = _expand(graph, down)
    chains: dict[str, tuple[str, ...]] = {identifier: (identifier,) for identifier in first}
    stops: dict[str, Effect] = {}
    degrades: dict[str, Effect] = {}
    queue = deque(first)
    while queue:
        lost = queue.popleft()
        for edge in graph.in_edges(lost):
            reason, stop = _effect(edge)
            if edge.source in chains or not reason:
                continue
            chain = (*chains[lost], edge.source)
            if stop:
                chains[edge.source] = chain
                stops[edge.source] = Effect(edge.source, reason, chain)
                degrades.pop(edge.source, None)
                queue.append(edge.source)
            elif degrades.setdefault(edge.source, Effect(edge.source, reason, chain)).chain == chain:
                _degrade_runners(graph, edge, chain, chains, degrades)
    order = sorted(first)
    for effect in list(degrades):
        if effect in chains:
            del degrades[effect]
    return Impact(tuple(order), tuple(stops[i] for i in sorted(stops)), tuple(degrades[i] for i in sorted(degrades)))


def _degrade_runners(
    graph: ArchGraph, edge: Edge, chain: tuple[str, ...], stopped: Mapping[str, object], degrades: dict[str, Effect]
) -> None:
    """Pass on to the components that run it that an image cannot be pulled."""
    if edge.kind is not EdgeKind.PULLED_FROM:
        return
    for run in graph.in_edges(edge.source, EdgeKind.RUNS):
        if run.source not in stopped:
            reason = _DEGRADES[EdgeKind.RUNS].format(source=run.source)
            degrades.setdefault(run.source, Effect(run.source, reason, (*chain, run.source)))


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
    return list(found)


def _effect(edge: Edge) -> tuple[str, bool]:
    """Return why the source suffers, and whether it stops; an empty reason if it does not suffer."""
    if edge.status in {"planned", "open"}:
        return "", False
    if edge.kind in _STOPS:
        what = f" ({edge.purpose})" if edge.purpose else ""
        if edge.optional:
            return edge.degrades or f"{edge.kind} {edge.target}{what}", False
        return f"{edge.kind} {edge.target}{what}", True
    template = _DEGRADES.get(edge.kind)
    return (template.format(source=edge.source), False) if template else ("", False)
