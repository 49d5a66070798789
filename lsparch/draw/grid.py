"""What no arrow touches is set in rows, as one block: boxes of a frame, and frames with all that is in them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log, sqrt

from lsparch.draw.geometry import Frame
from lsparch.draw.measure import MARGIN, BoxText, GroupHeading
from lsparch.draw.structure import Structure

__all__ = ["Grid", "grids_of", "in_rows", "reblocked"]

ASPECT = 0.9
"""Wanted ratio of columns to rows; a box is nearly twice as wide as high, so a block has the shape of a page."""

SHAPE = 1.7
"""Wanted width by height of a block of frames, or of very many boxes."""

MANY = 24
"""Boxes above which the block of any picture is shaped by their sizes; blocks of manifests always are."""

ACROSS = 20
DOWN = 16
BETWEEN = 24
"""Distance of frames in a block."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A block of boxes and frames."""

    width: int
    height: int
    boxes: Mapping[str, Frame]
    """Places by id, from the block's upper left corner."""

    groups: Mapping[str, Frame] = field(default_factory=dict)


def grids_of(
    structure: Structure, sizes: Mapping[str, BoxText], headings: Mapping[str, GroupHeading]
) -> dict[str, Grid]:
    """Return the blocks by frame, where a frame has several things that no arrow touches."""
    lone = {group.id for group in structure.plan.groups if is_lone(structure, group.id)}
    found = {}
    for group in structure.plan.groups:
        if is_within_block(structure, lone, group.id):
            continue
        boxes = [box for box in structure.members.get(group.id, ()) if box not in structure.touched]
        frames = [child for child in structure.children.get(group.id, ()) if child in lone]
        if len(boxes) + len(frames) > 1:
            found[group.id] = block_of(structure, sizes, headings, boxes, frames)
    return found


def is_within_block(structure: Structure, lone: set[str], group: str) -> bool:
    """Whether a frame stands in the block of one around it."""
    parent = structure.parent[group]
    if group not in lone or parent is None:
        return False
    return siblings(structure, lone, parent) or is_within_block(structure, lone, parent)


def siblings(structure: Structure, lone: set[str], parent: str) -> bool:
    """Whether a frame has a block of several things that no arrow touches."""
    boxes = [box for box in structure.members.get(parent, ()) if box not in structure.touched]
    return len(boxes) + sum(child in lone for child in structure.children.get(parent, ())) > 1


def is_lone(structure: Structure, group: str) -> bool:
    """Whether no arrow touches a frame or anything in it."""
    return group not in structure.touched and not any(item in structure.touched for item in structure.inner(group))


def block_of(
    structure: Structure,
    sizes: Mapping[str, BoxText],
    headings: Mapping[str, GroupHeading],
    boxes: Sequence[str],
    frames: Sequence[str],
) -> Grid:
    """Return some boxes in a grid, and some frames beside and under it."""
    usual = max(1, round(sqrt(len(boxes) * ASPECT)))
    columns = range(1, len(boxes) + 1) if len(boxes) > MANY or structure.plan.quick else [usual]
    choices = blocks_of(structure, sizes, headings, boxes, frames, columns)
    return min(choices, key=lambda grid: abs(log(grid.width / grid.height / SHAPE)))


def blocks_of(
    structure: Structure,
    sizes: Mapping[str, BoxText],
    headings: Mapping[str, GroupHeading],
    boxes: Sequence[str],
    frames: Sequence[str],
    columns: Iterable[int],
) -> Iterator[Grid]:
    """Yield some boxes in a grid of so many columns, and some frames beside and under it, in rows of several widths."""
    inner = [frame_of(structure, sizes, headings, frame) for frame in frames]
    for number in columns:
        items = [*([in_rows(boxes, sizes, number)] if boxes else []), *inner]
        widths = sorted({sum(item.width + BETWEEN for item in items[: n + 1]) for n in range(len(items))})
        yield from (flowed(items, width) for width in widths)


def reblocked(
    structure: Structure,
    sizes: Mapping[str, BoxText],
    headings: Mapping[str, GroupHeading],
    group: str,
    grid: Grid,
    badness: Callable[[Grid], float],
) -> Grid:
    """Return a frame's block in another shape."""
    boxes = [box for box in structure.members.get(group, ()) if box in grid.boxes]
    frames = [child for child in structure.children.get(group, ()) if child in grid.groups]
    columns = range(1, len(boxes) + 1) if boxes else (1,)
    return min(blocks_of(structure, sizes, headings, boxes, frames, columns), key=badness)


def frame_of(
    structure: Structure, sizes: Mapping[str, BoxText], headings: Mapping[str, GroupHeading], group: str
) -> Grid:
    """Return a frame with all that is in it."""
    boxes, frames = structure.members.get(group, []), structure.children.get(group, [])
    heading = headings[group]
    top = heading.height + MARGIN
    width, height = heading.width + 2 * MARGIN, top + MARGIN
    inner = block_of(structure, sizes, headings, boxes, frames) if boxes or frames else Grid(0, 0, {})
    if boxes or frames:
        width, height = max(width, inner.width + 2 * MARGIN), top + inner.height + MARGIN
    return Grid(
        width,
        height,
        {key: frame.moved(MARGIN, top) for key, frame in inner.boxes.items()},
        {group: Frame(0, 0, width, height), **{key: f.moved(MARGIN, top) for key, f in inner.groups.items()}},
    )


def flowed(items: Sequence[Grid], width: int) -> Grid:
    """Return blocks in rows of at most a width."""
    boxes: dict[str, Frame] = {}
    groups: dict[str, Frame] = {}
    x = y = row = right = 0
    for item in items:
        if x and x + item.width > width:
            x, y, row = 0, y + row + BETWEEN, 0
        boxes |= {key: frame.moved(x, y) for key, frame in item.boxes.items()}
        groups |= {key: frame.moved(x, y) for key, frame in item.groups.items()}
        right, row = max(right, x + item.width), max(row, item.height)
        x += item.width + BETWEEN
    return Grid(right, y + row, boxes, groups)


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
