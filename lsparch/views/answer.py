"""From a view to its plan: what it includes of the graph, the plan of its kind, its frames, what is one box."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lsparch.graph import ArchGraph, NodeKind
from lsparch.models.view import Show, ViewFile
from lsparch.views.belonging import belong_all
from lsparch.views.difference import difference, what_differs
from lsparch.views.given import ViewContext
from lsparch.views.kinds import planner
from lsparch.views.plan import DiagramPlan
from lsparch.views.plans import Plan
from lsparch.views.selection import selected
from lsparch.views.shaping import collapsed, regrouped

__all__ = ["Side", "answer", "compared", "titles_of"]


class _Selected(Mapping[str, ArchGraph]):
    """Graphs of which only what a view selects is left."""

    def __init__(self, graphs: Mapping[str, ArchGraph], show: Show) -> None:
        self._graphs = graphs
        self._show = show

    def __getitem__(self, key: str) -> ArchGraph:
        return selected(self._graphs[key], self._show)

    def __iter__(self) -> Iterator[str]:
        return iter(self._graphs)

    def __len__(self) -> int:
        return len(self._graphs)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two that are compared."""

    context: ViewContext

    environment: str
    """Name of its graph there."""

    title: str
    """How the picture names it."""


def compared(view: ViewFile, old: Side, new: Side) -> Plan:
    """Return what a view shows of one side, marked with what the other has more, less or otherwise.

    Raises
    ------
    LsparchError
        If either lacks what the view is about.
    """
    alone = view.model_copy(update={"show": view.show.model_copy(update={"against": None})})
    one, other = (_belonging(side.context, alone, side.environment) for side in (old, new))
    if not (isinstance(one, DiagramPlan) and isinstance(other, DiagramPlan)):
        return one
    found = difference(replace(one, environment=old.title), replace(other, environment=new.title))
    return what_differs(replace(found, description=view.description or found.description))


def _belonging(context: ViewContext, view: ViewFile, environment: str) -> Plan:
    """Return the plan of a view with what its boxes belong to in its own graph."""
    graph = context.graphs[environment]
    return belong_all(answer(context, view, environment), graph, titles_of(graph))


def titles_of(graph: ArchGraph) -> dict[str, str]:
    """Return the titles of the parts of a graph, by id."""
    return {part.id: part.title for part in graph.nodes(NodeKind.PART) if part.labels.get("kind") != "none"}


def answer(context: ViewContext, view: ViewFile, environment: str) -> Plan:
    """Return the plan of a view.

    Parameters
    ----------
    context
        What views are made from.
    view
        The view.
    environment
        Name of the graph shown; empty for a picture of the whole model.

    Raises
    ------
    LsparchError
        If the graph has no element that the view is about.
    """
    show = view.show
    if show.against is not None and environment:
        other = show.against.removeprefix("environment/")
        return compared(view, Side(context, environment, environment), Side(context, other, other))
    make = planner(show.kind)
    assert make is not None, show.kind
    narrowed = replace(context, graphs=_Selected(context.graphs, show))
    plan = make(narrowed, view, environment)
    if not isinstance(plan, DiagramPlan):
        return plan
    if show.group_by is not None and environment:
        plan = regrouped(plan, context.graphs[environment], show.group_by)
    return collapsed(plan, show.collapse) if show.collapse else plan
