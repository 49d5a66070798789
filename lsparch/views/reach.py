"""Who can reach an element, directly or through others."""

from collections import Counter
from dataclasses import replace

from lsparch.graph import ArchGraph, EdgeKind
from lsparch.models.view import ViewFile
from lsparch.views.given import ViewContext
from lsparch.views.plan import DiagramPlan, Panel
from lsparch.views.relations import Relation, distances, find_ends, leading_to, relations
from lsparch.views.sketch import Sketch
from lsparch.views.unconfined import everybody, open_to_others, said_of_reach
from lsparch.views.wording import counted, joined, ports

__all__ = ["plan"]

_OPENS = frozenset({EdgeKind.CALLS, EdgeKind.CONNECTS, EdgeKind.ROUTES})
"""Relations by which packets get through."""


def plan(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return everybody from whom a chain of connections leads to an element, as the network would allow it."""
    sketch = Sketch(context, view, environment)
    graph = sketch.graph
    aim, endpoint = find_ends(graph, view.show.reach or "")
    known = leading_to(graph, (r for r in relations(graph) if r.edge.kind in _OPENS), aim, endpoint)
    steps = distances(known, aim, back=True)
    shown = {box for box, step in steps.items() if view.show.depth is None or step <= view.show.depth}
    sketch.add(shown)
    sketch.draw(r for r in known if {r.source, r.target} <= shown and r.source not in aim)
    sketch.canvas.panels.append(_direct(graph, known, aim, open_to_others(context, graph, aim)))
    far = Counter(step for box, step in steps.items() if step > 1 and box in shown)
    if far:
        rows = tuple((f"through {counted(step - 1, 'other')}", str(count)) for step, count in sorted(far.items()))
        sketch.canvas.panels.append(Panel("Who else can", rows))
    plan = sketch.canvas.plan()
    said = said_of_reach(graph, open_to_others(context, graph, steps))
    return replace(plan, description=f"{plan.description} {said}".strip())


def _direct(graph: ArchGraph, known: list[Relation], aim: tuple[str, ...], opened: list[str]) -> Panel:
    """Return a table of those that connect directly, by which port and with which proof."""
    found: dict[str, list[Relation]] = {}
    for relation in known:
        if relation.target in aim and relation.source not in aim:
            found.setdefault(relation.source, []).append(relation)
    others = dict.fromkeys((*told, "") for box in opened for told in everybody(graph.node(box)))
    rows = tuple(
        (source, ports((r.edge.protocol, r.edge.port) for r in all_), joined(filter(None, (r.edge.auth for r in all_))))
        for source, all_ in sorted(found.items())
    )
    return Panel("Directly, by port and proof", (*rows, *others) or (("nobody", "", ""),))
