"""Room let into a placement: what lies beyond a cut moves away, frames across it grow, nothing changes its order."""

from collections.abc import Iterable, Mapping, Sequence

from lsparch.draw.geometry import Frame
from lsparch.draw.labelling import Lack
from lsparch.draw.mesh import Placement
from lsparch.draw.search import LEVEL, UPRIGHT
from lsparch.draw.tracks import APART, Tight

__all__ = ["Cut", "cuts_for", "limited", "with_room"]

SAME = 36
"""Cuts nearer than this are one: what is missing on both sides of a box is missing once."""

Cut = tuple[int, float, int]
"""Axis of the lines that get more room between them, where, and how much."""


def cuts_for(lacks: Iterable[Lack], tight: Iterable[Tight]) -> list[Cut]:
    """Return the cuts that give room to labels and lines."""
    found: list[Cut] = []
    for lack in lacks:
        if lack.width:
            found.append((UPRIGHT, lack.x, lack.width))
        if lack.height:
            found.append((LEVEL, lack.y, lack.height))
    found += [(pair.axis, pair.place, APART) for pair in tight]
    joined: list[Cut] = []
    for axis, place, amount in sorted(found):
        if joined and joined[-1][0] == axis and place - joined[-1][1] < SAME:
            joined[-1] = (axis, joined[-1][1], max(amount, joined[-1][2]))
        else:
            joined.append((axis, place, amount))
    return joined


def limited(cuts: Sequence[Cut], most: int) -> list[Cut]:
    """Return cuts that together give at most so much room in each direction, the first ones first."""
    left = {UPRIGHT: most, LEVEL: most}
    found: list[Cut] = []
    for axis, place, amount in cuts:
        given = min(amount, left[axis])
        left[axis] -= given
        if given:
            found.append((axis, place, given))
    return found


def with_room(placement: Placement, cuts: Sequence[Cut]) -> Placement:
    """Return the placement with room at some cuts."""
    across = [(place, amount) for axis, place, amount in cuts if axis == UPRIGHT]
    down = [(place, amount) for axis, place, amount in cuts if axis == LEVEL]

    def box(frame: Frame) -> Frame:
        return frame.moved(shift(across, frame.centre.x), shift(down, frame.centre.y))

    def group(frame: Frame) -> Frame:
        left, top = frame.x + shift(across, frame.x), frame.y + shift(down, frame.y)
        right, bottom = frame.right + shift(across, frame.right), frame.bottom + shift(down, frame.bottom)
        return Frame(left, top, right - left, bottom - top)

    groups = {key: group(frame) for key, frame in placement.groups.items()}
    return Placement(
        {key: box(frame) for key, frame in placement.boxes.items()},
        groups,
        headings(placement.headings, placement.groups, groups),
    )


def headings(old: Mapping[str, Frame], before: Mapping[str, Frame], after: Mapping[str, Frame]) -> dict[str, Frame]:
    """Return the headings, moved along with their frames."""
    return {key: frame.moved(after[key].x - before[key].x, after[key].y - before[key].y) for key, frame in old.items()}


def shift(cuts: Sequence[tuple[float, int]], place: float) -> int:
    """Return how far a place moves."""
    return sum(amount for cut, amount in cuts if cut <= place)
