"""The lines of a net after its tracks have been set: where they turn, and where labels may lie on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lsparch.draw.geometry import Point
from lsparch.draw.labelling import Stretch, Wanted, holds
from lsparch.draw.search import UPRIGHT
from lsparch.draw.tracks import Track, Way

__all__ = ["Line", "wanted_labels"]


@dataclass(frozen=True, slots=True)
class Line:
    """One arrow: its way, and the track of each of its legs."""

    arrow: str
    way: Way
    tracks: Sequence[Track]

    @property
    def corners(self) -> list[Point]:
        """The places at which the line starts, turns and ends."""
        legs = self.way.legs
        found = [at(self.tracks[0], legs[0].start)]
        for one, two in pairwise(self.tracks):
            across, level = (one, two) if one.axis == UPRIGHT else (two, one)
            found.append(Point(round(across.place), round(level.place)))
        return [*found, at(self.tracks[-1], legs[-1].end)]

    @property
    def loop(self) -> bool:
        """Whether it leads back to where it starts."""
        return self.way.source == self.way.target

    @property
    def stretches(self) -> dict[int, Stretch]:
        """The straight stretches, by the identity of their tracks."""
        found: dict[int, Stretch] = {}
        for index, (one, other) in enumerate(pairwise(self.corners)):
            track = self.tracks[index]
            start, end = (one.y, other.y) if track.axis == UPRIGHT else (one.x, other.x)
            head = 0 if index < len(self.tracks) - 1 else (1 if end > start else -1)
            low, high = sorted((round(start), round(end)))
            found[id(track)] = Stretch(track.axis, round(track.place), low, high, head)
        return found


def at(track: Track, along: float) -> Point:
    """Return the place on a track."""
    place = round(track.place)
    return Point(place, along) if track.axis == UPRIGHT else Point(along, place)


def wanted_labels(net: int, lines: Sequence[Line], size: tuple[int, int]) -> Iterator[Wanted]:
    """Yield the labels of a net: one where all its lines run together, else one on each line where it runs alone."""
    stretches = [line.stretches for line in lines]
    common = [
        Stretch(
            stretch.axis,
            stretch.line,
            max(other[key].low for other in stretches),
            min(other[key].high for other in stretches),
            stretch.head,
        )
        for key, stretch in stretches[0].items()
        if all(key in other for other in stretches)
    ]
    if len(lines) == 1 or any(holds(stretch, size) for stretch in common):
        yield Wanted(lines[0].arrow, net, size, longest_first(common), lines[0].loop)
        return
    for number, line in enumerate(lines):
        others = [*stretches[:number], *stretches[number + 1 :]]
        own = [piece for key, stretch in stretches[number].items() for piece in alone(stretch, key, others)]
        yield Wanted(line.arrow, net, size, longest_first(own or list(stretches[number].values())))


def alone(stretch: Stretch, key: int, others: Sequence[dict[int, Stretch]]) -> list[Stretch]:
    """Return the parts of a stretch where no other line of the net runs."""
    pieces = [(stretch.low, stretch.high)]
    for other in (found[key] for found in others if key in found):
        pieces = [
            piece
            for low, high in pieces
            for piece in ((low, min(high, other.low)), (max(low, other.high), high))
            if piece[0] < piece[1]
        ]
    heads = {stretch.low: -1, stretch.high: 1}
    return [
        Stretch(
            stretch.axis,
            stretch.line,
            low,
            high,
            stretch.head if stretch.head in (heads.get(low), heads.get(high)) else 0,
        )
        for low, high in pieces
    ]


def longest_first(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Return stretches, the longest first."""
    return tuple(sorted(stretches, key=lambda stretch: stretch.low - stretch.high))
