"""Where lines that are drawn as one part or meet: there stands a dot, which no crossing has."""

from collections.abc import Iterable, Mapping
from itertools import combinations

from lsparch.draw.geometry import Curve, Frame, Point, pieces
from lsparch.draw.nets import Net

__all__ = ["partings"]

HEAD_ROOM, TAIL_ROOM = 16, 8
"""Points from a shared target and from a shared source within which head or box show enough."""

UNDER = 2
"""How deep a place lies under a label that hides it."""


def partings(net: Net, curves: Mapping[str, tuple[Curve, ...]], labels: Iterable[Frame]) -> list[Point]:
    """Return the places at which lines of a net part, seen from the end that they share, in a fixed order.

    Those under a label are left out, which hides where the lines part, too.
    """
    room = HEAD_ROOM if net.into else TAIL_ROOM
    ways = {way_from_shared(curves[arrow], into=net.into) for arrow in net.arrows if arrow in curves}
    found = {place for one, other in combinations(sorted(ways, key=places_of), 2) for place in parted(one, other, room)}
    covers = [frame.shrunk(UNDER) for frame in labels]
    seen = (place for place in found if not any(cover.holds(place) for cover in covers))
    return sorted(seen, key=lambda place: (place.x, place.y))


def way_from_shared(curves: tuple[Curve, ...], *, into: bool) -> Curve:
    """Return the way of an arrow from the end that its net shares."""
    whole = (curves[0][0], *(place for curve in curves for place in curve[1:]))
    return tuple(reversed(whole)) if into else whole


def places_of(way: Curve) -> list[tuple[float, float]]:
    """Return a way as numbers."""
    return [(place.x, place.y) for place in way]


def parted(one: Curve, other: Curve, room: int) -> list[Point]:
    """Return the place up to which two ways are the same; none where they share no stretch that is to be seen."""
    if one[0] != other[0]:
        return []
    place, far = one[0], 0.0
    for mine, theirs in zip(pieces(one), pieces(other), strict=False):
        if mine != theirs:
            if level(mine) and level(theirs) and along(mine) == along(theirs):
                ends = sorted((mine[3], theirs[3]), key=mine[0].distance)
                far += mine[0].distance(ends[0])
                place = ends[0]
            break
        far += mine[0].distance(mine[3])
        place = mine[3]
    return [place] if far > room else []


def level(piece: tuple[Point, ...]) -> bool:
    """Whether a piece is an upright or a level line."""
    return len({place.x for place in piece}) == 1 or len({place.y for place in piece}) == 1


def along(piece: tuple[Point, ...]) -> tuple[bool, bool, bool, bool]:
    """Return the direction of a level piece."""
    start, end = piece[0], piece[3]
    return end.x > start.x, end.x < start.x, end.y > start.y, end.y < start.y
