from collections.abc import Sequence
from dataclasses import replace

import pytest

from lsparch.draw import Layout, LayoutRequest, layout_request
from lsparch.draw.geometry import Frame, Point, crosses
from lsparch.draw.measure import group_heading
from lsparch.draw.quality import chords, measured
from lsparch.emit.waypoints import waypoints
from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Group
from tests.unit.draw.shipped import SYMBOLOGY, laid_out
from tests.unit.views.shipped import shipped_plans

FOUR = DiagramPlan(
    "four",
    "Four boxes",
    "",
    Flow.RIGHT,
    boxes=tuple(Box(name, name, "deployment") for name in "abcd"),
    arrows=(Arrow("a-d", "a", "d", "http", "one"), Arrow("c-b", "c", "b", "https", "two")),
)
A, B = Frame(0, 0, 100, 40), Frame(300, 0, 100, 40)
C, D = Frame(0, 200, 100, 40), Frame(300, 200, 100, 40)


def line(*places: tuple[int, int]) -> tuple[tuple[Point, ...], ...]:
    """Return a line with corners, as a curve of straight pieces."""
    found = [Point(*places[0])]
    for x, y in places[1:]:
        end = Point(x, y)
        found += [found[-1].towards(end, 1 / 3), found[-1].towards(end, 2 / 3), end]
    return (tuple(found),)


def crossed(
    curves: dict[str, tuple[tuple[Point, ...], ...]] | None = None, labels: dict[str, Frame] | None = None
) -> tuple[LayoutRequest, Layout]:
    """Return a layout of two arrows that cross, or run as told, with their labels."""
    straight = {"a-d": line((100, 20), (300, 220)), "c-b": line((100, 220), (300, 20))}
    beside = {"a-d": Frame(115, 30, 30, 16), "c-b": Frame(115, 190, 30, 16)}
    boxes = {"a": A, "b": B, "c": C, "d": D}
    return layout_request(FOUR, SYMBOLOGY), Layout(400, 240, boxes, {}, labels or beside, curves or straight)


@pytest.mark.parametrize("name", sorted(shipped_plans()))
def test_no_shipped_picture_has_an_overlap_or_an_arrow_through_what_is_not_its_own(name: str) -> None:
    found = measured(*laid_out(shipped_plans()[name]))
    assert (found.through, found.hidden, found.labels) == ((), (), ())


def test_arrows_that_cross_are_counted_once() -> None:
    found = measured(*crossed())
    assert (found.crossings, found.through, found.hidden, found.labels) == (1, (), (), ())
    assert found.length == 2 * found.mean_length == round(2 * Point(100, 20).distance(Point(300, 220)))
    assert found.aspect == 1.67


def test_an_arrow_through_a_foreign_box_is_found() -> None:
    curves = {"a-d": line((50, 40), (50, 260), (350, 260), (350, 240)), "c-b": line((100, 220), (300, 20))}
    assert measured(*crossed(curves=curves)).through == (("a-d", "c"),)


def test_arrows_on_each_other_are_found() -> None:
    curves = {"a-d": line((100, 20), (200, 20), (200, 220), (300, 220)), "c-b": line((100, 220), (200, 220), (200, 20))}
    assert measured(*crossed(curves=curves)).hidden == (("a-d", "c-b"),)


@pytest.mark.parametrize(
    ("labels", "faults"),
    [
        ({"a-d": Frame(60, 30, 60, 16)}, (("a-d", "a"),)),
        ({"a-d": Frame(115, 30, 30, 16), "c-b": Frame(130, 40, 30, 16)}, (("a-d", "c-b"),)),
        ({"c-b": Frame(120, 35, 40, 20)}, (("c-b", "a-d"),)),
    ],
    ids=["on a box", "on a label", "on another arrow"],
)
def test_a_label_on_something_is_found(labels: dict[str, Frame], faults: tuple[tuple[str, str], ...]) -> None:
    found = measured(*crossed(labels=labels)).labels
    assert set(faults) <= set(found)


@pytest.mark.parametrize(("x", "count"), [(30, 0), (66, 1), (70, 1), (96, 1), (105, 0)])
def test_a_label_on_the_edge_of_a_frame_is_found(x: int, count: int) -> None:
    request, layout = crossed(labels={"a-d": Frame(x, 60, 30, 16)})
    request = replace(request, plan=replace(FOUR, groups=(Group("g", "G", "aspect"),)))
    framed = replace(layout, groups={"g": Frame(-10, -40, 106, 300)})
    found = measured(replace(request, groups={"g": group_heading(request.plan.groups[0], SYMBOLOGY)}), framed)
    assert found.edges == (("a-d", "g"),) * count
    assert found.faults == measured(request, replace(layout, groups={})).faults


def test_an_arrow_through_the_heading_of_a_frame_is_found() -> None:
    plan = shipped_plans()["api-pods"]
    request, layout = laid_out(plan)
    frame = layout.groups["api"]
    arrow = plan.arrows[0].id
    curves = {**layout.curves, arrow: line((frame.x + 30, frame.y - 20), (frame.x + 30, frame.y + 60))}
    assert (arrow, "api") in measured(request, replace(layout, curves=curves)).through


NEAR_HEADS = 3
"""Shipped arrowheads that another arrow runs across, where nothing else was possible."""


def heads_crossed(request: LayoutRequest, layout: Layout) -> set[tuple[str, str]]:
    """Return the arrows whose last twelve points another net runs across, each with the other."""
    leaders, ways = request.leaders, {arrow: chords(curves) for arrow, curves in layout.curves.items()}
    found = set()
    for arrow, way in ways.items():
        before, tip = way[-1]
        back = tip.towards(before, min(1, 12 / before.distance(tip)))
        found |= {
            (leaders[arrow], leaders[other])
            for other, lines in ways.items()
            for line in lines
            if leaders[other] != leaders[arrow] and crosses((back, tip), line)
        }
    return found


def test_arrows_keep_clear_of_the_heads_of_others() -> None:
    found = [(plan.id, *pair) for plan in shipped_plans().values() for pair in sorted(heads_crossed(*laid_out(plan)))]
    assert len(found) <= NEAR_HEADS, found


def goes_back(places: Sequence[Point]) -> bool:
    """Whether a line turns round and goes back so near that its label would hide it."""
    return any(
        (round(a.x) == round(b.x) and abs(a.x - c.x) < 16 and (b.y - a.y) * (d.y - c.y) < 0)
        or (round(a.y) == round(b.y) and abs(a.y - c.y) < 16 and (b.x - a.x) * (d.x - c.x) < 0)
        for a, b, c, d in zip(places, places[1:], places[2:], places[3:], strict=False)
    )


def test_no_shipped_arrow_goes_back_beside_itself_for_the_sake_of_its_label() -> None:
    found = [
        (plan.id, arrow.id)
        for plan in shipped_plans().values()
        for arrow in plan.arrows
        if arrow.label and goes_back(waypoints(laid_out(plan)[1].curves[arrow.id]))
    ]
    assert found == []
