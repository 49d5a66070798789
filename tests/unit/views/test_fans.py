"""Stars become frames with one arrow, and nothing is lost by that."""

from dataclasses import replace

import pytest

from lsparch.draw import LayoutBook, lay_out
from lsparch.draw.page import SLIDE, type_on
from lsparch.models.paper import LEAST_TYPE
from lsparch.views.by_part import UNIT, on_pages
from lsparch.views.fans import ALIKE, FEWEST, without_stars
from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Group
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY


def star(size: int, *, group: str | None = None) -> DiagramPlan:
    """Return a door with an arrow to each of some houses, and users before it."""
    boxes = [Box("users", "Users", "user"), Box("door", "Door", "ingress")]
    boxes += [Box(f"h{n}", f"house {n}", "deployment", group) for n in range(size)]
    arrows = [Arrow("in", "users", "door", "http")]
    arrows += [Arrow(f"a{n}", "door", f"h{n}", "http", "http 80") for n in range(size)]
    groups = (Group(group, group, "namespace"),) if group else ()
    return DiagramPlan("star", "Star", "", Flow.DOWN, groups, tuple(boxes), tuple(arrows))


def meant(plan: DiagramPlan) -> set[tuple[str, str, str]]:
    """Return what the arrows of a plan say, those at a frame of boxes that are alike as one of each box."""
    inside: dict[str, list[str]] = {}
    for box in plan.boxes:
        if box.group and box.group.startswith(f"{ALIKE}/"):
            inside.setdefault(box.group, []).append(box.id)
    return {
        (one, other, arrow.label)
        for arrow in plan.arrows
        for one in inside.get(arrow.source, [arrow.source])
        for other in inside.get(arrow.target, [arrow.target])
    }


@pytest.mark.parametrize("group", [None, "town"])
def test_a_star_is_a_frame_with_one_arrow(group: str | None) -> None:
    plan = star(FEWEST, group=group)
    found = without_stars(plan)
    assert [(frame.label, frame.symbol, frame.parent) for frame in found.groups if frame.symbol == ALIKE] == [
        (f"{FEWEST} boxes", ALIKE, group)
    ]
    assert len(found.arrows) == len(plan.arrows) - FEWEST + 1
    assert meant(found) == meant(plan)


def test_few_arrows_stay_and_so_do_those_that_say_something_else() -> None:
    assert without_stars(star(FEWEST - 1)) == star(FEWEST - 1)
    plan = star(FEWEST)
    *others, last = plan.arrows
    several = replace(plan, arrows=(*others, replace(last, label="http 81")))
    assert without_stars(several) == several


def test_two_stars_of_the_same_boxes_share_a_frame_and_arrows_between_these_stay() -> None:
    plan = star(2 * FEWEST)
    back = [Arrow(f"b{n}", f"h{n}", "users", "http") for n in range(2 * FEWEST)]
    between = [Arrow(f"c{n}", f"h{n}", f"h{n + 1}", "http") for n in range(2 * FEWEST - 1)]
    plan = replace(plan, arrows=(*plan.arrows, *back, *between))
    found = without_stars(plan)
    assert len([frame for frame in found.groups if frame.symbol == ALIKE]) == 1
    assert len(found.arrows) == 3 + len(between)
    assert meant(found) == meant(plan)


def test_boxes_that_differ_in_one_star_have_two_frames() -> None:
    plan = star(2 * FEWEST)
    half = [Arrow(f"b{n}", f"h{n}", "users", "http") for n in range(FEWEST)]
    plan = replace(plan, arrows=(*plan.arrows, *half))
    found = without_stars(plan)
    assert [frame.label for frame in found.groups] == [f"{FEWEST} boxes"] * 2
    assert meant(found) == meant(plan)
    assert len(found.arrows) == 4


def test_boxes_in_the_midst_of_others_are_not_taken_out_of_these() -> None:
    plan = star(FEWEST)
    hub = Box("hub", "Hub", "deployment")
    apart = [Arrow(f"b{n}", f"h{n}", "hub", "http") for n in range(FEWEST - 1)]
    found = without_stars(replace(plan, boxes=(*plan.boxes, hub), arrows=(*plan.arrows, *apart)))
    assert found.groups == ()
    leaves = tuple(Box(f"leaf{n}", "Leaf", "deployment") for n in range(FEWEST))
    own = [Arrow(f"b{n}", f"h{n}", f"leaf{n}", "http") for n in range(FEWEST)]
    found = without_stars(replace(plan, boxes=(*plan.boxes, *leaves), arrows=(*plan.arrows, *own)))
    assert found.groups == ()
    found = without_stars(replace(plan, boxes=(*plan.boxes, *leaves), arrows=(*plan.arrows, *own[:2])))
    assert [frame.label for frame in found.groups] == [f"{FEWEST} boxes"]


def test_an_overview_of_fifty_pages_behind_one_door_can_be_read_on_a_slide() -> None:
    size = 36 * 50
    plan = star(size)
    groups = tuple(Group(f"ns{n}", f"namespace {n}", "namespace") for n in range(50))
    boxes = tuple(replace(box, group=f"ns{int(box.id[1:]) // 36}") if box.id[0] == "h" else box for box in plan.boxes)
    pages = on_pages("star", replace(plan, groups=groups, boxes=boxes))
    overview = pages[0][1]
    assert len(pages) == 51
    assert [frame.label for frame in overview.groups] == ["50 pages"]
    (drawn,) = lay_out([overview], SYMBOLOGY, LayoutBook(ENGINE))
    page = drawn.request.page(drawn.layout.width, drawn.layout.height)
    assert type_on(page, SLIDE, UNIT) > LEAST_TYPE
