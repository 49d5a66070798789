"""Tests of boxes for elements of a graph."""

from itertools import permutations

import pytest

from lsparch.diagnostics import Place
from lsparch.graph import Node, NodeKind, State
from lsparch.views.elements import is_shared, part_status
from lsparch.views.plan import Status, least_sure
from tests.unit.views.shipped import box, changed_plans, shipped_plans


def component(status: str, state: State = State.PLANNED) -> Node:
    return Node("a/b", NodeKind.COMPONENT, "B", Place("a.yaml", 1, 1), "a", status=status, state=state)


PART = Node("a", NodeKind.PART, "A", Place("a.yaml", 1, 1), status="known")


def test_the_least_sure_status_is_found_in_any_order() -> None:
    for length in range(1, 5):
        for statuses in permutations(Status, length):
            assert least_sure(*statuses) is max(statuses, key=["known", "assumed", "planned", "open"].index)
    assert least_sure() is Status.KNOWN


@pytest.mark.parametrize(
    ("shown", "status"),
    [
        ([], "known"),
        ([component("known")], "planned"),
        ([component("assumed"), component("planned")], "planned"),
        ([component("planned"), component("open")], "open"),
        ([component("open"), component("known", State.DEPLOYED)], "known"),
    ],
)
def test_a_part_of_which_nothing_is_there_is_no_surer_than_its_components(shown: list[Node], status: str) -> None:
    assert part_status(PART, shown) == part_status(PART, shown[::-1]) == status


@pytest.mark.parametrize(
    ("identifier", "part", "shared"),
    [("platform/balancer", "api", True), ("api/balancer", "api", False), ("platform/gateway", "platform", False)],
)
def test_a_balancer_of_all_is_that_of_no_part(identifier: str, part: str, shared: bool) -> None:
    node = Node(identifier, NodeKind.BALANCER, "Balancer", Place("a.yaml", 1, 1), part)
    assert is_shared(node) is shared


def test_the_top_level_shows_a_service_as_sure_as_the_least_sure_of_its_planned_components() -> None:
    old = "    title: Stream of chunks out of queries, with flow control\n    status: planned"
    plans = changed_plans("model/services/next-to-database.yaml", old, old.replace("planned", "open"))
    assert box(shipped_plans()["platform"], "next-to-database").status == "planned"
    assert box(plans["platform"], "next-to-database").status == "open"
