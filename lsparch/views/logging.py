"""The way of the logs: from pods and nodes to the aggregators, and on to where they are searched."""

from lsparch.graph import ArchGraph, EdgeKind, Node, NodeKind
from lsparch.models.view import ViewFile
from lsparch.views.canvas import Canvas
from lsparch.views.elements import SIDECAR, badges, component_box, external_box, local_name, part_frame
from lsparch.views.given import ViewContext
from lsparch.views.outside import cluster_frame
from lsparch.views.plan import Box, DiagramPlan, Panel
from lsparch.views.wording import clause

__all__ = ["plan"]


def plan(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return the log collection of an environment."""
    graph = context.graphs[environment]
    canvas = Canvas(view, context.symbology, environment)
    cluster = cluster_frame(canvas, context, environment)
    edges = list(graph.edges(EdgeKind.SHIPS_LOGS))
    targets = list(dict.fromkeys(edge.target for edge in edges))
    sources: dict[tuple[str, str], list[str]] = {}
    for edge in edges:
        sources.setdefault((graph.node(edge.source).part, edge.target), []).append(edge.source)
    for (part, target), members in sources.items():
        _add_source(canvas, graph, part, target, members, cluster)
    for target in targets:
        frame = canvas.frame(part_frame(graph, graph.node(target).part, cluster))
        canvas.box(component_box(context.symbology, graph, target, frame))
    for target in targets:
        for edge in graph.out_edges(target, EdgeKind.CONNECTS):
            end = graph.node(edge.target)
            if end.kind is NodeKind.EXTERNAL:
                canvas.box(external_box(context.symbology, graph, end))
            canvas.connection(edge)
    for (part, target), members in sources.items():
        shipped = any(badges(graph, member) for member in members)
        if all(graph.node(member).labels.get("logs") == "shipper" for member in members):
            canvas.arrow(_source_id(part, target), target, "logs")
            continue
        label = _intake(graph.node(target)) if shipped else "standard output, from the node"
        canvas.arrow(_source_id(part, target), target, "beats" if shipped else "logs", label)
    _add_owners(canvas, context)
    return canvas.plan()


def _source_id(part: str, target: str) -> str:
    return f"{part} to {target}"


def _add_source(
    canvas: Canvas, graph: ArchGraph, part: str, target: str, members: list[str], cluster: str | None
) -> None:
    shipped = any(badges(graph, member) for member in members)
    frame = canvas.frame(part_frame(graph, part, cluster))
    elsewhere = any(badges(graph, node.id) for node in graph.nodes(NodeKind.COMPONENT))
    label = "Pods with filebeat" if shipped else "Pods without filebeat" if elsewhere else "Pods"
    if all(graph.node(member).labels.get("logs") == "shipper" for member in members):
        label = "Pods with a log shipper"
    spawned = all(graph.node(member).labels.get("kind") == "spawned" for member in members)
    symbol = "spawned-pod" if spawned else "deployment"
    names = tuple(local_name(member) for member in members)
    canvas.box(Box(_source_id(part, target), label, symbol, frame, names, (SIDECAR,) if shipped else ()))


def _intake(node: Node) -> str:
    """Return protocol and port on which an aggregator takes logs."""
    for path, leaf in node.leaves.items():
        if path.endswith(".protocol") and leaf.value == "beats":
            port = node.leaves.get(f"{path.removesuffix('protocol')}port")
            return f"beats {port.value}" if port else "beats"
    return "logs"


def _add_owners(canvas: Canvas, context: ViewContext) -> None:
    rows = tuple(
        (name.replace("-", " "), ", ".join(concern.owners))
        for name, concern in (context.told.concerns if context.told is not None else {}).items()
        if "log" in name.split("-") or "logs" in name.split("-")
    )
    if rows:
        canvas.panels.append(Panel(clause("Who answers for it"), rows))
