"""The neighbourhood of an element."""

from lsparch.models.view import ViewFile
from lsparch.views.given import ViewContext
from lsparch.views.plan import DiagramPlan
from lsparch.views.relations import distances, find_ends, relations
from lsparch.views.sketch import Sketch

__all__ = ["plan"]


def plan(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return what is at most some steps away from an element, either way, and the relations between all of that."""
    sketch = Sketch(context, view, environment)
    graph = sketch.graph
    centre = find_ends(graph, view.show.around or "")[0]
    known, depth = relations(graph), view.show.depth or 1
    steps = distances(known, centre, both=True)
    sketch.add({box for box, step in steps.items() if step <= depth})
    # what lies between two boxes of the edge is a picture of its own
    sketch.draw(r for r in known if min(steps.get(r.source, depth), steps.get(r.target, depth)) < depth)
    return sketch.canvas.plan()
