"""Findings of the checks about each Aspect and Service, by severity."""

from collections.abc import Callable, Sequence

from lsparch.models.view import ViewFile
from lsparch.views.chart_plan import Bar, BarChart, ChartPlan, Segment, Tone
from lsparch.views.elements import is_aspect
from lsparch.views.figures import FoundIn
from lsparch.views.given import ViewContext
from lsparch.views.plan import Panel
from lsparch.views.wording import counted

__all__ = ["plan"]

ELSEWHERE = "no Aspect or Service"


def plan(context: ViewContext, view: ViewFile, environment: str) -> ChartPlan:
    """Return the findings of an environment."""
    found = context.figures.findings(environment)
    most = float(max((n for row in found for n in (row.errors, row.warnings, row.notes)), default=1)) or 1.0
    charts = (
        _chart(context, environment, found, Tone.ERROR, lambda row: row.errors, most),
        _chart(context, environment, found, Tone.WARNING, lambda row: row.warnings, most),
        _chart(context, environment, found, Tone.NOTE, lambda row: row.notes, most),
    )
    rows = [("", "errors", "warnings", "notes")]
    rows += [(_title(context, row.part), str(row.errors), str(row.warnings), str(row.notes)) for row in found]
    totals = [sum(numbers) for numbers in zip(*((r.errors, r.warnings, r.notes) for r in found), strict=True)]
    words = [counted(n, what) for n, what in zip(totals, ("error", "warning", "note"), strict=False)]
    notes = (f"{', '.join(words)}; waived ones are not counted.",) if found else ("Nothing was found.",)
    panel = Panel("Findings", tuple(rows))
    return ChartPlan(view.view, view.title, environment, charts, (panel,), view.description or "", notes)


def _chart(
    context: ViewContext,
    environment: str,
    found: Sequence[FoundIn],
    tone: Tone,
    of: Callable[[FoundIn], int],
    most: float,
) -> BarChart:
    title = f"{tone.value.capitalize()}s"
    bars = tuple(
        Bar(
            row.part,
            _title(context, row.part),
            (Segment(float(of(row)), tone),),
            str(of(row)),
            _symbol(context, environment, row),
        )
        for row in found
    )
    return BarChart(title, "findings", bars, most, whole=True)


def _title(context: ViewContext, part: str) -> str:
    return (context.model.parts[part].title or part) if part else ELSEWHERE


def _symbol(context: ViewContext, environment: str, row: FoundIn) -> str:
    if not row.part:
        return ""
    return "aspect" if is_aspect(context.graphs[environment], row.part) else "service"
