"""Pictures of manifests show names in the order in which people count."""

from dataclasses import replace

from lsparch.views.natural import in_natural_order, natural
from lsparch.views.plan import Box, DiagramPlan, Flow, Group


def test_names_with_numbers_stand_as_people_count() -> None:
    assert sorted(["ns10", "ns2", "ns1", "a", "10", "2"], key=natural) == ["2", "10", "a", "ns1", "ns2", "ns10"]


def test_boxes_of_one_symbol_and_frames_are_put_in_order_and_nothing_else_moves() -> None:
    names = ["ns1", "ns10", "ns2"]
    boxes = [Box("door", "zebra", "ingress")]
    boxes += [Box(f"{name}/w{n}", f"w{n}", "deployment", name) for name in names for n in (1, 10, 9)]
    plan = DiagramPlan("p", "P", "", Flow.DOWN, tuple(Group(name, name, "namespace") for name in names), tuple(boxes))
    found = in_natural_order(plan)
    assert [group.id for group in found.groups] == ["ns1", "ns2", "ns10"]
    assert [box.id for box in found.boxes] == [
        "door",
        *(f"{name}/w{n}" for name in ("ns1", "ns2", "ns10") for n in (1, 9, 10)),
    ]  # fmt: skip
    assert {*found.boxes} == {*plan.boxes}
    assert replace(found, boxes=plan.boxes, groups=plan.groups) == plan


def test_frames_that_stand_in_another_order_keep_it() -> None:
    names = ["shop", "ns1", "ns10", "ns2"]
    boxes = tuple(Box(name, name, "deployment", name) for name in names)
    plan = DiagramPlan("p", "P", "", Flow.DOWN, tuple(Group(name, name, "namespace") for name in names), boxes)
    assert in_natural_order(plan) == plan
