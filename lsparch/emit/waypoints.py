"""Lines of arrows as the places where they turn, for notations that round corners by themselves."""

from collections.abc import Sequence
from itertools import pairwise

from lsparch.draw.geometry import Curve, Point

__all__ = ["middle", "waypoints"]


def waypoints(curves: Sequence[Curve]) -> list[Point]:
    """Return start, corners and end of a line, as whole points."""
    places: list[Point] = []
    for curve in curves:
        places.append(curve[0])
        for at in range(0, len(curve) - 1, 3):
            start, first, end = curve[at], curve[at + 1], curve[at + 3]
            if start.x != end.x and start.y != end.y:
                places.append(Point(start.x, end.y) if abs(first.x - start.x) < 1 else Point(end.x, start.y))
            places.append(end)
    whole = [Point(round(place.x), round(place.y)) for place in places]
    return without_straight(whole)


def without_straight(places: Sequence[Point]) -> list[Point]:
    """Return places without repetitions and without those between their neighbours on one level or upright line."""
    found: list[Point] = []
    for place in places:
        if found and place == found[-1]:
            continue
        if len(found) > 1 and (found[-2].x == found[-1].x == place.x or found[-2].y == found[-1].y == place.y):
            found.pop()
        found.append(place)
    return found


def middle(places: Sequence[Point]) -> Point:
    """Return the place half-way along a line."""
    left = sum(one.distance(other) for one, other in pairwise(places)) / 2
    for one, other in pairwise(places):
        length = one.distance(other)
        if left <= length:
            return one.towards(other, left / length if length else 0)
        left -= length
    return places[-1]
