"""Where images come from, as far as a graph without a model tells: registries, and the images that parts run."""

from lsparch.graph import EdgeKind, NodeKind
from lsparch.models.view import ViewFile
from lsparch.views.canvas import Canvas
from lsparch.views.elements import local_name
from lsparch.views.given import ViewContext
from lsparch.views.plan import Box, DiagramPlan
from lsparch.views.wording import counted

__all__ = ["images_pulled"]

MOST_IMAGES = 12


def images_pulled(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return registries, and for each part the images that its pods run."""
    graph = context.graphs[environment]
    canvas = Canvas(view, context.symbology, environment)
    registry_of = {edge.source: edge.target for edge in graph.edges(EdgeKind.PULLED_FROM)}
    for registry in dict.fromkeys(registry_of.values()):
        count = sum(found == registry for found in registry_of.values())
        details = (counted(count, "image"),)
        canvas.box(Box(f"registry/{registry}", graph.node(registry).title, "registry", None, details))
    for part in graph.nodes(NodeKind.PART):
        images = dict.fromkeys(
            edge.target for member in graph.members(part.id) for edge in graph.out_edges(member.id, EdgeKind.RUNS)
        )
        if not images:
            continue
        labels = [graph.node(image).labels for image in images]
        lines = [":".join(filter(None, (local_name(label["repository"]), label["tag"]))) for label in labels]
        more = [f"{len(lines) - MOST_IMAGES} more"] if len(lines) > MOST_IMAGES else []
        canvas.box(Box(part.id, part.title, "deployment", None, (*lines[:MOST_IMAGES], *more)))
        for registry in dict.fromkeys(registry_of[image] for image in images if image in registry_of):
            canvas.arrow(f"registry/{registry}", part.id, "pulled")
    return canvas.plan()
