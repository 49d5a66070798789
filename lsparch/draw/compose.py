"""The page: title, environment, picture, panels, legend and digest around a laid-out plan."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import log

from lsparch.draw.digest import plan_digest
from lsparch.draw.layout import Layout, LayoutRequest, moved
from lsparch.draw.legend import Legend, Section, legend_marks, legend_of, place_legend
from lsparch.draw.look import Look, look_of
from lsparch.draw.panels import PanelTable, panel_marks, panel_table
from lsparch.draw.picture import picture
from lsparch.draw.scene import Element, GroupElement, Path, Rect, Scene, Text
from lsparch.draw.text import ascent, line_height, printable, text_width, wrap
from lsparch.models.symbology import Symbology
from lsparch.models.theme_name import ThemeName
from lsparch.views.plans import Plan, source_word

__all__ = ["Body", "compose", "compose_page"]

MARGIN = 26
SPACE = 18
TITLE = 22.0
CHIP = 12.0
BODY = 12.5
FOOT = 10.0
PAGE_ASPECT = 1.6
LEAST_WIDTH = 560
WHOLE_MODEL = "whole model"


@dataclass(frozen=True, slots=True)
class Page:
    """Where the parts of a page are."""

    width: int
    height: int
    side: bool
    """Whether panels and legend, as far as they are beside, make a right-hand column."""

    legend: Legend
    legend_beside: bool
    panels_beside: bool

    @property
    def strain(self) -> float:
        """How far the page is from its best aspect ratio, and how large it is."""
        return abs(log(self.width / self.height / PAGE_ASPECT)) + log(self.width * self.height) / 2


@dataclass(frozen=True, slots=True)
class Body:
    """What a page is made around: its size, and what draws it at a place."""

    width: int
    height: int
    draw: Callable[[int, int], Iterable[Element]]


def compose(request: LayoutRequest, layout: Layout, symbology: Symbology, theme: ThemeName = ThemeName.LIGHT) -> Scene:
    """Return the finished drawing of a diagram."""
    plan = request.plan
    look = look_of(plan, symbology, theme)
    body = Body(layout.width, layout.height, lambda x, y: picture(request, moved(layout, x, y), look))
    counts = f"{len(plan.boxes)} elements and {len(plan.arrows)} relations."
    return compose_page(plan, body, legend_of(plan, look), look, counts)


def compose_page(plan: Plan, body: Body, sections: Sequence[Section], look: Look, words: str) -> Scene:
    """Return the page around a body; ``words`` describe it where the plan says nothing."""
    tables = [panel_table(panel) for panel in plan.panels]
    choices = [
        arrange(plan, body, sections, tables, legend_columns=one, panels_beside=other)
        for one, other in product((0, 1, 2), (False, True) if tables else (False,))
    ]
    page = min(choices, key=lambda choice: choice.strain)
    return Scene(
        plan.id,
        page.width,
        page.height,
        f"{plan.title}, {plan.environment or WHOLE_MODEL}",
        plan.description or words,
        tuple(marks(plan, body, look, page, tables)),
        look.theme.ground,
        look.theme.ink,
    )


def header_height(plan: Plan, width: int) -> int:
    """Return the height of title and description."""
    lines = len(wrap(plan.title, TITLE, width, bold=True))
    body = len(wrap(plan.description, BODY, width))
    chip = line_height(CHIP) + 12
    return lines * line_height(TITLE) + chip + body * line_height(BODY) + SPACE


def arrange(
    plan: Plan,
    around: Body,
    sections: Sequence[Section],
    tables: Sequence[PanelTable],
    *,
    legend_columns: int,
    panels_beside: bool,
) -> Page:
    """Return the page that results when legend and panels are beside the picture or under it.

    The legend is beside in as many columns as told, or under it for none.
    """
    column = place_legend(sections, 0, max(1, legend_columns))
    legend_beside = legend_columns > 0
    side_tables = tables if panels_beside else ()
    side_width = max([table.width for table in side_tables] + ([column.width] if legend_beside else []), default=0)
    side_height = sum(table.height + SPACE for table in side_tables) + column.height * legend_beside
    content = around.width + (SPACE + side_width if side_width else 0)
    under = () if panels_beside else tables
    content = max(content, LEAST_WIDTH, *(table.width for table in under)) if under else max(content, LEAST_WIDTH)
    legend = column if legend_beside else place_legend(sections, content)
    content = max(content, 0 if legend_beside else legend.width)
    body = max(around.height, side_height)
    height = MARGIN + header_height(plan, content) + body + SPACE
    height += rows_height(under, content)
    height += 0 if legend_beside or not sections else legend.height + SPACE
    height += line_height(FOOT) + MARGIN // 2
    return Page(content + 2 * MARGIN, height, bool(side_width), legend, legend_beside, panels_beside)


def table_rows(tables: Sequence[PanelTable], width: int) -> list[list[PanelTable]]:
    """Return the tables in rows that fit a width."""
    rows: list[list[PanelTable]] = []
    used = 0
    for table in tables:
        if not rows or used + SPACE + table.width > width:
            rows.append([])
            used = -SPACE
        rows[-1].append(table)
        used += SPACE + table.width
    return rows


def rows_height(tables: Sequence[PanelTable], width: int) -> int:
    """Return the height of tables flowed into rows."""
    return sum(max(table.height for table in row) + SPACE for row in table_rows(tables, width))


def marks(
    plan: Plan,
    body: Body,
    look: Look,
    page: Page,
    tables: Sequence[PanelTable],
) -> list[Element]:
    """Return everything on the page."""
    content = page.width - 2 * MARGIN
    found: list[Element] = [header(plan, content, look)]
    top = MARGIN + header_height(plan, content)
    side = page.legend.width if page.legend_beside else 0
    side = max([side, *(table.width for table in tables)]) if page.panels_beside else side
    room = content - (side + SPACE if page.side else 0)
    left = MARGIN + max(0, (room - body.width) // 2)
    found.append(GroupElement("picture", "picture", tuple(body.draw(left, top))))
    x, y = page.width - MARGIN - side, top
    if page.panels_beside:
        for index, table in enumerate(tables):
            found.append(panel_marks(table, x, y, index, look))
            y += table.height + SPACE
    if page.legend_beside:
        found.append(legend_marks(page.legend, x, y, side, look))
        y += page.legend.height
    y = max(top + body.height, y) + SPACE
    index = 0
    for row in [] if page.panels_beside else table_rows(tables, content):
        x = MARGIN
        for table in row:
            found.append(panel_marks(table, x, y, index, look))
            x, index = x + table.width + SPACE, index + 1
        y += max(table.height for table in row) + SPACE
    if page.legend.entries and not page.legend_beside:
        found.append(legend_marks(page.legend, MARGIN, y, content, look))
    found.append(footer(plan, look, page))
    return found


def header(plan: Plan, content: int, look: Look) -> GroupElement:
    """Return title, environment and description."""
    theme = look.theme
    found: list[Element] = []
    y = MARGIN
    for words in wrap(plan.title, TITLE, content, bold=True):
        found.append(Text(MARGIN, y + ascent(TITLE), words, TITLE, theme.ink, bold=True))
        y += line_height(TITLE)
    name = printable(plan.environment) or WHOLE_MODEL
    words = f"{source_word(plan)} {name}" if plan.environment else name
    width = text_width(words, CHIP, bold=True) + 18
    height = line_height(CHIP) + 5
    found.append(Rect(MARGIN, y + 2, width, height, look.neutral.fill, look.neutral.line, 1, height / 2))
    found.append(Text(MARGIN + 9, y + 4 + ascent(CHIP), words, CHIP, theme.ink, bold=True))
    y += line_height(CHIP) + 12
    for words in wrap(plan.description, BODY, content):
        found.append(Text(MARGIN, y + ascent(BODY), words, BODY, theme.muted))
        y += line_height(BODY)
    return GroupElement("header", "header", tuple(found))


def footer(plan: Plan, look: Look, page: Page) -> GroupElement:
    """Return the line with what the picture is and its digest."""
    y = page.height - MARGIN // 2 - line_height(FOOT)
    right = page.width - MARGIN
    words, digest = f"view {printable(plan.id)}", f"digest {plan_digest(plan, look.symbology)}"
    children = (
        Path(f"M{MARGIN} {y - 4}H{right}", "none", look.theme.rule, 1),
        Text(MARGIN, y + ascent(FOOT), words, FOOT, look.theme.muted),
        Text(right, y + ascent(FOOT), digest, FOOT, look.theme.muted, anchor="end"),
    )
    return GroupElement("footer", "footer", children)
