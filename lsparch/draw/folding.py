"""Other arrangements made of one: strips folded to rows, and blocks that no arrow touches set beside or under the rest.

What is made here may have too much room in it; it is taken out afterwards.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from lsparch.draw.geometry import Frame
from lsparch.draw.grid import Grid, reblocked
from lsparch.draw.measure import MARGIN
from lsparch.draw.mesh import Placement
from lsparch.draw.positions import LayoutRequest, headings_of
from lsparch.draw.room import with_room
from lsparch.draw.search import LEVEL, UPRIGHT
from lsparch.draw.structure import Structure

__all__ = ["folded", "with_blocks_moved"]

APART = 60
"""Distance between rows; less is enough where no label stands between them."""

MOST_ROWS = 3
MANY, MORE_ROWS = 20, 6
"""Elements in one strip above which it may have more rows, and how many."""

STRIP = 2.4
"""Width by height, or height by width, above which something is a strip."""


def folded(request: LayoutRequest, structure: Structure, placement: Placement) -> Iterator[Placement]:
    """Yield the placement with what is in one frame, or at the top, folded to several rows."""
    for level in (None, *placement.groups):
        items = contents(structure, placement, level)
        frames = list(items.values())
        if len(frames) < 2:  # noqa: PLR2004
            continue
        width = max(f.right for f in frames) - min(f.x for f in frames)
        height = max(f.bottom for f in frames) - min(f.y for f in frames)
        for rows in range(2, (MORE_ROWS if len(items) > MANY else MOST_ROWS) + 1):
            if width > STRIP * height:
                yield from fold(request, structure, placement, level, rows)


def contents(structure: Structure, placement: Placement, level: str | None) -> dict[str, Frame]:
    """Return what stands directly in a frame or at the top, from the left to the right."""
    places = {**placement.groups, **placement.boxes}
    inside = [*structure.children.get(level, ()), *structure.members.get(level, ())]
    return {
        key: places[key]
        for key in sorted(inside, key=lambda key: places[key].x if key in places else 0)
        if key in places
    }


def fold(
    request: LayoutRequest, structure: Structure, placement: Placement, level: str | None, rows: int
) -> Iterator[Placement]:
    """Yield the placement with the content of a frame cut at gaps and set in rows, if there are gaps."""
    items = contents(structure, placement, level)
    columns: list[list[str]] = []
    right = None
    for key, frame in items.items():
        if right is None or frame.x >= right:
            columns.append([])
        columns[-1].append(key)
        right = frame.right if right is None else max(right, frame.right)
    if len(columns) < rows:
        return
    parts = shared_out(columns, items, rows)
    first = min(frame.x for frame in items.values())
    steps: dict[str, tuple[int, int]] = {}
    down = 0
    for number, part in enumerate(parts):
        left = min(items[key].x for key in part)
        top, bottom = min(items[key].y for key in part), max(items[key].bottom for key in part)
        start = min(frame.y for frame in items.values())
        shift = down - (top - start) if number else 0
        steps |= dict.fromkeys(part, (first - left, shift))
        down = (bottom - start if not number else down + bottom - top) + APART
    grown = max(items[key].bottom + steps[key][1] for key in items) - max(frame.bottom for frame in items.values())
    if level is not None:
        placement = with_room(placement, [(LEVEL, placement.groups[level].bottom - 1, max(0, grown))])
    yield shifted(request, structure, placement, steps)


def shared_out(columns: Sequence[Sequence[str]], items: Mapping[str, Frame], rows: int) -> list[list[str]]:
    """Return columns shared out to rows of about one width, in order."""
    left = min(frame.x for frame in items.values())
    width = max(frame.right for frame in items.values()) - left
    ends = [max(items[key].right for key in column) - left for column in columns]
    cuts = [0]
    for row in range(1, rows):
        free = range(cuts[-1] + 1, len(columns) - (rows - row) + 1)
        cuts.append(min(free, key=lambda cut: abs(ends[cut - 1] - width * row / rows)))
    cuts.append(len(columns))
    return [[key for column in columns[one:other] for key in column] for one, other in pairwise(cuts)]


def shifted(
    request: LayoutRequest, structure: Structure, placement: Placement, steps: Mapping[str, tuple[int, int]]
) -> Placement:
    """Return the placement with some elements moved, with all that is in them."""
    of = {inner: step for key, step in steps.items() for inner in (key, *structure.inner(key))}
    boxes = {key: frame.moved(*of.get(key, (0, 0))) for key, frame in placement.boxes.items()}
    groups = {key: frame.moved(*of.get(key, (0, 0))) for key, frame in placement.groups.items()}
    return Placement(boxes, groups, headings_of(request, groups))


def with_blocks_moved(request: LayoutRequest, structure: Structure, placement: Placement) -> Iterator[Placement]:
    """Yield the placement with a block of what no arrow touches on the right of all else in its frame, and under it."""
    for group, grid in request.grids.items():
        if group not in placement.groups:
            continue
        rest = [
            frame
            for key, frame in contents(structure, placement, group).items()
            if key not in grid.boxes and key not in grid.groups
        ]
        if not rest:
            continue
        right, bottom = max(frame.right for frame in rest), max(frame.bottom for frame in rest)
        left, top = min(frame.x for frame in rest), min(frame.y for frame in rest)
        tall = reshaped(request, structure, group, height=bottom - top)
        lower = max(0, tall.height - (bottom - top)) + MARGIN
        roomy = with_room(placement, [(UPRIGHT, right + 1, tall.width + APART + MARGIN), (LEVEL, bottom + 1, lower)])
        yield placed(request, roomy, tall, right + APART, top)
        wide = reshaped(request, structure, group, width=right - left)
        wider = max(0, wide.width - (right - left)) + MARGIN
        roomy = with_room(placement, [(UPRIGHT, right + 1, wider), (LEVEL, bottom + 1, wide.height + APART + MARGIN)])
        yield placed(request, roomy, wide, left, bottom + APART)


def reshaped(
    request: LayoutRequest, structure: Structure, group: str, *, width: int | None = None, height: int | None = None
) -> Grid:
    """Return a frame's block, about as wide or as high as told."""

    def badness(grid: Grid) -> int:
        return abs(grid.width - width) if width is not None else abs(grid.height - (height or 0))

    return reblocked(structure, request.boxes, request.groups, group, request.grids[group], badness)


def placed(request: LayoutRequest, placement: Placement, grid: Grid, x: int, y: int) -> Placement:
    """Return the placement with a block at a place."""
    boxes = {**placement.boxes, **{key: frame.moved(x, y) for key, frame in grid.boxes.items()}}
    groups = {**placement.groups, **{key: frame.moved(x, y) for key, frame in grid.groups.items()}}
    return Placement(boxes, groups, headings_of(request, groups))
