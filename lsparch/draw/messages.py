"""Messages of a sequence view: number, words above the arrow, way and proof under it."""

from collections.abc import Iterable
from dataclasses import dataclass

from lsparch.draw.digest import value_digest
from lsparch.draw.geometry import Point
from lsparch.draw.look import Look
from lsparch.draw.measure import PROOF_ROOM
from lsparch.draw.picture import proof_mark
from lsparch.draw.scene import Element, GroupElement, Path, Rect, Text
from lsparch.draw.shapes import Strokes, arrow_head, line
from lsparch.draw.text import ascent, line_height, text_width, wrap
from lsparch.models.symbology import Symbology
from lsparch.views.plan import Status
from lsparch.views.sequence_plan import Message

__all__ = ["MessageText", "message_marks", "message_text"]

WORDS = 12.0
WAY = 10.5
WORDS_WIDTH = 230
HALF_BAR = 5
DISC = 10
ROOM = 14
LOOP = 34
LOOP_HEIGHT = 22
ROW_GAP = 18


@dataclass(frozen=True, slots=True)
class MessageText:
    """The wrapped text of a message and the room that it takes."""

    does: tuple[str, ...]
    way: tuple[str, ...]
    marked: int
    """Room of the marks of proof before the first line of the way."""

    width: int
    """Least distance between the ends, or from a lifeline to the right end of a loop's words."""

    above: int
    below: int


def message_text(message: Message, symbology: Symbology) -> MessageText:
    """Return how the words of a message are wrapped, and how much room they need."""
    does = wrap(message.does, WORDS, WORDS_WIDTH)
    status = symbology.statuses.of(message.status.value).note if message.status is not Status.KNOWN else ""
    first = " · ".join(filter(None, (message.way, message.proof)))
    more = " · ".join(filter(None, ("optional" if message.optional else "", status, message.note)))
    way = (*wrap(first, WAY, WORDS_WIDTH), *wrap(more, WAY, WORDS_WIDTH))
    marked = PROOF_ROOM * len(message.auth)
    widths = [text_width(text, WORDS) for text in does] + [text_width(text, WAY) + marked for text in way]
    number = max(2 * DISC, text_width(message.number, WAY, bold=True) + 10)
    loop = message.source == message.target
    width = HALF_BAR + number + max(widths, default=0) + ROOM + (LOOP if loop else HALF_BAR + ROOM)
    above = len(does) * line_height(WORDS) + 4
    below = len(way) * line_height(WAY) + ROW_GAP
    if loop:
        below = max(below, LOOP_HEIGHT + ROW_GAP)
    return MessageText(does, way, marked, width + width % 2, above, below)


def message_marks(
    message: Message,
    text: MessageText,
    ends: tuple[int, int],
    y: int,
    names: dict[str, str],
    look: Look,
) -> GroupElement:
    """Return a message whose arrow is at the height ``y``."""
    symbology = look.symbology
    style = symbology.arrows[message.style]
    colour = look.theme.muted if message.note else look.theme.inks[style.ink]
    status = symbology.statuses.of(message.status.value)
    dash = status.dash or (symbology.optional if message.optional else ())
    start, end = ends
    marks: list[Element] = []
    if start == end:
        marks += loop_marks(start + HALF_BAR, y, colour)
        left = start + HALF_BAR + LOOP
        number_at, middle = left + ROOM, 0.0
    else:
        ahead = 1 if end > start else -1
        colours = Strokes(colour, look.theme.ground)
        curve = straight(start + ahead * HALF_BAR, end - ahead * HALF_BAR, y)
        short, head = arrow_head(curve, style, colours, hollow=message.optional)
        marks += [*line(short, style, colours, dash), *head]
        number_at = start + ahead * (HALF_BAR + DISC + 6)
        left, middle = 0, (start + end) / 2 + ahead * (HALF_BAR + DISC) / 2
    marks += words(message, text, left, middle, y, colour, look)
    marks += number_marks(message.number, number_at, y, colour, look.theme.ground)
    sure = status.title.partition(":")[0].lower() if message.status is not Status.KNOWN else ""
    title = f"{message.number}: {names[message.source]} → {names[message.target]}"
    said = (message.way, message.proof, "optional" if message.optional else "", sure, message.note)
    description = "; ".join([message.does, *filter(None, said)])
    data = (
        ("kind", message.style),
        ("source", message.source),
        ("target", message.target),
        ("digest", value_digest(message)),
    )
    return GroupElement(message.id, "message", tuple(marks), title, description, message.id, data)


def loop_marks(x: int, y: int, colour: str) -> Iterable[Element]:
    """Yield the arrow of a message to oneself."""
    low = y + LOOP_HEIGHT
    right = x + LOOP - 8
    yield Path(f"M{x} {y}H{right}C{right + 9} {y} {right + 9} {low} {right} {low}H{x + 8}", "none", colour, 1.4)
    yield Path(f"M{x} {low}L{x + 9} {low - 3.8}L{x + 9} {low + 3.8}Z", colour, colour, 1.2)


def words(
    message: Message, text: MessageText, left: int, middle: float, y: int, colour: str, look: Look
) -> Iterable[Element]:
    """Yield the words above the arrow and the way under it, each line on a ground that covers lifelines.

    They start at ``left``, behind the number of a loop; where ``middle`` is not 0 they are centred there.
    """
    left += 2 * DISC + ROOM + 4
    top = y - text.above
    for n, words_of_line in enumerate(text.does):
        width = text_width(words_of_line, WORDS)
        x = middle - width / 2 if middle else left
        yield Rect(x - 3, top + n * line_height(WORDS) + 1, width + 6, line_height(WORDS), look.theme.ground, radius=4)
        yield Text(x, top + n * line_height(WORDS) + ascent(WORDS), words_of_line, WORDS, look.theme.ink)
    for n, way in enumerate(text.way):
        mark = text.marked if n == 0 else 0
        width = text_width(way, WAY) + mark
        x = middle - width / 2 if middle else left
        base = y + 5 + n * line_height(WAY)
        yield Rect(x - 3, base, width + 6, line_height(WAY), look.theme.ground, radius=4)
        for index, auth in enumerate(message.auth if mark else ()):
            yield proof_mark(auth.value, x + index * PROOF_ROOM, base, colour, look)
        yield Text(x + mark, base + ascent(WAY), way, WAY, colour if n == 0 else look.theme.muted)


def number_marks(number: str, x: float, y: int, colour: str, ground: str) -> Iterable[Element]:
    """Yield the number of a message: filled for a step of the story, hollow for a part of a step."""
    part = "." in number
    width = max(2 * DISC - 2, text_width(number, WAY, bold=True) + 9)
    height = 2 * DISC - 2
    fill = ground if part else colour
    yield Rect(x - width / 2, y - height / 2, width, height, fill, colour, 1.2, height / 2)
    yield Text(x, y + 3.8, number, WAY, colour if part else ground, bold=True, anchor="middle")


def straight(start: float, end: float, y: float) -> tuple[Point, ...]:
    """Return a straight curve."""
    step = (end - start) / 3
    return tuple(Point(start + n * step, y) for n in range(4))
