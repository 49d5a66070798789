"""Counts what makes a picture hard to read."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from lsparch.draw import Layout
from lsparch.draw.geometry import Frame, points_along
from lsparch.draw.scene import Element, GroupElement, Scene, Text
from lsparch.draw.text import ascent, line_height, text_width
from lsparch.views.plan import DiagramPlan

__all__ = ["EDGE", "arrows_through_boxes", "overlaps", "text_frames", "texts"]

EDGE = 2


def overlaps(frames: Iterable[tuple[str, Frame]]) -> list[tuple[str, str]]:
    """Return the pairs that overlap."""
    return [(one, other) for (one, a), (other, b) in combinations(list(frames), 2) if a.overlaps(b)]


def texts(children: Iterable[Element]) -> Iterator[Text]:
    """Yield every text of a scene."""
    for child in children:
        if isinstance(child, Text):
            yield child
        elif isinstance(child, GroupElement):
            yield from texts(child.children)


def text_frames(scene: Scene) -> list[tuple[str, Frame]]:
    """Return every text with the room its letters take."""
    found = []
    for text in texts(scene.children):
        width = text_width(text.text, text.size, bold=text.bold)
        left = text.x - {"start": 0, "middle": width / 2, "end": width}[text.anchor]
        top = text.y - ascent(text.size)
        found.append((text.text, Frame(round(left), round(top) + 2, width, line_height(text.size) - 3)))
    return found


def arrows_through_boxes(plan: DiagramPlan, layout: Layout) -> list[tuple[str, str]]:
    """Return arrow and element for every arrow that runs through a box or label it does not belong to."""
    found = []
    for arrow in plan.arrows:
        places = [place for curve in layout.curves[arrow.id] for place in points_along(curve)]
        others = [(box, frame) for box, frame in layout.boxes.items() if box not in {arrow.source, arrow.target}]
        others += [(label, frame) for label, frame in layout.labels.items() if label != arrow.id]
        found += [
            (arrow.id, name)
            for name, frame in others
            if any(frame.shrunk(EDGE).holds(place) for place in places) and frame.height > 2 * EDGE
        ]
    return found
