"""Spots for labels where nothing is: stretches of mesh lines through which an arrow can be led."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from lsparch.draw.geometry import Frame
from lsparch.draw.mesh import Mesh
from lsparch.draw.search import LEVEL, UPRIGHT

__all__ = ["find_spot"]

STUB = 12
"""Length of free line on both sides of a label."""

FOREIGN = 150
"""Cost of a spot in a frame around neither end."""


def find_spot(
    mesh: Mesh,
    size: tuple[int, int],
    taken: Sequence[Frame],
    ends: tuple[Sequence[Frame], Frame],
    dear: Sequence[float],
    detour: float,
) -> list[int] | None:
    """Return the nodes of the best straight stretch for a label; None where there is none.

    Parameters
    ----------
    mesh
        Lines along which arrows may run.
    size
        Width and height of the label.
    taken
        Where other things are.
    ends
        Places of the ends of the net that differ, and of the one that is shared.
    dear
        What a point of way costs in each frame of the mesh.
    detour
        How much longer than the direct one the way over the spot may be.
    """
    found: list[tuple[float, int, list[int], Frame]] = []
    for axis, nodes, frame, way in stretches(mesh, size, ends, detour):
        found.append((way + FOREIGN * (dear[mesh.home[nodes[0]]] - 1), axis, nodes, frame))
    found.sort(key=lambda option: (option[0], option[2]))
    for _, _, nodes, frame in found:
        if not any(frame.overlaps(other) for other in taken):
            return nodes
    return None


def stretches(
    mesh: Mesh, size: tuple[int, int], ends: tuple[Sequence[Frame], Frame], detour: float
) -> Iterator[tuple[int, list[int], Frame, float]]:
    """Yield short free stretches of mesh lines that hold a label.

    Each with its axis, nodes, the room that label and stubs take, and how much longer the way over it is than the
    direct one; not those that are much longer.
    """
    width, height = size
    xs, ys = [frame.centre.x for frame in ends[0]], [frame.centre.y for frame in ends[0]]
    end = ends[1].centre
    direct = sum(abs(end.x - x) for x in xs) / len(xs) + sum(abs(end.y - y) for y in ys) / len(ys)
    for axis, across, along in ((UPRIGHT, mesh.xs, mesh.ys), (LEVEL, mesh.ys, mesh.xs)):
        upright = axis == UPRIGHT
        need = (height if upright else width) + 2 * STUB
        beside = [way_over(place, xs if upright else ys, end.x if upright else end.y) for place in across]
        for first, start in enumerate(along):
            last = bisect_left(along, start + need)
            if last >= len(along):
                break
            middle = (start + along[last]) // 2
            spare = direct + detour - way_over(middle, ys if upright else xs, end.y if upright else end.x)
            for line, cost in enumerate(beside):
                if cost > spare:
                    continue
                if upright:
                    if mesh.down.find(1, line * mesh.rows + first, line * mesh.rows + last) >= 0:
                        continue
                    nodes = list(range(line * mesh.rows + first, line * mesh.rows + last + 1))
                    room = Frame(across[line] - width // 2 - 3, middle - need // 2, width + 6, need)
                else:
                    if 1 in mesh.right[first * mesh.rows + line : last * mesh.rows : mesh.rows]:
                        continue
                    nodes = list(range(first * mesh.rows + line, last * mesh.rows + line + 1, mesh.rows))
                    room = Frame(middle - need // 2, across[line] - height // 2 - 3, need, height + 6)
                yield axis, nodes, room, detour - spare + cost


def way_over(place: float, starts: Sequence[float], end: float) -> float:
    """Return the way from some places to one and on to another, in one direction, on the average."""
    return sum(abs(start - place) for start in starts) / len(starts) + abs(end - place)
