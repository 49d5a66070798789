"""Room for labels that lie on the edge of a frame, which they interrupt, where the page hardly grows for it."""

from collections.abc import Iterator

from lsparch.draw.compaction import pushed
from lsparch.draw.geometry import Frame
from lsparch.draw.labelling import Lack
from lsparch.draw.mesh import Placement
from lsparch.draw.positions import Layout, LayoutRequest
from lsparch.draw.quality import Quality, measured
from lsparch.draw.room import with_room
from lsparch.draw.routing import Router, as_layout
from lsparch.draw.search import LEVEL, UPRIGHT
from lsparch.draw.structure import Structure

__all__ = ["clear_of_edges"]

AIR, STUBS = 4, 26
"""Room that a label gets beyond its size, where its line leads on and where that turns on both sides of it."""

DEAR = 0.04
"""Most that a page may become worse for labels, as `Page.strain` tells it."""


def clear_of_edges(
    request: LayoutRequest, router: Router, placement: Placement, layout: Layout
) -> tuple[Placement, Layout]:
    """Return a layout with room for labels on edges where that is cheap and makes nothing else worse."""
    structure = Structure(request.plan)
    quality = measured(request, layout)
    strain = request.strain(layout.width, layout.height)
    while quality.edges:
        found: list[tuple[int, float, int, Placement, Layout, Quality]] = []
        for roomy in roomier(request, structure, placement, layout, quality):
            led = as_layout(roomy, router.routed(roomy))
            now = measured(request, led)
            cost = request.strain(led.width, led.height) - strain
            if len(now.edges) < len(quality.edges) and cost <= DEAR and now.is_as_good_as(quality):
                found.append((len(now.edges), cost, len(found), roomy, led, now))
        if not found:
            break
        *_, placement, layout, quality = min(found, key=lambda option: option[:3])
    return placement, layout


def roomier(
    request: LayoutRequest, structure: Structure, placement: Placement, layout: Layout, quality: Quality
) -> Iterator[Placement]:
    """Yield placements with more room where a label lies on an edge, on either side of that or for the label alone."""
    for label, group in quality.edges:
        around, drawn = placement.groups[group], layout.groups[group]
        place = layout.labels[label].moved(around.x - drawn.x, around.y - drawn.y)
        x, y = round(place.centre.x), round(place.centre.y)
        for axis, edge, size in edges_under(place, around):
            upright = axis == UPRIGHT
            for amount in ((size + AIR) // 2, size + AIR, size + STUBS):
                yield with_room(placement, [(axis, edge - 1, amount)])
                yield with_room(placement, [(axis, edge + 1, amount)])
                lack = Lack(x, y, amount if upright else 0, 0 if upright else amount, upright)
                yield pushed(request, structure, placement, [lack])


def edges_under(label: Frame, frame: Frame) -> Iterator[tuple[int, int, int]]:
    """Yield the edges of a frame under a label: axis of lines that get room, place, and size of the label there."""
    for edge in (frame.x, frame.right):
        if label.x - 1 < edge < label.right + 1:
            yield UPRIGHT, edge, label.width
    for edge in (frame.y, frame.bottom):
        if label.y - 1 < edge < label.bottom + 1:
            yield LEVEL, edge, label.height
