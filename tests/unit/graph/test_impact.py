import pytest

from lsparch.diagnostics import Place
from lsparch.graph import ArchGraph, Edge, EdgeKind, Node, NodeKind
from lsparch.graph.impact import failure_impact
from tests.support.small import small_graph

HERE = Place("model.yaml")


def test_a_required_connection_stops_its_source() -> None:
    impact = failure_impact(small_graph(), ["store"])
    assert impact.verdict(small_graph(), "web") == "stops"
    effect = next(e for e in impact.stops if e.element == "web/site")
    assert effect.chain == ("store/db", "web/site")
    assert "catalogue queries" in effect.reason


def test_an_optional_connection_only_degrades_its_source() -> None:
    graph = small_graph()
    impact = failure_impact(graph, ["lab"])
    assert impact.verdict(graph, "web") == "degrades"
    assert [e.reason for e in impact.degrades if e.element == "web/site"] == ["no notebooks"]


def chained(*edges: tuple[EdgeKind, str, str]) -> ArchGraph:
    """Return a graph of parts, named by what stands before the slash, with these relations."""
    ids = {end for _, *ends in edges for end in ends}
    kinds = {"route": NodeKind.ROUTE, "volume": NodeKind.VOLUME}
    nodes = [
        Node(one, kinds.get(one.split("/")[1], NodeKind.COMPONENT), one, HERE, part=one.split("/")[0])
        for one in sorted(ids)
    ]
    return ArchGraph("", nodes, [Edge(kind, source, target, HERE) for kind, source, target in edges])


@pytest.mark.parametrize(
    ("down", "verdict"),
    [(["a/one"], "degrades"), (["a/one", "a/two"], "stops"), (["a/inner"], "degrades"), (["b/client"], "works")],
)
def test_a_part_stops_when_none_of_its_routes_works(down: list[str], verdict: str) -> None:
    graph = chained(
        (EdgeKind.ROUTES, "a/route/one", "a/one"),
        (EdgeKind.ROUTES, "a/route/two", "a/two"),
        (EdgeKind.CONNECTS, "a/inner", "a/two"),
        (EdgeKind.CONNECTS, "b/client", "a/inner"),
    )
    assert failure_impact(graph, down).verdict(graph, "a") == verdict


@pytest.mark.parametrize(
    ("down", "verdict"), [(["a/front"], "stops"), (["a/tools"], "degrades"), (["a/back"], "stops")]
)
def test_a_part_without_routes_stops_when_nothing_works_that_others_need(down: list[str], verdict: str) -> None:
    graph = chained(
        (EdgeKind.CONNECTS, "b/client", "a/front"),
        (EdgeKind.CONNECTS, "a/front", "a/back"),
        (EdgeKind.CONNECTS, "a/tools", "a/back"),
    )
    assert failure_impact(graph, down).verdict(graph, "a") == verdict


def test_a_spawner_stops_what_it_spawns() -> None:
    impact = failure_impact(small_graph(), ["lab/hub"])
    assert "lab/notebook" in impact.stopped


def test_a_route_stops_with_its_component() -> None:
    impact = failure_impact(small_graph(), ["lab/hub"])
    assert "lab/route/lab" in impact.stopped


def test_a_dataset_stands_for_its_tables() -> None:
    impact = failure_impact(small_graph(), ["dataset/stars"])
    assert "dataset/stars.Object" in impact.down
    assert {"web/site", "store/db"} <= {effect.element for effect in impact.degrades}


def test_a_table_degrades_its_readers_alone() -> None:
    impact = failure_impact(small_graph(), ["dataset/stars.Object"])
    assert impact.stops == ()
    reasons = {effect.element: effect.reason for effect in impact.degrades}
    assert reasons["web/site"] == "queries that read dataset/stars.Object fail"
    assert "store/db" not in reasons


def test_a_registry_that_is_down_stops_nothing_that_runs() -> None:
    impact = failure_impact(small_graph(), ["external/dockerhub"])
    assert impact.stops == ()
    degraded = {effect.element: effect for effect in impact.degrades}
    assert degraded["web/site"].chain == ("external/dockerhub", "image/site", "web/site")


@pytest.mark.parametrize("place", ["cluster/main", "environment/production"])
def test_a_cluster_and_an_environment_stand_for_all_that_runs_there(place: str) -> None:
    graph = small_graph()
    impact = failure_impact(graph, [place])
    assert {impact.verdict(graph, part) for part in ("web", "lab", "store")} == {"down"}
    assert {"web/site", "web/route/app", "web/balancer", "web/workarea"} <= set(impact.down)
    assert {effect.element for effect in impact.stops} <= {"environment/production"}


def test_no_element_both_stops_and_degrades() -> None:
    graph = small_graph()
    for node in graph.nodes():
        impact = failure_impact(graph, [node.id])
        both = {e.element for e in impact.stops} & {e.element for e in impact.degrades}
        assert not both
        assert not impact.stopped & {e.element for e in impact.degrades}


def test_an_unknown_element_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        failure_impact(small_graph(), ["nothing"])


def test_a_degraded_element_degrades_those_that_connect_to_it() -> None:
    nodes = [Node(name, NodeKind.COMPONENT, name, HERE) for name in ("front", "middle", "back")]
    needs = Edge(EdgeKind.CONNECTS, "front", "middle", HERE)
    likes = Edge(EdgeKind.CONNECTS, "middle", "back", HERE, optional=True, degrades="no images")
    impact = failure_impact(ArchGraph("", nodes, [needs, likes]), ["back"])
    assert impact.stops == ()
    assert {e.element: e.reason for e in impact.degrades} == {
        "front": "connects middle, which degrades",
        "middle": "no images",
    }


def test_a_component_degrades_with_a_service_that_runs_in_it() -> None:
    nodes = [Node(name, NodeKind.COMPONENT, name, HERE) for name in ("store", "query", "front")]
    inside = Edge(EdgeKind.REALISED_BY, "query", "front", HERE)
    needs = Edge(EdgeKind.CONNECTS, "query", "store", HERE)
    impact = failure_impact(ArchGraph("", nodes, [inside, needs]), ["store"])
    assert [e.element for e in impact.stops] == ["query"]
    assert [e.reason for e in impact.degrades] == ["query, which runs in it, does not work"]
