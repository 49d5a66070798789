"""Boxes of a frame that no arrow touches are set in rows, as one block."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from lsparch.draw.geometry import Frame
from lsparch.draw.measure import BoxText
from lsparch.draw.structure import Structure

__all__ = ["Grid", "grids_of"]

ASPECT = 0.9
"""Wanted ratio of columns to rows; a box is nearly twice as wide as high, so a block has the shape of a page."""

ACROSS = 20
DOWN = 16


@dataclass(frozen=True, slots=True)
class Grid:
    """A block of boxes."""

    width: int
    height: int
    boxes: Mapping[str, Frame]
    """Places by id, from the block's upper left corner."""


def grids_of(structure: Structure, sizes: Mapping[str, BoxText]) -> dict[str, Grid]:
    """Return the blocks by frame, where a frame has several boxes that no arrow touches."""
    found = {}
    for group in structure.plan.groups:
        lone = [box for box in structure.members.get(group.id, ()) if box not in structure.touched]
        if len(lone) > 1:
            found[group.id] = in_rows(lone, sizes, max(1, round(sqrt(len(lone) * ASPECT))))
    return found


def in_rows(boxes: Sequence[str], sizes: Mapping[str, BoxText], columns: int) -> Grid:
    """Return the boxes row by row, each column as wide as its widest box."""
    rows = [boxes[start : start + columns] for start in range(0, len(boxes), columns)]
    widths = [max(sizes[row[n]].width for row in rows if n < len(row)) for n in range(columns)]
    places: dict[str, Frame] = {}
    y = 0
    for row in rows:
        for n, box in enumerate(row):
            x = sum(widths[:n]) + n * ACROSS + (widths[n] - sizes[box].width) // 2
            places[box] = Frame(x, y, sizes[box].width, sizes[box].height)
        y += max(sizes[box].height for box in row) + DOWN
    return Grid(sum(widths) + (columns - 1) * ACROSS, y - DOWN, places)
