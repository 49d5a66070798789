"""What of a graph runs on Kubernetes."""

from collections.abc import Mapping

from lsparch.diagnostics import Place
from lsparch.graph import ArchGraph, Deployment, Edge, EdgeKind, Leaf, Node, NodeKind, Origin, deployed
from lsparch.graph.deployed import pods_id, registry_of

PLACE = Place("model/a.yaml")


def leaf(value: str | int | bool) -> Leaf:
    return Leaf(value, Origin("written", PLACE))


def component(name: str) -> Node:
    return Node(f"sky/{name}", NodeKind.COMPONENT, name, PLACE, "sky", "ldf")


def connects(source: str, target: str, port: int | None = 80, status: str = "known") -> Edge:
    return Edge(
        EdgeKind.CONNECTS, f"sky/{source}", f"sky/{target}", PLACE, "http", "http", port, purpose="data", status=status
    )


def graph(
    *edges: Edge, ruled: tuple[str, ...] = ("ns/web", "ns/db"), leaves: Mapping[str, Leaf] | None = None
) -> ArchGraph:
    ids = {"sky/web": ("ns/web",), "sky/db": ("ns/db",)}
    deployment = Deployment(
        ids, {**ids, "sky/far": ("address/192.0.2.0/24",)}, frozenset(ruled), (), {"ns/web": leaves or {}}
    )
    nodes = [component(name) for name in ("web", "db", "far", "inside", "later")]
    return ArchGraph("tiny", nodes, edges, lambda: deployment)


def ids(found: ArchGraph, *kinds: EdgeKind) -> list[str]:
    return [edge.id for edge in found.edges(*kinds)]


def test_names_are_those_of_objects_and_intent_is_gone() -> None:
    found = deployed(graph(connects("web", "db")))
    assert [n.id for n in found.nodes()] == ["ns", "ns/db", "ns/web"]
    (edge,) = found.edges(EdgeKind.CONNECTS)
    assert (edge.id, edge.purpose, edge.port) == ("ns/web connects ns/db#80/TCP", "", 80)
    assert found.node("ns/web").owner == ""


def test_what_is_planned_or_without_port_is_no_connection() -> None:
    planned, unknown = connects("web", "db", status="planned"), connects("db", "web", None)
    assert ids(deployed(graph(planned, unknown)), EdgeKind.CONNECTS) == []
    assert ids(deployed(graph(connects("web", "later"))), EdgeKind.CONNECTS) == []


def test_a_service_that_runs_in_another_is_the_other() -> None:
    inside = Edge(EdgeKind.REALISED_BY, "sky/inside", "sky/db", PLACE)
    found = deployed(graph(inside, connects("web", "inside"), connects("db", "inside")))
    assert ids(found, EdgeKind.CONNECTS) == ["ns/web connects ns/db#80/TCP"]


def test_a_connection_needs_an_end_with_policies() -> None:
    assert ids(deployed(graph(connects("web", "far"))), EdgeKind.CONNECTS) == [
        "ns/web connects address/192.0.2.0/24#80/TCP"
    ]
    assert ids(deployed(graph(connects("web", "far"), ruled=())), EdgeKind.CONNECTS) == []


def test_values_of_containers_become_images_volumes_and_secrets() -> None:
    values = {
        "container.web.image": leaf("registry.example.org/web:1"),
        "container.web.mount./data": leaf("volume ns/data below x read-only"),
        "container.web.env.PASSWORD": leaf("secret ns/keys#password"),
        "container.web.env.TEXT": leaf("text 0123456789abcdef"),
    }
    found = deployed(graph(leaves=values))
    assert ids(found, EdgeKind.RUNS, EdgeKind.MOUNTS, EdgeKind.NEEDS_SECRET, EdgeKind.PULLED_FROM) == [
        "ns/web mounts volume/ns/data#web.mount./data",
        "ns/web needs-secret secret/ns/keys#web.env.PASSWORD",
        "ns/web runs registry.example.org/web:1#web",
        "registry.example.org/web:1 pulled-from address/registry.example.org",
    ]
    assert list(found.node("secret/ns/keys").leaves) == ["key.password"]


def test_a_second_reduction_changes_nothing() -> None:
    once = deployed(graph(connects("web", "far"), leaves={"container.web.image": leaf("web:1")}))
    assert deployed(once).canonical() == once.canonical()


def test_pods_of_others_are_named_by_their_labels() -> None:
    assert pods_id("logs", {"b": "2", "a": "1"}) == "logs/[a=1,b=2]"
    assert pods_id("logs", {}) == "logs/[]"


def test_the_registry_is_the_first_word_that_looks_like_a_host() -> None:
    assert registry_of("registry.example.org/a/b:1") == "registry.example.org"
    assert registry_of("localhost:5000/a") == "localhost:5000"
    assert registry_of("lsst/a") == "docker.io"
