"""Room taken out of a finished layout where its arrows and labels do without: what lies beyond a cut moves nearer."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from lsparch.draw.geometry import Frame
from lsparch.draw.measure import MARGIN
from lsparch.draw.mesh import Placement
from lsparch.draw.positions import Layout, LayoutRequest
from lsparch.draw.quality import Quality, measured
from lsparch.draw.room import with_room
from lsparch.draw.routing import Routed, Router, as_layout
from lsparch.draw.search import LEVEL, UPRIGHT
from lsparch.draw.structure import Structure

__all__ = ["tightened"]

GAP = 40
"""Distance that things side by side keep."""

HEADING_GAP = 6
"""Distance that a heading keeps from what is in its frame, and from the edges of that."""

MOST, LEAST = 240, 6
"""Most and least room that is taken out at once."""

SWEEPS = 3

GAIN = 0.004
"""By how much a page must become better."""

SMALLER = 0.9


@dataclass(frozen=True, slots=True)
class Drawn:
    """A layout with all that is compared."""

    placement: Placement
    ways: Routed
    layout: Layout
    quality: Quality
    strain: float


class Tightening:
    """Takes room out of the layouts of one plan.

    Parameters
    ----------
    request
        The plan and its sizes.
    router
        Leads its arrows.
    most
        Times that arrows are led at most.
    """

    def __init__(self, request: LayoutRequest, router: Router, most: int) -> None:
        self._request = request
        self._router = router
        self._most = most
        self._structure = Structure(request.plan)
        self._tried: set[tuple[Frame, ...]] = set()

    def result(self, placement: Placement) -> tuple[Placement, Layout]:
        """Return the tightest layout that is found, and that of the placement itself if there is none."""
        best = self._drawn(placement)
        for _ in range(SWEEPS):
            before = best
            for axis in dearest_first(self._request, best.layout):
                number = 0
                while number < len(places := sorted(ends(best.placement, axis))):
                    best = self._closer(best, axis, places[number])
                    number += 1
            if best is before:
                break
        return best.placement, best.layout

    def _drawn(self, placement: Placement) -> Drawn:
        ways = self._router.routed(placement)
        layout = as_layout(placement, ways)
        strain = self._request.strain(layout.width, layout.height)
        return Drawn(placement, ways, layout, measured(self._request, layout), strain)

    def _closer(self, best: Drawn, axis: int, place: int) -> Drawn:
        """Return a layout in which what is beyond a place has moved nearer, as far as makes nothing worse."""
        amount = 0
        if len(self._tried) < self._most and self._is_worth_it(best, axis, MOST):
            amount = room_at(self._structure, best.placement, axis, place)
        while self._is_worth_it(best, axis, amount):
            close = with_room(best.placement, [(axis, place, -amount)])
            key = (*close.boxes.values(), *close.groups.values())
            if key not in self._tried:
                self._tried.add(key)
                found = self._drawn(close)
                if is_better(found, best):
                    return found
            amount //= 2
        return best

    def _is_worth_it(self, best: Drawn, axis: int, amount: int) -> bool:
        """Whether the page becomes better if the picture becomes so much smaller along an axis."""
        width, height = best.layout.width, best.layout.height
        size = (width - amount, height) if axis == UPRIGHT else (width, height - amount)
        return amount >= LEAST and self._request.strain(*size) <= best.strain - GAIN


def is_better(found: Drawn, best: Drawn) -> bool:
    """Whether a layout makes a better page, and nothing is worse in it."""
    return (
        len(found.ways.lacks) <= len(best.ways.lacks)
        and len(found.ways.tight) <= len(best.ways.tight)
        and found.strain <= best.strain - GAIN
        and found.quality.is_as_good_as(best.quality)
    )


def tightened(request: LayoutRequest, router: Router, placement: Placement, most: int) -> tuple[Placement, Layout]:
    """Return a layout without the room that nothing needs; arrows are led at most so many times for it."""
    return Tightening(request, router, most).result(placement)


def dearest_first(request: LayoutRequest, layout: Layout) -> list[int]:
    """Return the axes, first that along which a smaller picture makes the better page."""
    smaller = {
        LEVEL: request.strain(layout.width, round(layout.height * SMALLER)),
        UPRIGHT: request.strain(round(layout.width * SMALLER), layout.height),
    }
    return sorted(smaller, key=lambda axis: smaller[axis])


def ends(placement: Placement, axis: int) -> set[int]:
    """Return the places beyond which something begins or ends."""
    frames = [*placement.groups.values(), *placement.boxes.values()]
    if axis == UPRIGHT:
        return {frame.x - 1 for frame in frames} | {frame.right - 1 for frame in frames}
    return {frame.y - 1 for frame in frames} | {frame.bottom - 1 for frame in frames}


def room_at(structure: Structure, placement: Placement, axis: int, place: int) -> int:
    """Return how much nearer what is beyond a place can move; nothing if that is little."""
    kept = [min(wanted, distance) for distance, wanted in distances(structure, placement)]

    def is_clear(amount: int) -> bool:
        close = with_room(placement, [(axis, place, -amount)])
        return all(now >= least for (now, _), least in zip(distances(structure, close), kept, strict=True))

    if not is_clear(LEAST):
        return 0
    low, high = LEAST, MOST
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if is_clear(middle) else (low, middle - 1)
    return low


def distances(structure: Structure, placement: Placement) -> Iterator[tuple[int, int]]:
    """Yield each distance that counts, with the one that is wanted."""
    places = {**placement.groups, **placement.boxes}
    siblings: dict[str | None, list[str]] = {}
    for key in places:
        siblings.setdefault(structure.parent[key], []).append(key)
    for group, inside in siblings.items():
        yield from ((apart(places[one], places[other]), GAP) for one, other in combinations(inside, 2))
        if group is not None:
            around, heading = places[group], placement.headings[group]
            yield from ((margin(places[key], around), MARGIN) for key in inside)
            yield from ((apart(places[key], heading), HEADING_GAP) for key in inside)
    yield from ((margin(heading, places[group]), HEADING_GAP) for group, heading in placement.headings.items())


def apart(one: Frame, other: Frame) -> int:
    """Return the distance of two things, in the direction in which it is greater; below zero if they overlap."""
    across = max(one.x - other.right, other.x - one.right)
    return max(across, one.y - other.bottom, other.y - one.bottom)


def margin(frame: Frame, around: Frame) -> int:
    """Return the least distance of a thing from the edges of the frame in which it is."""
    return min(frame.x - around.x, frame.y - around.y, around.right - frame.right, around.bottom - frame.bottom)
