"""Diagrams without a page around them, for documents that have their own titles and captions."""

from collections.abc import Sequence

from lsparch.draw.layout import Layout, LayoutEngine, LayoutRequest, layout_request, moved, read_layout
from lsparch.draw.look import look_of
from lsparch.draw.picture import picture
from lsparch.draw.scene import GroupElement, Scene
from lsparch.draw.svg import svg_text
from lsparch.models.symbology import Symbology
from lsparch.models.theme import ThemeName
from lsparch.views.plan import DiagramPlan

__all__ = ["draw_bare"]

MARGIN = 6


def draw_bare(plans: Sequence[DiagramPlan], symbology: Symbology, engine: LayoutEngine) -> list[str]:
    """Return the SVG of each diagram, in order: frames, boxes and arrows alone."""
    requests = [layout_request(plan, symbology) for plan in plans]
    answers = iter(engine.layout_many([dot for request in requests for dot in request.dots]))
    layouts = [read_layout(request, [next(answers) for _ in request.dots]) for request in requests]
    return [svg_text(bare(*pair, symbology)) for pair in zip(requests, layouts, strict=True)]


def bare(request: LayoutRequest, layout: Layout, symbology: Symbology) -> Scene:
    """Return the scene of a diagram alone."""
    plan = request.plan
    look = look_of(plan, symbology, ThemeName.LIGHT)
    marks = tuple(picture(request, moved(layout, MARGIN, MARGIN), look))
    return Scene(
        plan.id,
        layout.width + 2 * MARGIN,
        layout.height + 2 * MARGIN,
        plan.title,
        plan.description or f"{len(plan.boxes)} elements and {len(plan.arrows)} relations.",
        (GroupElement("picture", "picture", marks),),
        look.theme.ground,
    )
