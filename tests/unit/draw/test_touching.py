"""Ends of lines touch the outline of the box, not only the rectangle around it."""

import pytest

from lsparch.draw.corners import straight
from lsparch.draw.geometry import Curve, Frame, Point
from lsparch.draw.shapes import SHEET
from lsparch.draw.touching import prolonged
from lsparch.models.symbology import Shape

FRAME = Frame(0, 0, 100, 40)


def line(*, start: tuple[int, int], end: tuple[int, int]) -> Curve:
    """Return a straight line."""
    return (Point(*start), *straight(Point(*start), Point(*end)))


@pytest.mark.parametrize(
    ("shape", "start", "end", "touched"),
    [
        pytest.param(Shape.HEXAGON, (-50, 10), (0, 10), (4.5, 10), id="slope of a hexagon"),
        pytest.param(Shape.HEXAGON, (150, 30), (100, 30), (95.5, 30), id="its other side"),
        pytest.param(Shape.OCTAGON, (4, -50), (4, 0), (4, 4), id="corner of an octagon"),
        pytest.param(Shape.CUT, (95, -50), (95, 0), (95, 5), id="folded corner"),
        pytest.param(Shape.PILL, (8, -50), (8, 0), (8, 4), id="end of a pill"),
        pytest.param(Shape.CLOUD, (-50, 20), (0, 20), (7, 20), id="between two bows of a cloud"),
        pytest.param(Shape.CYLINDER, (50, -50), (50, 0), (50, 0.25), id="middle of a lid"),
    ],
)
def test_line_goes_on_to_the_outline(
    shape: Shape, start: tuple[int, int], end: tuple[int, int], touched: tuple[float, float]
) -> None:
    found = prolonged(line(start=start, end=end), shape, FRAME, 1)[-1]
    assert (found.x, found.y) == pytest.approx(touched, abs=0.3)


def test_line_to_a_straight_side_stays() -> None:
    curve = line(start=(50, -50), end=(50, 0))
    assert prolonged(curve, Shape.ROUNDED, FRAME, 1) == curve
    assert prolonged(curve, Shape.HEXAGON, FRAME, 1) == curve


def test_line_to_a_stack_ends_at_the_sheet_that_it_meets() -> None:
    """Over the first points of the upper side no sheet but the front one is met."""
    front = prolonged(line(start=(3, -50), end=(3, 0)), Shape.BOX, FRAME, 2)[-1]
    back = prolonged(line(start=(50, -50), end=(50, 0)), Shape.BOX, FRAME, 2)[-1]
    assert (front.y, back.y) == (SHEET, 0)


def test_line_that_meets_nothing_near_stays() -> None:
    curve = line(start=(-50, 60), end=(0, 60))
    assert prolonged(curve, Shape.CLOUD, FRAME, 1) == curve
