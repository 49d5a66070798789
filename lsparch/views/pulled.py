"""Where images come from, as far as a graph without a model tells: registries, and the images that parts run."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lsparch.graph import ArchGraph, EdgeKind, Node, NodeKind
from lsparch.models.view import ViewFile
from lsparch.views.canvas import Canvas
from lsparch.views.elements import local_name
from lsparch.views.given import ViewContext
from lsparch.views.plan import Box, DiagramPlan
from lsparch.views.wording import counted

if TYPE_CHECKING:
    from lsparch.resolve import Environment

__all__ = ["images_pulled", "pulled_from", "run_by"]

MOST_IMAGES = 12


def run_by(graph: ArchGraph, members: Iterable[Node]) -> tuple[str, ...]:
    """Return the images that components run, each once."""
    found = (edge.target for member in members for edge in graph.out_edges(member.id, EdgeKind.RUNS))
    return tuple(dict.fromkeys(found))


def pulled_from(env: "Environment", graph: ArchGraph, images: Iterable[str]) -> tuple[str, ...]:
    """Return the registries from which nodes pull images: that of the cluster, else those that publish them."""
    own = env.cluster.registry
    if own is not None:
        return (env.qualify(own, ("endpoint", "external"), "").partition(".")[0],)
    found = (edge.target for image in images for edge in graph.out_edges(image, EdgeKind.PULLED_FROM))
    return tuple(dict.fromkeys(found))


def images_pulled(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return registries, and for each part the images that its pods run."""
    graph = context.graphs[environment]
    canvas = Canvas(view, context.symbology, environment)
    pulled = (edge for edge in graph.edges(EdgeKind.PULLED_FROM) if "://" not in edge.source)  # ko:// is to be built
    registry_of = {edge.source: edge.target for edge in pulled}
    for registry in dict.fromkeys(registry_of.values()):
        count = sum(found == registry for found in registry_of.values())
        details = (counted(count, "image"),)
        canvas.box(Box(f"registry/{registry}", graph.node(registry).title, "registry", None, details))
    for part in graph.nodes(NodeKind.PART):
        images = run_by(graph, graph.members(part.id))
        if not images:
            continue
        labels = [graph.node(image).labels for image in images]
        lines = [":".join(filter(None, (local_name(label["repository"]), label["tag"]))) for label in labels]
        more = [f"{len(lines) - MOST_IMAGES} more"] if len(lines) > MOST_IMAGES else []
        canvas.box(Box(part.id, part.title, "deployment", None, (*lines[:MOST_IMAGES], *more)))
        for registry in dict.fromkeys(registry_of[image] for image in images if image in registry_of):
            canvas.arrow(f"registry/{registry}", part.id, "pulled")
    return canvas.plan()
