"""Diagrams without a page around them, for documents that have their own titles and captions."""

from collections.abc import Sequence

from lsparch.draw.book import lay_out
from lsparch.draw.layout import Layout, LayoutEngine, LayoutRequest, moved
from lsparch.draw.look import look_of
from lsparch.draw.picture import picture
from lsparch.draw.scene import GroupElement, Scene
from lsparch.draw.svg import svg_text
from lsparch.models.symbology import Symbology
from lsparch.models.theme_name import ThemeName
from lsparch.views.plan import DiagramPlan

__all__ = ["draw_bare"]

MARGIN = 6


def draw_bare(plans: Sequence[DiagramPlan], symbology: Symbology, engine: LayoutEngine) -> list[str]:
    """Return the SVG of each diagram, in order: frames, boxes and arrows alone."""
    return [svg_text(bare(found.request, found.layout, symbology)) for found in lay_out(plans, symbology, engine)]


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
