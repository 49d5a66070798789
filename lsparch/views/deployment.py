"""The deployment of one environment: components by node pool, with number of pods and image, and how users come in."""

from dataclasses import replace

from lsparch.graph import ArchGraph, EdgeKind, Node, NodeKind, State
from lsparch.models.cluster import HostGroup, NodePool
from lsparch.models.view import ViewFile
from lsparch.resolve import Environment
from lsparch.views.canvas import Canvas
from lsparch.views.elements import badges, balancer_box, image_line, local_name, status_of
from lsparch.views.given import ViewContext
from lsparch.views.outside import add_users, cluster_frame, let_in
from lsparch.views.plan import Box, DiagramPlan, Group, Panel, Status
from lsparch.views.pulled import pulled_from, run_by
from lsparch.views.symbols import symbol_of
from lsparch.views.wording import counted, kind_line

__all__ = ["plan"]


def plan(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return the deployment diagram of an environment."""
    graph = context.graphs[environment]
    env = context.environments.get(environment)
    canvas = Canvas(view, context.symbology, environment)
    cluster = cluster_frame(canvas, context, environment)
    add_users(canvas, context, graph)
    for balancer in graph.nodes(NodeKind.BALANCER):
        canvas.box(balancer_box(graph, balancer, cluster))
    for node in graph.nodes(NodeKind.COMPONENT):
        if node.state in {State.DEPLOYED, State.HOSTED, State.FOREIGN}:
            frame = _frame(canvas, context, graph, env, node.id, cluster) if env else _chosen(canvas, node, cluster)
            _add(canvas, context, graph, node.id, frame)
    for balancer in graph.nodes(NodeKind.BALANCER):
        let_in(canvas, balancer)
    for edge in graph.edges(EdgeKind.ROUTES):
        for balance in graph.out_edges(edge.source, EdgeKind.BALANCES):
            canvas.connection(edge, balance.target)
    if env is None:
        return canvas.plan()
    canvas.panels.append(_facts(env, graph))
    title = env.effective.environment.title or environment
    return replace(canvas.plan(), title=f"{view.title}: {title}")


def _add(canvas: Canvas, context: ViewContext, graph: ArchGraph, identifier: str, frame: str | None) -> None:
    node = graph.node(identifier)
    kind = "" if node.state is State.HOSTED else node.labels.get("kind", "")
    details = [
        kind_line(kind, node.labels.get("replicas", "")) or ("" if node.state is State.HOSTED else "1 pod"),
        image_line(graph, identifier),
        "chart of others" if node.state is State.FOREIGN else "",
    ]
    canvas.box(
        Box(
            identifier,
            identifier,
            symbol_of(context.symbology, graph, node),
            frame,
            tuple(filter(None, details)),
            badges(graph, identifier),
            status_of(node),
            node.title,
        )
    )


def _chosen(canvas: Canvas, node: Node, cluster: str | None) -> str | None:
    """Add the frame of the nodes that pods choose by labels, and return its id."""
    pool = node.labels.get("pool", "")
    if node.labels.get("kind") == "daemonset":
        return canvas.frame(Group("nodes each", "Every node", "node-pool", cluster, pool))
    return canvas.frame(Group(f"nodes {pool}", "Chosen nodes" if pool else "Any node", "node-pool", cluster, pool))


def _frame(
    canvas: Canvas, context: ViewContext, graph: ArchGraph, env: Environment, identifier: str, cluster: str | None
) -> str | None:
    """Add the frame of the nodes on which a component runs, and return its id."""
    for edge in graph.out_edges(identifier, EdgeKind.PLACED_ON):
        element = context.model.declared[edge.target].element
        name = edge.target.rpartition(".")[2]
        if isinstance(element, HostGroup):
            count = element.count if element.count is not None else len(element.hosts)
            detail = counted(count, "host") if count else ""
            status = Status(element.status)
            return canvas.frame(Group(edge.target, element.title or name, "host-group", None, detail, status))
        if isinstance(element, NodePool):
            detail = f"{counted(element.nodes, 'node')}, {element.cpu:g} cores, {element.memory} each"
            status = Status(element.status)
            return canvas.frame(Group(edge.target, f"Pool {name}", "node-pool", cluster, detail, status))
    if env.component(identifier).kind == "daemonset":
        return canvas.frame(Group(f"{cluster}.each", "Every node", "node-pool", cluster))
    return canvas.frame(Group(f"{cluster}.any", "Any node without taint", "node-pool", cluster))


def _facts(env: Environment, graph: ArchGraph) -> Panel:
    images = run_by(graph, graph.nodes(NodeKind.COMPONENT))
    rows = (
        ("Kind", env.kind),
        ("Exposure", env.exposure),
        ("Domain", env.domain),
        ("Release", env.effective.text("release", "none")),
        ("Deployed with", env.effective.text("deployment_tool", "open")),
        ("Site", env.cluster.site or "open"),
        ("Registry", ", ".join(map(local_name, pulled_from(env, graph, images))) or "none"),
    )
    return Panel("Environment", rows)
