"""A table of what makes pictures easy or hard to read, so that a change of it is seen in a review."""

from collections.abc import Sequence

from lsparch.draw import Layout, LayoutRequest
from lsparch.draw.measure import LABEL
from lsparch.draw.page import SHEET, SLIDE, type_on
from lsparch.draw.quality import measured
from lsparch.models.paper import LEAST_TYPE

__all__ = ["measures_row", "measures_table"]

HEAD = """# Measures of the pictures

Crossings of arrows, those drawn as one counting once; faults: arrows through boxes or headings that are not theirs,
arrows on each other, labels on anything; labels on edges of frames; mean length of arrows in points; width by height;
share that is empty; width by height of the page with title, tables and legend; the smallest type of the picture, in
points, where the page fills a slide of 13.33 by 7.5 inches or a sheet of A4. In bold: smaller than type on a slide
should be, in a picture that has no parts worth a page each.

| picture | boxes | arrows | crossings | faults | on edges | mean length | shape | empty | page | slide | A4 |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
"""


def measures_table(pictures: Sequence[tuple[str, str]]) -> str:
    """Return the table for the names of some pictures with their rows, as Markdown."""
    return HEAD + "".join(f"| {name} | {row} |\n" for name, row in pictures)


def measures_row(request: LayoutRequest, layout: Layout) -> str:
    """Return the row of one picture, without its name."""
    found = measured(request, layout)
    page = request.page(layout.width, layout.height)
    cells = (
        len(request.plan.boxes),
        len(request.plan.arrows),
        found.crossings,
        found.faults,
        len(found.edges),
        found.mean_length,
        f"{found.aspect:.2f}",
        f"{found.whitespace:.0%}",
        f"{page[0] / page[1]:.2f}",
        size(type_on(page, SLIDE, LABEL), LEAST_TYPE),
        size(type_on(page, SHEET, LABEL)),
    )
    return " | ".join(str(cell) for cell in cells)


def size(points: float, least: float = 0) -> str:
    """Return a size of type as text, bold where it is smaller than it should be."""
    return f"**{points:.1f}**" if points < least else f"{points:.1f}"
