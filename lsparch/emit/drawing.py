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

__all__ = ["DrawingFormat", "can_write", "render_drawings"]

PLAIN = Finish()
PICTURES = (DrawingFormat.SVG, DrawingFormat.PNG, DrawingFormat.PDF)
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
            return drawio_files([diagram(plan) for plan in plans], symbology, engine)
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
    return form in PICTURES or not isinstance(plan, ChartPlan)


def drawio_files(plans: Sequence[DiagramPlan], symbology: Symbology, engine: LayoutEngine) -> list[bytes]:
    """Return the draw.io file of each plan."""
    from lsparch.emit.notation_drawio import drawio_text  # noqa: PLC0415

    layouts = lay_out(plans, symbology, engine)
    return [drawio_text(plan, symbology, made.layout).encode() for plan, made in zip(plans, layouts, strict=True)]
