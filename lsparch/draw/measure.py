"""Sizes of boxes, labels and headings, from the widths of the shipped font."""

from dataclasses import dataclass

from lsparch.draw.text import line_height, shorten, text_width, wrap
from lsparch.models.symbology import Shape, Symbology
from lsparch.views.plan import Arrow, Box, Group, Status

__all__ = [
    "BADGE",
    "DETAIL",
    "GLYPH",
    "HEADING",
    "LABEL",
    "TITLE",
    "ArrowLabel",
    "BoxText",
    "GroupHeading",
    "Inset",
    "arrow_label",
    "box_text",
    "group_heading",
    "inset",
]

TITLE = 13.0
"""Size of a box's label, in points."""

DETAIL = 11.0
"""Size of the lines under it."""

HEADING = 12.5
"""Size of a frame's label."""

LABEL = 10.5
"""Size of an arrow's label."""

GLYPH = 22
"""Width and height of a box's glyph."""

BADGE = 18
"""Width and height of a badge."""

PAD = 9
GAP = 8
TITLE_WIDTH = 150
DETAIL_WIDTH = 160
LABEL_WIDTH = 132
HEADING_WIDTH = 320
ALL_HERE = "all here"
LEAST_WIDTH = 96
LEAST_HEIGHT = 40


@dataclass(frozen=True, slots=True)
class Inset:
    """Room that an outline needs beyond its text."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0


def inset(shape: Shape) -> Inset:
    """Return the room that an outline needs."""
    rooms = {
        Shape.STACK: Inset(top=4, right=4),
        Shape.CYLINDER: Inset(top=9, bottom=3),
        Shape.QUEUE: Inset(right=8),
        Shape.CLOUD: Inset(left=9, top=5, right=9, bottom=5),
        Shape.PILL: Inset(left=7, right=9),
        Shape.HEXAGON: Inset(left=7, right=9),
        Shape.DOCUMENT: Inset(bottom=7),
        Shape.CUT: Inset(right=5),
    }
    return rooms.get(shape, Inset())


@dataclass(frozen=True, slots=True)
class BoxText:
    """The wrapped text of a box and the size that holds it."""

    title: tuple[str, ...]
    details: tuple[str, ...]
    badges: tuple[str, ...]
    width: int
    height: int
    text_left: int
    """Distance from the box's left edge to its text."""


def box_text(box: Box, symbology: Symbology) -> BoxText:
    """Return how the text of a box is wrapped, and how large the box must be."""
    room = inset(symbology.symbols[box.symbol].shape)
    title = wrap(box.label, TITLE, TITLE_WIDTH, bold=True)
    note = symbology.statuses.of(box.status.value).note
    texts = (*box.details, note) if note else box.details
    details = tuple(line for text in texts for line in wrap(text, DETAIL, DETAIL_WIDTH))
    widths = [text_width(line, TITLE, bold=True) for line in title]
    widths += [text_width(line, DETAIL) for line in details]
    text_left = room.left + PAD + GLYPH + GAP
    width = text_left + max([*widths, len(box.badges) * (BADGE + 4)]) + PAD + room.right
    height = 2 * PAD + len(title) * line_height(TITLE) + len(details) * line_height(DETAIL)
    height += (BADGE + 4) * bool(box.badges) + room.top + room.bottom
    return BoxText(
        title,
        details,
        box.badges,
        even(max(width, LEAST_WIDTH)),
        even(max(height, LEAST_HEIGHT)),
        text_left,
    )


@dataclass(frozen=True, slots=True)
class GroupHeading:
    """The heading of a frame."""

    label: str
    kind: str
    """Second line: what kind of frame it is, with its detail."""

    width: int
    height: int


def group_heading(group: Group, symbology: Symbology) -> GroupHeading:
    """Return the heading of a frame and the room it takes."""
    style = symbology.groups[group.symbol]
    note = symbology.statuses.of(group.status.value).note
    label = shorten(" ".join(wrap(group.label, HEADING, 9999)), HEADING, HEADING_WIDTH, bold=True)
    parts = [style.title.partition(":")[0], *([group.detail] if group.detail else []), *([note] if note else [])]
    kind = shorten(" · ".join(wrap(" · ".join(parts), LABEL, 9999)), LABEL, HEADING_WIDTH)
    width = 24 + max(text_width(label, HEADING, bold=True), text_width(kind, LABEL))
    return GroupHeading(label, kind, even(width), line_height(HEADING) + line_height(LABEL) + 2)


@dataclass(frozen=True, slots=True)
class ArrowLabel:
    """The wrapped label of an arrow and the size that holds it."""

    lines: tuple[str, ...]
    width: int
    height: int


def arrow_label(arrow: Arrow, symbology: Symbology, *, inside: bool = False) -> ArrowLabel | None:
    """Return the label of an arrow, or None when it has none.

    An arrow between a frame and something inside it (``inside``) says so in words, because it has no line between
    the two.
    """
    note = symbology.statuses.of(arrow.status.value).note if arrow.status is not Status.KNOWN else ""
    words = (ALL_HERE, arrow.label, note) if inside else (arrow.label, note)
    text = " · ".join(part for part in words if part)
    lines = wrap(text, LABEL, LABEL_WIDTH)
    if not lines:
        return None
    width = max(text_width(line, LABEL) for line in lines) + 10
    return ArrowLabel(lines, even(width), even(len(lines) * line_height(LABEL) + 4))


def even(number: int) -> int:
    """Return the number, or the next one if it is odd, so that centres are whole."""
    return number + number % 2
