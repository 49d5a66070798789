"""What a failure does: what stops, what degrades, and by which chain."""

from dataclasses import replace

from lsparch.graph import ArchGraph, NodeKind
from lsparch.graph.impact import Impact, failure_impact
from lsparch.models.view import ViewFile
from lsparch.views.given import ViewContext
from lsparch.views.plan import DiagramPlan, Panel
from lsparch.views.relations import find_node, host_of, relations
from lsparch.views.sketch import Sketch
from lsparch.views.wording import clause

__all__ = ["plan"]

_ALL_NEEDED = "Every connection counts as needed: objects do not state which are optional."
_BOXES = (NodeKind.BALANCER, NodeKind.COMPONENT, NodeKind.EXTERNAL, NodeKind.RESOURCE, NodeKind.VOLUME)


def plan(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return what is hit when some elements fail, each box with its sign, and the relations by which it is hit."""
    sketch = Sketch(context, view, environment)
    graph = sketch.graph
    down = [find_node(graph, element)[0] for element in view.show.impact]
    impact = failure_impact(graph, down)
    signs: dict[str, tuple[str, ...]] = {}
    stops, degrades = (tuple(e.element for e in effects) for effects in (impact.stops, impact.degrades))
    for sign, elements in (("down", impact.down), ("stops", stops), ("degraded", degrades)):
        for element in elements:
            if graph.node(element).kind in _BOXES and host_of(graph, element) == element:
                signs.setdefault(element, (sign,))  # a logical service is no box; its host degrades with it
    sketch.add(signs, signs)
    lost = {box for box, (sign,) in signs.items() if sign != "degraded"}
    shown = (r for r in relations(graph, planned=False) if {r.source, r.target} <= signs.keys())
    sketch.draw(r for r in shown if r.target in lost or r.source not in lost)
    verdicts = _verdicts(graph, impact)
    if len(verdicts) > 1:
        sketch.canvas.panels.append(Panel("Parts", verdicts))
    sketch.canvas.panels.append(_reasons(graph, impact))
    plan = sketch.canvas.plan()
    if context.told is None:
        return replace(plan, description=f"{plan.description} {_ALL_NEEDED}".strip())
    return plan


def _verdicts(graph: ArchGraph, impact: Impact) -> tuple[tuple[str, ...], ...]:
    parts = [part for part in graph.nodes(NodeKind.PART) if graph.members(part.id)]
    order = ("down", "stops", "degrades", "works")
    found = sorted((order.index(impact.verdict(graph, part.id)), clause(part.title)) for part in parts)
    return tuple((title, order[verdict]) for verdict, title in found)


def _reasons(graph: ArchGraph, impact: Impact) -> Panel:
    """Return a table of what users lose: what degrades, and why."""
    rows = [(e.element, e.reason) for e in impact.degrades if graph.node(e.element).kind is NodeKind.COMPONENT]
    return Panel("What degrades, and why", tuple(rows) or (("nothing", ""),))
