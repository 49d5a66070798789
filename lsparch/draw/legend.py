"""The legend: exactly the symbols, hues, frames, arrows, marks and signs that a picture uses, from the plan."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from math import ceil

from lsparch.draw.geometry import Frame, Point
from lsparch.draw.look import Look, Paint, parts_of
from lsparch.draw.picture import proof_mark, sign_mark
from lsparch.draw.scene import Element, GroupElement, Rect, Text, Use
from lsparch.draw.shapes import Strokes, arrow_head, dot, half_width, line, outline
from lsparch.draw.text import ascent, text_width
from lsparch.models.symbology import ArrowStyle, GroupStyle, Head, Joint, Proof, Shape, Sign, StatusStyle, Symbol
from lsparch.views.plan import Arrow, Box, DiagramPlan, Group, Status

__all__ = [
    "Entry",
    "Legend",
    "Section",
    "arrow_entry",
    "flowing_legend",
    "group_entry",
    "hue_entry",
    "joint_sample",
    "legend_of",
    "place_legend",
    "proof_entry",
    "sign_entry",
    "stack_entry",
    "status_entry",
    "symbol_entry",
]

SIZE = 11.0
SAMPLE_WIDTH = 40
ROW = 22
COLUMN_GAP = 22
PAD = 14
SECTION_GAP = 6
LEAST_PART = 4
"""Entries that a section has at least in a column, where it stands in several; the last one takes what is left."""

ROOMS = {Shape.CYLINDER: (0, 3, 12), Shape.DOCUMENT: (0, -1, 14), Shape.QUEUE: (-4, 0, 14)}
"""How far right and down from the middle of a sample its glyph stands, and its size, where a lid or wave is."""

Sample = Callable[[int, int, Look], Iterable[Element]]
"""Draws a sample at a place, by the same code as the picture."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the legend."""

    key: str
    title: str
    sample: Sample


@dataclass(frozen=True, slots=True)
class Section:
    """Entries of one sort."""

    title: str
    entries: tuple[Entry, ...]


def legend_of(plan: DiagramPlan, look: Look, *, joined: bool = False) -> tuple[Section, ...]:
    """Return the sections of the legend, each in the order of the symbology, without empty ones.

    ``joined`` tells that some arrows are drawn as one, with a dot where they part.
    """
    symbology = look.symbology
    symbols = {box.symbol for box in plan.boxes} | {badge for box in plan.boxes for badge in box.badges}
    groups = {group.symbol for group in plan.groups}
    styles = {arrow.style for arrow in plan.arrows}
    elements: tuple[Group | Box | Arrow, ...] = (*plan.groups, *plan.boxes, *plan.arrows)
    statuses = {element.status.value for element in elements}
    signs = {sign for element in elements for sign in element.signs}
    proofs = {proof.value for arrow in plan.arrows for proof in arrow.auth}
    boxes = [symbol_entry(key, symbol) for key, symbol in symbology.symbols.items() if key in symbols]
    boxes += [stack_entry(3)] if any(box.replicas != 1 for box in plan.boxes) else []
    arrows = [arrow_entry(key, style) for key, style in symbology.arrows.items() if key in styles]
    arrows += [optional_entry()] if any(arrow.optional for arrow in plan.arrows) else []
    arrows += [joint_entry(symbology.joint)] if joined else []
    arrows += [proof_entry(key, proof) for key, proof in symbology.proofs.items() if key in proofs]
    sure = [status_entry(k, s) for k, s in symbology.statuses.items() if k in statuses and statuses != {Status.KNOWN}]
    states = [sign_entry(key, sign) for key, sign in symbology.signs.items() if key in signs]
    sections = (
        Section("Whose", tuple(hue_entries(plan, look)) if look.hued else ()),
        Section("Elements", tuple(boxes)),
        Section("Frames", tuple(group_entry(k, s) for k, s in symbology.groups.items() if k in groups)),
        Section("Arrows", tuple(arrows)),
        Section("Certainty", tuple(sure)),
        Section("Signs", tuple(states)),
    )
    return tuple(section for section in sections if section.entries)


def field(x: int, y: int) -> Frame:
    """Return the room of a sample."""
    return Frame(x + 1, y, SAMPLE_WIDTH - 4, ROW - 3)


def symbol_entry(key: str, symbol: Symbol) -> Entry:
    """Return the line for a kind of box."""

    def sample(x: int, y: int, look: Look) -> Iterable[Element]:
        frame = field(x, y)
        yield from outline(symbol.shape, frame, look.neutral)
        right, down, size = ROOMS.get(symbol.shape, (0, 0, 14))
        place = frame.centre
        yield Use(symbol.glyph, place.x - size / 2 + right, place.y - size / 2 + down, size, look.neutral.line)

    return Entry(key, symbol.title, sample)


def stack_entry(sheets: int) -> Entry:
    """Return the line for stacks of so many sheets; 0 is for any number."""
    titles = {1: "One pod", 2: "Two pods", 3: "Several pods, with their number"}

    def sample(x: int, y: int, look: Look) -> Iterable[Element]:
        yield from outline(Shape.ROUNDED, field(x, y), look.neutral, (), sheets, 3)

    return Entry(f"stack-{sheets}", titles[sheets], sample)


def hue_entries(plan: DiagramPlan, look: Look) -> Iterator[Entry]:
    """Yield a line for each Aspect or Service that has a hue, and one for those that have none."""
    parts = parts_of(plan)
    yield from (hue_entry(part, title) for part, title in parts.items() if part in look.hues)
    plain = sum(part not in look.hues for part in parts)
    if plain:
        yield hue_entry("", f"{plain}{' others' if plain < len(parts) else ''}, told by name alone")


def hue_entry(part: str, title: str) -> Entry:
    """Return the line for what belongs to an Aspect or Service; for none in particular, if it is empty."""

    def sample(x: int, y: int, look: Look) -> Iterable[Element]:
        colour = look.hue(part)
        yield from outline(Shape.ROUNDED, field(x, y), Paint(colour, look.theme.filled(colour)))
        yield Rect(x + 7, y + 6, SAMPLE_WIDTH - 16, ROW - 15, colour, radius=2)

    return Entry(f"hue-{part}" if part else "no-hue", title, sample)


def group_entry(key: str, style: GroupStyle) -> Entry:
    """Return the line for a kind of frame."""

    def sample(x: int, y: int, look: Look) -> Iterable[Element]:
        frame, colour = field(x, y), look.neutral.line
        corner = min(style.corner, 9)
        fill = look.theme.washed(colour)
        yield Rect(frame.x, frame.y, frame.width, frame.height, fill, colour, style.width, corner)
        yield Use(style.glyph, frame.x + 3, frame.y + 3, 14, colour)

    return Entry(key, style.title, sample)


def arrow_entry(key: str, style: ArrowStyle) -> Entry:
    """Return the line for a kind of arrow."""

    def sample(x: int, y: int, look: Look) -> Iterable[Element]:
        yield from arrow_sample(x, y, style, Strokes(look.theme.inks[style.ink], look.theme.ground))

    return Entry(key, style.title, sample)


def optional_entry() -> Entry:
    """Return the line for arrows whose source works without their target."""

    def sample(x: int, y: int, look: Look) -> Iterable[Element]:
        style = ArrowStyle(title="optional", ink="any", head=Head.TRIANGLE)
        colours = Strokes(look.theme.ink, look.theme.ground)
        yield from arrow_sample(x, y, style, colours, look.symbology.optional, hollow=True)

    return Entry("optional", "Optional: works without", sample)


def joint_entry(joint: Joint) -> Entry:
    """Return the line for the dot where lines join or fork."""

    def sample(x: int, y: int, look: Look) -> Iterable[Element]:
        yield from joint_sample(x, field(x, y).centre.y - 4, joint, look.theme.ink)

    return Entry("joint", joint.title, sample)


def joint_sample(x: float, y: float, joint: Joint, ink: str) -> Iterable[Element]:
    """Yield a line that forks."""
    style = ArrowStyle(title="any", ink="any")
    right, branch = x + SAMPLE_WIDTH - 4, x + SAMPLE_WIDTH / 3
    yield from line(straight(x, right, y), style, Strokes(ink, ink), ())
    bend = (Point(branch, y), Point(branch + 6, y), Point(branch + 10, y + 4), Point(branch + 10, y + 10))
    yield from line(bend, style, Strokes(ink, ink), ())
    yield dot(Point(branch, y), half_width(style) + joint.out, ink)


def arrow_sample(
    x: int, y: int, style: ArrowStyle, colours: Strokes, dash: tuple[float, ...] = (), *, hollow: bool = False
) -> Iterable[Element]:
    """Yield a short arrow."""
    curve = straight(x, x + SAMPLE_WIDTH - 4, field(x, y).centre.y)
    short, head = arrow_head(curve, style, colours, hollow=hollow)
    yield from line(short, style, colours, dash)
    yield from head


def proof_entry(key: str, proof: Proof) -> Entry:
    """Return the line for a mark of proof."""

    def sample(x: int, y: int, look: Look) -> Iterable[Element]:
        yield proof_mark(key, x + SAMPLE_WIDTH / 2 - 8, y + 3, look.theme.ink, look)

    return Entry(f"proof-{key}", proof.title, sample)


def status_entry(key: str, status: StatusStyle) -> Entry:
    """Return the line for a degree of sureness: a box as it is then drawn, with its sign."""

    def sample(x: int, y: int, look: Look) -> Iterable[Element]:
        paint = look.neutral if status.filled else Paint(look.neutral.line, look.theme.ground)
        yield from outline(Shape.ROUNDED, field(x, y), paint, status.dash)
        if status.note:
            yield from sign_mark(key, x + SAMPLE_WIDTH / 2 - 7, y + 3, look)

    return Entry(key, status.title, sample)


def sign_entry(key: str, sign: Sign) -> Entry:
    """Return the line for a sign."""

    def sample(x: int, y: int, look: Look) -> Iterable[Element]:
        yield from sign_mark(key, x + SAMPLE_WIDTH / 2 - 7, y + 3, look)

    return Entry(f"sign-{key}", sign.title, sample)


@dataclass(frozen=True, slots=True)
class Legend:
    """A legend laid out for a width, its origin at the upper left."""

    width: int
    height: int
    headings: tuple[tuple[str, int, int], ...]
    entries: tuple[tuple[str, Entry, int, int], ...]
    """Section title, entry, and place."""


def place_legend(sections: Sequence[Section], columns: int = 1) -> Legend:
    """Return the entries in at most so many columns, as low as they get.

    A section stays together unless it is higher than a column. Then it goes on in the next ones, at the height of its
    first entry and in parts of about one length, under one heading.
    """
    if not sections:
        return Legend(0, 0, (), ())
    least = max(sum(map(lines, sections)) // columns, *map(lowest, sections))
    filled = next(found for most in count(least) if len(found := in_columns(sections, most)) <= columns)
    x, bottom = PAD, 0
    headings, entries = [], []
    for column in filled:
        y = PAD
        for part in column:
            y += SECTION_GAP if y > PAD else 0
            if not part.continued:
                headings.append((part.section.title, x, y))
            y += ROW - 1
            entries += [(part.section.title, entry, x, y + n * ROW) for n, entry in enumerate(part.entries)]
            y += ROW * len(part.entries)
        bottom = max(bottom, y)
        widest = max(text_width(entry.title, SIZE) for part in column for entry in part.entries)
        x += SAMPLE_WIDTH + 8 + widest + COLUMN_GAP
    return Legend(x - COLUMN_GAP + PAD, bottom + PAD - 4, tuple(headings), tuple(entries))


@dataclass(frozen=True, slots=True)
class Part:
    """What a column shows of a section."""

    section: Section
    entries: tuple[Entry, ...]
    continued: bool = False
    """Whether it began in the column before."""


def lines(section: Section) -> int:
    """Return how many lines a section takes that stays together, its heading counted."""
    return 1 + len(section.entries)


def lowest(section: Section) -> int:
    """Return how many lines a section takes at least, in parts that are not very short."""
    total = len(section.entries)
    return 1 + ceil(total / max(1, total // LEAST_PART))


def in_columns(sections: Iterable[Section], most: int) -> list[list[Part]]:
    """Return sections in columns of at most so many lines."""
    found: list[list[Part]] = []
    used = most
    for section in sections:
        if used + lines(section) <= most:
            found[-1].append(Part(section, section.entries))
            used += lines(section)
            continue
        total = len(section.entries)
        size = ceil(total / ceil(total / (most - 1)))
        found += [[Part(section, section.entries[n : n + size], continued=n > 0)] for n in range(0, total, size)]
        used = 1 + len(found[-1][0].entries)
    return found


def flowing_legend(sections: Sequence[Section], width: int) -> Legend:
    """Flow all entries one after another into rows of a width, each section after its heading."""
    x, y, used = PAD, PAD, 0
    headings, entries = [], []
    for section in sections:
        room = text_width(section.title, SIZE, bold=True) + 10
        for index, entry in enumerate(section.entries):
            size = SAMPLE_WIDTH + 8 + text_width(entry.title, SIZE)
            before = room if index == 0 else 0
            if x > PAD and x + before + size > width - PAD:
                x, y = PAD, y + ROW
            if index == 0:
                headings.append((section.title, x, y))
            entries.append((section.title, entry, x + before, y))
            x += before + size + COLUMN_GAP
            used = max(used, x - COLUMN_GAP)
    return Legend(used + PAD, y + ROW - 6 + PAD, tuple(headings), tuple(entries)) if entries else Legend(0, 0, (), ())


def legend_marks(legend: Legend, x: int, y: int, width: int, look: Look) -> GroupElement:
    """Return the marks of a legend at its place on the page."""
    theme = look.theme
    marks: list[Element] = [Rect(x, y, width, legend.height, theme.ground, theme.rule, 1, 6)]
    marks += [
        Text(x + left, y + top + ascent(SIZE) + 2, title, SIZE, theme.ink, bold=True)
        for title, left, top in legend.headings
    ]
    for section, entry, left, top in legend.entries:
        children = (
            *entry.sample(x + left, y + top, look),
            Text(x + left + SAMPLE_WIDTH + 8, y + top + ascent(SIZE) + 2, entry.title, SIZE, theme.muted),
        )
        marks.append(GroupElement(f"{section.lower()}-{entry.key}", "key", children))
    return GroupElement("legend", "legend", tuple(marks), "Legend")


def straight(left: float, right: float, y: float) -> tuple[Point, ...]:
    """Return a straight curve."""
    step = (right - left) / 3
    return tuple(Point(left + n * step, y) for n in range(4))
