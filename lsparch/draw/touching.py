"""Lines that go on to the outline of a box as it is drawn: layouts end them at the rectangle around it."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin, sqrt

from lsparch.draw.corners import arrival, straight
from lsparch.draw.geometry import Curve, Frame, Point, points_along, turn
from lsparch.draw.scene import path_steps
from lsparch.draw.shapes import contours
from lsparch.models.symbology import Shape

__all__ = ["prolonged"]

MOST = 20.0
"""Points by which an end goes on at most."""

LEAST = 0.4
"""Points that nobody sees."""

STEPS = 16
"""Chords that stand for a bow."""

BENT = {
    Shape.CLOUD,
    Shape.CUT,
    Shape.CYLINDER,
    Shape.DOCUMENT,
    Shape.HEXAGON,
    Shape.OCTAGON,
    Shape.PILL,
    Shape.QUEUE,
}
"""Outlines that leave the sides of their rectangle elsewhere than at a small round corner."""


def prolonged(curve: Curve, shape: Shape, frame: Frame, sheets: int) -> Curve:
    """Return a curve that goes straight on from its end to the outline of a box, if that is a little further on."""
    if shape not in BENT and sheets == 1:
        return curve
    end, along = curve[-1], arrival(curve)
    far = min((at for way in ways(shape, frame, sheets) for at in meetings(end, along, way)), default=0.0)
    return (*curve, *straight(end, ahead(end, along, far))) if LEAST < far < MOST else curve


def ahead(start: Point, along: Point, far: float) -> Point:
    """Return the place so far from a start."""
    return Point(start.x + along.x * far, start.y + along.y * far)


def meetings(start: Point, along: Point, way: tuple[Point, ...]) -> Iterator[float]:
    """Yield how far from a start a straight line in some direction meets a way."""
    beyond = ahead(start, along, 1)
    for one, other in pairwise(way):
        left, right = turn(start, beyond, one), turn(start, beyond, other)
        if left * right > 0 or left == right:
            continue
        place = one.towards(other, left / (left - right))
        far = (place.x - start.x) * along.x + (place.y - start.y) * along.y
        if far > -LEAST:
            yield max(0.0, far)


@lru_cache(maxsize=256)
def ways(shape: Shape, frame: Frame, sheets: int) -> tuple[tuple[Point, ...], ...]:
    """Return the outline of every sheet of a box as chords."""
    return tuple(tuple(places(data)) for data in contours(shape, frame, sheets))


def places(data: str) -> list[Point]:
    """Return the places along the path of an outline."""
    found: list[Point] = []
    for command, numbers in path_steps(data):
        match command:
            case "H":
                found.append(Point(numbers[0], found[-1].y))
            case "V":
                found.append(Point(found[-1].x, numbers[0]))
            case "C":
                pairs = zip(numbers[::2], numbers[1::2], strict=True)
                found += points_along((found[-1], *(Point(x, y) for x, y in pairs)), STEPS)[1:]
            case "A":
                found += bow(found[-1], Point(numbers[-2], numbers[-1]), numbers[0])
            case "Z":
                found.append(found[0])
            case _:
                found.append(Point(numbers[0], numbers[1]))
    return found


def bow(start: Point, end: Point, radius: float) -> list[Point]:
    """Return places along the shorter part of a circle, clockwise, without its start."""
    middle, chord = start.towards(end, 0.5), start.distance(end)
    deep = sqrt(max(0.0, radius**2 - chord**2 / 4))
    centre = Point(middle.x - (end.y - start.y) / chord * deep, middle.y + (end.x - start.x) / chord * deep)
    real = hypot(start.x - centre.x, start.y - centre.y)
    first = atan2(start.y - centre.y, start.x - centre.x)
    turned = (atan2(end.y - centre.y, end.x - centre.x) - first) % (2 * pi)
    angles = (first + turned * n / STEPS for n in range(1, STEPS + 1))
    return [Point(centre.x + real * cos(angle), centre.y + real * sin(angle)) for angle in angles]
