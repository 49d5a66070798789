"""Plans into pictures and other notations, by format."""

from collections.abc import Callable, Sequence
from typing import assert_never

from lsparch.draw import LayoutEngine, draw_all, draw_png, layout_request, read_layout
from lsparch.emit.drawing_format import DrawingFormat
from lsparch.emit.notation_d2 import d2_text
from lsparch.emit.notation_diagrams import diagrams_script
from lsparch.emit.notation_dot import dot_text
from lsparch.emit.notation_drawio import drawio_text
from lsparch.emit.notation_mermaid import mermaid_text
from lsparch.models.symbology import Symbology
from lsparch.views.plan import DiagramPlan

__all__ = ["DrawingFormat", "render_drawings"]


def render_drawings(
    plans: Sequence[DiagramPlan], form: DrawingFormat, symbology: Symbology, engine: LayoutEngine
) -> list[bytes]:
    """Return each plan in a format, in order; text is in UTF-8.

    The engine is used for svg, png and drawio, and gets all layouts at once.

    Raises
    ------
    KeyError
        When a plan uses a symbol, frame or arrow style that the symbology does not have.
    """
    match form:
        case DrawingFormat.SVG:
            return [svg.encode() for svg in draw_all(plans, symbology, engine)]
        case DrawingFormat.PNG:
            return [draw_png(svg) for svg in draw_all(plans, symbology, engine)]
        case DrawingFormat.DRAWIO:
            return drawio_files(plans, symbology, engine)
        case DrawingFormat.DOT | DrawingFormat.MERMAID | DrawingFormat.D2 | DrawingFormat.DIAGRAMS:
            return [NOTATIONS[form](plan, symbology).encode() for plan in plans]
        case _:
            assert_never(form)


NOTATIONS: dict[DrawingFormat, Callable[[DiagramPlan, Symbology], str]] = {
    DrawingFormat.DOT: dot_text,
    DrawingFormat.MERMAID: mermaid_text,
    DrawingFormat.D2: d2_text,
    DrawingFormat.DIAGRAMS: diagrams_script,
}
"""Notations that need no layout."""


def drawio_files(plans: Sequence[DiagramPlan], symbology: Symbology, engine: LayoutEngine) -> list[bytes]:
    """Return the draw.io file of each plan."""
    requests = [layout_request(plan, symbology) for plan in plans]
    answers = iter(engine.layout_many([dot for request in requests for dot in request.dots]))
    layouts = [read_layout(request, [next(answers) for _ in request.dots]) for request in requests]
    return [drawio_text(plan, symbology, layout).encode() for plan, layout in zip(plans, layouts, strict=True)]
