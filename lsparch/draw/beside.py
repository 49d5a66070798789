"""Diagrams side by side: each thing at the same place and of the same size in all of them, and one legend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lsparch.draw.book import lay_out
from lsparch.draw.geometry import Frame
from lsparch.draw.layout import Layout, LayoutEngine, LayoutRequest, layout_request, moved
from lsparch.draw.legend import flowing_legend, legend_marks, legend_of
from lsparch.draw.look import Look, look_of
from lsparch.draw.measure import ArrowLabel
from lsparch.draw.nets import any_joined
from lsparch.draw.picture import picture
from lsparch.draw.scene import GroupElement, Scene
from lsparch.draw.svg import svg_text
from lsparch.models.symbology import Symbology
from lsparch.models.theme_name import ThemeName
from lsparch.views.beside import united
from lsparch.views.plan import DiagramPlan

__all__ = ["Beside", "draw_beside"]

MARGIN = 6
LEGEND_WIDTH = 1180
"""Width of a legend, in which it fits under the pictures of a page."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Pictures of one size, and the legend of all, with its size."""

    pictures: tuple[str, ...]
    size: tuple[int, int]
    legend: str
    legend_size: tuple[int, int]


def draw_beside(sets: Sequence[Sequence[DiagramPlan]], symbology: Symbology, engine: LayoutEngine) -> list[Beside]:
    """Return the SVG of each plan of some sets: frames, boxes and arrows alone; the engine gets all layouts at once.

    What the plans of a set show together is laid out once, so that what they have in common stands alike.
    """
    wholes = [united(plans) for plans in sets]
    return [
        _drawn(plans, found.request, found.layout, symbology)
        for plans, found in zip(sets, lay_out(wholes, symbology, engine), strict=True)
    ]


def _drawn(plans: Sequence[DiagramPlan], whole: LayoutRequest, layout: Layout, symbology: Symbology) -> Beside:
    look = look_of(whole.plan, symbology, ThemeName.LIGHT)
    placed = moved(layout, MARGIN, MARGIN)
    scenes = [_scene(plan, whole, placed, symbology, look) for plan in plans]
    legend = _legend(whole, look)
    size = (layout.width + 2 * MARGIN, layout.height + 2 * MARGIN)
    return Beside(tuple(map(svg_text, scenes)), size, svg_text(legend), (legend.width, legend.height))


def _scene(plan: DiagramPlan, whole: LayoutRequest, layout: Layout, symbology: Symbology, look: Look) -> Scene:
    request = layout_request(plan, symbology)
    labels = dict(_labels(plan, request, whole, layout))
    own = Layout(layout.width, layout.height, layout.boxes, layout.groups, labels, layout.curves)
    return Scene(
        plan.id,
        layout.width + 2 * MARGIN,
        layout.height + 2 * MARGIN,
        plan.title,
        plan.description or f"{len(plan.boxes)} elements and {len(plan.arrows)} relations.",
        (GroupElement("picture", "picture", tuple(picture(request, own, look))),),
        look.theme.ground,
    )


def _labels(plan: DiagramPlan, request: LayoutRequest, whole: LayoutRequest, layout: Layout) -> Mapping[str, Frame]:
    """Return the places of labels: of arrows drawn as one, the first that the plan has carries that of the leader."""
    found = {arrow.id: layout.labels[arrow.id] for arrow in plan.arrows if arrow.id in layout.labels}
    leaders = whole.leaders
    done = {leaders[arrow] for arrow in found}
    for arrow in plan.arrows:
        leader = leaders[arrow.id]
        if leader in layout.labels and leader not in done:
            done.add(leader)
            found[arrow.id] = layout.labels[leader]
    return {arrow: _amid(frame, request.labels[arrow]) for arrow, frame in found.items() if arrow in request.labels}


def _amid(frame: Frame, label: ArrowLabel) -> Frame:
    """Return the place of a label in the middle of one that may be larger."""
    left, top = (frame.width - label.width) // 2, (frame.height - label.height) // 2
    return replace(frame, x=frame.x + left, y=frame.y + top, width=label.width, height=label.height)


def _legend(whole: LayoutRequest, look: Look) -> Scene:
    sections = legend_of(whole.plan, look, joined=any_joined(whole.nets))
    legend = flowing_legend(sections, LEGEND_WIDTH)
    marks = legend_marks(legend, 0, 0, legend.width, look)
    return Scene(
        f"{whole.plan.id}-legend", legend.width, legend.height, "Legend", "What the pictures are drawn with.", (marks,)
    )
