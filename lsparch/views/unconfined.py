"""What network policies leave open, so that pictures of manifests do not claim more than is known."""

from collections.abc import Collection, Iterable, Iterator

from lsparch.graph import ArchGraph, Node, NodeKind
from lsparch.views.given import ViewContext
from lsparch.views.wording import joined

__all__ = ["everybody", "may_connect", "open_to_others", "said_of_reach", "said_of_ways"]

_MOST_NAMED = 3
_TOLD = "drawn is what variables, arguments and files tell"
_SEEN = "drawn is who is named"
_OPEN = "open."
_TO_ALL = ("open.any address", "open.any pod")


def open_to_others(context: ViewContext, graph: ArchGraph, boxes: Iterable[str]) -> list[str]:
    """Return those of some boxes that are pods, of manifests or of a cluster, which more may reach than are drawn.

    They are those without policy, and those that policies open to everybody or to a namespace. Of a model it is known
    that nothing is allowed but what is declared.
    """
    if context.told is not None:
        return []
    return [node.id for node in _pods(graph, boxes) if not _is_confined(node, "Ingress") or [*everybody(node)]]


def everybody(node: Node) -> Iterator[tuple[str, str]]:
    """Iterate over who may connect to pods without being drawn, each with the ports."""
    if not _is_confined(node, "Ingress"):
        yield "every other pod", "no policy forbids it"
    yield from ((key.removeprefix(_OPEN), ports) for key, ports in node.labels.items() if key.startswith(_OPEN))


def may_connect(context: ViewContext, graph: ArchGraph, sources: Iterable[str], targets: Iterable[str]) -> bool:
    """Tell whether no policy keeps any of some pods from any of others, in manifests or in a cluster."""
    leaves = any(not _is_confined(node, "Egress") for node in _pods(graph, sources))
    enters = any(not _is_confined(node, "Ingress") or {*_TO_ALL} & {*node.labels} for node in _pods(graph, targets))
    return context.told is None and leaves and enters


def said_of_reach(graph: ArchGraph, opened: Collection[str]) -> str:
    """Return a sentence on pods that others may reach than the picture shows; empty if there are none."""
    if not opened:
        return ""
    if _is_open(graph):
        return f"No policy confines pods here, so each may reach every other; {_TOLD}."
    return f"Policies let others connect to {joined(sorted(opened), _MOST_NAMED)}, too; {_SEEN}."


def said_of_ways(graph: ArchGraph, start: str, end: str, *, allowed: bool, opened: Collection[str]) -> str:
    """Return a sentence on ways that policies leave open and the picture does not show; empty if there are none."""
    if allowed:
        return f"No policy keeps {start} from {end}, so it may connect at once; {_TOLD if _is_open(graph) else _SEEN}."
    if opened and _is_open(graph):
        return f"No policy confines pods here, so there are more ways; {_TOLD}."
    return f"Policies leave more ways open; {_SEEN}." if opened else ""


def _is_open(graph: ArchGraph) -> bool:
    """Tell whether no pods are confined."""
    return not any(node.labels.get("confined") for node in graph.nodes(NodeKind.COMPONENT))


def _pods(graph: ArchGraph, boxes: Iterable[str]) -> Iterator[Node]:
    found = (graph.node(box) for box in boxes if box in graph)
    return (node for node in found if node.kind is NodeKind.COMPONENT)


def _is_confined(node: Node, way: str) -> bool:
    return way in node.labels.get("confined", "").split()
