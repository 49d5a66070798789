"""Ways as curves: straight stretches with round corners."""

from collections.abc import Sequence

from lsparch.draw.geometry import Curve, Point, pieces, shorten_end

__all__ = ["arrival", "cut_square", "rounded_curve", "straight"]

RADIUS = 10
ROUND = 0.55
"""Share of the radius at which the control points of a quarter circle lie from its ends."""

LEVEL = 0.5
"""Points that a place may lie beside a straight line."""


def rounded_curve(places: Sequence[Point]) -> Curve:
    """Return the curve along some places, its corners rounded."""
    corners = without_straight(places)
    found = [corners[0]]
    for index in range(1, len(corners) - 1):
        before, corner, after = corners[index - 1 : index + 2]
        radius = min(RADIUS, reach(before, corner, index == 1), reach(corner, after, index == len(corners) - 2))
        start, end = step(corner, before, radius), step(corner, after, radius)
        found += straight(found[-1], start)
        found += [start.towards(corner, ROUND), end.towards(corner, ROUND), end]
    found += straight(found[-1], corners[-1])
    return tuple(Point(round(place.x), round(place.y)) for place in found)


def reach(one: Point, other: Point, outer: bool) -> int:
    """Return how much of a stretch a corner may take: half of it, or all but a little at an end of the way."""
    length = int(one.distance(other))
    return max(0, length - 3) if outer else length // 2


def step(start: Point, towards: Point, length: float) -> Point:
    """Return the place some points from a start towards another place."""
    size = start.distance(towards)
    return start if size == 0 else start.towards(towards, length / size)


def straight(start: Point, end: Point) -> tuple[Point, ...]:
    """Return the three points of a straight piece; none for a piece without length."""
    return () if start == end else (start.towards(end, 1 / 3), start.towards(end, 2 / 3), end)


def without_straight(places: Sequence[Point]) -> list[Point]:
    """Return the places without repetitions and without those on the straight line between their neighbours."""
    found: list[Point] = []
    for place in places:
        if found and place == found[-1]:
            continue
        if len(found) > 1 and turns_not(found[-2], found[-1], place):
            found[-1] = place
        else:
            found.append(place)
    return found if len(found) > 1 else [places[0], places[-1]]


def turns_not(one: Point, two: Point, three: Point) -> bool:
    """Whether three places lie on one upright or level line."""
    return one.x == two.x == three.x or one.y == two.y == three.y


def arrival(curve: Curve) -> Point:
    """Return the direction in which a curve arrives at its end, as a step of one point."""
    end = curve[-1]
    before = next((place for place in reversed(curve) if place != end), Point(end.x, end.y - 1))
    size = before.distance(end)
    return Point((end.x - before.x) / size, (end.y - before.y) / size)


def cut_square(curve: Curve, length: float) -> Curve:
    """Return a curve without its last points, where an arrowhead stands; a corner that is nearer becomes tighter.

    So the head stands square on what it points at, and the line reaches it from behind or from the side.
    """
    end, along = curve[-1], arrival(curve)

    def back(place: Point) -> float:
        return (end.x - place.x) * along.x + (end.y - place.y) * along.y

    def ahead(far: float) -> Point:
        return Point(end.x - along.x * far, end.y - along.y * far)

    parts = pieces(curve)
    count = len(parts)
    while count and all(place.distance(ahead(back(place))) < LEVEL for place in parts[count - 1]):
        count -= 1
    if count == 0 or back(parts[count - 1][3]) >= length:
        return shorten_end(curve, length)
    start = parts[count - 1][0]
    corner = ahead(back(start))
    radius = max(0.0, back(start) - length)
    turn, out = step(corner, start, radius), step(corner, end, radius)
    done = (*curve[: 3 * count - 2], *straight(start, turn))
    return (*done, turn.towards(corner, ROUND), out.towards(corner, ROUND), out) if radius else done
