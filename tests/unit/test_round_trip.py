"""The round-trip law: what is generated from a model, and observed again, is what the model says runs on Kubernetes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from lsparch.api.platform import Platform
from lsparch.drift import ObjectSide, compare_objects
from lsparch.emit.targets import plain_files
from lsparch.graph import ArchGraph, EdgeKind, NodeKind, State, deployed
from lsparch.k8s.documents import scan_objects
from lsparch.k8s.identity import ObjectKey
from lsparch.k8s.store import ObjectStore, StoredObject
from lsparch.manifests import ManifestSet, build_manifests
from lsparch.observe import observe
from lsparch.resolve import Environment, environment_graph, resolve
from tests.support.models import load
from tests.support.random_models import model_files
from tests.support.small import small_environment
from tests.unit.drift.mutations import changed
from tests.unit.manifests.example import FILES, INGRESS, the_environment

ROOT = Path(__file__).parents[2]
PLATFORM = Platform(ROOT)
ENVIRONMENTS = (
    "api-sandbox",
    "chile-dac",
    "commissioning",
    "notebook-sandbox",
    "pdac",
    "portal-sandbox",
    "qserv-sandbox",
    "science-validation",
    "usdac",
)
VERSIONS = ("1.12", "1.16", "1.19", "1.22", "1.25", "1.29", "1.34")
ACTED_ON = "nginx.ingress.kubernetes.io/"
"""Annotations with which ingress-nginx is told what no field of an Ingress states."""


def stripped(node: Any, *, inside: bool = False) -> Any:
    """Return an object without annotations, on itself and on its pods, but for those that no field could state."""
    if isinstance(node, Mapping):
        if inside and "annotations" in node:
            kept = {k: v for k, v in node["annotations"].items() if k.startswith(ACTED_ON)}
            node = {**node, "annotations": kept}
        return {key: stripped(value, inside=key == "metadata") for key, value in node.items()}
    return [stripped(item) for item in node] if isinstance(node, list) else node


def strip_annotations(objects: tuple[StoredObject, ...]) -> ObjectStore:
    return ObjectStore(replace(stored, data=stripped(stored.data)) for stored in objects)


def own(env: Environment, manifests: ManifestSet) -> tuple[StoredObject, ...]:
    """Return what is generated, without the manifests of others that pass through."""
    foreign = {identifier for identifier, state in env.states.items() if state is State.FOREIGN}
    return tuple(stored for stored in manifests.objects if stored.element not in foreign)


def differences(one: ArchGraph, other: ArchGraph) -> list[str]:
    """Return what two graphs do not have in common, one line for each value."""
    left, right = one.canonical(), other.canonical()
    return [
        f"{name} {path}: {left.get(name, {}).get(path)!r}, {right.get(name, {}).get(path)!r}"
        for name in sorted({*left, *right})
        for path in sorted({"", *left.get(name, {}), *right.get(name, {})})
        if (name in left) != (name in right) or left.get(name, {}).get(path) != right.get(name, {}).get(path)
    ]


def assert_law(env: Environment) -> None:
    there = deployed(environment_graph(env))
    back = deployed(observe(strip_annotations(own(env, build_manifests(env)))))
    assert differences(there, back) == []


def of_version(env: Environment, version: str) -> Environment:
    versions = env.cluster.versions.model_copy(update={"kubernetes": version})
    return replace(env, cluster=env.cluster.model_copy(update={"versions": versions}))


def test_all_environments_are_tried() -> None:
    assert sorted(ENVIRONMENTS) == sorted(PLATFORM.environments)


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_law_holds_for_the_files_of_every_environment(name: str) -> None:
    env = PLATFORM.environment(name)
    manifests = PLATFORM.manifests(name)
    objects = own(env, manifests)
    files = plain_files(replace(manifests, objects=objects))
    read = scan_objects({path: text for path, text in files.items() if path.endswith(".yaml")}).objects
    assert {stored.key for stored in read} == {stored.key for stored in objects}
    assert differences(deployed(PLATFORM.graph(name)), deployed(observe(strip_annotations(read)))) == []


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", ["api-sandbox", "notebook-sandbox", "portal-sandbox"])
def test_the_law_holds_for_old_and_new_versions_of_kubernetes(name: str, version: str) -> None:
    assert_law(of_version(PLATFORM.environment(name), version))


EXTERNALS, CLUSTER, SKY = "model/externals.yaml", "model/clusters/lab.yaml", "model/aspects/sky.yaml"
ALIAS = {EXTERNALS: FILES[EXTERNALS].replace("host: archive", "alias: sky/archive\n    host: archive")}
ADDRESSES = {
    EXTERNALS: FILES[EXTERNALS]
    .replace("host: archive.example.org\n    cidr: [192.0.2.16/28]", "alias: sky/archive\n    cidr: [192.0.2.17/32]")
    .replace("world:\n", "world:\n    alias: sky/world\n"),
    CLUSTER: FILES[CLUSTER].replace("name: calico, ", "name: cilium, fqdn-policy: true, api-server-policy: true, "),
    "model/aspects/sky.yaml": FILES["model/aspects/sky.yaml"].replace(
        "server: external/archive.nfs", "server: db.mysql"
    ),
}
ALL_FILES: dict[str, Mapping[str, str]] = {"gateway": {}, "ingress": INGRESS, "alias": ALIAS, "addresses": ADDRESSES}


@pytest.mark.parametrize("files", ALL_FILES.values(), ids=list(ALL_FILES))
def test_the_law_holds_for_a_platform_with_one_of_everything(files: Mapping[str, str]) -> None:
    assert_law(the_environment(files))


@pytest.mark.parametrize("name", ["production", "sandbox"])
def test_the_law_holds_for_the_small_platform(name: str) -> None:
    assert_law(small_environment(name))


@given(model_files())
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_law_holds_for_any_model(files: Mapping[str, str]) -> None:
    assert_law(resolve(load(files), "tiny"))


def test_reducing_twice_is_reducing_once() -> None:
    for graph in (PLATFORM.graph("usdac"), observe(PLATFORM.manifests("usdac").store())):
        once = deployed(graph)
        assert differences(once, deployed(once)) == []


def test_nothing_of_what_the_law_compares_is_empty() -> None:
    graph = deployed(PLATFORM.graph("usdac"))
    kinds = {node.kind for node in graph.nodes()}
    relations = {edge.kind for edge in graph.edges()}
    assert kinds == {
        NodeKind.BALANCER, NodeKind.COMPONENT, NodeKind.CONFIG, NodeKind.EXTERNAL, NodeKind.IMAGE, NodeKind.PART,
        NodeKind.ROUTE, NodeKind.SECRET, NodeKind.VOLUME,
    }  # fmt: skip
    assert relations == {
        EdgeKind.AUTHENTICATES, EdgeKind.BALANCES, EdgeKind.CONNECTS, EdgeKind.MOUNTS, EdgeKind.NEEDS_CONFIG,
        EdgeKind.NEEDS_SECRET, EdgeKind.PART_OF, EdgeKind.PULLED_FROM, EdgeKind.ROUTES, EdgeKind.RUNS,
        EdgeKind.SPAWNED_BY,
    }  # fmt: skip
    tap = graph.node("usdac-api/tap")
    values = {name: leaf.value for name, leaf in tap.leaves.items()}
    assert values["kind"] == "deployment"
    assert values["container.tap.port.http"] == "8080/TCP"
    assert values["service.tap.port.http"] == "8080/TCP to 8080 http"
    assert values["container.tap.memory-limit"] == "16G"
    assert str(values["container.tap.probe.liveness"]).startswith("connect 8080")
    assert str(values["container.tap.probe.readiness"]).startswith("get http:8080/tap/availability")
    assert "usdac-api/tap connects usdac-qserv/czar#4040/TCP" in {edge.id for edge in graph.edges()}
    spawned = [edge.id for edge in graph.edges(EdgeKind.SPAWNED_BY)]
    assert spawned == [
        "usdac-notebook/dask-worker spawned-by usdac-notebook/lab", "usdac-notebook/lab spawned-by usdac-notebook/hub",
    ]  # fmt: skip


@dataclass(frozen=True)
class Mutation:
    """One value of one object, changed."""

    what: str
    in_graph: bool
    """Whether the observed graph shows it."""

    reported: bool
    """Whether comparing the objects gives a finding."""


def mutations(name: str, step: int) -> Iterator[Mutation]:
    """Change each STEP-th value of the generated objects, one at a time."""
    domain = PLATFORM.model.platform.pods.label_domain
    objects = PLATFORM.manifests(name).objects
    before = deployed(observe(strip_annotations(objects))).canonical()
    spots = [(n, path) for n, stored in enumerate(objects) for path in leaves(stripped(stored.data))]
    for number, path in spots[::step]:
        stored = objects[number]
        other = replace(stored, data=with_changed(stored.data, path))
        try:
            key: ObjectKey | None = other.key
        except ValueError:
            key = None
        what = f"{stored.key}: {'.'.join(map(str, path))}"
        drift = compare_objects(ObjectSide("model", (stored,), name), ObjectSide("folder", (other,)), domain)
        after = deployed(observe(strip_annotations((*objects[:number], other, *objects[number + 1 :]))))
        yield Mutation(what, key is not None and after.canonical() != before, bool(drift.findings))


def leaves(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    match node:
        case Mapping():
            for key, value in node.items():
                yield from leaves(value, (*path, key))
        case list():
            for position, value in enumerate(node):
                yield from leaves(value, (*path, position))
        case _:
            yield path


def with_changed(node: Any, path: tuple[str | int, ...]) -> Any:
    if not path:
        return changed(node)
    first, *rest = path
    if isinstance(node, Mapping):
        return {key: with_changed(value, tuple(rest)) if key == first else value for key, value in node.items()}
    return [with_changed(item, tuple(rest)) if n == first else item for n, item in enumerate(node)]


def test_every_changed_value_changes_the_graph_or_gives_a_finding() -> None:
    found = list(mutations("qserv-sandbox", 41))
    assert len(found) > 50
    assert [mutation.what for mutation in found if not mutation.in_graph and not mutation.reported] == []
    assert sum(mutation.in_graph for mutation in found) > len(found) / 4


@pytest.mark.parametrize(
    ("kind", "name", "path"),
    [
        ("StatefulSet", "czar", ("spec", "replicas")),
        ("StatefulSet", "czar", ("spec", "template", "spec", "containers", 0, "image")),
        ("StatefulSet", "czar", ("spec", "template", "spec", "containers", 0, "ports", 0, "containerPort")),
        ("StatefulSet", "czar", ("spec", "template", "spec", "containers", 0, "resources", "requests", "memory")),
        ("Service", "czar", ("spec", "ports", 0, "port")),
        ("NetworkPolicy", "czar", ("spec", "ingress", 0, "ports", 0, "port")),
        ("NetworkPolicy", "czar", ("spec", "egress", 0, "ports", 0, "protocol")),
        ("ConfigMap", "czar-config", ("data",)),
    ],
)
def test_the_graph_alone_shows_what_the_law_compares(kind: str, name: str, path: tuple[str | int, ...]) -> None:
    objects = PLATFORM.manifests("qserv-sandbox").objects
    number = next(n for n, stored in enumerate(objects) if (stored.kind, stored.name) == (kind, name))
    stored = objects[number]
    full = next(found for found in leaves(stored.data) if found[: len(path)] == path)
    other = replace(stored, data=with_changed(stored.data, full))
    before = deployed(observe(ObjectStore(objects)))
    after = deployed(observe(ObjectStore((*objects[:number], other, *objects[number + 1 :]))))
    assert differences(before, after) != []
