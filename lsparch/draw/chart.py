"""Pages of charts: bars as small multiples on common rows, lines over time; figures stand where they are meant."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil

from lsparch.draw.compose import Body, compose_page
from lsparch.draw.look import Look, Paint, plain_look
from lsparch.draw.plot import PLOT_SIZE, course_marks
from lsparch.draw.scale import ticks
from lsparch.draw.scene import Element, GroupElement, Path, Rect, Scene, Text, Use
from lsparch.draw.text import ascent, line_height, shorten, text_width
from lsparch.models.symbology import GroupStyle, Symbol, Symbology
from lsparch.models.theme import mixed
from lsparch.models.theme_name import ThemeName
from lsparch.views.chart_plan import Bar, BarChart, ChartPlan, LineChart, Tone

__all__ = ["compose_chart"]

TITLE = 13.0
LABEL = 12.0
WORDS = 10.5
COLUMN = 270
GAP = 44
ROW = 34
TALL_ROW = 50
BAR = 16
LABEL_WIDTH = 210
GLYPH = 18
HEAD = 30
AXIS = 40
KEY = 26
NOTE = 11.5


def paint_of(tone: Tone, look: Look) -> Paint:
    """Return the colours of a tone; those of one chart differ in lightness, so that they can be told in grey."""
    inks, theme = look.theme.inks, look.theme
    colour, share = {
        Tone.USED: (inks["web"], 100),
        Tone.MORE: (inks["web"], 35),
        Tone.FREE: (theme.muted, 0),
        Tone.ERROR: (inks["bad"], 100),
        Tone.WARNING: (inks["caution"], 55),
        Tone.NOTE: (theme.muted, 25),
    }[tone]
    return Paint(colour, mixed(colour, theme.ground, share))


@dataclass(frozen=True, slots=True)
class Table:
    """Bar charts side by side: a row for each element, a column for each chart."""

    charts: tuple[BarChart, ...]
    rows: tuple[Bar, ...]
    label: int
    """Width of the row labels."""

    row: int

    @property
    def width(self) -> int:
        """Width of labels and columns."""
        return self.label + len(self.charts) * (COLUMN + GAP)

    @property
    def height(self) -> int:
        """Height of heads, rows, axes and key."""
        return HEAD + len(self.rows) * self.row + AXIS + KEY * any(chart.tones for chart in self.charts)


def compose_chart(plan: ChartPlan, symbology: Symbology, theme: ThemeName = ThemeName.LIGHT) -> Scene:
    """Return the finished drawing of a page of charts."""
    look = plain_look(symbology, theme)
    table = table_of(tuple(chart for chart in plan.charts if isinstance(chart, BarChart)))
    lines = tuple(chart for chart in plan.charts if isinstance(chart, LineChart))
    notes = len(plan.notes) * line_height(NOTE)
    width = max([table.width if table else 0, PLOT_SIZE[0] if lines else 0, notes_width(plan.notes)])
    height = (table.height if table else 0) + PLOT_SIZE[1] * len(lines) + notes + 8

    def draw(x: int, y: int) -> Iterator[Element]:
        if table:
            yield from table_marks(table, look, x, y)
            y += table.height
        for chart in lines:
            yield from course_marks(chart, x, y, look)
            y += PLOT_SIZE[1]
        for note in plan.notes:
            yield Text(x, y + 8 + ascent(NOTE), note, NOTE, look.theme.muted)
            y += line_height(NOTE)

    body = Body(width, height, draw)
    if lines:
        return compose_page(plan, body, (), look, words(plan))
    page = compose_page(
        replace(plan, panels=()), body, (), look, ""
    )  # bars bear their figures: a table says them again
    return replace(page, description=" ".join(filter(None, (plan.description, f"{words(plan)}."))))


def words(plan: ChartPlan) -> str:
    """Return the figures as a sentence."""
    said = [f"{chart.title}: " + ", ".join(f"{bar.label} {bar.words}" for bar in chart.bars)
            for chart in plan.charts if isinstance(chart, BarChart)]  # fmt: skip
    said += [f"{chart.title}: " + "; ".join(course.label for course in chart.courses)
             for chart in plan.charts if isinstance(chart, LineChart)]  # fmt: skip
    return ". ".join(said)


def notes_width(notes: Iterable[str]) -> int:
    """Return the width of the widest note."""
    return max((text_width(note, NOTE) for note in notes), default=0)


def table_of(charts: tuple[BarChart, ...]) -> Table | None:
    """Return bar charts as a table; None if there are none."""
    rows = {bar.id: bar for chart in charts for bar in chart.bars}
    if not charts:
        return None
    label = min(LABEL_WIDTH, max((text_width(bar.label, LABEL) for bar in rows.values()), default=0)) + GLYPH + 22
    below = any(not beside(bar, chart) for chart in charts for bar in chart.bars)
    return Table(charts, tuple(rows.values()), label, TALL_ROW if below else ROW)


def scale(chart: BarChart) -> float:
    """Return points per unit."""
    return COLUMN / (ticks(chart.limit, whole=chart.whole)[-1] or 1.0)


def beside(bar: Bar, chart: BarChart) -> bool:
    """Tell whether the words of a bar have room at its end."""
    long = sum(segment.value for segment in bar.segments) * scale(chart)
    return long + text_width(bar.words, WORDS) + 10 <= COLUMN + GAP - 14


def table_marks(table: Table, look: Look, x: int, y: int) -> Iterator[Element]:
    """Yield the marks of bar charts."""
    top = y + HEAD
    for n, row in enumerate(table.rows):
        middle = top + n * table.row + (BAR + 12) // 2
        yield from row_label(row, look, x, middle, table.label)
    for m, chart in enumerate(table.charts):
        left = x + table.label + m * (COLUMN + GAP)
        yield Text(left, y + ascent(TITLE), chart.title, TITLE, look.theme.ink, bold=True)
        yield from axis_marks(chart, left, top, len(table.rows) * table.row, look)
        places = {bar.id: bar for bar in chart.bars}
        for n, row in enumerate(table.rows):
            if row.id in places:
                yield bar_marks(places[row.id], chart, left, top + n * table.row + 6, look)
    yield from key_marks(table, x + table.label, top + len(table.rows) * table.row + AXIS, look)


def row_label(bar: Bar, look: Look, x: int, middle: int, width: int) -> Iterator[Element]:
    """Yield the symbol and the name of a row."""
    style: Symbol | GroupStyle | None = look.symbology.groups.get(bar.symbol) or (
        look.symbology.symbols.get(bar.symbol)
    )
    if style is not None:
        yield Use(style.glyph, x, middle - GLYPH / 2, GLYPH, look.hue(bar.id))
    text = shorten(bar.label, LABEL, width - GLYPH - 20)
    yield Text(x + GLYPH + 8, middle + 4, text, LABEL, look.theme.ink)


def axis_marks(chart: BarChart, left: int, top: int, height: int, look: Look) -> Iterator[Element]:
    """Yield grid, axis and unit of a chart."""
    unit = scale(chart)
    for tick in ticks(chart.limit, whole=chart.whole):
        at = round(left + tick * unit)
        yield Path(f"M{at} {top}V{top + height}", "none", look.theme.muted if tick == 0 else look.theme.rule, 1)
        yield Text(at, top + height + 4 + ascent(WORDS), f"{tick:g}", WORDS, look.theme.muted, anchor="middle")
    yield Text(left, top + height + 4 + line_height(WORDS) + ascent(WORDS), chart.unit, WORDS, look.theme.muted)
    if chart.limit_words:
        at = round(left + 100 * unit)
        yield Path(f"M{at} {top - 2}V{top + height}", "none", look.theme.inks["bad"], 1.4)
        yield Text(at + 4, top + 2, chart.limit_words, WORDS, look.theme.inks["bad"])


def bar_marks(bar: Bar, chart: BarChart, left: int, top: int, look: Look) -> GroupElement:
    """Return a bar with its words at its end, or under it where they have no room there."""
    unit = scale(chart)
    marks: list[Element] = []
    at = float(left)
    for segment in bar.segments:
        width = segment.value * unit
        if width > 0:
            paint = paint_of(segment.tone, look)
            marks.append(Rect(round(at, 1), top, max(0.8, round(width, 1)), BAR, paint.fill, paint.line, 0.8))
        at += width
    if beside(bar, chart):
        marks.append(Text(ceil(at) + 7, top + 12, bar.words, WORDS, look.theme.ink))
    else:
        base, ground = top + BAR + ascent(WORDS) + 1, look.theme.ground
        marks.append(Text(left + 4, base, bar.words, WORDS, look.theme.muted, halo=ground))
    return GroupElement(
        f"{chart.title} {bar.id}", "bar", tuple(marks), f"{chart.title}: {bar.label}", bar.words, bar.id
    )


def key_marks(table: Table, x: int, y: int, look: Look) -> Iterator[Element]:
    """Yield what the tones mean."""
    tones = dict(pair for chart in table.charts for pair in chart.tones)
    for tone, meaning in tones.items():
        paint = paint_of(tone, look)
        yield Rect(x, y + 4, 22, 12, paint.fill, paint.line, 0.8)
        yield Text(x + 29, y + 4 + 10, meaning, WORDS, look.theme.muted)
        x += 29 + text_width(meaning, WORDS) + 24
