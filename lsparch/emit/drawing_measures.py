"""A table of what makes pictures easy or hard to read, so that a change of it is seen in a review."""

from collections.abc import Sequence

from lsparch.draw import Layout, LayoutRequest
from lsparch.draw.quality import measured

__all__ = ["measures_row", "measures_table"]

HEAD = """# Measures of the pictures

Crossings of arrows, those drawn as one counting once; faults: arrows through boxes or headings that are not theirs,
arrows on each other, labels on anything; mean length of arrows in points; width by height; share that is empty.

| picture | boxes | arrows | crossings | faults | mean length | shape | empty |
|---|--:|--:|--:|--:|--:|--:|--:|
"""


def measures_table(pictures: Sequence[tuple[str, str]]) -> str:
    """Return the table for the names of some pictures with their rows, as Markdown."""
    return HEAD + "".join(f"| {name} | {row} |\n" for name, row in pictures)


def measures_row(request: LayoutRequest, layout: Layout) -> str:
    """Return the row of one picture, without its name."""
    found = measured(request, layout)
    faults = len(found.through) + len(found.hidden) + len(found.labels)
    cells = (
        len(request.plan.boxes),
        len(request.plan.arrows),
        found.crossings,
        faults,
        found.mean_length,
        f"{found.aspect:.2f}",
        f"{found.whitespace:.0%}",
    )
    return " | ".join(str(cell) for cell in cells)
