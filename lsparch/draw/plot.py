"""Lines over time, with a limit; each line carries its own words."""

from collections.abc import Iterator

from lsparch.draw.look import Look
from lsparch.draw.scale import ticks
from lsparch.draw.scene import Element, GroupElement, Path, Rect, Text
from lsparch.draw.text import ascent, line_height, text_width
from lsparch.views.chart_plan import Course, LineChart

__all__ = ["PLOT_SIZE", "course_marks"]

TITLE = 13.0
WORDS = 11.0
WIDTH = 760
HEIGHT = 320
LEFT = 52
HEAD = 40
FOOT = 48
RIGHT = 30
DASH = (6, 3)
PLOT_SIZE = (LEFT + WIDTH + RIGHT, HEAD + HEIGHT + FOOT)
"""Width and height of a chart."""

FLAT = 0.2
"""Part of the height that a line rises at most to count as flat."""


def course_marks(chart: LineChart, x: int, y: int, look: Look) -> Iterator[Element]:
    """Yield the marks of a chart, its upper left corner at a place."""
    theme, limit = look.theme, look.theme.inks["bad"]
    last = max((point[0] for course in chart.courses for point in course.points), default=1.0) or 1.0
    most = max([chart.limit, *(point[1] for course in chart.courses for point in course.points)])
    across, up = ticks(last, 8), ticks(most * 1.04)
    left, top, low = x + LEFT, y + HEAD, y + HEAD + HEIGHT
    wide, tall = WIDTH / across[-1], HEIGHT / up[-1]
    yield Text(x, y + ascent(TITLE), chart.title, TITLE, theme.ink, bold=True)
    yield Text(x, y + line_height(TITLE) + ascent(WORDS) - 2, chart.unit, WORDS, theme.muted)
    for tick in up:
        at = round(low - tick * tall)
        yield Path(f"M{left} {at}H{left + WIDTH}", "none", theme.muted if tick == 0 else theme.rule, 1)
        yield Text(left - 8, at + 4, f"{tick:g}", WORDS, theme.muted, anchor="end")
    for tick in across:
        at = round(left + tick * wide)
        yield Path(f"M{at} {low}V{low + 5}", "none", theme.muted, 1)
        yield Text(at, low + 7 + ascent(WORDS), f"{tick:g}", WORDS, theme.muted, anchor="middle")
    yield Text(
        left + WIDTH, low + 9 + line_height(WORDS) + ascent(WORDS), chart.across, WORDS, theme.muted, anchor="end"
    )
    height = round(low - chart.limit * tall)
    yield Path(f"M{left} {height}H{left + WIDTH}", "none", limit, 1.6)
    yield Text(left + 10, height - 6, chart.limit_words, WORDS, limit, bold=True)
    for course in chart.courses:
        points = [(left + day * wide, low - value * tall) for day, value in course.points]
        yield course_line(course, points, top, look)


def course_line(course: Course, points: list[tuple[float, float]], top: int, look: Look) -> GroupElement:
    """Return a line with its words: over a flat one, under the middle of a steep one."""
    colour = look.theme.inks["caution" if course.supposed else "web"]
    data = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    marks: list[Element] = [Path(data, "none", colour, 2.4, DASH if course.supposed else ())]
    (first, start), (last, end) = points[0], points[-1]
    if abs(end - start) < FLAT * HEIGHT:
        x, y = last - text_width(course.label, WORDS, bold=True) - 12, max(top + 14.0, min(start, end) - 8)
    else:
        x, y = (first + last) / 2 + 14, (start + end) / 2 + 14
    width = text_width(course.label, WORDS, bold=True)
    marks.append(Rect(round(x - 4), round(y - 12), width + 8, 17, look.theme.ground, radius=4))
    marks.append(Text(round(x), round(y), course.label, WORDS, colour, bold=True))
    return GroupElement(course.label, "course", tuple(marks), course.label)
