"""What is reached from outside: balancers, the hosts and paths that they serve, and the pods that answer."""

from lsparch.graph import ArchGraph, EdgeKind, Node, NodeKind
from lsparch.models.view import ViewFile
from lsparch.views.canvas import Canvas
from lsparch.views.elements import balancer_box, component_box, is_shared, part_frame
from lsparch.views.given import ViewContext
from lsparch.views.outside import add_users, let_in
from lsparch.views.plan import Box, DiagramPlan
from lsparch.views.wording import joined

__all__ = ["plan"]

MOST_PATHS = 6
_ASKED = {"none": "open to everybody", "application": "asks users itself"}
"""Words for who has to be known; the others are ways in which the balancer has it asked."""


def plan(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return what of a source is reached from outside."""
    graph = context.graphs[environment]
    canvas = Canvas(view, context.symbology, environment)
    add_users(canvas, context, graph)
    for balancer in graph.nodes(NodeKind.BALANCER):
        if any(graph.in_edges(balancer.id, EdgeKind.BALANCES)):
            frame = None if is_shared(balancer) else canvas.frame(part_frame(graph, balancer.part, None))
            canvas.box(balancer_box(graph, balancer, frame))
            let_in(canvas, balancer)
    for (balancer_id, host, targets, who), routes in _published(graph).items():
        for target in targets:
            frame = canvas.frame(part_frame(graph, graph.node(target).part, None))
            canvas.box(component_box(context.symbology, graph, target, frame, full=False))
        start = balancer_id
        if host:
            start = f"{balancer_id} {routes[0].id}"
            frame = canvas.frame(part_frame(graph, routes[0].part, None))
            canvas.box(_host_box(start, host, routes, frame, who))
            canvas.arrow(balancer_id, start, "http")
        for route in routes:
            for edge in graph.out_edges(route.id, EdgeKind.ROUTES):
                canvas.connection(edge, start)
    return canvas.plan()


def _published(graph: ArchGraph) -> dict[tuple[str, str, tuple[str, ...], str], list[Node]]:
    """Return routes that one balancer serves under one host, lead to the same pods and ask alike who the user is."""
    found: dict[tuple[str, str, tuple[str, ...], str], list[Node]] = {}
    for route in graph.nodes(NodeKind.ROUTE):
        targets = tuple(dict.fromkeys(edge.target for edge in graph.out_edges(route.id, EdgeKind.ROUTES)))
        auth = route.leaves.get("auth")
        who = str(auth.value) if auth is not None else ""
        for edge in graph.out_edges(route.id, EdgeKind.BALANCES):
            if targets:
                found.setdefault((edge.target, route.labels.get("host", ""), targets, who), []).append(route)
    return found


def _host_box(identifier: str, host: str, routes: list[Node], frame: str | None, who: str) -> Box:
    paths = list(dict.fromkeys(route.labels.get("path", "") or "/" for route in routes))
    shown = [*paths[:MOST_PATHS], *([f"{len(paths) - MOST_PATHS} more"] if len(paths) > MOST_PATHS else [])]
    details = (*shown, _ASKED.get(who, f"users log in by {who}") if who else "")
    label = "any host" if host == "*" else host
    return Box(
        identifier, label, "route", frame, tuple(filter(None, details)), description=joined(paths, most=99),
        part=frame or "",
    )  # fmt: skip
