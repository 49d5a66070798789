"""Where title, picture, panels and legend stand on a page, so that the page fits a slide or a sheet at the largest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from lsparch.draw.legend import Legend, Section, place_legend
from lsparch.draw.panels import PanelTable
from lsparch.draw.text import line_height, wrap
from lsparch.views.plans import Plan

__all__ = [
    "BODY",
    "CHIP",
    "FOOT",
    "MARGIN",
    "SPACE",
    "TITLE",
    "WIDE",
    "Page",
    "Placed",
    "Surroundings",
    "header_height",
    "legends_of",
]

MARGIN = 26
SPACE = 18
TITLE = 22.0
CHIP = 12.0
BODY = 12.5
FOOT = 10.0
LEAST_WIDTH = 560

WIDE = 16 / 9
"""Width by height of a slide."""

SLIDE = (960.0, 540.0)
"""Points of a slide of 13.33 by 7.5 inches."""

SHEET = (785.2, 538.6)
"""Points of a sheet of A4, lying, within margins of 10 mm."""

MOST_BESIDE = 3
MOST_UNDER = 8
"""Columns of a legend that are tried, beside the picture and under it."""

AREA_WEIGHT = 0.1
"""Weight of a page's area, against the factor by which it must shrink to fit."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A panel or the legend, at its place on the page."""

    item: PanelTable | Legend
    x: int
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class Page:
    """Where the parts of a page are."""

    width: int
    height: int
    left: int
    """Place of the picture."""

    placed: tuple[Placed, ...]

    def strain(self, ratio: float) -> float:
        """Return by how much the page must shrink to fit a page of so much width by height."""
        return 2 * log(max(self.width / ratio, self.height)) + AREA_WEIGHT * log(self.width * self.height)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a picture, and the width by height that the whole should have."""

    plan: Plan
    legends: Sequence[Legend]
    """The legend in one column, in two and so on; empty without a legend."""

    tables: Sequence[PanelTable]
    ratio: float = WIDE

    def best(self, width: int, height: int) -> Page:
        """Return the best page around a picture of a size."""
        return min(self._choices(width, height), key=lambda page: page.strain(self.ratio))

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Return width and height of the best page around a picture of a size."""
        page = self.best(width, height)
        return page.width, page.height

    def strain(self, width: int, height: int) -> float:
        """Return how bad the best page around a picture of a size is."""
        return self.best(width, height).strain(self.ratio)

    def _choices(self, width: int, height: int) -> Iterator[Page]:
        legends: list[list[Legend]] = [[legend] for legend in self.legends] or [[]]
        for columns, legend in enumerate(legends, 1):
            yield self._arranged(width, height, (), (*self.tables, *legend))
            if self.tables:
                yield self._arranged(width, height, self.tables, legend)
            if legend and columns <= MOST_BESIDE:
                yield self._arranged(width, height, legend, self.tables)
                if self.tables:
                    yield self._arranged(width, height, (*self.tables, *legend), ())

    def _arranged(
        self,
        width: int,
        height: int,
        beside: Sequence[PanelTable | Legend],
        under: Sequence[PanelTable | Legend],
    ) -> Page:
        """Return the page with some things in a column beside the picture and others in rows under it."""
        side = max((item.width for item in beside), default=0)
        content = max([width + (SPACE + side if side else 0), LEAST_WIDTH, *(item.width for item in under)])
        placed: list[Placed] = []
        top = y = MARGIN + header_height(self.plan, content)
        for item in beside:
            placed.append(Placed(item, MARGIN + content - side, y, side if isinstance(item, Legend) else item.width))
            y += item.height + SPACE
        y = max(top + height + SPACE, y)
        for row in rows(under, content):
            x = MARGIN
            for item in row:
                last = isinstance(item, Legend)
                placed.append(Placed(item, x, y, MARGIN + content - x if last else item.width))
                x += item.width + SPACE
            y += max(item.height for item in row) + SPACE
        room = content - (side + SPACE if side else 0)
        left = MARGIN + max(0, (room - width) // 2)
        return Page(content + 2 * MARGIN, y + line_height(FOOT) + MARGIN // 2, left, tuple(placed))


def legends_of(sections: Sequence[Section]) -> list[Legend]:
    """Return a legend in one column, in two and so on; nothing for one without sections."""
    return [place_legend(sections, columns) for columns in range(1, MOST_UNDER + 1)] if sections else []


def type_on(page: tuple[int, int], paper: tuple[float, float], size: float) -> float:
    """Return the size of type on a page when that fills a paper, in points."""
    return size * min(paper[0] / page[0], paper[1] / page[1])


def header_height(plan: Plan, width: int) -> int:
    """Return the height of title and description."""
    lines = len(wrap(plan.title, TITLE, width, bold=True))
    body = len(wrap(plan.description, BODY, width))
    chip = line_height(CHIP) + 12
    return lines * line_height(TITLE) + chip + body * line_height(BODY) + SPACE


def rows(items: Sequence[PanelTable | Legend], width: int) -> list[list[PanelTable | Legend]]:
    """Return panels and legend in rows that fit a width."""
    found: list[list[PanelTable | Legend]] = []
    used = 0
    for item in items:
        if not found or used + SPACE + item.width > width:
            found.append([])
            used = -SPACE
        found[-1].append(item)
        used += SPACE + item.width
    return found
