from dataclasses import replace
from itertools import combinations

import pytest

from lsparch.draw import layout_request
from lsparch.draw.answers import read_part
from lsparch.draw.compaction import compacted, pushed
from lsparch.draw.dot import flow_of
from lsparch.draw.folding import folded, with_blocks_moved
from lsparch.draw.geometry import Frame
from lsparch.draw.labelling import Lack
from lsparch.draw.mesh import Placement
from lsparch.draw.positions import LayoutRequest, extent
from lsparch.draw.structure import Structure
from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Group
from tests.unit.draw.samples import ASPECT, DEPLOYMENT, PLATFORM
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY, laid_out

CHAIN = DiagramPlan(
    "chain",
    "A chain",
    "",
    Flow.RIGHT,
    boxes=tuple(Box(name, f"box {name}", "deployment") for name in "abcdefgh"),
    arrows=tuple(Arrow(f"{a}-{b}", a, b, "http", "http 80") for a, b in zip("abcdefg", "bcdefgh", strict=True)),
)


def placements(plan: DiagramPlan) -> tuple[LayoutRequest, list[tuple[Placement, Flow]]]:
    """Return the arrangements of the first part of a plan as the engine makes them."""
    request = layout_request(plan, SYMBOLOGY)
    dots = request.parts[0]
    return request, [
        (read_part(request, answer), flow_of(dot)) for dot, answer in zip(dots, ENGINE.layout_many(dots), strict=True)
    ]


def is_sound(plan: DiagramPlan, placement: Placement) -> bool:
    """Whether nothing overlaps, and everything stands in its frame, under its heading."""
    structure = Structure(plan)
    places = {**placement.groups, **placement.boxes}
    for one, other in combinations(places, 2):
        if (
            one not in structure.around(other)
            and other not in structure.around(one)
            and places[one].overlaps(places[other])
        ):
            return False
    return all(
        placement.groups[group].encloses(places[item]) and not places[item].overlaps(placement.headings[group])
        for group in placement.groups
        for item in structure.inner(group)
        if item in places
    )


def area(placement: Placement) -> int:
    """Return the area of a placement."""
    frames = (*placement.groups.values(), *placement.boxes.values())
    width, height = extent(frames, ())
    return (width - min(frame.x for frame in frames)) * (height - min(frame.y for frame in frames))


@pytest.mark.parametrize("plan", [ASPECT, PLATFORM, DEPLOYMENT], ids=lambda plan: plan.id)
def test_room_is_taken_out_and_nothing_comes_to_lie_on_anything(plan: DiagramPlan) -> None:
    request, found = placements(plan)
    for placement, flow in found:
        close = compacted(request, Structure(plan), placement, flow)
        assert is_sound(plan, close)
        assert area(close) <= area(placement)


@pytest.mark.parametrize("plan", [ASPECT, PLATFORM, DEPLOYMENT], ids=lambda plan: plan.id)
def test_what_is_folded_or_moved_is_sound_too(plan: DiagramPlan) -> None:
    request, found = placements(plan)
    structure = Structure(plan)
    for placement, flow in found:
        for other in (*folded(request, structure, placement), *with_blocks_moved(request, structure, placement)):
            assert is_sound(plan, compacted(request, structure, other, flow))


def test_a_chain_is_folded_to_rows_that_are_read_one_after_the_other() -> None:
    request, layout = laid_out(CHAIN)
    width, height = request.page(layout.width, layout.height)
    assert 1.2 < width / height < 2.2
    starts = [frame.x for frame in layout.boxes.values()]
    assert starts != sorted(starts)
    assert starts[:3] == sorted(starts[:3])


def test_a_long_chain_of_high_boxes_is_folded_to_the_shape_of_a_page() -> None:
    boxes = tuple(Box(f"b{n}", f"box {n}", "deployment", details=("line",) * 8) for n in range(36))
    arrows = tuple(Arrow(f"a{n}", f"b{n}", f"b{n + 1}", "http", "http 80") for n in range(35))
    request, layout = laid_out(replace(CHAIN, flow=Flow.DOWN, boxes=boxes, arrows=arrows, quick=True))
    width, height = request.page(layout.width, layout.height)
    assert 1.2 < width / height < 2.2


def test_many_with_one_neighbour_stand_in_rows() -> None:
    boxes = (Box("hub", "hub", "deployment"), *(Box(f"b{n}", f"box {n}", "deployment") for n in range(24)))
    arrows = tuple(Arrow(f"a{n}", "hub", f"b{n}", "http", "http 80") for n in range(24))
    request, layout = laid_out(replace(CHAIN, flow=Flow.DOWN, boxes=boxes, arrows=arrows))
    width, height = request.page(layout.width, layout.height)
    assert width / height < 2.5


def test_an_arrow_may_lead_from_a_frame_to_one_beside_it_that_begins_earlier() -> None:
    boxes = (Box("a", "a", "deployment", group="left"), Box("b", "b", "deployment", group="right"))
    plan = DiagramPlan(
        "beside",
        "Frames side by side",
        "",
        Flow.DOWN,
        groups=(Group("left", "Left", "aspect"), Group("right", "Right", "aspect")),
        boxes=(*boxes, Box("c", "c", "deployment")),
        arrows=(Arrow("b-c", "b", "c", "http", ""), Arrow("c-a", "c", "a", "http", "")),
    )
    request = layout_request(plan, SYMBOLOGY)
    placement = Placement(
        {"a": Frame(20, 300, 100, 40), "b": Frame(260, 150, 100, 40), "c": Frame(500, 220, 100, 40)},
        {"left": Frame(0, 0, 238, 400), "right": Frame(240, 100, 200, 150)},
        {"left": Frame(4, 4, 60, 20), "right": Frame(244, 104, 60, 20)},
    )
    assert is_sound(plan, compacted(request, Structure(plan), placement, Flow.DOWN))
    lack = Lack(70, 290, 0, 40, upright=False)
    assert is_sound(plan, pushed(request, Structure(plan), placement, [lack]))
