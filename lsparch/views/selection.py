"""What of a graph a view includes and excludes."""

from collections.abc import Callable
from fnmatch import fnmatchcase

from lsparch.graph import ArchGraph, Edge, EdgeKind, Node, NodeKind
from lsparch.models.view import Choice, Selector, Show
from lsparch.views.elements import status_of

__all__ = ["chooses_edge", "chooses_node", "named_alone", "selected"]

_CHOSEN = frozenset(
    {
        NodeKind.BALANCER, NodeKind.COMPONENT, NodeKind.DATASET, NodeKind.EXTERNAL, NodeKind.RESOURCE, NodeKind.ROUTE,
        NodeKind.VOLUME,
    }
)  # fmt: skip
"""Kinds of nodes that can be left out; the others say something about these."""


def selected(graph: ArchGraph, show: Show) -> ArchGraph:
    """Return what of a graph a view includes and does not exclude."""
    if not show.include and not show.exclude:
        return graph
    nodes = {node.id: node for node in graph.nodes()}
    edges = list(graph.edges())
    if show.include:
        wanted = _with_relations(graph, show.include)
        nodes = {key: node for key, node in nodes.items() if node.kind not in _CHOSEN or key in wanted[0]}
        edges = [edge for edge in edges if edge.id in wanted[1]]
    for choice in show.exclude:
        nodes = {key: node for key, node in nodes.items() if node.kind not in _CHOSEN or not chooses_node(choice, node)}
        edges = [edge for edge in edges if not chooses_edge(choice, edge)]
    edges = [edge for edge in edges if edge.source in nodes and edge.target in nodes]
    _drop_idle(graph, nodes, edges)
    kept = [edge for edge in edges if edge.source in nodes and edge.target in nodes]
    return ArchGraph(graph.environment, nodes.values(), kept)


def _with_relations(graph: ArchGraph, choices: tuple[Choice, ...]) -> tuple[set[str], set[str]]:
    """Return the nodes and the edges that any of some selectors chooses; what is about nodes keeps their relations."""
    nodes = {node.id for node in graph.nodes() if any(chooses_node(choice, node) for choice in choices)}
    kept = {e.id for e in graph.edges() if {e.source, e.target} <= nodes or not _drawn(graph, e)}
    for edge in graph.edges():
        if any(chooses_edge(choice, edge) for choice in choices):
            kept.add(edge.id)
            nodes |= {edge.source, edge.target}
    led = [e for e in graph.edges(EdgeKind.ROUTES, EdgeKind.BALANCES) if e.target in nodes or e.source in nodes]
    for edge in led:  # who is shown is shown with the way in
        kept.add(edge.id)
        nodes.add(edge.source)
    for edge in graph.edges(EdgeKind.BALANCES):
        if edge.source in nodes:
            kept.add(edge.id)
            nodes.add(edge.target)
    return nodes, kept


def _drawn(graph: ArchGraph, edge: Edge) -> bool:
    """Tell whether both ends of a relation can be chosen."""
    return graph.node(edge.source).kind in _CHOSEN and graph.node(edge.target).kind in _CHOSEN


def _drop_idle(graph: ArchGraph, nodes: dict[str, Node], edges: list[Edge]) -> None:
    """Drop routes that lead to nothing any more, and balancers that serve none."""
    for route, served in ((EdgeKind.ROUTES, NodeKind.ROUTE), (EdgeKind.BALANCES, NodeKind.BALANCER)):
        side: Callable[[Edge], str] = (lambda e: e.source) if served is NodeKind.ROUTE else (lambda e: e.target)
        busy = {side(e) for e in edges if e.kind is route and e.source in nodes and e.target in nodes}
        once = {side(e) for e in graph.edges(route)}
        for key in [key for key, node in nodes.items() if node.kind is served and key in once - busy]:
            del nodes[key]


def named_alone(choice: Choice) -> bool:
    """Tell whether a selector is the id of one element or part, which there should be."""
    return isinstance(choice, str) and "*" not in choice and "?" not in choice


def chooses_node(choice: Choice, node: Node) -> bool:
    """Tell whether a selector chooses an element."""
    if isinstance(choice, str):
        return _fits(choice, node.id) or node.part == choice
    if choice.protocol is not None:
        return False
    return (
        (choice.id is None or _fits(choice.id, node.id))
        and (choice.kind is None or choice.kind.lower() in _kinds(node))
        and (choice.owner is None or choice.owner.removeprefix("team/") == node.owner)
        and (choice.part is None or _fits(choice.part, node.part))
        and (choice.status is None or choice.status == status_of(node))
        and (choice.label is None or _labelled(choice.label, node))
    )


def chooses_edge(choice: Choice, edge: Edge) -> bool:
    """Tell whether a selector chooses a relation: by protocol, status or kind, if it says nothing of elements."""
    if isinstance(choice, str) or not _of_relations(choice):
        return False
    return (
        (choice.protocol is None or choice.protocol == edge.protocol)
        and (choice.status is None or choice.status == edge.status)
        and (choice.kind is None or choice.kind == edge.kind.value)
    )


def _of_relations(choice: Selector) -> bool:
    return all(value is None for value in (choice.id, choice.owner, choice.part, choice.label))


def _fits(pattern: str, text: str) -> bool:
    return fnmatchcase(text, pattern)


def _kinds(node: Node) -> set[str]:
    return {node.kind.value, node.labels.get("kind", "").lower(), node.state.value}


def _labelled(label: str, node: Node) -> bool:
    key, equals, value = label.partition("=")
    return key in node.labels and (not equals or _fits(value, node.labels[key]))
