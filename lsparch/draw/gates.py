"""Where arrows may leave and enter a box or a frame, as states of a mesh."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from lsparch.draw.geometry import Frame
from lsparch.draw.mesh import CLEAR, Mesh
from lsparch.draw.search import LEVEL, UPRIGHT

__all__ = ["Gate", "gates_of"]

CORNER = 9
"""Least distance of a gate from a corner."""

OFF_CENTRE = 0.12
"""Cost of a point of distance from the middle of a side."""

ASIDE = 14
"""Cost of a side across the flow."""

AGAINST = 90
"""Cost of the side against the flow."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One way out of an element: a state of the mesh."""

    state: int
    price: float
    edge: int
    """Coordinate of the element's side, along the way."""


def gates_of(
    mesh: Mesh, frame: Frame, *, down: bool, leaving: bool, inwards: bool = False, heading: Frame | None = None
) -> Iterator[Gate]:
    """Yield the gates of an element, at each side.

    Parameters
    ----------
    mesh
        The mesh, in which the element stands.
    frame
        The element's place.
    down
        Whether arrows run downwards, else to the right.
    leaving
        Whether the arrow starts here, else it ends here.
    inwards
        Whether the other end is inside.
    heading
        Place of the heading, through which no arrow may run inwards.
    """
    forward = leaving != inwards
    sides = ((UPRIGHT, False), (UPRIGHT, True), (LEVEL, False), (LEVEL, True))
    for axis, far in sides:
        with_flow = (axis == UPRIGHT) == down
        price = 0 if with_flow and far == forward else AGAINST if with_flow else ASIDE
        across, along = (mesh.xs, mesh.ys) if axis == UPRIGHT else (mesh.ys, mesh.xs)
        low, high = (frame.x, frame.right) if axis == UPRIGHT else (frame.y, frame.bottom)
        near_edge, far_edge = (frame.y, frame.bottom) if axis == UPRIGHT else (frame.x, frame.right)
        edge = far_edge if far else near_edge
        onwards = far != inwards
        beyond = bisect_left(along, edge + CLEAR) if onwards else bisect_right(along, edge - CLEAR) - 1
        if not 0 <= beyond < len(along):
            continue
        corner = min(CORNER, (high - low) // 3)
        if inwards and heading is not None:
            if axis == UPRIGHT and not far:
                low = heading.right
            elif axis == LEVEL and not far:
                low = heading.bottom
        for line in range(bisect_left(across, low + corner), bisect_right(across, high - corner)):
            node = line * mesh.rows + beyond if axis == UPRIGHT else beyond * mesh.rows + line
            off = abs(across[line] - (low + high) / 2) * OFF_CENTRE
            yield Gate(node * 2 + axis, price + off + abs(along[beyond] - edge), edge)
