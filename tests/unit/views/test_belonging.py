"""Tests of what boxes and frames belong to."""

from dataclasses import replace

from lsparch.api.platform import Platform
from lsparch.views.belonging import belong
from lsparch.views.plan import Box, DiagramPlan, Flow, Group
from tests.unit.views.shipped import ROOT, box, shipped_plans

GRAPH = Platform(ROOT).graph("usdac")
TITLES = {"api": "Web API Aspect", "qserv": "Qserv", "notebook": "Notebook Aspect"}


def plan(*identifiers: str) -> DiagramPlan:
    boxes = tuple(Box(identifier, identifier, "deployment") for identifier in identifiers)
    return DiagramPlan("v", "V", "usdac", Flow.DOWN, (Group("api", "api", "aspect"),), boxes)


def test_boxes_take_part_and_replicas_from_the_graph() -> None:
    found = belong(plan("api/webserv", "qserv/worker", "qserv", "external/cilogon", "notebook/lab"), GRAPH, TITLES)
    assert [(b.part, b.replicas) for b in found.boxes] == [
        ("api", 3),
        ("qserv", 30),
        ("qserv", 1),
        ("", 1),
        ("notebook", 0),
    ]
    assert found.groups[0].part == "api"


def test_without_a_graph_the_first_word_of_the_id_tells_the_part() -> None:
    found = belong(plan("api/pods", "users", "other/thing"), None, TITLES)
    assert [b.part for b in found.boxes] == ["api", "", ""]
    assert found.parts == (("api", "Web API Aspect"),)


def test_what_a_view_says_itself_stays() -> None:
    said = plan("api/webserv")
    said = replace(said, boxes=(replace(said.boxes[0], part="qserv", replicas=7),))
    assert (belong(said, GRAPH, TITLES).boxes[0].part, belong(said, GRAPH, TITLES).boxes[0].replicas) == ("qserv", 7)


def test_every_pod_of_the_shipped_pictures_belongs_to_a_part() -> None:
    for name, shown in shipped_plans().items():
        for found in shown.boxes:
            if found.id in GRAPH and GRAPH.node(found.id).part:
                assert found.part, (name, found.id)
    assert box(shipped_plans()["deployment-usdac"], "qserv/worker").replicas == 30
