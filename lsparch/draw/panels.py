"""Panels: small tables beside or under a picture."""

from dataclasses import dataclass

from lsparch.draw.look import Look
from lsparch.draw.scene import Element, GroupElement, Path, Rect, Text
from lsparch.draw.text import ascent, line_height, text_width, wrap
from lsparch.views.plan import Panel

__all__ = ["PanelTable", "panel_marks", "panel_table"]

HEADING = 12.5
CELL = 11.0
CELL_WIDTH = 220
GAP = 14
PAD = 12
SPACE = 4


@dataclass(frozen=True, slots=True)
class PanelTable:
    """A panel with wrapped cells and the size that holds them."""

    title: str
    cells: tuple[tuple[tuple[str, ...], ...], ...]
    columns: tuple[int, ...]
    """Widths of the columns."""

    width: int
    height: int


def panel_table(panel: Panel) -> PanelTable:
    """Return a panel with its cells wrapped and measured; rows may have fewer cells than others."""
    cells = tuple(tuple(wrap(cell, CELL, CELL_WIDTH) for cell in row) for row in panel.rows)
    count = max((len(row) for row in cells), default=0)
    columns = tuple(
        max((text_width(line, CELL) for row in cells if n < len(row) for line in row[n]), default=0)
        for n in range(count)
    )
    inner = max(sum(columns) + GAP * max(0, count - 1), text_width(panel.title, HEADING, bold=True))
    height = 2 * PAD + line_height(HEADING) + SPACE + sum(row_height(row) for row in cells)
    return PanelTable(panel.title, cells, columns, inner + 2 * PAD, height)


def row_height(row: tuple[tuple[str, ...], ...]) -> int:
    """Return the height of a row: that of its longest cell."""
    return max(1, *(len(cell) for cell in row), 1) * line_height(CELL) + SPACE


def panel_marks(table: PanelTable, x: int, y: int, index: int, look: Look) -> GroupElement:
    """Return the marks of a panel at its place on the page."""
    theme = look.theme
    marks: list[Element] = [
        Rect(x, y, table.width, table.height, theme.ground, theme.rule, 1, 6),
        Text(x + PAD, y + PAD + ascent(HEADING), table.title, HEADING, theme.ink, bold=True),
    ]
    top = y + PAD + line_height(HEADING) + SPACE
    for row in table.cells:
        marks.append(Path(f"M{x + PAD} {top}H{x + table.width - PAD}", "none", theme.rule, 1))
        left = x + PAD
        for cell, width in zip(row, table.columns, strict=False):
            for number, line in enumerate(cell):
                base = top + SPACE // 2 + number * line_height(CELL) + ascent(CELL)
                marks.append(Text(left, base, line, CELL, theme.muted))
            left += width + GAP
        top += row_height(row)
    return GroupElement(f"{index}", "panel", tuple(marks), table.title)
