"""Parts that no arrow joins, packed to the shape of a page."""

from collections.abc import Callable, Sequence

from lsparch.draw.positions import Layout, merged, moved

__all__ = ["packed"]

GAP = 28
"""Distance between parts that no arrow joins."""


DISORDER = 0.1
"""Cost of parts that are not in their order, against the logarithm of a page's size."""


def packed(parts: Sequence[Layout], strain: Callable[[int, int], float]) -> Layout:
    """Return one layout of several in the rows of which the best page comes: in their order, or the highest first."""
    if not parts:
        return Layout(0, 0, {}, {}, {}, {})
    choices: list[tuple[float, Layout]] = []
    for cost, ordered in ((0.0, list(parts)), (DISORDER, sorted(parts, key=lambda part: -part.height))):
        widths = sorted({sum(part.width + GAP for part in ordered[: n + 1]) for n in range(len(ordered))})
        for width in widths:
            layout = merged(in_rows(ordered, width))
            choices.append((cost + strain(layout.width, layout.height), layout))
    return min(choices, key=lambda choice: choice[0])[1]


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
