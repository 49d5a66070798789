"""Users and the cluster, as every view with an environment draws them."""

from lsparch.graph import ArchGraph, Node, NodeKind
from lsparch.views.canvas import Canvas
from lsparch.views.entries import entry_label
from lsparch.views.given import ViewContext
from lsparch.views.plan import Box, Group, Status
from lsparch.views.symbols import arrow_style
from lsparch.views.wording import joined

__all__ = ["OUTSIDE", "USERS", "add_users", "cluster_frame", "let_in", "outside_frame"]

USERS = "users"
OUTSIDE = "outside"


def add_users(canvas: Canvas, context: ViewContext, graph: ArchGraph) -> None:
    """Add the users, if a balancer lets them in."""
    if any(graph.nodes(NodeKind.BALANCER)):
        actors = context.told.actors if context.told is not None else {}
        names = joined([name for name, actor in actors.items() if actor.status == "known"])
        canvas.box(Box(USERS, "Users", "user", None, (names,) if names else (), description="Actors of the platform"))


def let_in(canvas: Canvas, balancer: Node, users: str = USERS, target: str = "") -> None:
    """Draw the arrow of users to a balancer, or to what stands for it, with protocol and port that it takes."""
    label = entry_label(balancer)
    canvas.arrow(users, target or balancer.id, arrow_style(canvas.symbology, label.partition(" ")[0]), label)


def cluster_frame(canvas: Canvas, context: ViewContext, environment: str) -> str | None:
    """Add the frame of the cluster, with its Kubernetes version and network, and return its id; None if unknown."""
    env = context.environments.get(environment)
    if env is None:
        found = next(context.graphs[environment].nodes(NodeKind.CLUSTER), None)
        return canvas.frame(Group(found.id, found.title, "cluster") if found is not None else None)
    cluster = env.cluster
    version = cluster.versions.kubernetes
    detail = [f"Kubernetes {version}"] if version else []
    if cluster.cni is not None:
        detail.append(f"network {cluster.cni.name}")
    identifier = f"cluster/{cluster.cluster}"
    title = (cluster.title or cluster.cluster).partition(";")[0]
    return canvas.frame(Group(identifier, title, "cluster", None, ", ".join(detail), Status(cluster.status)))


def outside_frame(canvas: Canvas) -> str | None:
    """Add the frame of what others run, and return its id."""
    return canvas.frame(Group(OUTSIDE, "Outside", "external"))
