"""Plans to SVG in one call."""

from collections.abc import Iterable

from lsparch.draw.compose import compose
from lsparch.draw.layout import LayoutEngine, layout_request, read_layout
from lsparch.draw.svg import svg_text
from lsparch.models.symbology import Symbology
from lsparch.views.plan import DiagramPlan

__all__ = ["draw_all", "draw_svg"]


def draw_svg(plan: DiagramPlan, symbology: Symbology, engine: LayoutEngine) -> str:
    """Return the SVG of a plan.

    Raises
    ------
    KeyError
        When the plan uses a symbol, frame or arrow style that the symbology does not have.
    """
    return draw_all([plan], symbology, engine)[0]


def draw_all(plans: Iterable[DiagramPlan], symbology: Symbology, engine: LayoutEngine) -> list[str]:
    """Return the SVG of each plan, in order; the engine gets all layouts at once and may share processes."""
    requests = [layout_request(plan, symbology) for plan in plans]
    answers = iter(engine.layout_many([dot for request in requests for dot in request.dots]))
    return [
        svg_text(compose(request, read_layout(request, [next(answers) for _ in request.dots]), symbology))
        for request in requests
    ]
