from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from lsparch.emit.notation_dot import dot_text
from lsparch.views.plan import Box, DiagramPlan, Flow, Group
from tests.unit.draw.samples import ASPECT, SAMPLES
from tests.unit.draw.shipped import SYMBOLOGY


def cluster_names(graph: Any) -> Iterator[str]:
    for cluster in graph.subgraphs():
        yield str(cluster.name)
        yield from cluster_names(cluster)


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
