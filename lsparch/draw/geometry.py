"""Points, frames and cubic curves on whole numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from math import hypot
from operator import itemgetter

__all__ = [
    "Chord",
    "Curve",
    "Frame",
    "Point",
    "clip_end",
    "clip_start",
    "crosses",
    "crossings_of",
    "median",
    "points_along",
    "shorten_end",
    "turn",
]

STEPS = 24
"""Samples per curve piece when a crossing is sought."""

BISECTIONS = 12


@dataclass(frozen=True, slots=True)
class Point:
    """A place, y downwards."""

    x: float
    y: float

    def towards(self, other: "Point", share: float) -> "Point":
        """Return the place at ``share`` of the way to another one."""
        return Point(self.x + (other.x - self.x) * share, self.y + (other.y - self.y) * share)

    def distance(self, other: "Point") -> float:
        """Return the distance to another place."""
        return hypot(other.x - self.x, other.y - self.y)


@dataclass(frozen=True, slots=True)
class Frame:
    """An upright rectangle by its upper left corner and its size."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Lower edge."""
        return self.y + self.height

    @property
    def centre(self) -> Point:
        """Middle."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def holds(self, point: Point) -> bool:
        """Whether a place is inside or on the edge."""
        return self.x <= point.x <= self.right and self.y <= point.y <= self.bottom

    def overlaps(self, other: "Frame") -> bool:
        """Whether two frames share more than an edge."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def encloses(self, other: "Frame") -> bool:
        """Whether another frame lies inside this one."""
        return self.x <= other.x and self.y <= other.y and self.right >= other.right and self.bottom >= other.bottom

    def moved(self, x: int, y: int) -> "Frame":
        """Return the frame, moved."""
        return Frame(self.x + x, self.y + y, self.width, self.height)

    def grown(self, by: int) -> "Frame":
        """Return the frame with a border of some width around it."""
        return Frame(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def shrunk(self, by: int) -> "Frame":
        """Return the frame without a border of the given width on every side."""
        return Frame(self.x + by, self.y + by, max(0, self.width - 2 * by), max(0, self.height - 2 * by))


Curve = tuple[Point, ...]
"""A chain of cubic Bézier pieces: a start, then three points for each piece."""

Piece = tuple[Point, Point, Point, Point]

Chord = tuple[Point, Point]
"""A straight line from place to place."""


def turn(one: Point, two: Point, three: Point) -> float:
    """Return twice the area of a triangle, positive when it turns to one side, negative to the other."""
    return (two.x - one.x) * (three.y - one.y) - (two.y - one.y) * (three.x - one.x)


def crosses(one: Chord, other: Chord) -> bool:
    """Whether two straight lines cross in their inside."""
    (a, b), (c, d) = one, other
    if max(a.x, b.x) < min(c.x, d.x) or max(c.x, d.x) < min(a.x, b.x):
        return False
    if max(a.y, b.y) < min(c.y, d.y) or max(c.y, d.y) < min(a.y, b.y):
        return False
    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def crossings_of(lines: Iterable[Chord]) -> int:
    """Return how many pairs of some straight lines cross."""
    found = 0
    ordered = sorted(((min(a.x, b.x), max(a.x, b.x), (a, b)) for a, b in lines), key=itemgetter(0))
    for index, (_, right, one) in enumerate(ordered, 1):
        for left, _, other in islice(ordered, index, None):
            if left > right:
                break
            found += crosses(one, other)
    return found


def pieces(curve: Curve) -> list[Piece]:
    """Return the cubic pieces of a curve."""
    return [(curve[n], curve[n + 1], curve[n + 2], curve[n + 3]) for n in range(0, len(curve) - 3, 3)]


def split(piece: Piece, share: float) -> tuple[Piece, Piece]:
    """Split a cubic piece (de Casteljau's construction)."""
    a, b, c, d = piece
    ab, bc, cd = a.towards(b, share), b.towards(c, share), c.towards(d, share)
    abc, bcd = ab.towards(bc, share), bc.towards(cd, share)
    middle = abc.towards(bcd, share)
    return (a, ab, abc, middle), (middle, bcd, cd, d)


def place_on(piece: Piece, share: float) -> Point:
    """Return the place at which `split` divides a cubic piece."""
    a, b, c, d = piece
    return Point(number_on(a.x, b.x, c.x, d.x, share), number_on(a.y, b.y, c.y, d.y, share))


def number_on(a: float, b: float, c: float, d: float, share: float) -> float:
    """Return one coordinate of a place on a cubic piece."""
    bc = b + (c - b) * share
    abc, bcd = a + (b - a) * share, c + (d - c) * share
    abc, bcd = abc + (bc - abc) * share, bc + (bcd - bc) * share
    return abc + (bcd - abc) * share


def joined(parts: Sequence[Piece]) -> Curve:
    """Return the curve that consists of the pieces."""
    return (parts[0][0], *(point for piece in parts for point in piece[1:]))


def points_along(curve: Curve, steps: int = STEPS) -> list[Point]:
    """Return places along the curve, both ends included."""
    found = [curve[0]]
    for piece in pieces(curve):
        found += [place_on(piece, step / steps) for step in range(1, steps + 1)]
    return found


def clip_start(curve: Curve, frame: Frame) -> Curve:
    """Return the part of the curve after it has left the frame for the last time; all of it if it never does."""
    parts = pieces(curve)
    for index in range(len(parts) - 1, -1, -1):
        for step in range(STEPS - 1, -1, -1):
            if frame.holds(place_on(parts[index], step / STEPS)):
                share = crossing(parts[index], frame, step / STEPS, (step + 1) / STEPS)
                if index == len(parts) - 1 and step == STEPS - 1 and frame.holds(curve[-1]):
                    return curve
                return joined([split(parts[index], share)[1], *parts[index + 1 :]])
    return curve


def crossing(piece: Piece, frame: Frame, inside: float, outside: float) -> float:
    """Return the parameter at which a piece leaves the frame."""
    for _ in range(BISECTIONS):
        middle = (inside + outside) / 2
        if frame.holds(place_on(piece, middle)):
            inside = middle
        else:
            outside = middle
    return outside


def clip_end(curve: Curve, frame: Frame) -> Curve:
    """Return the part of the curve before it enters the frame for the first time."""
    return tuple(reversed(clip_start(tuple(reversed(curve)), frame)))


def shorten_end(curve: Curve, length: float) -> Curve:
    """Return the curve without its last ``length`` points, so that an arrow head fits there."""
    parts = pieces(curve)
    while len(parts) > 1 and parts[-1][0].distance(curve[-1]) <= length:
        parts = parts[:-1]
    last = parts[-1]
    if last[0].distance(curve[-1]) <= length:
        return joined(parts)
    share = 1.0
    for step in range(STEPS, -1, -1):
        share = step / STEPS
        if place_on(last, share).distance(curve[-1]) >= length:
            break
    low, high = share, min(1.0, share + 1 / STEPS)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        if place_on(last, middle).distance(curve[-1]) >= length:
            low = middle
        else:
            high = middle
    return joined([*parts[:-1], split(last, low)[0]])


def median(values: Iterable[float]) -> float:
    """Return the middle of some numbers, or half-way between the two in the middle; `statistics` takes long to load."""
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
