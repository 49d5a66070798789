"""Parts that no arrow joins, packed to the shape of a page."""

from collections.abc import Sequence
from math import log

from lsparch.draw.positions import Layout, merged, moved

__all__ = ["PAGE_ASPECT", "packed"]

PAGE_ASPECT = 1.75
"""Wanted width by height of the picture; title and legend make a page of 16:10 of it."""

GAP = 28
"""Distance between parts that no arrow joins."""


def packed(parts: Sequence[Layout]) -> Layout:
    """Return one layout of several, the highest first, in the rows that come nearest to the shape of a page."""
    if not parts:
        return Layout(0, 0, {}, {}, {}, {})
    ordered = sorted(parts, key=lambda part: -part.height)
    widths = sorted({sum(part.width + GAP for part in ordered[: n + 1]) for n in range(len(ordered))})
    return min((merged(in_rows(ordered, width)) for width in widths), key=page_strain)


def page_strain(layout: Layout) -> float:
    """Return how large a packed layout is and how far from the shape of a page."""
    return log(layout.width * layout.height) + abs(log(layout.width / layout.height / PAGE_ASPECT))


def in_rows(parts: Sequence[Layout], width: int) -> list[Layout]:
    """Return the parts moved into rows of at most a width; parts lower than a row share a column of it."""
    found: list[Layout] = []
    x = top = used = column = row = 0
    for part in parts:
        if found and used + part.height <= row and part.width <= column:
            found.append(moved(part, x, top + used))
        else:
            x += column + GAP if found else 0
            if found and x + part.width > width:
                x, top, row = 0, top + row + GAP, 0
            used, column = 0, part.width
            row = max(row, part.height)
            found.append(moved(part, x, top))
        used += part.height + GAP
    return found
