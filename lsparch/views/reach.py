"""Who can reach an element, directly or through others."""

from collections import Counter

from lsparch.graph import EdgeKind
from lsparch.models.view import ViewFile
from lsparch.views.given import ViewContext
from lsparch.views.plan import DiagramPlan, Panel
from lsparch.views.relations import Relation, distances, ends_of, find_node, leading_to, relations
from lsparch.views.sketch import Sketch
from lsparch.views.wording import counted, joined, ports

__all__ = ["plan"]

_OPENS = frozenset({EdgeKind.CALLS, EdgeKind.CONNECTS, EdgeKind.ROUTES})
"""Relations by which packets get through."""


def plan(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return everybody from whom a chain of connections leads to an element, as the network would allow it."""
    sketch = Sketch(context, view, environment)
    graph = sketch.graph
    node, endpoint = find_node(graph, view.show.reach or "")
    aim = ends_of(graph, graph.node(node))
    known = leading_to((r for r in relations(graph) if r.edge.kind in _OPENS), aim, endpoint)
    steps = distances(known, aim, back=True)
    shown = {box for box, step in steps.items() if view.show.depth is None or step <= view.show.depth}
    sketch.add(shown)
    sketch.draw(r for r in known if {r.source, r.target} <= shown and r.source not in aim)
    sketch.canvas.panels.append(_direct(known, aim))
    far = Counter(step for box, step in steps.items() if step > 1 and box in shown)
    if far:
        rows = tuple((f"through {counted(step - 1, 'other')}", str(count)) for step, count in sorted(far.items()))
        sketch.canvas.panels.append(Panel("Who else can", rows))
    return sketch.canvas.plan()


def _direct(known: list[Relation], aim: tuple[str, ...]) -> Panel:
    """Return a table of those that connect directly, by which port and with which proof."""
    found: dict[str, list[Relation]] = {}
    for relation in known:
        if relation.target in aim and relation.source not in aim:
            found.setdefault(relation.source, []).append(relation)
    rows = tuple(
        (source, ports((r.edge.protocol, r.edge.port) for r in all_), joined(filter(None, (r.edge.auth for r in all_))))
        for source, all_ in sorted(found.items())
    )
    return Panel("Directly, by port and proof", rows or (("nobody", "", ""),))
