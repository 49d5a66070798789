"""Plans into pictures and other notations, by format."""

from collections.abc import Sequence
from typing import assert_never

from lsparch.draw import LayoutEngine, draw_all, draw_png, layout_request, read_layout
from lsparch.emit.drawing_format import DrawingFormat
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
        case DrawingFormat.DOT:
            from lsparch.emit.notation_dot import dot_text as write  # noqa: PLC0415
        case DrawingFormat.MERMAID:
            from lsparch.emit.notation_mermaid import mermaid_text as write  # noqa: PLC0415
        case DrawingFormat.D2:
            from lsparch.emit.notation_d2 import d2_text as write  # noqa: PLC0415
        case DrawingFormat.DIAGRAMS:
            from lsparch.emit.notation_diagrams import diagrams_script as write  # noqa: PLC0415
        case _:
            assert_never(form)
    return [write(plan, symbology).encode() for plan in plans]


def drawio_files(plans: Sequence[DiagramPlan], symbology: Symbology, engine: LayoutEngine) -> list[bytes]:
    """Return the draw.io file of each plan."""
    from lsparch.emit.notation_drawio import drawio_text  # noqa: PLC0415

    requests = [layout_request(plan, symbology) for plan in plans]
    answers = iter(engine.layout_many([dot for request in requests for dot in request.dots]))
    layouts = [read_layout(request, [next(answers) for _ in request.dots]) for request in requests]
    return [drawio_text(plan, symbology, layout).encode() for plan, layout in zip(plans, layouts, strict=True)]
