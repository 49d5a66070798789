"""Lines that share a channel are set side by side, and those at one side of a box are spread over it.

A track is a straight stretch of a net: all of its arrows that run there do so together. Upright tracks may move
sideways and level ones up and down, within what the boxes beside them leave; everything else follows.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lsparch.draw.geometry import Frame
from lsparch.draw.mesh import Placement
from lsparch.draw.search import UPRIGHT

__all__ = ["APART", "Leg", "Tight", "Track", "Way", "spread", "tracks_of"]

APART = 11
"""Wanted distance between lines side by side."""

LEAST = 6
"""Distance below which more room is asked for."""

SPREAD = 44
"""Wanted distance between lines at one side of a box."""

EDGE = 9
"""Distance of a line from the corner of its box."""

BESIDE = 5
"""Distance of a line from boxes and edges of frames."""

FARTHEST = 160
"""Distance beyond which tracks do not push each other."""

NEAR = 9
"""Tracks whose ends are nearer than this along their line count as side by side."""

ROUNDS = 40
NOTHING = 0.01
"""Distance that counts as none while lines are pushed apart."""

LITTLE = 0.5
"""Lack of room that rounding hides."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A straight stretch of one arrow, from one coordinate to another along its axis."""

    axis: int
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Way:
    """An arrow as legs; its ends lie on a side of a box or a frame."""

    legs: tuple[Leg, ...]
    source: Frame
    target: Frame


@dataclass(slots=True)
class Track:
    """A straight stretch of a net."""

    net: int
    axis: int
    low: float
    high: float
    place: float
    """Where it is, across its axis."""

    reach: float = 0
    """Half of the room that the net's label takes across the track, where it ends at a box."""

    least: float = float("-inf")
    most: float = float("inf")
    turns: list[tuple[int, "Track", int]] = field(default_factory=list)
    """Tracks that leave it: coordinate along it, the other track, and to which side (-1 or 1) it goes."""

    sides: set[tuple[Frame, int]] = field(default_factory=set)
    """Boxes that it touches, and at which end (-1 or 1) of the box along its axis."""


@dataclass(frozen=True, slots=True)
class Tight:
    """A place where two lines have no room side by side."""

    axis: int
    """Axis of the lines."""

    place: float
    nets: tuple[int, int]


def tracks_of(ways: Sequence[Sequence[Way]]) -> dict[tuple[int, int, int], Track]:
    """Return the track of each leg: by net, by way in it, by leg."""
    found: dict[tuple[int, int, int], Track] = {}
    for net, members in enumerate(ways):
        lines: dict[tuple[int, int], list[tuple[int, int, tuple[int, int, int]]]] = {}
        for number, way in enumerate(members):
            for place, leg in enumerate(way.legs):
                low, high = sorted((leg.start, leg.end))
                lines.setdefault((leg.axis, leg.line), []).append((low, high, (net, number, place)))
        for (axis, line), stretches in lines.items():
            track = None
            for low, high, key in sorted(stretches):
                if track is None or low > track.high:
                    track = Track(net, axis, low, high, line)
                track.high = max(track.high, high)
                found[key] = track
        for number, way in enumerate(members):
            join(found, net, number, way)
    return found


def join(found: Mapping[tuple[int, int, int], Track], net: int, number: int, way: Way) -> None:
    """Note where the tracks of a way meet each other and its boxes."""
    legs = way.legs
    for place in range(len(legs) - 1):
        one, two = found[net, number, place], found[net, number, place + 1]
        meeting = legs[place].end
        one.turns.append((meeting, two, 1 if legs[place + 1].end > legs[place + 1].start else -1))
        before = legs[place]
        two.turns.append((legs[place + 1].start, one, 1 if before.start > before.end else -1))
    first, last = found[net, number, 0], found[net, number, len(legs) - 1]
    first.sides.add((way.source, 1 if legs[0].start > middle(way.source, legs[0].axis) else -1))
    last.sides.add((way.target, 1 if legs[-1].end > middle(way.target, legs[-1].axis) else -1))


def middle(frame: Frame, axis: int) -> float:
    """Return the middle of a frame along an axis."""
    return frame.centre.y if axis == UPRIGHT else frame.centre.x


def span(frame: Frame, axis: int) -> tuple[int, int]:
    """Return where a frame begins and ends along an axis."""
    return (frame.y, frame.bottom) if axis == UPRIGHT else (frame.x, frame.right)


def spread(tracks: Sequence[Track], placement: Placement) -> list[Tight]:
    """Move tracks side by side; return where there was no room."""
    missing: list[Tight] = []
    for axis in (UPRIGHT, 1 - UPRIGHT):
        mine = [track for track in tracks if track.axis == axis]
        for track in mine:
            track.low, track.high = extent(track)
        confine(mine, placement, axis)
        order = neighbours(mine)
        for _ in range(ROUNDS):
            if not push(order):
                break
        for one, other, gap in order:
            lack = min(gap, LEAST) - (other.place - one.place)
            if lack > LITTLE:
                missing.append(Tight(axis, (one.place + other.place) / 2, (one.net, other.net)))
        for track in mine:
            track.place = round(track.place)
    return missing


def extent(track: Track) -> tuple[float, float]:
    """Return where a track begins and ends, from the tracks that it meets now and the boxes that it touches."""
    ends = [other.place for _, other, _ in track.turns]
    ends += [span(frame, track.axis)[end > 0] for frame, end in track.sides]
    return min(ends), max(ends)


def confine(tracks: Sequence[Track], placement: Placement, axis: int) -> None:
    """Set how far each track may move: to the boxes beside it, and within the sides of boxes that it touches."""
    solid = [*placement.boxes.values(), *placement.headings.values()]
    walls = [(span(frame, axis), *span(frame, 1 - axis)) for frame in solid] + [
        (span(frame, axis), edge, edge) for frame in placement.groups.values() for edge in span(frame, 1 - axis)
    ]
    for track in tracks:
        least, most = float("-inf"), float("inf")
        for (start, end), near, far in walls:
            if start < track.high and end > track.low:
                if far <= track.place:
                    least = max(least, far + BESIDE)
                elif near >= track.place:
                    most = min(most, near - BESIDE)
        for frame, _ in track.sides:
            near, far = span(frame, 1 - axis)
            edge = min(EDGE, (far - near) // 3)
            least, most = max(least, near + edge), min(most, far - edge)
        if least > most:
            least = most = (least + most) / 2
        track.least, track.most = least, most
        track.place = min(max(track.place, least), most)


def neighbours(tracks: Sequence[Track]) -> list[tuple[Track, Track, float]]:
    """Return the pairs of tracks side by side, the first one before the other, with the distance that they want."""
    order: list[tuple[Track, Track, float]] = []
    crowds = Counter(side for track in tracks for side in track.sides)
    ordered = sorted(tracks, key=lambda track: (track.place, track.low, track.net))
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.place - one.place > FARTHEST:
                break
            if one.net == other.net or other.low > one.high + NEAR or one.low > other.high + NEAR:
                continue
            first, second = (one, other) if comes_first(one, other) else (other, one)
            order.append((first, second, wanted(one, other, crowds)))
    return order


def comes_first(one: Track, other: Track) -> bool:
    """Whether one track goes before another that is not before it already: where fewer lines cross."""
    if other.place - one.place >= LEAST / 2:
        return True
    return crossings(one, other) <= crossings(other, one)


def crossings(first: Track, second: Track) -> int:
    """Return how many turns of two tracks cross the other one when the first goes before the second."""
    found = sum(side > 0 and second.low < other.place < second.high for _, other, side in first.turns)
    return found + sum(side < 0 and first.low < other.place < first.high for _, other, side in second.turns)


def wanted(one: Track, other: Track, crowds: Mapping[tuple[Frame, int], int]) -> float:
    """Return the distance that two tracks want: room for their labels where the box at whose side both end allows."""
    shared = one.sides & other.sides
    if not shared:
        return APART
    rooms = [(span(side[0], 1 - one.axis), crowds[side]) for side in shared]
    room = min((end - start - 2 * EDGE) / max(1, count - 1) for (start, end), count in rooms)
    return max(LEAST, min(max(SPREAD, one.reach + other.reach + BESIDE), room))


def push(order: Sequence[tuple[Track, Track, float]]) -> bool:
    """Push apart what is too near, each by half; return whether anything moved."""
    moved = False
    for one, other, gap in order:
        lack = gap - (other.place - one.place)
        if lack <= NOTHING:
            continue
        left, right = one.place - max(one.least, one.place - lack), min(other.most, other.place + lack) - other.place
        back = min(left, max(lack / 2, lack - right))
        forth = min(right, lack - back)
        if back > NOTHING or forth > NOTHING:
            one.place -= back
            other.place += forth
            moved = True
    return moved
