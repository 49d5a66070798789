"""How good a finished layout is, in numbers: crossings, overlaps, lengths, shape, room.

Measured is what is drawn: curves as polylines, headings and labels with their ground.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise

from lsparch.draw.geometry import Chord, Curve, Frame, Point, crosses, points_along, turn
from lsparch.draw.positions import Layout, LayoutRequest, heading_frame
from lsparch.draw.structure import Structure

__all__ = ["Quality", "covered_labels", "measured"]

STEPS = 6
"""Chords per curve piece; a straight piece counts as one whatever their number."""

INSIDE = 2
"""Points by which a line must be inside a shape to run through it."""

STRAIGHT = 1e-6
"""Twice the area of a triangle below which its corners are in one line."""

SAME = 6
"""Crossings of the same bundles nearer than this are one."""

ALONG = 12
"""Points that two lines of different bundles may run on each other, as where they meet at one port."""

LONGER = 1.02
"""By how much arrows may be longer in a layout that is as good as another."""

Pairs = tuple[tuple[str, str], ...]

Piece = tuple[float, float, float, float]
"""The rectangle around something: least and most across, least and most along."""

Pieces = tuple[list[Piece], list[Piece]]


@dataclass(frozen=True, slots=True)
class Quality:
    """The measures of one layout."""

    crossings: int
    """Places where arrows cross that are not drawn as one."""

    through: Pairs
    """Arrow and box, or arrow and frame whose heading it runs through."""

    hidden: Pairs
    """Arrows that run on each other without being drawn as one."""

    labels: Pairs
    """Label and what it lies on: another label, a box, a heading, another arrow."""

    edges: Pairs
    """Label and frame on whose edge it lies, which it interrupts."""

    length: int
    """Length of all arrows, in points; what several arrows share counts for each."""

    mean_length: int
    aspect: float
    """Width by height."""

    whitespace: float
    """Share of the picture that no box, label or heading covers."""

    @property
    def faults(self) -> int:
        """Arrows through what is not theirs or on each other, and labels on anything."""
        return len(self.through) + len(self.hidden) + len(self.labels)

    def is_as_good_as(self, other: "Quality") -> bool:
        """Whether there are no more faults, crossings and labels on edges than elsewhere, nor longer arrows."""
        return (
            self.faults <= other.faults
            and self.crossings <= other.crossings
            and len(self.edges) <= len(other.edges)
            and self.length <= LONGER * other.length
        )


def measured(request: LayoutRequest, layout: Layout) -> Quality:
    """Return the measures of a layout."""
    structure = Structure(request.plan)
    ways = {arrow: chords(curves) for arrow, curves in layout.curves.items()}
    headings = headings_of(request, layout)
    bundle = request.leaders
    around = {arrow: bounds(way) for arrow, way in ways.items()}
    level = {arrow: level_pieces(way) for arrow, way in ways.items()}
    touching = [
        (a, b) for (a, one), (b, two) in combinations(around.items(), 2) if bundle[a] != bundle[b] and overlap(one, two)
    ]
    total = sum(one.distance(other) for way in ways.values() for one, other in way)
    solid = [*layout.boxes.values(), *layout.labels.values(), *headings.values()]
    area = max(1, layout.width * layout.height)
    return Quality(
        len(set(crossing_places(touching, ways, bundle))),
        tuple(runs_through(structure, ways, around, {**layout.boxes, **headings})),
        tuple((a, b) for a, b in touching if shared_length(level[a], level[b]) > ALONG),
        (*covered_labels(request, layout), *crossed_labels(layout, ways, around, bundle)),
        tuple(on_edges(layout)),
        round(total),
        round(total / max(1, len(ways))),
        round(layout.width / max(1, layout.height), 2),
        round(1 - sum(frame.width * frame.height for frame in solid) / area, 2),
    )


def headings_of(request: LayoutRequest, layout: Layout) -> dict[str, Frame]:
    """Return the places of the headings of frames."""
    return {group: heading_frame(frame, request.groups[group]) for group, frame in layout.groups.items()}


def chords(curves: Iterable[Curve]) -> list[Chord]:
    """Return the straight pieces that stand for some curves; those in one line are joined."""
    found: list[Chord] = []
    for curve in curves:
        places = [curve[0]]
        for index in range(0, len(curve) - 3, 3):
            piece = curve[index : index + 4]
            for place in piece[3:] if is_level(piece) else points_along(piece, STEPS)[1:]:
                if len(places) > 1 and in_line(places[-2], places[-1], place):
                    places[-1] = place
                elif place != places[-1]:
                    places.append(place)
        found += pairwise(places)
    return found


def is_level(piece: Curve) -> bool:
    """Whether a piece of a curve is an upright or a level line."""
    a, b, c, d = piece
    return a.x == b.x == c.x == d.x or a.y == b.y == c.y == d.y


def in_line(one: Point, two: Point, three: Point) -> bool:
    """Whether three places make a straight line."""
    return abs(turn(one, two, three)) < STRAIGHT


def bounds(way: list[Chord]) -> Piece:
    """Return the rectangle around a way, a little widened."""
    if not way:
        return 0, 0, 0, 0
    xs = [place.x for chord in way for place in chord]
    ys = [place.y for chord in way for place in chord]
    return int(min(xs)) - 3, int(max(xs)) + 3, int(min(ys)) - 3, int(max(ys)) + 3


def overlap(one: Piece, other: Piece) -> bool:
    """Whether two rectangles share more than an edge."""
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def piece_of(frame: Frame) -> Piece:
    """Return a frame by its edges."""
    return frame.x, frame.right, frame.y, frame.bottom


def crossing_places(
    pairs: Iterable[tuple[str, str]], ways: Mapping[str, list[Chord]], bundle: Mapping[str, str]
) -> Iterator[tuple[str, str, int, int]]:
    """Yield where bundles cross, once for all arrows that run there together."""
    spans = {arrow: [(span(chord), chord) for chord in way] for arrow, way in ways.items()}
    extents = {arrow: extent_of([piece for piece, _ in found]) for arrow, found in spans.items()}
    for a, b in pairs:
        theirs = [found for found in spans[b] if reaches(found[0], extents[a])]
        for (left, right, top, bottom), one in spans[a] if theirs else ():
            if not reaches((left, right, top, bottom), extents[b]):
                continue
            for (start, end, high, low), other in theirs:
                if left > end or start > right or top > low or high > bottom:
                    continue
                if crosses(one, other):
                    place = meeting(one, other)
                    yield bundle[a], bundle[b], round(place.x / SAME), round(place.y / SAME)


def extent_of(pieces: list[Piece]) -> Piece:
    """Return the left, right, top and bottom of some pieces."""
    if not pieces:
        return 0, 0, 0, 0
    lefts, rights, tops, bottoms = zip(*pieces, strict=True)
    return min(lefts), max(rights), min(tops), max(bottoms)


def reaches(one: Piece, other: Piece) -> bool:
    """Whether two rectangles have a place in common."""
    return one[0] <= other[1] and other[0] <= one[1] and one[2] <= other[3] and other[2] <= one[3]


def span(chord: Chord) -> Piece:
    """Return the left, right, top and bottom of a straight piece."""
    (left, right), (top, bottom) = sorted((chord[0].x, chord[1].x)), sorted((chord[0].y, chord[1].y))
    return left, right, top, bottom


def meeting(one: Chord, other: Chord) -> Point:
    """Return the place where two straight pieces cross."""
    (a, b), (c, d) = one, other
    start, end = turn(c, d, a), turn(c, d, b)
    return a.towards(b, start / (start - end))


def level_pieces(way: Iterable[Chord]) -> Pieces:
    """Return the upright pieces of a way, then the level ones: least and most across, least and most along."""
    upright: list[Piece] = []
    level: list[Piece] = []
    for left, right, top, bottom in map(span, way):
        if right - left < INSIDE:
            upright.append((left, right, top, bottom))
        if bottom - top < INSIDE:
            level.append((top, bottom, left, right))
    return sorted(upright), sorted(level)


def shared_length(one: Pieces, other: Pieces) -> float:
    """Return how far two ways run on each other: upright and level pieces less than two points apart."""
    found = 0.0
    for mine, theirs in zip(one, other, strict=True):
        for left, right, top, bottom in mine if theirs else ():
            near = slice(bisect_left(theirs, (right - INSIDE,)), bisect_left(theirs, (left + INSIDE,)))
            for least, most, start, end in theirs[near]:
                if right - least < INSIDE and most - left < INSIDE:
                    found += max(0.0, min(bottom, end) - max(top, start))
    return found


def runs_through(
    structure: Structure, ways: Mapping[str, list[Chord]], around: Mapping[str, Piece], solid: Mapping[str, Frame]
) -> Iterator[tuple[str, str]]:
    """Yield arrow and element for every arrow that runs through a foreign box or through a heading."""
    places = [(element, piece_of(frame), piece_of(frame.shrunk(INSIDE))) for element, frame in solid.items()]
    boxes = {box.id for box in structure.plan.boxes}
    for arrow in structure.plan.arrows:
        own = {arrow.source, arrow.target} & boxes
        for element, outside, inside in places if arrow.id in ways else ():
            if (
                overlap(around[arrow.id], outside)
                and element not in own
                and any(enters(chord, inside) for chord in ways[arrow.id])
            ):
                yield arrow.id, element


def enters(chord: Chord, frame: Piece) -> bool:
    """Whether a straight piece has a place inside a frame (Liang and Barsky's clipping)."""
    (a, b), low, high = chord, 0.0, 1.0
    left, right, top, bottom = frame
    if (a.x <= left and b.x <= left) or (a.x >= right and b.x >= right):
        return False
    if (a.y <= top and b.y <= top) or (a.y >= bottom and b.y >= bottom):
        return False
    if a.x == b.x or a.y == b.y:
        return True
    for start, step, least, most in ((a.x, b.x - a.x, left, right), (a.y, b.y - a.y, top, bottom)):
        one, other = (least - start) / step, (most - start) / step
        low, high = max(low, min(one, other)), min(high, max(one, other))
    return low < high


def on_edges(layout: Layout) -> Iterator[tuple[str, str]]:
    """Yield label and frame for every label that lies on the edge of a frame."""
    for label, place in layout.labels.items():
        for group, frame in layout.groups.items():
            if place.overlaps(frame.shrunk(-1)) and not frame.shrunk(1).encloses(place):
                yield label, group


def covered_labels(request: LayoutRequest, layout: Layout) -> Iterator[tuple[str, str]]:
    """Yield label and the other label, the box or the heading on which it lies."""
    labels = [(label, piece_of(frame)) for label, frame in layout.labels.items()]
    solid = {**layout.boxes, **headings_of(request, layout)}
    yield from ((one, other) for (one, a), (other, b) in combinations(labels, 2) if overlap(a, b))
    places = [(element, piece_of(frame)) for element, frame in solid.items()]
    for label, frame in labels:
        yield from ((label, element) for element, place in places if overlap(frame, place))


def crossed_labels(
    layout: Layout, ways: Mapping[str, list[Chord]], around: Mapping[str, Piece], bundle: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield label and the foreign arrow on which it lies."""
    shared = Counter(bundle[label] for label in layout.labels)
    for label, frame in layout.labels.items():
        place, inner = piece_of(frame), piece_of(frame.shrunk(1))
        for arrow, way in ways.items():
            if not overlap(around[arrow], place):
                continue
            own = arrow == label or (bundle[arrow] == bundle[label] and shared[bundle[label]] == 1)
            if not own and any(enters(chord, inner) for chord in way):
                yield label, arrow
