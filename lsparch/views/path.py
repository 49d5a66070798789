"""The ways from one element to another."""

from dataclasses import replace

from lsparch.models.view import ViewFile
from lsparch.views.given import ViewContext
from lsparch.views.outside import USERS
from lsparch.views.plan import DiagramPlan, Panel
from lsparch.views.relations import distances, find_ends, leading_to, relations
from lsparch.views.sketch import Sketch
from lsparch.views.unconfined import may_connect, open_to_others, said_of_ways

__all__ = ["plan"]

DETOUR = 2
"""How many steps longer than the shortest way others may be."""


def plan(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return the ways from one element to another: the shortest, with its steps as numbers, and those little longer."""
    assert view.show.path is not None
    sketch = Sketch(context, view, environment)
    graph = sketch.graph
    start, end = view.show.path.from_, view.show.path.to
    (first, _), (last, endpoint) = find_ends(graph, start), find_ends(graph, end)
    known = leading_to(graph, relations(graph, planned=False), last, endpoint)
    away, left = distances(known, first), distances(known, last, back=True)
    meeting = [away[box] + left[box] for box in away if box in left]
    said = said_of_ways(
        graph,
        start,
        end,
        allowed=may_connect(context, graph, first, last) and min(meeting, default=0) != 1,
        opened=open_to_others(context, graph, [node.id for node in graph.nodes()]),
    )
    if not meeting:
        sketch.add({*first, *last})
        verb = "do" if first == (USERS,) else "does"
        sketch.canvas.panels.append(Panel("No way", ((f"{start} {verb} not reach {end}",),)))
        return _with(sketch.canvas.plan(), said)
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
    return _with(replace(plan, arrows=arrows), said)


def _with(plan: DiagramPlan, said: str) -> DiagramPlan:
    return replace(plan, description=f"{plan.description} {said}".strip())
