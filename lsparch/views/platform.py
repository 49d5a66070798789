"""The top-level diagram: Aspects, Services, what is outside, and the main flows between them."""

from collections.abc import Collection
from dataclasses import replace

from lsparch.graph import ArchGraph, EdgeKind, NodeKind, State
from lsparch.models.view import ViewFile
from lsparch.views.canvas import Canvas
from lsparch.views.elements import (
    SIDECAR,
    badges,
    balancer_box,
    component_line,
    external_box,
    is_absent,
    is_aspect,
    is_shared,
    part_frame,
    part_status,
)
from lsparch.views.given import ViewContext
from lsparch.views.mounting import draw_mounts
from lsparch.views.outside import add_users, cluster_frame, let_in, outside_frame
from lsparch.views.plan import Box, DiagramPlan, Panel, Status
from lsparch.views.pulled import pulled_from, run_by
from lsparch.views.symbols import symbol_of
from lsparch.views.wording import clause

__all__ = ["plan"]

TELLING = ("registry", "dashboard", "logstash", "database")
"""Symbols that tell what a Service is, rather than how it is run."""

NAMESPACE = "namespace"
"""Symbol of the frame and of the box of a namespace."""


def plan(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return the top-level diagram of an environment."""
    graph = context.graphs[environment]
    canvas = Canvas(view, context.symbology, environment)
    cluster = cluster_frame(canvas, context, environment)
    add_users(canvas, context, graph)
    for balancer in graph.nodes(NodeKind.BALANCER):
        own = is_aspect(graph, balancer.part) and not is_shared(balancer)
        frame = canvas.frame(part_frame(graph, balancer.part, cluster)) if own else cluster
        canvas.box(balancer_box(graph, balancer, frame))
    for part in graph.nodes(NodeKind.PART):
        if not graph.in_part(part.id):
            continue
        if is_aspect(graph, part.id):
            _add_aspect(canvas, graph, part.id, cluster)
        else:
            _add_service(canvas, graph, part.id, cluster)
    outside = outside_frame(canvas) if cluster is not None else None
    for node in graph.nodes(NodeKind.EXTERNAL):
        if is_absent(node):
            continue
        canvas.box(external_box(context.symbology, graph, node, outside))
    _add_nodes(canvas, context, graph, environment, cluster)
    _draw(canvas, graph)
    _drop_lone_externals(canvas, graph)
    canvas.panels += _wished(canvas, graph)
    return canvas.plan()


def _add_aspect(canvas: Canvas, graph: ArchGraph, part: str, cluster: str | None) -> None:
    frame = canvas.frame(part_frame(graph, part, cluster))
    aggregators = {edge.target for edge in graph.edges(EdgeKind.SHIPS_LOGS)}
    for member in graph.members(part):
        if member.id in aggregators:
            symbol = symbol_of(canvas.symbology, graph, member)
            label = "Logstash" if symbol == "logstash" else "Log aggregator"
            canvas.box(Box(member.id, label, symbol, frame, description=member.title))
    label = f"{clause(graph.node(part).title).removesuffix(' Aspect')} pods"
    canvas.box(_pods(graph, part, f"{part}/pods", label, frame, canvas.boxes))
    _stand_in(canvas, graph, part, f"{part}/pods")


def _add_service(canvas: Canvas, graph: ArchGraph, part: str, cluster: str | None) -> None:
    node = graph.node(part)
    box = _pods(graph, part, part, clause(node.title), cluster, canvas.boxes)
    owner = (f"owner {node.owner}",) if node.owner else ()
    volumes = graph.in_part(part, NodeKind.VOLUME)
    status = part_status(node, [*graph.members(part), *volumes])
    frame = part_frame(graph, part, cluster)
    is_named = frame is not None and frame.symbol == NAMESPACE
    symbol = NAMESPACE if is_named else _common_symbol(canvas, graph, part) or box.symbol
    details = (*box.details, *owner)
    canvas.box(replace(box, symbol=symbol, details=details, status=status, description=node.title))
    _stand_in(canvas, graph, part, part)


def _pods(graph: ArchGraph, part: str, identifier: str, label: str, group: str | None, boxed: Collection[str]) -> Box:
    """Return the box of a part's pods, with a line for each component that has no box of its own."""
    shown = [m for m in graph.members(part) if m.state is not State.REALISED and m.id not in boxed]
    volumes = [volume.id.rpartition("/")[2] for volume in graph.in_part(part, NodeKind.VOLUME)]
    lines = [component_line(graph, member) for member in shown]
    if not shown or all(member.state is State.PLANNED for member in shown):
        lines += [f"volume {name}" for name in volumes]
    ships = any(badges(graph, member.id) for member in shown)
    built = any(member.state is not State.PLANNED for member in shown)
    symbol = "volume" if volumes and not built else "deployment"
    return Box(identifier, label, symbol, group, tuple(lines), (SIDECAR,) if ships else ())


def _common_symbol(canvas: Canvas, graph: ArchGraph, part: str) -> str:
    """Return the symbol of at least half of a Service's components, if it tells more than how they are run."""
    there = [member for member in graph.members(part) if member.state is not State.PLANNED]
    found = [symbol_of(canvas.symbology, graph, member) for member in there]
    return next((symbol for symbol in TELLING if found.count(symbol) * 2 >= max(len(found), 1)), "")


def _stand_in(canvas: Canvas, graph: ArchGraph, part: str, box: str) -> None:
    """Let a box stand for everything of a part that has none of its own."""
    members = [node.id for node in graph.in_part(part) if node.kind is not NodeKind.ROUTE]
    canvas.box(canvas.boxes[box], *members)


def _add_nodes(canvas: Canvas, context: ViewContext, graph: ArchGraph, environment: str, cluster: str | None) -> None:
    """Add the nodes of the cluster, which pull images from a registry."""
    env = context.environments.get(environment)
    if env is None:
        return
    pools = tuple(f"{pool.nodes} {name}" for name, pool in env.cluster.pools.items())
    canvas.box(Box("nodes", "Nodes", "node-pool", cluster, pools, (), Status.KNOWN, "Nodes of the cluster, by pool"))
    for registry in pulled_from(env, graph, run_by(graph, graph.nodes(NodeKind.COMPONENT))):
        canvas.arrow("nodes", registry, "pulls", "images")


def _draw(canvas: Canvas, graph: ArchGraph) -> None:
    for balancer in graph.nodes(NodeKind.BALANCER):
        let_in(canvas, balancer)
    for edge in graph.edges(EdgeKind.ROUTES, EdgeKind.AUTHENTICATES):
        for balance in graph.out_edges(edge.source, EdgeKind.BALANCES):
            if edge.kind is EdgeKind.ROUTES:
                canvas.connection(edge, balance.target)
    canvas.connections(edge for edge in graph.edges(EdgeKind.CONNECTS) if not edge.wished)
    draw_mounts(canvas, graph.edges(EdgeKind.MOUNTS), [node.id for node in graph.nodes(NodeKind.VOLUME)])
    for edge in graph.edges(EdgeKind.SERVED_BY):
        canvas.connection(edge, label="nfs")
    for edge in graph.edges(EdgeKind.SHIPS_LOGS):
        canvas.arrow(edge.source, edge.target, "logs")


def _wished(canvas: Canvas, graph: ArchGraph) -> list[Panel]:
    """Return a table of the connections that are not drawn: nothing fails without them, and they are not there yet."""
    rows = [
        (edge.source, _named(graph, edge.target), edge.status)
        for edge in graph.edges(EdgeKind.CONNECTS)
        if edge.wished and canvas.end(edge.source) != canvas.end(edge.target)
    ]
    return [Panel("Not drawn: optional, not there yet", tuple(rows))] if rows else []


def _named(graph: ArchGraph, identifier: str) -> str:
    node = graph.node(identifier)
    return f"to {clause(node.title) if node.kind is NodeKind.EXTERNAL else identifier}"


def _drop_lone_externals(canvas: Canvas, graph: ArchGraph) -> None:
    for node in graph.nodes(NodeKind.EXTERNAL):
        if node.id in canvas.boxes and not canvas.linked(node.id):
            del canvas.boxes[node.id]
