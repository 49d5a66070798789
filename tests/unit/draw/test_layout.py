import json
from dataclasses import replace

import pytest

from lsparch.draw import layout_request, read_layout
from lsparch.views.plan import DiagramPlan
from tests.unit.draw.samples import ASPECT, DEPLOYMENT, PLATFORM, SAMPLES
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY, laid_out


@pytest.mark.parametrize("plan", SAMPLES, ids=lambda plan: plan.id)
def test_all_positions_are_whole_numbers_and_inside_the_picture(plan: DiagramPlan) -> None:
    _, layout = laid_out(plan)
    for frame in (*layout.boxes.values(), *layout.groups.values(), *layout.labels.values()):
        assert 0 <= frame.x <= frame.right <= layout.width
        assert 0 <= frame.y <= frame.bottom <= layout.height
    for curves in layout.curves.values():
        assert all(point.x == round(point.x) and point.y == round(point.y) for c in curves for point in c)


def test_arrows_to_a_frame_end_at_its_edge() -> None:
    _, layout = laid_out(PLATFORM)
    for group in ("portal", "notebook", "api"):
        frame = layout.groups[group]
        start = layout.curves[f"{group}->backend/elk:logs"][0][0]
        assert frame.holds(start)
        assert not frame.shrunk(3).holds(start)


def test_an_arrow_from_a_frame_to_something_in_it_has_its_meaning_in_words() -> None:
    request, _ = laid_out(ASPECT)
    assert request.labels["api.ns->api/logstash:beats"].lines == ("all here · beats 5044",)


def test_arrows_of_one_net_run_together_at_the_end_that_they_share() -> None:
    request, layout = laid_out(PLATFORM)
    nets = [net for net in request.nets if len(net.arrows) > 1]
    assert nets
    for net in nets:
        shared = {layout.curves[arrow][0][-1 if net.into else 0] for arrow in net.arrows}
        own = {layout.curves[arrow][0][0 if net.into else -1] for arrow in net.arrows}
        assert len(shared) == 1
        assert len(own) == len(net.arrows)


def test_what_no_arrow_joins_is_laid_out_apart_and_packed() -> None:
    request, layout = laid_out(PLATFORM)
    assert len(request.parts) == 2
    assert not layout.groups["delivery"].overlaps(layout.groups["portal"])


def test_a_big_plan_gets_one_tuned_arrangement_by_its_size_alone() -> None:
    boxes = tuple(replace(DEPLOYMENT.boxes[0], id=f"n{index}") for index in range(300))
    arrows = tuple(
        replace(PLATFORM.arrows[0], id=f"a{index}", source=f"n{index}", target=f"n{index + 1}") for index in range(299)
    )
    big = replace(DEPLOYMENT, boxes=boxes, arrows=arrows)
    request = layout_request(big, SYMBOLOGY)
    assert all("nslimit=1" in dot for dot in request.dots)
    assert all(len(part) == 1 for part in request.parts)
    assert all("nslimit" not in dot for dot in layout_request(DEPLOYMENT, SYMBOLOGY).dots)


def test_the_request_does_not_depend_on_anything_but_the_plan() -> None:
    assert layout_request(PLATFORM, SYMBOLOGY).dots == layout_request(replace(PLATFORM), SYMBOLOGY).dots


def test_plan_order_is_kept_among_boxes_without_arrows() -> None:
    plan = replace(DEPLOYMENT, arrows=(), groups=DEPLOYMENT.groups[:2], boxes=DEPLOYMENT.boxes[:24:4])
    request = layout_request(plan, SYMBOLOGY)
    layout = read_layout(request, ENGINE.layout_many(request.dots))
    places = [(frame.y // 30, frame.x) for frame in layout.boxes.values()]
    assert places == sorted(places)


def test_sizes_reach_the_engine_as_they_are() -> None:
    request, layout = laid_out(ASPECT)
    graph = json.loads(ENGINE.layout(request.dots[0]))
    sizes = {
        item["name"]: (float(item["width"]), float(item["height"])) for item in graph["objects"] if "width" in item
    }
    for index, box in enumerate(ASPECT.boxes):
        width, height = sizes[f"b{index}"]
        assert (round(width * 72), round(height * 72)) == (
            layout.boxes[box.id].width,
            layout.boxes[box.id].height,
        )
