"""The pod level: every component of some Aspects or Services, and what they connect to."""

from collections.abc import Collection, Iterable

from lsparch.graph import ArchGraph, Edge, EdgeKind, Node, NodeKind, State
from lsparch.models.view import ViewFile
from lsparch.views.canvas import Canvas
from lsparch.views.elements import (
    balancer_box,
    component_box,
    external_box,
    is_absent,
    is_aspect,
    is_shared,
    local_name,
    part_frame,
    part_status,
    realised,
    resource_box,
    resources_box,
    volume_box,
)
from lsparch.views.given import ViewContext
from lsparch.views.mounting import draw_mounts
from lsparch.views.outside import add_users, cluster_frame, let_in, outside_frame
from lsparch.views.plan import Box, DiagramPlan
from lsparch.views.relations import host_of
from lsparch.views.symbols import symbol_of
from lsparch.views.wording import clause

__all__ = ["plan"]

FEWEST_PARTS = 3
"""In how many other parts objects of an added kind are before they share a box."""

_RELATIONS = (
    EdgeKind.ACTS_ON,
    EdgeKind.NAMES,
    EdgeKind.CONNECTS,
    EdgeKind.MOUNTS,
    EdgeKind.SPAWNED_BY,
    EdgeKind.SERVED_BY,
)


def plan(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return the pods of the chosen parts; if none is chosen, those of all Aspects, or of all parts without Aspects."""
    graph = context.graphs[environment]
    canvas = Canvas(view, context.symbology, environment)
    parts = [node.id for node in graph.nodes(NodeKind.PART)]
    chosen = view.show.chosen or tuple(part for part in parts if is_aspect(graph, part)) or parts
    shown = [part for part in parts if part in chosen]
    inside = {node.id for part in shown for node in graph.in_part(part)}
    cluster = cluster_frame(canvas, context, environment) if len(shown) > 1 else None
    for part in shown:
        _add_part(canvas, context, graph, part, cluster, alone=len(shown) == 1)
    if view.show.with_ == "neighbours":
        _add_neighbours(canvas, context, graph, cluster, alone=len(shown) == 1)
        if any(graph.node(box).kind is NodeKind.BALANCER for box in canvas.boxes if box in graph):
            add_users(canvas, context, graph)
    _draw(canvas, graph, inside)
    if context.told is None:  # whom policies let in; a model says who uses whom
        framed = [part for part in parts if part in canvas.groups]
        canvas.of_frames(
            {part: [node.id for node in graph.members(part) if node.state is not State.REALISED] for part in framed}
        )
    return canvas.plan()


def _add_part(
    canvas: Canvas, context: ViewContext, graph: ArchGraph, part: str, cluster: str | None, *, alone: bool
) -> None:
    frame = canvas.frame(part_frame(graph, part, cluster))
    for node in graph.in_part(part, NodeKind.BALANCER, NodeKind.COMPONENT, NodeKind.VOLUME, NodeKind.RESOURCE):
        if node.state is State.REALISED:
            continue
        match node.kind:
            case NodeKind.BALANCER:
                canvas.box(balancer_box(graph, node, cluster if is_shared(node) else frame))
            case NodeKind.VOLUME:
                if any(graph.in_edges(node.id, EdgeKind.MOUNTS)):
                    canvas.box(volume_box(node, frame))
            case NodeKind.RESOURCE:
                canvas.box(resource_box(node, frame))
            case _:
                canvas.box(
                    component_box(context.symbology, graph, node.id, frame, full=alone),
                    *realised(graph, node.id),
                )


def _add_neighbours(
    canvas: Canvas, context: ViewContext, graph: ArchGraph, cluster: str | None, *, alone: bool
) -> None:
    """Add the ends of relations that lead out of what is shown.

    Components stand alone where one part is shown, else a box in the cluster stands for each neighbouring part.
    """
    inside = canvas.elements
    found: list[str] = []
    for edge in graph.touching(inside, *_RELATIONS):
        if edge.source in inside and edge.target not in inside:
            found.append(edge.target)
        elif edge.target in inside and edge.source not in inside and not edge.wished:
            found.append(edge.source)
    routed = {edge.source for element in inside for edge in graph.in_edges(element, EdgeKind.ROUTES, EdgeKind.BALANCES)}
    for route in sorted(routed):
        ends = [edge.target for edge in graph.out_edges(route, EdgeKind.ROUTES, EdgeKind.BALANCES)]
        found += [end for end in ends if end not in inside and graph.node(end).kind is NodeKind.BALANCER]
    near = [graph.node(identifier) for identifier in dict.fromkeys(found)]
    _add_kinds_everywhere(canvas, graph, near, cluster)
    for node in near:
        if not canvas.end(node.id):
            _add_neighbour(canvas, context, graph, node, cluster, found, alone=alone)


def _add_kinds_everywhere(canvas: Canvas, graph: ArchGraph, near: Iterable[Node], cluster: str | None) -> None:
    """Add one box for the objects of an added kind that several other parts have: an operator acts on all of them."""
    kinds: dict[str, list[Node]] = {}
    for node in near:
        if node.kind is NodeKind.RESOURCE and node.part:
            kinds.setdefault(node.title, []).append(node)
    for kind, nodes in kinds.items():
        parts = {node.part for node in nodes}
        if len(parts) >= FEWEST_PARTS:
            what = graph.node(nodes[0].part).labels.get("kind", "part")
            canvas.box(resources_box(kind, nodes, f"in {len(parts)} other {what}s", cluster), *(n.id for n in nodes))


def _add_neighbour(
    canvas: Canvas,
    context: ViewContext,
    graph: ArchGraph,
    node: Node,
    cluster: str | None,
    found: Collection[str],
    *,
    alone: bool,
) -> None:
    """Add what is at the other end of a relation; of volumes of its part those that are found, too."""
    if node.kind is NodeKind.RESOURCE:
        canvas.box(resource_box(node, canvas.frame(part_frame(graph, node.part, cluster)) if node.part else cluster))
    elif is_absent(node) and (alone or node.part in canvas.groups):
        frame = canvas.frame(part_frame(graph, node.part, cluster))
        canvas.box(external_box(context.symbology, graph, node, frame))
    elif node.kind is NodeKind.EXTERNAL and not is_absent(node):
        frame = None if alone or cluster is None else outside_frame(canvas)
        canvas.box(external_box(context.symbology, graph, node, frame))
    elif node.kind is NodeKind.VOLUME:
        identifier = f"{node.part}/volumes"
        label = clause(graph.node(node.part).title)
        volumes = [volume.id for volume in graph.in_part(node.part, NodeKind.VOLUME) if volume.id in found]
        canvas.box(Box(identifier, label, "volume", cluster, tuple(map(local_name, volumes))), *volumes)
    elif node.kind is NodeKind.BALANCER:
        own = node.part and not is_shared(node)
        frame = canvas.frame(part_frame(graph, node.part, cluster)) if own else cluster
        canvas.box(balancer_box(graph, node, frame))
    elif alone:
        host = host_of(graph, node.id)
        frame = canvas.frame(part_frame(graph, node.part, None))
        canvas.box(component_box(context.symbology, graph, host, frame, full=False), *realised(graph, host))
    else:
        part = graph.node(node.part)
        members = graph.members(part.id)
        symbols = {symbol_of(context.symbology, graph, member) for member in members}
        symbol = "database" if "database" in symbols else "registry" if "registry" in symbols else "deployment"
        status = part_status(part, members)
        details = (f"owner {part.owner}",) if part.owner else ()
        canvas.box(
            Box(part.id, clause(part.title), symbol, cluster, details, (), status, part.title), *(m.id for m in members)
        )


def _draw(canvas: Canvas, graph: ArchGraph, inside: Collection[str]) -> None:
    """Draw the relations of which at least one end is inside; those between neighbours belong to other pictures."""

    def edges(kind: EdgeKind) -> list[Edge]:
        return graph.touching(inside, kind)

    for balancer in graph.nodes(NodeKind.BALANCER):
        let_in(canvas, balancer)
    for edge in edges(EdgeKind.ROUTES):
        for balance in graph.out_edges(edge.source, EdgeKind.BALANCES):
            canvas.connection(edge, balance.target)
    for edge in edges(EdgeKind.SPAWNED_BY):
        canvas.arrow(edge.target, edge.source, "spawns", "spawns")
    canvas.connections(edges(EdgeKind.CONNECTS))
    for edge in edges(EdgeKind.ACTS_ON):
        canvas.arrow(edge.source, edge.target, "kubernetes-api", "acts on")
    for edge in edges(EdgeKind.NAMES):
        canvas.arrow(edge.source, edge.target, "names")
    draw_mounts(canvas, edges(EdgeKind.MOUNTS), [node.id for node in graph.nodes(NodeKind.VOLUME)])
    for edge in edges(EdgeKind.SERVED_BY):
        canvas.arrow(edge.source, edge.target, "nfs", "nfs")
