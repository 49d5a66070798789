"""Who proves to whom who they are: users at the balancers, components at each other and at systems outside."""

from lsparch.graph import ArchGraph, Edge, EdgeKind, NodeKind
from lsparch.models.view import ViewFile
from lsparch.views.canvas import Canvas
from lsparch.views.elements import (
    balancer_box,
    component_box,
    external_box,
    is_shared,
    local_name,
    part_frame,
    realised,
)
from lsparch.views.given import ViewContext
from lsparch.views.outside import add_users, let_in
from lsparch.views.plan import Box, DiagramPlan, Panel, Status
from lsparch.views.relations import host_of
from lsparch.views.symbols import arrow_style
from lsparch.views.wording import clause, proof

__all__ = ["plan"]


def plan(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return the authentication of an environment."""
    graph = context.graphs[environment]
    canvas = Canvas(view, context.symbology, environment)
    add_users(canvas, context, graph)
    edges = [edge for edge in graph.edges(EdgeKind.CONNECTS) if _proves(graph, edge)]
    gates = [
        (balance.target, edge)
        for edge in graph.edges(EdgeKind.AUTHENTICATES)
        for balance in graph.out_edges(edge.source, EdgeKind.BALANCES)
    ]
    for balancer, gate in gates:
        _add(canvas, context, graph, balancer)
        _add(canvas, context, graph, gate.target)
    for edge in edges:
        _add(canvas, context, graph, edge.source)
        _add(canvas, context, graph, edge.target)
    for balancer, gate in gates:
        let_in(canvas, graph.node(balancer))
        canvas.arrow(balancer, gate.target, "identity", f"who is it? {gate.auth}")
    for edge in _own_gates(graph):
        for balance in graph.out_edges(edge.source, EdgeKind.BALANCES):
            if canvas.end(edge.target):
                _add(canvas, context, graph, balance.target)
                let_in(canvas, graph.node(balance.target))
                canvas.arrow(
                    balance.target, edge.target, arrow_style(canvas.symbology, edge.protocol), "logs in itself"
                )
    for edge in edges:
        canvas.connection(edge, label=proof(edge.auth))
    _add_directories(canvas, context)
    canvas.panels += _secrets(graph) if context.told is not None else []
    return canvas.plan()


def _proves(graph: ArchGraph, edge: Edge) -> bool:
    """Tell whether a connection passes a user's credential on, or proves its own to another part; not inside a part."""
    own = graph.node(edge.source).part == graph.node(edge.target).part
    return edge.auth not in {"", "none"} and not ("." in edge.auth and own)


def _own_gates(graph: ArchGraph) -> list[Edge]:
    """Return the routes of applications that authenticate users themselves, not through the identity service."""
    asked = {edge.target for edge in graph.edges(EdgeKind.AUTHENTICATES)}
    return [
        edge
        for edge in graph.edges(EdgeKind.ROUTES)
        if edge.target not in asked and "auth" in (leaves := graph.node(edge.source).leaves)
        if leaves["auth"].value == "application" and graph.node(edge.target).part != _gate_part(graph)
    ]


def _gate_part(graph: ArchGraph) -> str:
    """Return the part whose components authenticate users; empty if there is none."""
    return next((graph.node(edge.target).part for edge in graph.edges(EdgeKind.AUTHENTICATES)), "")


def _add(canvas: Canvas, context: ViewContext, graph: ArchGraph, identifier: str) -> None:
    node = graph.node(identifier)
    if node.kind is NodeKind.EXTERNAL:
        canvas.box(external_box(context.symbology, graph, node))
        return
    frame = None if is_shared(node) else canvas.frame(part_frame(graph, node.part, None))
    if node.kind is NodeKind.BALANCER:
        canvas.box(balancer_box(graph, node, frame))
        return
    host = host_of(graph, identifier)
    canvas.box(component_box(context.symbology, graph, host, frame, full=False), *realised(graph, host))


def _add_directories(canvas: Canvas, context: ViewContext) -> None:
    """Add the directories that identity providers ask."""
    externals = context.told.externals if context.told is not None else {}
    for name, external in externals.items():
        if external.kind != "identity-provider" or f"external/{name}" not in canvas.boxes:
            continue
        for used in external.uses:
            other = used.removeprefix("external/")
            directory = externals[other]
            if directory.kind == "directory":
                owner = (f"owner {directory.owner}",) if directory.owner else ()
                title = directory.title or other
                status = Status(directory.status)
                canvas.box(Box(f"external/{other}", clause(title), "identity-provider", None, owner, (), status, title))
                protocol = next((endpoint.protocol for endpoint in directory.endpoints.values()), "ldap")
                style = arrow_style(canvas.symbology, protocol)
                canvas.arrow(f"external/{name}", f"external/{other}", style, protocol)


def _secrets(graph: ArchGraph) -> list[Panel]:
    """Return a table for each part: secrets that its components hold, or prove themselves with, and which do."""
    parts: dict[str, dict[str, dict[str, None]]] = {}
    proofs = [(edge.source, edge.auth) for edge in graph.edges(EdgeKind.CONNECTS) if "." in edge.auth]
    held = [
        (edge.source, edge.target if edge.detail.startswith("/") else f"{edge.target}.{edge.detail}")
        for edge in graph.edges(EdgeKind.NEEDS_SECRET)
    ]
    for source, secret in sorted({(source, local_name(secret)) for source, secret in (*proofs, *held)}):
        parts.setdefault(graph.node(source).part, {}).setdefault(secret, {})[local_name(source)] = None
    return [
        Panel(f"Secrets of {part}", tuple((secret, ", ".join(found)) for secret, found in sorted(users.items())))
        for part, users in sorted(parts.items())
    ]
