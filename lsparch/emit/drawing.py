"""Plans into pictures and other notations, by format."""

from collections.abc import Callable, Sequence
from typing import assert_never

from lsparch.draw import Finish, LayoutEngine, draw_all, draw_png, lay_out
from lsparch.emit.drawing_format import DrawingFormat
from lsparch.models.symbology import Symbology
from lsparch.views.chart_plan import ChartPlan
from lsparch.views.plan import DiagramPlan
from lsparch.views.plans import Plan
from lsparch.views.sequence_plan import SequencePlan, as_diagram

__all__ = ["DrawingFormat", "can_write", "drawing_set", "render_drawings"]

PLAIN = Finish()
COMPLETE = (DrawingFormat.SVG, DrawingFormat.PNG, DrawingFormat.PDF, DrawingFormat.JSON)
"""Formats that show whatever we draw."""


def render_drawings(
    plans: Sequence[Plan], form: DrawingFormat, symbology: Symbology, engine: LayoutEngine, finish: Finish = PLAIN
) -> list[bytes]:
    """Return each plan in a format, in order; text is in UTF-8.

    The engine is used for svg, png and drawio, and gets all layouts at once. A notation that knows no sequences gets
    them as boxes with numbered arrows. Theme and links of the finish are those of svg and png.

    Raises
    ------
    KeyError
        When a plan uses a symbol, frame or arrow style that the symbology does not have.
    ValueError
        When one file of the format holds all pictures.
    """
    tell: Callable[[SequencePlan, Symbology], str] | None = None
    match form:
        case DrawingFormat.SVG:
            return [svg.encode() for svg in draw_all(plans, symbology, engine, finish)]
        case DrawingFormat.PNG:
            return [draw_png(svg) for svg in draw_all(plans, symbology, engine, finish)]
        case DrawingFormat.PDF:
            raise ValueError("a PDF holds a whole set: see lsparch.emit.document")
        case DrawingFormat.DRAWIO:
            return [drawing_set([plan], form, symbology, engine) for plan in plans]
        case DrawingFormat.STRUCTURIZR:
            return [drawing_set([plan], form, symbology, engine) for plan in plans]
        case DrawingFormat.JSON:
            return json_files(plans, symbology, engine)
        case DrawingFormat.DOT:
            from lsparch.emit.notation_dot import dot_text as write  # noqa: PLC0415
        case DrawingFormat.MERMAID:
            from lsparch.emit.notation_mermaid import mermaid_text as write  # noqa: PLC0415
            from lsparch.emit.sequence_mermaid import mermaid_sequence as tell  # noqa: PLC0415
        case DrawingFormat.D2:
            from lsparch.emit.notation_d2 import d2_text as write  # noqa: PLC0415
            from lsparch.emit.sequence_d2 import d2_sequence as tell  # noqa: PLC0415
        case DrawingFormat.DIAGRAMS:
            from lsparch.emit.notation_diagrams import diagrams_script as write  # noqa: PLC0415
        case DrawingFormat.HTML:
            raise ValueError(f"{form} is one file for all pictures; see lsparch.emit.viewer")
        case _:
            assert_never(form)
    return [
        (tell(plan, symbology) if tell and isinstance(plan, SequencePlan) else write(diagram(plan), symbology)).encode()
        for plan in plans
    ]


def diagram(plan: Plan) -> DiagramPlan:
    """Return a plan as boxes and arrows.

    Raises
    ------
    TypeError
        If it is a chart; see `can_write`.
    """
    if isinstance(plan, ChartPlan):
        raise TypeError(f"view {plan.id} is a chart, which no notation knows")
    return as_diagram(plan) if isinstance(plan, SequencePlan) else plan


def can_write(plan: Plan, form: DrawingFormat) -> bool:
    """Tell whether a format can show a plan: charts are pictures only."""
    return form in COMPLETE or not isinstance(plan, ChartPlan)


def drawing_set(plans: Sequence[Plan], form: DrawingFormat, symbology: Symbology, engine: LayoutEngine) -> bytes:
    """Return some plans in one file: of draw.io, a page each, or of Structurizr, a view each.

    Raises
    ------
    ValueError
        When the format has no such file.
    """
    match form:
        case DrawingFormat.DRAWIO:
            from lsparch.emit.notation_drawio import drawio_text  # noqa: PLC0415

            diagrams = [diagram(plan) for plan in plans]
            layouts = [made.layout for made in lay_out(diagrams, symbology, engine)]
            return drawio_text(list(zip(diagrams, layouts, strict=True)), symbology).encode()
        case DrawingFormat.STRUCTURIZR:
            from lsparch.emit.structurizr import workspace_text  # noqa: PLC0415

            return workspace_text([plan for plan in plans if not isinstance(plan, ChartPlan)], symbology).encode()
        case _:
            raise ValueError(f"{form} has a file for each picture")


def json_files(plans: Sequence[Plan], symbology: Symbology, engine: LayoutEngine) -> list[bytes]:
    """Return the JSON of each plan."""
    from lsparch.emit.notation_json import json_text  # noqa: PLC0415

    diagrams = [plan for plan in plans if isinstance(plan, DiagramPlan)]
    layouts = iter(lay_out(diagrams, symbology, engine))
    return [
        json_text(plan, symbology, next(layouts).layout if isinstance(plan, DiagramPlan) else None).encode()
        for plan in plans
    ]
