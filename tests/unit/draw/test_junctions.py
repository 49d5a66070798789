"""A dot stands where lines that are drawn as one part, and nowhere else."""

from lsparch.draw.corners import rounded_curve
from lsparch.draw.geometry import Curve, Frame, Point
from lsparch.draw.junctions import partings
from lsparch.draw.nets import Net

STRAIGHT = rounded_curve([Point(0, 0), Point(0, 200)])
LEFT = rounded_curve([Point(0, 0), Point(0, 100), Point(-80, 100)])
RIGHT = rounded_curve([Point(0, 0), Point(0, 60), Point(80, 60)])
FORK = Net(("a", "b"), into=False)


def fork(*curves: Curve) -> dict[str, tuple[Curve, ...]]:
    """Return the curves of arrows `a`, `b` and so on."""
    return {chr(ord("a") + n): (curve,) for n, curve in enumerate(curves)}


def test_dot_stands_where_one_line_starts_to_turn() -> None:
    assert partings(FORK, fork(STRAIGHT, LEFT), ()) == [Point(0, 90)]


def test_lines_that_join_are_seen_from_their_target() -> None:
    back = fork(tuple(reversed(STRAIGHT)), tuple(reversed(LEFT)))
    assert partings(Net(("a", "b")), back, ()) == [Point(0, 90)]
    assert partings(FORK, back, ()) == []


def test_every_fork_has_one_dot() -> None:
    net = Net(("a", "b", "c"), into=False)
    assert partings(net, fork(STRAIGHT, LEFT, RIGHT), ()) == [Point(0, 50), Point(0, 90)]


def test_lines_from_different_places_have_none() -> None:
    other = rounded_curve([Point(20, 0), Point(20, 200)])
    assert partings(FORK, fork(STRAIGHT, other), ()) == []


def test_fork_under_a_label_has_none() -> None:
    assert partings(FORK, fork(STRAIGHT, LEFT), [Frame(-20, 80, 40, 20)]) == []
