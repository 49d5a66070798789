"""Ways as curves: straight stretches with round corners."""

from collections.abc import Sequence

from lsparch.draw.geometry import Curve, Point

__all__ = ["rounded_curve"]

RADIUS = 10
ROUND = 0.55
"""Share of the radius at which the control points of a quarter circle lie from its ends."""


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


def step(start: Point, towards: Point, length: int) -> Point:
    """Return the place some points from a start towards another place."""
    size = start.distance(towards)
    return start if size == 0 else start.towards(towards, length / size)


def straight(start: Point, end: Point) -> list[Point]:
    """Return the three points of a straight piece; none for a piece without length."""
    return [] if start == end else [start.towards(end, 1 / 3), start.towards(end, 2 / 3), end]


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
