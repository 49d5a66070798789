"""Relations as pictures draw them: routes begin at their balancer, and logical services are inside their host."""

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from lsparch.diagnostics import LsparchError
from lsparch.graph import ArchGraph, Edge, EdgeKind, Node, NodeKind
from lsparch.load.validate import suggest
from lsparch.views.endpoints import endpoints, endpoints_text
from lsparch.views.entries import entry_label
from lsparch.views.outside import USERS

__all__ = [
    "ElementAbsentError",
    "Relation",
    "distances",
    "find_ends",
    "find_node",
    "host_of",
    "leading_to",
    "relations",
]

_DIRECT = frozenset(
    {
        EdgeKind.ACTS_ON, EdgeKind.CONNECTS, EdgeKind.MOUNTS, EdgeKind.NAMES, EdgeKind.SERVED_BY, EdgeKind.SHIPS_LOGS,
        EdgeKind.SPAWNED_BY,
    }
)  # fmt: skip


class ElementAbsentError(LsparchError):
    """A view is about an element that a source does not have."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation between two boxes: who asks, or uses, and who answers, or is used."""

    source: str
    target: str
    edge: Edge


def relations(graph: ArchGraph, *, planned: bool = True) -> tuple[Relation, ...]:
    """Return the relations of a graph, in the order of their ids.

    Parameters
    ----------
    graph
        Any graph.
    planned
        Whether those count that are wished for: optional, and planned or undecided.
    """
    found: list[Relation] = []
    for edge in graph.edges():
        if edge.wished and not planned:
            continue
        if edge.kind in _DIRECT:
            source, target = host_of(graph, edge.source), host_of(graph, edge.target)
            pair = (target, source) if edge.kind is EdgeKind.SPAWNED_BY else (source, target)
            found.append(Relation(*pair, edge))
        elif edge.kind in {EdgeKind.ROUTES, EdgeKind.AUTHENTICATES}:
            doors = graph.out_edges(edge.source, EdgeKind.BALANCES)
            found.extend(Relation(door.target, host_of(graph, edge.target), edge) for door in doors)
    for balancer in graph.nodes(NodeKind.BALANCER):
        protocol, _, port = entry_label(balancer).partition(" ")
        number = int(port) if port.isdigit() else None
        call = Edge(EdgeKind.CALLS, USERS, balancer.id, balancer.place, protocol=protocol, port=number)
        found.append(Relation(USERS, balancer.id, call))
    return tuple(relation for relation in found if relation.source != relation.target)


def leading_to(graph: ArchGraph, found: Iterable[Relation], aim: Collection[str], endpoint: str) -> list[Relation]:
    """Return relations without those that enter an aim by another endpoint than the one given."""
    ports = {end: endpoints(graph, end).get(endpoint) for end in aim if endpoint and end in graph}
    return [
        r
        for r in found
        if not endpoint
        or r.target not in aim
        or r.edge.detail == endpoint
        or (r.edge.port is not None and r.edge.port == ports.get(r.target))
    ]


def host_of(graph: ArchGraph, identifier: str) -> str:
    """Return the component inside which a logical service runs, or the element itself."""
    return next((edge.target for edge in graph.out_edges(identifier, EdgeKind.REALISED_BY)), identifier)


def find_node(graph: ArchGraph, text: str) -> tuple[str, str]:
    """Return the node that somebody means, and the endpoint of it if he named one.

    An id without its part will do where only one node has it, and an address that shares a node with others.

    Raises
    ------
    ElementAbsentError
        If there is none, or more than one, or it has no such endpoint; it names what was probably meant.
    """
    found = _meant(graph, text)
    if found:
        return found, ""
    head, _, endpoint = text.rpartition(".")
    found = _meant(graph, head)
    if found:
        _require_endpoint(graph, found, endpoint)
        return found, endpoint
    advice = (
        suggest(text, [node.id for node in _drawn(graph) if node.kind is not NodeKind.ROUTE])
        or "`lsparch explain ID` shows what the model knows"
    )
    raise ElementAbsentError(f"no element `{text}`{_where(graph)}; {advice}")


def find_ends(graph: ArchGraph, text: str) -> tuple[tuple[str, ...], str]:
    """Return the boxes that stand for what somebody means, and the endpoint if he named one: `users` are a box, too.

    Raises
    ------
    ElementAbsentError
        As `find_node` does, and if nothing lets users in.
    """
    if text != USERS or text in graph:
        node, endpoint = find_node(graph, text)
        return _ends_of(graph, graph.node(node)), endpoint
    if not any(graph.nodes(NodeKind.BALANCER)):
        message = f"no `{USERS}`{_where(graph)}: no Ingress, Gateway or exposed Service lets anybody in"
        raise ElementAbsentError(message)
    return (USERS,), ""


def _require_endpoint(graph: ArchGraph, node: str, endpoint: str) -> None:
    ends = _ends_of(graph, graph.node(node))
    if any(endpoint in endpoints(graph, end) for end in ends):
        return
    known = "; ".join(filter(None, (endpoints_text(graph, end) for end in ends)))
    advice = f"it has {known}" if known else "it states none"
    raise ElementAbsentError(f"`{node}` has no port or endpoint `{endpoint}`{_where(graph)}; {advice}")


def _where(graph: ArchGraph) -> str:
    return f" in {graph.environment}" if graph.environment else ""


def _meant(graph: ArchGraph, text: str) -> str:
    """Return the id of the node that somebody means; empty if there is none."""
    if text in graph:
        return text
    address = text.removeprefix("address/")
    for node in graph.nodes(NodeKind.EXTERNAL):
        if address in node.labels.get("names", "").split():
            return node.id  # it shares a box with others
    near = [n.id for n in _drawn(graph) if n.kind is not NodeKind.ROUTE and n.id.rpartition("/")[2] == text]
    if len(near) > 1:
        raise ElementAbsentError(f"which `{text}`? there are {', '.join(near)}")
    return near[0] if near else ""


def _drawn(graph: ArchGraph) -> list[Node]:
    return [node for node in graph.nodes() if node.kind in _DRAWN]


_DRAWN = frozenset(
    {
        NodeKind.BALANCER, NodeKind.COMPONENT, NodeKind.EXTERNAL, NodeKind.PART, NodeKind.RESOURCE, NodeKind.ROUTE,
        NodeKind.VOLUME,
    }
)  # fmt: skip


def _ends_of(graph: ArchGraph, node: Node) -> tuple[str, ...]:
    """Return the boxes that stand for an element: those of its members for a part, of its components for a route."""
    if node.kind is NodeKind.PART:
        inside = (n for n in graph.nodes(NodeKind.COMPONENT, NodeKind.BALANCER, NodeKind.VOLUME) if n.part == node.id)
        return tuple(dict.fromkeys(host_of(graph, member.id) for member in inside))
    if node.kind is NodeKind.ROUTE:
        return tuple(host_of(graph, edge.target) for edge in graph.out_edges(node.id, EdgeKind.ROUTES))
    return (host_of(graph, node.id),)


def distances(
    found: Iterable[Relation], start: Collection[str], *, back: bool = False, both: bool = False
) -> Mapping[str, int]:
    """Return how many steps every box is away from some boxes, along relations, against them, or either way."""
    near: dict[str, list[str]] = {}
    for relation in found:
        if not back or both:
            near.setdefault(relation.source, []).append(relation.target)
        if back or both:
            near.setdefault(relation.target, []).append(relation.source)
    steps = dict.fromkeys(start, 0)
    queue = deque(start)
    while queue:
        here = queue.popleft()
        for other in near.get(here, ()):
            if other not in steps:
                steps[other] = steps[here] + 1
                queue.append(other)
    return steps
