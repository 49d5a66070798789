"""The context: the platform as one box, who uses it, and which systems outside it depends on."""

from lsparch.graph import ArchGraph, EdgeKind, NodeKind
from lsparch.models.view import ViewFile
from lsparch.views.canvas import Canvas
from lsparch.views.elements import external_box
from lsparch.views.given import ViewContext
from lsparch.views.outside import USERS, let_in
from lsparch.views.plan import Box, DiagramPlan, Status
from lsparch.views.wording import clause, joined

__all__ = ["plan"]

PLATFORM = "platform"
MOST_PARTS = 8


def plan(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return the context of a source."""
    graph = context.graphs[environment]
    canvas = Canvas(view, context.symbology, environment)
    _add_users(canvas, context, graph)
    canvas.box(_platform(context, graph, environment), *(node.id for node in graph.nodes() if node.part))
    for node in graph.nodes(NodeKind.EXTERNAL):
        canvas.box(external_box(context.symbology, graph, node))
    for balancer in graph.nodes(NodeKind.BALANCER):
        for user in [key for key in canvas.boxes if key.startswith("actor/")] or [USERS]:
            let_in(canvas, balancer, user, PLATFORM)
    for edge in graph.edges(EdgeKind.CONNECTS, EdgeKind.SERVED_BY):
        if not edge.wished:
            canvas.connection(edge, label="nfs" if edge.kind is EdgeKind.SERVED_BY else "")
    for node in graph.nodes(NodeKind.EXTERNAL):
        if not canvas.linked(node.id):
            del canvas.boxes[node.id]
    return canvas.plan()


def _add_users(canvas: Canvas, context: ViewContext, graph: ArchGraph) -> None:
    """Add a box for each kind of user, or one for all where nobody tells them apart."""
    if not any(graph.nodes(NodeKind.BALANCER)):
        return
    actors = context.told.actors if context.told is not None else {}
    for name, actor in actors.items():
        title = actor.title or name
        canvas.box(Box(f"actor/{name}", clause(title), "user", None, (), (), Status(actor.status), title))
    if not actors:
        canvas.box(Box(USERS, "Users", "user"))


def _platform(context: ViewContext, graph: ArchGraph, environment: str) -> Box:
    parts = [clause(part.title) for part in graph.nodes(NodeKind.PART) if graph.members(part.id)]
    env = context.environments.get(environment)
    title = context.model.platform.title if context.told is not None else None
    where = f"on {env.cluster.cluster}" if env is not None else ""
    lines = (*parts[:MOST_PARTS], *([f"{len(parts) - MOST_PARTS} more"] if len(parts) > MOST_PARTS else ()), where)
    label = clause(title or environment)
    return Box(PLATFORM, label, "platform", None, tuple(filter(None, lines)), description=joined(parts, most=99))
