"""The graph as a whole: whatever is written, it is a graph; places are those of the manifests."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsparch.diagnostics import Place
from lsparch.graph import deployed
from lsparch.k8s.store import ObjectStore, StoredObject
from lsparch.manifests import build_manifests
from lsparch.observe import observe
from lsparch.observe.scene import Scene
from tests.unit.manifests.example import INGRESS, the_environment
from tests.unit.observe.manifests import deployment, observed, service

KINDS = (
    "ConfigMap", "CronJob", "CiliumNetworkPolicy", "DaemonSet", "Deployment", "Gateway", "HTTPRoute",
    "HorizontalPodAutoscaler", "Ingress", "Job", "Namespace", "NetworkPolicy", "PersistentVolume",
    "PersistentVolumeClaim", "Pod", "PodDisruptionBudget", "PodTemplate", "Role", "RoleBinding", "Secret",
    "SecurityPolicy", "Service", "StatefulSet",
)  # fmt: skip
WORDS = st.sampled_from(
    (
        "spec", "template", "containers", "name", "image", "ports", "port", "env", "value", "podSelector", "ready",
        "ingress", "egress", "from", "to", "rules", "http", "paths", "path", "backend", "metadata", "labels", "volumes",
        "configMap", "volumeMounts", "resources", "requests", "cpu", "selector", "policyTypes", "data", "subjects",
        "jobTemplate", "hostnames", "matches", "listeners", "parentRefs", "backendRefs", "accessModes",
    )
)  # fmt: skip
TREES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 99) | st.text("ab./:", max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(st.tuples(st.sampled_from(KINDS), TREES, TREES), max_size=4))
def test_no_content_of_objects_breaks_it(found: list[tuple[str, object, object]]) -> None:
    stored = [
        StoredObject(
            {
                "apiVersion": "v1",
                "kind": kind,
                "metadata": {"name": f"x{n}", "namespace": "y"},
                "spec": spec,
                "data": data,
            },
            Place("a.yaml"),
        )
        for n, (kind, spec, data) in enumerate(found)
    ]
    graph = observe(ObjectStore(stored))
    assert deployed(deployed(graph)).canonical() == deployed(graph).canonical()


def test_the_order_of_objects_does_not_matter() -> None:
    texts = [deployment("web", container="env: [{name: A, value: 'http://db:80'}]"), deployment("db"), service("db")]
    one, other = observed(*texts), observed(*reversed(texts))
    assert one.canonical() == other.canonical()
    assert [e.id for e in one.edges()] == [e.id for e in other.edges()]


def test_values_stand_at_their_places() -> None:
    graph = observed(deployment("web", spec="replicas: 3"))
    origin = graph.node("shop/web").leaves["replicas"].origin
    assert (origin.layer, str(origin.place)) == ("written", "all.yaml:6:13")


def test_a_scene_finds_objects_by_name() -> None:
    stored = StoredObject({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "b"}}, Place("x"))
    scene = Scene(ObjectStore([stored]), {}, {})
    assert scene.named("Pod", "b", "a") is stored
    assert scene.named("Pod", "b", "c") is None
    assert scene.within("Pod", "b") == [stored]


JUNK: tuple[object, ...] = (None, 1, "x", [], {}, [1], {"a": 1}, True, [{}], [None])


def _paths(node: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    if isinstance(node, Mapping):
        for key, inner in node.items():
            yield from _paths(inner, (*path, key))
    elif isinstance(node, list):
        for position, inner in enumerate(node):
            yield from _paths(inner, (*path, position))


def _put(node: Any, path: tuple[str | int, ...], junk: object) -> Any:
    if not path:
        return junk
    first, *rest = path
    if isinstance(node, Mapping):
        return {key: _put(inner, tuple(rest), junk) if key == first else inner for key, inner in node.items()}
    return [_put(inner, tuple(rest), junk) if n == first else inner for n, inner in enumerate(node)]


@pytest.mark.parametrize("files", [{}, INGRESS], ids=["gateway", "ingress"])
def test_a_value_of_the_wrong_type_counts_as_absent(files: Mapping[str, str]) -> None:
    objects = build_manifests(the_environment(files)).objects
    named = {("apiVersion",), ("kind",), ("metadata",), ("metadata", "name"), ()}
    spots = [(n, path) for n, stored in enumerate(objects) for path in _paths(stored.data) if path not in named]
    for count, (number, path) in enumerate(spots[::67]):
        stored = objects[number]
        spoilt = replace(stored, data=_put(stored.data, path, JUNK[count % len(JUNK)]))
        graph = observe(ObjectStore((*objects[:number], spoilt, *objects[number + 1 :])))
        assert deployed(deployed(graph)).canonical() == deployed(graph).canonical()
