"""Sizes of boxes, labels and headings, from the widths of the shipped font."""

import re
from dataclasses import dataclass, replace

from lsparch.draw.shapes import SHEET
from lsparch.draw.text import line_height, shorten, text_width, wrap
from lsparch.models.symbology import Shape, Symbology
from lsparch.views.plan import Arrow, Box, Group

__all__ = [
    "BADGE",
    "DETAIL",
    "GLYPH",
    "HEADING",
    "LABEL",
    "MARGIN",
    "PROOF",
    "PROOF_ROOM",
    "SIGN",
    "SIGN_GAP",
    "SIGN_ROOM",
    "TITLE",
    "ArrowLabel",
    "BoxText",
    "GroupHeading",
    "Inset",
    "arrow_label",
    "box_text",
    "group_heading",
    "inset",
    "row_width",
    "sheets",
    "signs_of",
]

TITLE = 13.0
"""Size of a box's label, in points."""

DETAIL = 11.0
"""Size of the lines under it."""

HEADING = 12.5
"""Size of a frame's label."""

MARGIN = 12
"""Distance of a frame from what is in it."""

LABEL = 10.5
"""Size of an arrow's label."""

GLYPH = 22
"""Width and height of a box's glyph."""

BADGE = 18
"""Width and height of a badge."""

SIGN = 12
"""Width and height of a sign's disc."""

SIGN_ROOM = SIGN + 4
SIGN_GAP = 7
PROOF = 12
"""Width and height of a mark of proof."""

PROOF_ROOM = PROOF + 3
MOST_SHEETS = 3

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
        Shape.RIBBED: Inset(left=4),
        Shape.FOOTED: Inset(bottom=4),
        Shape.FRAMED: Inset(3, 3, 3, 3),
        Shape.OCTAGON: Inset(left=2, right=2),
        Shape.CYLINDER: Inset(top=9, bottom=3),
        Shape.QUEUE: Inset(right=8),
        Shape.CLOUD: Inset(left=9, top=5, right=9, bottom=5),
        Shape.PILL: Inset(left=7, right=9),
        Shape.HEXAGON: Inset(left=7, right=9),
        Shape.DOCUMENT: Inset(bottom=7),
        Shape.CUT: Inset(right=5),
    }
    return rooms.get(shape, Inset())


def sheets(box: Box) -> int:
    """Return how many sheets the stack has that stands for a box's pods; three stand for any number above two."""
    return min(box.replicas or MOST_SHEETS, MOST_SHEETS)


@dataclass(frozen=True, slots=True)
class BoxText:
    """The wrapped text of a box and the size that holds it."""

    title: tuple[str, ...]
    details: tuple[str, ...]
    signs: tuple[tuple[str, str], ...]
    """Key and word of each sign, on lines of their own under the details."""

    badges: tuple[str, ...]
    width: int
    height: int
    text_left: int
    """Distance from the box's left edge to its text."""


def box_text(box: Box, symbology: Symbology) -> BoxText:
    """Return how the text of a box is wrapped, and how large the box must be."""
    room = inset(symbology.symbols[box.symbol].shape)
    deep = SHEET * (sheets(box) - 1)
    title = wrap(box.label, TITLE, TITLE_WIDTH, bold=True)
    details = tuple(line for text in counted_details(box) for line in wrap(text, DETAIL, DETAIL_WIDTH))
    signs = signs_of(box, symbology)
    widths = [text_width(line, TITLE, bold=True) for line in title]
    widths += [text_width(line, DETAIL) for line in details]
    widths += [SIGN_ROOM + text_width(word, DETAIL) for _, word in signs]
    text_left = room.left + PAD + GLYPH + GAP
    width = text_left + max([*widths, len(box.badges) * (BADGE + 4)]) + PAD + room.right + deep
    height = 2 * PAD + len(title) * line_height(TITLE) + (len(details) + len(signs)) * line_height(DETAIL)
    height += (BADGE + 4) * bool(box.badges) + room.top + room.bottom + deep
    return BoxText(
        title,
        details,
        signs,
        box.badges,
        even(max(width, LEAST_WIDTH)),
        even(max(height, LEAST_HEIGHT)),
        text_left,
    )


def counted_details(box: Box) -> tuple[str, ...]:
    """Return the details of a box, with the number of its pods if they do not say it."""
    number = str(box.replicas)
    if box.replicas < 2 or any(number in re.findall(r"\d+", text) for text in box.details):  # noqa: PLR2004
        return box.details
    return (f"×{number}", *box.details)


def signs_of(element: Box | Group | Arrow, symbology: Symbology) -> tuple[tuple[str, str], ...]:
    """Return key and word of each sign of an element, that of its status first."""
    status = element.status.value
    note = symbology.statuses.of(status).note
    own = ((status, note),) if note else ()
    return (*own, *((key, symbology.signs[key].word) for key in element.signs))


@dataclass(frozen=True, slots=True)
class GroupHeading:
    """The heading of a frame."""

    label: str
    kind: str
    """Second line: what kind of frame it is, with its detail."""

    width: int
    height: int
    signs: tuple[tuple[str, str], ...] = ()
    """Key and word of each sign, behind the second line."""


def group_heading(group: Group, symbology: Symbology) -> GroupHeading:
    """Return the heading of a frame and the room it takes."""
    style = symbology.groups[group.symbol]
    signs = signs_of(group, symbology)
    label = shorten(" ".join(wrap(group.label, HEADING, 9999)), HEADING, HEADING_WIDTH, bold=True)
    parts = [style.title.partition(":")[0], *([group.detail] if group.detail else [])]
    kind = shorten(" · ".join(wrap(" · ".join(parts), LABEL, 9999)), LABEL, HEADING_WIDTH)
    second = text_width(kind, LABEL) + sum(signs_width(word) for _, word in signs)
    width = 24 + max(text_width(label, HEADING, bold=True), second)
    return GroupHeading(label, kind, even(width), line_height(HEADING) + line_height(LABEL) + 2, signs)


def signs_width(word: str) -> int:
    """Return the room of a sign with its word behind a text of the size of labels."""
    return SIGN_GAP + SIGN_ROOM + text_width(word, LABEL)


@dataclass(frozen=True, slots=True)
class ArrowLabel:
    """The wrapped label of an arrow and the size that holds it."""

    lines: tuple[str, ...]
    width: int
    height: int
    proofs: tuple[str, ...] = ()
    """Keys of the marks before the first line."""

    signs: tuple[tuple[str, str], ...] = ()
    """Key and word of each sign, on lines of their own under the text."""

    def rows(self) -> list[tuple[tuple[str, ...], str, str]]:
        """Return, for each line: marks before it, text, and the sign to which the text belongs."""
        lines = self.lines or (("",) if self.proofs else ())
        found = [(self.proofs if n == 0 else (), line, "") for n, line in enumerate(lines)]
        return found + [((), word, key) for key, word in self.signs]


def arrow_label(arrow: Arrow, symbology: Symbology, *, inside: bool = False) -> ArrowLabel | None:
    """Return the label of an arrow, or None when it has none.

    An arrow between a frame and something inside it (``inside``) says so in words, because it has no line between
    the two.
    """
    words = (ALL_HERE, arrow.label) if inside else (arrow.label,)
    label = ArrowLabel(
        wrap(" · ".join(part for part in words if part), LABEL, LABEL_WIDTH),
        0,
        0,
        tuple(proof.value for proof in arrow.auth),
        signs_of(arrow, symbology),
    )
    rows = label.rows()
    if not rows:
        return None
    width = max(row_width(row) for row in rows) + 10
    return replace(label, width=even(width), height=even(len(rows) * line_height(LABEL) + 4))


def row_width(row: tuple[tuple[str, ...], str, str]) -> int:
    """Return the width of one line of an arrow's label."""
    proofs, text, sign = row
    return len(proofs) * PROOF_ROOM + text_width(text, LABEL) + SIGN_ROOM * bool(sign)


def even(number: int) -> int:
    """Return the number, or the next one if it is odd, so that centres are whole."""
    return number + number % 2
