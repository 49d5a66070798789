import re
from dataclasses import replace
from pathlib import Path

import pytest

from lsparch.diagnostics import Place
from lsparch.graph import ArchGraph, Edge, EdgeKind, Leaf, Node, NodeKind, Origin

HERE = Place("model.yaml")


def component(name: str, **leaves: int) -> Node:
    origin = Origin("written", HERE)
    values = {key: Leaf(value, origin) for key, value in leaves.items()}
    return Node(name, NodeKind.COMPONENT, name, HERE, leaves=values)


def connects(source: str, target: str, detail: str = "") -> Edge:
    return Edge(EdgeKind.CONNECTS, source, target, HERE, detail)


@pytest.fixture
def chain() -> ArchGraph:
    nodes = [component(name) for name in ("d", "c", "b", "a")]
    return ArchGraph("", nodes, [connects("a", "b"), connects("b", "c"), connects("c", "d")])


def test_nodes_come_in_the_order_of_their_ids(chain: ArchGraph) -> None:
    assert [node.id for node in chain.nodes()] == ["a", "b", "c", "d"]


def test_edges_that_touch_elements_are_each_told_once_in_the_order_of_their_ids(chain: ArchGraph) -> None:
    touching = [edge for edge in chain.edges() if {edge.source, edge.target} & {"b", "c"}]
    assert chain.touching(["c", "b"]) == touching == chain.touching(["b", "c"], EdgeKind.CONNECTS)
    assert [(edge.source, edge.target) for edge in chain.touching(["d"])] == [("c", "d")]
    assert chain.touching(["b"], EdgeKind.MOUNTS) == []


def test_nodes_of_a_part_come_in_the_order_of_their_ids_and_by_kind() -> None:
    nodes = [replace(component(name), part=part) for name, part in (("b", "p"), ("c", "q"), ("a", "p"))]
    graph = ArchGraph("", [*nodes, replace(nodes[0], id="aa", kind=NodeKind.VOLUME)], [])
    assert [node.id for node in graph.in_part("p")] == ["a", "aa", "b"]
    assert [node.id for node in graph.members("p")] == ["a", "b"]
    assert graph.in_part("nothing") == []


def test_dependencies_are_everything_that_a_node_needs(chain: ArchGraph) -> None:
    assert chain.dependencies("b") == ("c", "d")


def test_dependents_are_everything_that_needs_a_node(chain: ArchGraph) -> None:
    assert chain.dependents("c") == ("a", "b")


def test_questions_may_be_limited_to_kinds_of_edges(chain: ArchGraph) -> None:
    assert chain.dependencies("a", EdgeKind.MOUNTS) == ()
    assert chain.dependencies("a", EdgeKind.CONNECTS) == ("b", "c", "d")


def test_path_is_the_shortest_or_nothing(chain: ArchGraph) -> None:
    assert chain.path("a", "c") == ("a", "b", "c")
    assert chain.path("c", "a") == ()


def test_cut_points_are_the_inner_nodes_of_a_chain(chain: ArchGraph) -> None:
    assert chain.cut_points() == ("b", "c")


def test_cycles_name_all_their_members() -> None:
    graph = ArchGraph("", [component(n) for n in "abc"], [connects("a", "b"), connects("b", "a"), connects("b", "c")])
    assert graph.cycles() == (("a", "b"),)


def test_canonical_form_does_not_depend_on_the_order_of_construction() -> None:
    nodes = [component("a", port=1, replicas=2), component("b", port=3)]
    edges = [connects("a", "b", "http"), connects("a", "b", "admin")]
    forth = ArchGraph("", nodes, edges).canonical()
    back = ArchGraph("", reversed(nodes), reversed(edges)).canonical()
    assert list(forth.items()) == list(back.items())


def test_canonical_form_sees_a_changed_value() -> None:
    assert (
        ArchGraph("", [component("a", port=1)], []).canonical()
        != ArchGraph("", [component("a", port=2)], []).canonical()
    )


def test_two_nodes_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="two nodes have the id a"):
        ArchGraph("", [component("a"), component("a")], [])


def test_an_edge_to_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="ends at b, which is no node"):
        ArchGraph("", [component("a")], [connects("a", "b")])


def test_two_edges_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="two edges have the id"):
        ArchGraph("", [component("a"), component("b")], [connects("a", "b"), connects("a", "b")])


@pytest.mark.parametrize(
    ("status", "optional", "pending", "wished"),
    [
        ("known", True, False, False),
        ("assumed", True, False, False),
        ("planned", False, True, False),
        ("planned", True, True, True),
        ("open", True, True, True),
    ],
)
def test_a_wish_is_optional_and_not_there_yet(status: str, *, optional: bool, pending: bool, wished: bool) -> None:
    edge = replace(connects("a", "b"), status=status, optional=optional)
    assert (edge.pending, edge.wished) == (pending, wished)


def test_what_is_not_there_yet_is_said_in_one_place() -> None:
    package = Path(__file__).parents[3] / "lsparch"
    told = re.compile(r"""[{(\[]["'](planned|open)["'], ["'](planned|open)["'][])}]""")
    assert [path.name for path in package.rglob("*.py") if told.search(path.read_text())] == ["kinds.py"]
