"""The ways from one element to another."""

from dataclasses import replace

from lsparch.models.view import ViewFile
from lsparch.views.given import ViewContext
from lsparch.views.plan import DiagramPlan, Panel
from lsparch.views.relations import distances, ends_of, find_node, leading_to, relations
from lsparch.views.sketch import Sketch

__all__ = ["plan"]

DETOUR = 2
"""How many steps longer than the shortest way others may be."""


def plan(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return the ways from one element to another: the shortest, with its steps as numbers, and those little longer."""
    assert view.show.path is not None
    sketch = Sketch(context, view, environment)
    graph = sketch.graph
    (start, _), (end, endpoint) = find_node(graph, view.show.path.from_), find_node(graph, view.show.path.to)
    first, last = ends_of(graph, graph.node(start)), ends_of(graph, graph.node(end))
    known = leading_to(relations(graph, planned=False), last, endpoint)
    away, left = distances(known, first), distances(known, last, back=True)
    meeting = [away[box] + left[box] for box in away if box in left]
    if not meeting:
        sketch.add({*first, *last})
        sketch.canvas.panels.append(Panel("No way", ((f"{start} does not reach {end}",),)))
        return sketch.canvas.plan()
    shortest = min(meeting)
    inside = {box for box in away if box in left and away[box] + left[box] <= shortest + DETOUR}
    sketch.add(inside)
    forward = [r for r in known if {r.source, r.target} <= inside and r.source not in last and r.target not in first]
    sketch.draw(forward)
    direct = {
        (r.source, r.target): away[r.source] + 1
        for r in forward
        if away[r.source] + 1 + left[r.target] == shortest and away[r.target] == away[r.source] + 1
    }
    plan = sketch.canvas.plan()
    arrows = tuple(
        replace(arrow, label=f"{direct[arrow.source, arrow.target]}: {arrow.label}")
        if (arrow.source, arrow.target) in direct
        else arrow
        for arrow in plan.arrows
    )
    return replace(plan, arrows=arrows)
