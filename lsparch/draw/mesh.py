"""The lines along which arrows may run, and what stands in their way.

A mesh has upright lines ``xs`` and level lines ``ys``; a node is where two of them meet, numbered column by column.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lsparch.draw.geometry import Frame

__all__ = ["CLEAR", "Mesh", "Placement", "mesh_of"]

AWAY = 12
"""Distance at which lines pass boxes and frames."""

CLEAR = 8
"""Distance at which a line may not pass a box."""

BORDER = 5
"""Distance at which a line may not run along the edge of a frame."""

SAME = 3
"""Lines nearer than this are one."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where boxes, frames and their headings are."""

    boxes: Mapping[str, Frame]
    groups: Mapping[str, Frame]
    headings: Mapping[str, Frame]


class Mesh:
    """Lines, with the arcs between neighbouring nodes that are blocked.

    Parameters
    ----------
    xs, ys
        Places of the lines, in order.
    frames
        Number of frames.
    """

    def __init__(self, xs: Sequence[int], ys: Sequence[int]) -> None:
        self.xs = xs
        self.ys = ys
        self.rows = len(ys)
        self.widths = [right - left for left, right in pairwise(xs)]
        self.heights = [bottom - top for top, bottom in pairwise(ys)]
        count = len(xs) * len(ys)
        self.down = bytearray(count)
        """Whether the arc to the next node below is blocked."""
        self.right = bytearray(count)
        """Whether the arc to the next node on the right is blocked."""
        self.home = [0] * count
        """Number of the innermost frame around a node; 0 outside all."""
        for column in range(len(xs)):
            self.down[column * self.rows + self.rows - 1] = 1
        for row in range(self.rows):
            self.right[count - self.rows + row] = 1

    def block(self, left: float, top: float, right: float, bottom: float) -> None:
        """Block every arc with a place inside a rectangle."""
        xs, ys, rows = self.xs, self.ys, self.rows
        first, last = bisect_right(xs, left), bisect_left(xs, right)
        low, high = bisect_right(ys, top), bisect_left(ys, bottom)
        ones = b"\1" * max(0, min(high, rows) - max(0, low - 1))
        for column in range(first, last):
            start = column * rows + max(0, low - 1)
            self.down[start : start + len(ones)] = ones
        for column in range(max(0, first - 1), min(last, len(xs))):
            for row in range(low, high):
                self.right[column * rows + row] = 1

    def settle(self, frame: Frame, number: int) -> None:
        """Say which frame is around the nodes in it; inner frames come after outer ones."""
        low, high = bisect_left(self.ys, frame.y), bisect_right(self.ys, frame.bottom)
        for column in range(bisect_left(self.xs, frame.x), bisect_right(self.xs, frame.right)):
            self.home[column * self.rows + low : column * self.rows + high] = [number] * (high - low)


def mesh_of(placement: Placement, more_xs: Iterable[int] = (), more_ys: Iterable[int] = ()) -> Mesh:
    """Return the mesh around boxes and frames; frames stand in it from the outside in."""
    xs, ys = set(more_xs), set(more_ys)
    for box in placement.boxes.values():
        xs |= {box.x - AWAY, round(box.centre.x), box.right + AWAY}
        ys |= {box.y - AWAY, round(box.centre.y), box.bottom + AWAY}
    for frame in placement.groups.values():
        xs |= {frame.x - AWAY, frame.x + AWAY, frame.right - AWAY, frame.right + AWAY}
        ys |= {frame.y - AWAY, frame.bottom - AWAY, frame.bottom + AWAY}
    for heading in placement.headings.values():
        xs.add(heading.right + AWAY)
        ys.add(heading.bottom + CLEAR)
    mesh = Mesh(thinned(xs), thinned(ys))
    for number, frame in enumerate(placement.groups.values(), 1):
        mesh.settle(frame, number)
        for x in (frame.x, frame.right):
            block_along(mesh.down, mesh.xs, mesh.ys, x, frame.y, frame.bottom, mesh.rows, 1)
        for y in (frame.y, frame.bottom):
            block_along(mesh.right, mesh.ys, mesh.xs, y, frame.x, frame.right, 1, mesh.rows)
    for box in placement.boxes.values():
        mesh.block(box.x - CLEAR, box.y - CLEAR, box.right + CLEAR, box.bottom + CLEAR)
    for heading in placement.headings.values():
        mesh.block(heading.x - 2, heading.y - 2, heading.right + 2, heading.bottom + 2)
    return mesh


def block_along(
    arcs: bytearray,
    across: Sequence[int],
    along: Sequence[int],
    edge: int,
    start: int,
    end: int,
    across_step: int,
    along_step: int,
) -> None:
    """Block the arcs that would run on an edge of a frame."""
    first, last = max(0, bisect_right(along, start) - 1), bisect_left(along, end)
    for line in range(bisect_right(across, edge - BORDER), bisect_left(across, edge + BORDER)):
        for place in range(first, min(last, len(along) - 1)):
            arcs[line * across_step + place * along_step] = 1


def thinned(places: Iterable[int]) -> list[int]:
    """Return places in order, without those that are nearly the same as the one before."""
    found: list[int] = []
    for place in sorted(places):
        if not found or place - found[-1] >= SAME:
            found.append(place)
    return found
