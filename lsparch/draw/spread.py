"""Arrows that meet in the middle of a box's side are set apart along it, in the order of where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass

from lsparch.draw.geometry import Curve, Frame, Point

__all__ = ["spread_ends"]

SPACING = 10.0
"""Wanted distance between neighbouring ends."""

CORNER = 8
"""Part of a side, at each of its ends, that stays free."""

NEAR = 2.0


@dataclass(frozen=True, slots=True)
class End:
    """One end of an arrow, at the middle of a box's side."""

    arrow: str
    part: int
    """Index of the curve."""

    index: int
    """Index of the point in it: 0 or -1."""

    upright: bool
    """Whether the side is upright, so that ends move up and down."""

    toward: float
    """Where the arrow comes from or goes to, along the side."""


def spread_ends(curves: Mapping[str, tuple[Curve, ...]], boxes: Mapping[str, Frame]) -> dict[str, tuple[Curve, ...]]:
    """Return the curves with the ends that share a place set apart; halves that several arrows share stay one."""
    sides: dict[tuple[str, bool, bool], dict[tuple[Curve, int], list[End]]] = {}
    for arrow, parts in curves.items():
        for part, index in ((0, 0), (len(parts) - 1, -1)):
            point, far = parts[part][index], parts[part][-1 - index]
            for box, frame in boxes.items():
                side = side_of(point, frame)
                if side is not None:
                    upright, low = side
                    toward = far.y if upright else far.x
                    ends = sides.setdefault((box, upright, low), {}).setdefault((parts[part], index), [])
                    ends.append(End(arrow, part, index, upright, toward))
    found = {arrow: list(parts) for arrow, parts in curves.items()}
    for (box, upright, _), meeting in sides.items():
        length = (boxes[box].height if upright else boxes[box].width) - 2 * CORNER
        step = min(SPACING, length / max(1, len(meeting) - 1))
        ordered = sorted(meeting.values(), key=lambda ends: ends[0].toward)
        for place, end in ((place, end) for place, ends in enumerate(ordered) for end in ends):
            by = round((place - (len(meeting) - 1) / 2) * step)
            found[end.arrow][end.part] = bent(found[end.arrow][end.part], end, by)
    return {arrow: tuple(parts) for arrow, parts in found.items()}


def side_of(point: Point, frame: Frame) -> tuple[bool, bool] | None:
    """Return whether the side is upright and whether it is the left or upper one; None if not its middle."""
    centre = frame.centre
    if abs(point.y - centre.y) <= NEAR and min(abs(point.x - frame.x), abs(point.x - frame.right)) <= NEAR:
        return True, point.x < centre.x
    if abs(point.x - centre.x) <= NEAR and min(abs(point.y - frame.y), abs(point.y - frame.bottom)) <= NEAR:
        return False, point.y < centre.y
    return None


def bent(curve: Curve, end: End, by: int) -> Curve:
    """Return the curve with one end, and the control point beside it, moved along the side."""
    moved = {0, 1} if end.index == 0 else {len(curve) - 1, len(curve) - 2}
    x, y = (0, by) if end.upright else (by, 0)
    return tuple(Point(point.x + x, point.y + y) if index in moved else point for index, point in enumerate(curve))
