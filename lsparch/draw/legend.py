"""The legend: exactly the symbols, frames, arrows and statuses that a picture uses, computed from the plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lsparch.draw.geometry import Frame, Point
from lsparch.draw.measure import GLYPH
from lsparch.draw.picture import MUTED
from lsparch.draw.scene import Element, GroupElement, Path, Rect, Text, Use
from lsparch.draw.shapes import arrow_head, line, outline
from lsparch.draw.text import ascent, text_width
from lsparch.models.symbology import INK, ArrowStyle, GroupStyle, Head, StatusStyle, Symbol, Symbology
from lsparch.views.plan import DiagramPlan, Status

__all__ = ["Entry", "Legend", "Section", "legend_of", "place_legend"]

SIZE = 11.0
SAMPLE_WIDTH = 40
ROW = 25
HEADING_WIDTH = 92
COLUMN_GAP = 22
PAD = 14

OPTIONAL = "optional"
OPTIONAL_TITLE = "Optional: works without (hollow head)"
OPTIONAL_STYLE = ArrowStyle(title=OPTIONAL_TITLE, colour=INK, head=Head.TRIANGLE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the legend."""

    key: str
    style: Symbol | GroupStyle | ArrowStyle | StatusStyle | None
    """None for the sign of an optional arrow."""

    title: str


@dataclass(frozen=True, slots=True)
class Section:
    """Entries of one sort."""

    title: str
    entries: tuple[Entry, ...]


def legend_of(plan: DiagramPlan, symbology: Symbology) -> tuple[Section, ...]:
    """Return the sections of the legend, each in the order of the symbology, without empty ones."""
    symbols = {box.symbol for box in plan.boxes} | {badge for box in plan.boxes for badge in box.badges}
    groups = {group.symbol for group in plan.groups}
    arrows = {arrow.style for arrow in plan.arrows}
    statuses = {group.status.value for group in plan.groups} | {box.status.value for box in plan.boxes}
    statuses |= {arrow.status.value for arrow in plan.arrows}
    marks = [Entry(key, style, style.title) for key, style in symbology.arrows.items() if key in arrows]
    if any(arrow.optional for arrow in plan.arrows):
        marks.append(Entry(OPTIONAL, None, OPTIONAL_TITLE))
    sureness = (
        [Entry(key, style, style.title) for key, style in symbology.statuses.items() if key in statuses]
        if statuses - {Status.KNOWN.value}
        else []
    )
    sections = (
        Section("Elements", tuple(Entry(k, s, s.title) for k, s in symbology.symbols.items() if k in symbols)),
        Section("Frames", tuple(Entry(k, s, s.title) for k, s in symbology.groups.items() if k in groups)),
        Section("Arrows", tuple(marks)),
        Section("Certainty", tuple(sureness)),
    )
    return tuple(section for section in sections if section.entries)


@dataclass(frozen=True, slots=True)
class Legend:
    """A legend laid out for a width, its origin at the upper left."""

    width: int
    height: int
    headings: tuple[tuple[str, int, int], ...]
    entries: tuple[tuple[str, Entry, int, int], ...]
    """Section title, entry, and place."""


def place_legend(sections: Sequence[Section], width: int) -> Legend:
    """Flow the entries into columns that fit a width; a narrow legend has its headings above the entries."""
    if not sections:
        return Legend(0, 0, (), ())
    widest = max(text_width(entry.title, SIZE) for section in sections for entry in section.entries)
    column = SAMPLE_WIDTH + 8 + widest + COLUMN_GAP
    narrow = width < HEADING_WIDTH + 2 * column
    left = PAD if narrow else PAD + HEADING_WIDTH
    columns = 1 if narrow else max(1, (width - left - PAD) // column)
    y = PAD
    headings, entries = [], []
    for section in sections:
        headings.append((section.title, PAD, y))
        y += ROW - 4 if narrow else 0
        for index, entry in enumerate(section.entries):
            entries.append((section.title, entry, left + index % columns * column, y + index // columns * ROW))
        y += -(-len(section.entries) // columns) * ROW + 6
    used = min(columns, max(len(section.entries) for section in sections))
    return Legend(left + used * column - COLUMN_GAP + PAD, y - 6 + PAD, tuple(headings), tuple(entries))


def legend_marks(legend: Legend, x: int, y: int, width: int) -> GroupElement:
    """Return the marks of a legend at its place on the page."""
    marks: list[Element] = [Rect(x, y, width, legend.height, "#ffffff", "#d5dbe3", 1, 6)]
    marks += [
        Text(x + left, y + top + ascent(SIZE) + 4, title, SIZE, INK, bold=True) for title, left, top in legend.headings
    ]
    for section, entry, left, top in legend.entries:
        children = (
            *sample(entry, x + left, y + top),
            Text(x + left + SAMPLE_WIDTH + 8, y + top + ascent(SIZE) + 4, entry.title, SIZE, MUTED),
        )
        marks.append(GroupElement(f"{section.lower()}-{entry.key}", "key", children))
    return GroupElement("legend", "legend", tuple(marks), "Legend")


def sample(entry: Entry, x: int, y: int) -> Iterable[Element]:
    """Yield the sample of an entry, drawn by the same code as the picture."""
    frame = Frame(x + 1, y, SAMPLE_WIDTH - 4, ROW - 5)
    middle = y + (ROW - 5) / 2
    curve = straight(x, x + SAMPLE_WIDTH - 4, middle)
    match entry.style:
        case Symbol() as symbol:
            yield from outline(symbol.shape, frame, symbol.fill, symbol.stroke)
            size = GLYPH - 7
            yield Use(symbol.glyph, frame.centre.x - size / 2, middle - size / 2 + 1, size, symbol.stroke)
        case GroupStyle() as group:
            corner = min(group.corner, 9)
            yield Rect(frame.x, frame.y, frame.width, frame.height, group.fill, group.stroke, group.width, corner)
            yield Use(group.glyph, frame.x + 3, frame.y + 3, 14, group.stroke)
        case ArrowStyle() as style:
            short, head = arrow_head(curve, style, hollow=False)
            yield from line(short, style, ())
            yield from head
        case StatusStyle() as status:
            yield Path(f"M{x} {middle:g}H{x + SAMPLE_WIDTH - 4}", "none", INK, 1.5, status.dash)
        case None:
            style = OPTIONAL_STYLE
            short, head = arrow_head(curve, style, hollow=True)
            yield from line(short, style, ())
            yield from head


def straight(left: float, right: float, y: float) -> tuple[Point, ...]:
    """Return a straight curve."""
    step = (right - left) / 3
    return tuple(Point(left + n * step, y) for n in range(4))
