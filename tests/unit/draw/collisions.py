"""Counts what makes a picture hard to read."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from lsparch.draw.geometry import Frame
from lsparch.draw.scene import Element, GroupElement, Scene, Text
from lsparch.draw.text import ascent, line_height, text_width

__all__ = ["EDGE", "overlaps", "text_frames", "texts"]

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
