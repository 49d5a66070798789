from itertools import pairwise

import pytest

from lsparch.draw.corners import arrival, cut_square, rounded_curve
from lsparch.draw.geometry import Curve, Frame, Point, clip_end, clip_start, points_along, shorten_end

FRAME = Frame(0, 0, 100, 50)


def straight(*places: tuple[float, float]) -> Curve:
    """Return a curve of straight pieces through some places."""
    points = [Point(*places[0])]
    for (ax, ay), (bx, by) in pairwise(places):
        points += [Point(ax + (bx - ax) * n / 3, ay + (by - ay) * n / 3) for n in (1, 2, 3)]
    return tuple(points)


def test_a_curve_that_leaves_a_frame_starts_at_its_edge() -> None:
    start = clip_start(straight((50, 25), (150, 25)), FRAME)[0]
    assert start.x == pytest.approx(100, abs=0.1)
    assert start.y == 25


def test_a_curve_that_enters_a_frame_ends_at_its_edge() -> None:
    end = clip_end(straight((150, 25), (120, 25), (50, 25)), FRAME)[-1]
    assert end.x == pytest.approx(100, abs=0.1)
    assert end.y == 25


def test_a_curve_that_stays_inside_or_outside_is_left_alone() -> None:
    inside, outside = straight((10, 10), (20, 20)), straight((200, 10), (220, 20))
    assert clip_start(inside, FRAME) == inside
    assert clip_end(outside, FRAME) == outside


def test_room_for_the_head_is_cut_from_the_end() -> None:
    short = shorten_end(straight((0, 0), (100, 0)), 9)
    assert short[0] == Point(0, 0)
    assert short[-1].x == pytest.approx(91, abs=0.2)


def test_a_curve_shorter_than_its_head_is_kept() -> None:
    tiny = straight((0, 0), (4, 0))
    assert shorten_end(tiny, 9) == tiny


def test_places_along_a_curve_include_both_ends() -> None:
    places = points_along(straight((0, 0), (30, 0)), 3)
    assert [round(place.x) for place in places] == [0, 10, 20, 30]


def test_frames_that_touch_do_not_overlap() -> None:
    assert not FRAME.overlaps(FRAME.moved(100, 0))
    assert FRAME.overlaps(FRAME.moved(99, 0))
    assert FRAME.encloses(FRAME.shrunk(3))
    assert not FRAME.shrunk(3).encloses(FRAME)


@pytest.mark.parametrize("leg", [4, 9, 13, 18, 25, 60])
def test_a_line_reaches_a_head_square_however_near_its_last_corner_is(leg: int) -> None:
    way = rounded_curve([Point(0, 0), Point(80, 0), Point(80, leg)])
    short = cut_square(way, 15)
    end = short[-1]
    assert arrival(way) == Point(0, 1)
    assert end.x == pytest.approx(80, abs=0.2)
    assert end.y == pytest.approx(max(0, leg - 15), abs=0.2)
    assert all(min(abs(place.x - 80), place.y) < 10 for place in points_along(short))


def test_a_line_without_corners_is_cut_as_it_is() -> None:
    assert cut_square(straight((0, 0), (60, 80)), 9) == shorten_end(straight((0, 0), (60, 80)), 9)
