"""One picture that is to be drawn: what a view shows of a graph."""

from collections.abc import Mapping
from dataclasses import dataclass

from lsparch.diagnostics import Finding
from lsparch.models.view import ViewFile
from lsparch.views.answer import answer
from lsparch.views.belonging import belong_all
from lsparch.views.given import ViewContext
from lsparch.views.plans import Plan
from lsparch.views.reading import Reading

__all__ = ["PlannedDrawing", "planned"]


@dataclass(frozen=True, slots=True)
class PlannedDrawing:
    """A picture to be drawn."""

    name: str
    """File name without ending: the view, with the environment where there is one picture of each."""

    plan: Plan

    reading: Reading
    """Place among other pictures, for who reads them all."""

    environment: str
    """Source whose graph is shown, the first of two that are compared; empty for the whole model."""

    lacks: tuple[Finding, ...] = ()
    """What of the source could not be read."""


def planned(context: ViewContext, view: ViewFile, environment: str, titles: Mapping[str, str]) -> Plan:
    """Return what a view shows of an environment."""
    compared = view.show.against is not None  # each side belongs to its own graph already
    graph = context.graphs[environment] if environment and not compared else None
    return belong_all(answer(context, view, environment), graph, titles)
