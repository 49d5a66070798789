"""Where files and tables lie: volumes, who mounts them, and which system outside serves them."""

from dataclasses import replace

from lsparch.graph import EdgeKind, Node, NodeKind, State
from lsparch.models.view import ViewFile
from lsparch.views.canvas import Canvas
from lsparch.views.elements import component_box, external_box, local_name, part_frame, status_of
from lsparch.views.given import ViewContext
from lsparch.views.plan import Box, DiagramPlan
from lsparch.views.wording import clause

__all__ = ["plan"]


def plan(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return the storage of an environment."""
    graph = context.graphs[environment]
    canvas = Canvas(view, context.symbology, environment)
    for node in graph.nodes(NodeKind.COMPONENT):
        mounts = any(graph.out_edges(node.id, EdgeKind.MOUNTS))
        if (mounts or _disks(node)) and node.state is not State.REALISED:
            frame = canvas.frame(part_frame(graph, node.part, None))
            box = component_box(context.symbology, graph, node.id, frame, full=False)
            canvas.box(replace(box, details=(*box.details, *_disks(node)), badges=()))
    for node in graph.nodes(NodeKind.VOLUME):
        frame = canvas.frame(part_frame(graph, node.part, None))
        canvas.box(_volume_box(node, frame))
    for edge in graph.edges(EdgeKind.SERVED_BY):
        target = graph.node(edge.target)
        if target.kind is NodeKind.EXTERNAL:
            canvas.box(external_box(context.symbology, graph, target))
    for edge in graph.edges(EdgeKind.MOUNTS):
        canvas.arrow(edge.source, edge.target, "mounts")
    for edge in graph.edges(EdgeKind.SERVED_BY):
        canvas.arrow(edge.source, edge.target, "nfs", "nfs")
    return canvas.plan()


def _disks(node: Node) -> tuple[str, ...]:
    """Return the storage of a component's own pods."""
    found = []
    for path, leaf in node.leaves.items():
        if path.startswith("storage.") and path.endswith(".size"):
            name = path.split(".")[1]
            of = node.leaves.get(f"storage.{name}.class")
            found.append(f"{name}: {leaf.value}{f', {of.value}' if of and of.value else ''}")
    return tuple(found)


def _volume_box(node: Node, frame: str | None) -> Box:
    def text(path: str, form: str) -> str:
        leaf = node.leaves.get(path)
        return form.format(leaf.value) if leaf is not None and leaf.value is not None else ""

    details = (
        "" if clause(node.title) == local_name(node.id) else clause(node.title),
        text("size", "{}"),
        text("export", "export {}"),
        text("quota-per-user", "{} each user"),
        text("purge-days", "purged after {} days"),
    )
    return Box(
        node.id, local_name(node.id), "volume", frame, tuple(filter(None, details)), (), status_of(node), node.title
    )
