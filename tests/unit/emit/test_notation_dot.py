from collections.abc import Iterator
from importlib import import_module
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from lsparch.draw.look import look_of
from lsparch.emit.notation_dot import dot_text
from lsparch.emit.notation_words import arrow_words, box_words, frame_words, one_line
from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Group
from tests.support.hostile import HOSTILE
from tests.support.hostile_plans import HOSTILE_TO_NOTATIONS, hostile_plan
from tests.unit.draw.samples import ASPECT, SAMPLES
from tests.unit.draw.shipped import SYMBOLOGY


def cluster_names(graph: Any) -> Iterator[str]:
    for cluster in graph.subgraphs():
        yield str(cluster.name)
        yield from cluster_names(cluster)


HOSTILE_PLAN = hostile_plan(*HOSTILE, *HOSTILE_TO_NOTATIONS)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(text: str) -> ET.Element:
    """Return the SVG that Graphviz makes of a text, in which each line of a label is a text."""
    return ET.fromstring(import_module("pygraphviz").AGraph(string=text).draw(prog="dot", format="svg"))


@pytest.mark.parametrize("plan", [*SAMPLES, HOSTILE_PLAN], ids=lambda plan: plan.id)
def test_graphviz_shows_every_text_as_it_is(plan: DiagramPlan) -> None:
    look = look_of(plan, SYMBOLOGY)
    shown = {" ".join((text.text or "").split()) for text in drawn(dot_text(plan, SYMBOLOGY)).iter(f"{SVG}text")}
    wanted = {one_line(box.label) for box in plan.boxes} | {one_line(group.label) for group in plan.groups}
    wanted |= {word for box in plan.boxes for word in box_words(box, look)}
    wanted |= {word for group in plan.groups for word in frame_words(group, look)}
    wanted |= {word for arrow in plan.arrows for word in arrow_words(arrow, look)}
    assert wanted - shown == {""} & wanted


def test_what_is_encrypted_has_two_heads_hollow_if_it_may_fail() -> None:
    boxes = (Box("a", "A", "user"), Box("b", "B", "user"))
    heads = {}
    for style, optional in (("http", False), ("https", False), ("https", True)):
        arrow = Arrow("c", "a", "b", style, "", optional=optional)
        text = dot_text(DiagramPlan("p", "P", "", Flow.DOWN, boxes=boxes, arrows=(arrow,)), SYMBOLOGY)
        heads[style, optional] = len(list(drawn(text).iter(f"{SVG}polygon")))
    assert heads["https", False] == heads["https", True] == heads["http", False] + 1


def test_graphviz_reads_back_whatever_stands_in_the_texts() -> None:
    graph = import_module("pygraphviz").AGraph(string=dot_text(HOSTILE_PLAN, SYMBOLOGY))
    assert len([name for name in graph.nodes() if not name.startswith("anchor:")]) == len(HOSTILE_PLAN.boxes)
    assert len(graph.edges()) == len(HOSTILE_PLAN.arrows)
    assert len(list(cluster_names(graph))) == len(HOSTILE_PLAN.groups)


@pytest.mark.parametrize("plan", SAMPLES, ids=lambda plan: plan.id)
def test_graphviz_reads_back_every_box_frame_and_arrow(plan: DiagramPlan) -> None:
    graph = import_module("pygraphviz").AGraph(string=dot_text(plan, SYMBOLOGY))
    assert {str(name) for name in graph.nodes() if not name.startswith("anchor:")} == {box.id for box in plan.boxes}
    assert sorted(edge.attr["id"] for edge in graph.edges()) == sorted(arrow.id for arrow in plan.arrows)
    assert sorted(cluster_names(graph)) == sorted(f"cluster_{group.id}" for group in plan.groups)


def test_an_arrow_to_a_frame_is_cut_at_it() -> None:
    line = next(text for text in dot_text(ASPECT, SYMBOLOGY).splitlines() if "api.ns->api/logstash" in text)
    assert 'ltail="cluster_api.ns"' in line


def test_quotes_and_backslashes_survive() -> None:
    plan = DiagramPlan("p", 'a "b" \\ c', "", Flow.DOWN, (Group("g", 'x"', "pod"),), (Box("b", '"\\', "job"),))
    graph = import_module("pygraphviz").AGraph(string=dot_text(plan, SYMBOLOGY))
    assert graph.get_node("b").attr["label"] == '"\\\\'
    assert graph.graph_attr["label"] == 'a "b" \\\\ c'


def test_the_text_is_the_same_each_time() -> None:
    assert dot_text(ASPECT, SYMBOLOGY) == dot_text(ASPECT, SYMBOLOGY)
