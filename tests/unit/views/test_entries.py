"""Ways in from outside: one for all Ingresses of a class or of a host, else one for each part."""

import pytest

from lsparch.graph import ArchGraph, EdgeKind, NodeKind
from lsparch.views.answer import answer
from lsparch.views.defaults import default_views
from lsparch.views.entries import entry_label
from lsparch.views.given import ViewContext
from lsparch.views.plan import DiagramPlan
from lsparch.views.seen import as_seen
from tests.unit.draw.shipped import SYMBOLOGY
from tests.unit.observe.manifests import deployment, observed, service


def ingress(namespace: str, host: str, entry: str = "", note: str = "") -> str:
    """Return an Ingress of a host to the Service ``web``."""
    return f"""\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: {namespace}
  annotations: {{{f"kubernetes.io/ingress.class: {note}" if note else ""}}}
spec:
  {f"ingressClassName: {entry}" if entry else ""}
  rules:
  - host: {host}
    http: {{paths: [{{path: /{namespace}, backend: {{service: {{name: web, port: {{number: 80}}}}}}}}]}}
"""


def shop(*ingresses: str) -> ArchGraph:
    """Return the graph of two namespaces with a web server each."""
    pods = [make("web", namespace) for namespace in ("east", "west") for make in (deployment, service)]
    return as_seen(observed(*pods, *ingresses))


def ways_in(graph: ArchGraph) -> list[str]:
    return sorted(node.id for node in graph.nodes(NodeKind.BALANCER))


@pytest.mark.parametrize(
    ("east", "west", "found"),
    [
        (("a.org", "public"), ("b.org", "public"), ["ingress/public/plain"]),
        (("a.org", "public"), ("b.org", "", "public"), ["ingress/public/plain"]),
        (("a.org", "public"), ("b.org", "inner"), ["ingress/inner/plain", "ingress/public/plain"]),
        (("a.org",), ("a.org",), ["ingress/a.org/plain"]),
        (("a.org", "public"), ("a.org",), ["ingress/public/plain"]),
        (("a.org",), ("b.org",), ["ingress/east/plain", "ingress/west/plain"]),
        (('"*"',), ('"*"',), ["ingress/east/plain", "ingress/west/plain"]),
    ],
)
def test_ingresses_of_one_class_or_host_come_in_at_one_place(
    east: tuple[str, ...], west: tuple[str, ...], found: list[str]
) -> None:
    graph = shop(ingress("east", *east), ingress("west", *west))
    assert ways_in(graph) == found
    assert len(list(graph.edges(EdgeKind.BALANCES))) == 2


@pytest.mark.parametrize("view", ["overview", "exposure", "pods-east"])
def test_a_way_in_that_is_shared_stands_in_no_part(view: str) -> None:
    graph = shop(ingress("east", "a.org"), ingress("west", "a.org"))
    context = ViewContext(None, SYMBOLOGY, {}, {"here": graph}, "here")
    plan = answer(context, default_views(graph)[view], "here")
    assert isinstance(plan, DiagramPlan)
    (door,) = [box for box in plan.boxes if box.id == "ingress/a.org/plain"]
    assert (door.label, door.group, door.details) == ("Ingress", None, ("a.org",))
    assert any(arrow.source == "users" and arrow.target == door.id for arrow in plan.arrows)


def test_a_port_named_after_the_second_version_of_http_speaks_http() -> None:
    ports = "[{name: http2, port: 80}, {name: https, port: 443}]"
    graph = as_seen(observed(deployment("web"), service("web", ports=ports, spec="type: LoadBalancer")))
    (door,) = graph.nodes(NodeKind.BALANCER)
    assert entry_label(door) == "http 80, https 443"
    assert [edge.protocol for edge in graph.edges(EdgeKind.ROUTES)] == ["http", "https"]


def test_what_states_no_namespace_belongs_to_nobody_in_the_picture_of_what_is_exposed() -> None:
    objects = (make("web", "east") for make in (deployment, service))
    found = (text.replace("namespace: east", "") for text in (*objects, ingress("east", "a.org")))
    graph = as_seen(observed(*found))
    plan = answer(ViewContext(None, SYMBOLOGY, {}, {"here": graph}, "here"), default_views(graph)["exposure"], "here")
    assert isinstance(plan, DiagramPlan)
    assert {"route"} <= {box.symbol for box in plan.boxes}
    assert {box.part for box in plan.boxes} == {""}
