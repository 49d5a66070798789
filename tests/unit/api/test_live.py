"""Comparing environments and manifests with a cluster, whose answers a test makes up."""

import copy
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import lsparch.api.live
import lsparch.outside.kube_connection
from lsparch.api.check import check_platform
from lsparch.api.drift import find_drift
from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform
from lsparch.cli.app import run
from lsparch.diagnostics import Finding, LsparchError, Severity
from lsparch.k8s.live import LiveRead, Unread
from lsparch.outside.kube_connection import KubeContext
from lsparch.views.plan import DiagramPlan
from tests.unit.drift.mutations import AS_OF

ROOT = Path(__file__).parents[3]
ENVIRONMENT = "portal-sandbox"


@cache
def platform() -> Platform:
    return Platform(ROOT)


@cache
def generated() -> tuple[dict[str, Any], ...]:
    made = platform().manifests(ENVIRONMENT)
    secrets = (
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": need.name, "namespace": need.namespace}}
        for need in made.secrets
    )
    return (*(copy.deepcopy(dict(one.data)) for one in made.objects), *secrets)


class Cluster:
    """Stands for the reader of clusters."""

    def __init__(self) -> None:
        self.objects: list[dict[str, Any]] = copy.deepcopy(list(generated()))
        self.unread: list[Unread] = []
        self.documents: dict[str, Mapping[str, Any]] = {}
        self.asked: list[tuple[str, tuple[str, ...], bool]] = []

    def read(
        self, context: KubeContext, namespaces: Sequence[str], versions: Mapping[tuple[str, str], str], *, cluster: bool
    ) -> LiveRead:
        self.asked.append((context.name, tuple(namespaces), cluster))
        return LiveRead("v1.36.2", tuple(self.objects), tuple(self.unread))

    def schemas(self, context: KubeContext, api_versions: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        return {name: self.documents[name] for name in api_versions if name in self.documents}

    def one(self, kind: str) -> dict[str, Any]:
        return next(found for found in self.objects if found["kind"] == kind)

    def take(self, kind: str) -> dict[str, Any]:
        found = self.one(kind)
        self.objects.remove(found)
        return found


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Cluster:
    made = Cluster()
    monkeypatch.setattr(lsparch.api.live, "read_cluster", made.read)
    monkeypatch.setattr(lsparch.api.live, "read_schemas", made.schemas)

    def find(text: str) -> KubeContext:
        name, _, namespace = text.partition("/")
        return KubeContext(name, namespace)

    monkeypatch.setattr(lsparch.outside.kube_connection, "find_context", find)
    return made


def drift(source: str, target: str) -> tuple[Finding, ...]:
    return find_drift(platform(), source, target, AS_OF).findings


def test_a_cluster_that_runs_the_model_does_not_drift(cluster: Cluster) -> None:
    assert drift(ENVIRONMENT, "kube:prod") == ()
    assert drift("kube:prod", ENVIRONMENT) == ()
    assert drift("kube:prod", "kube:other") == ()
    wanted = sorted({one["metadata"]["namespace"] for one in cluster.objects if "namespace" in one["metadata"]})
    assert cluster.asked[0] == ("prod", tuple(wanted), True)


def test_a_change_stands_at_the_object_and_names_where_the_model_says_otherwise(cluster: Cluster) -> None:
    changed = cluster.one("Deployment")
    changed["spec"]["revisionHistoryLimit"] = 99
    namespace, name = changed["metadata"]["namespace"], changed["metadata"]["name"]
    (found,) = drift(ENVIRONMENT, "kube:prod")
    assert (found.code, str(found.place)) == ("DRF001", f"kube:prod/{namespace}/Deployment/{name}:1:1")
    assert "spec.revisionHistoryLimit is 99 in kube:prod" in found.message
    assert found.related[0].place.file.startswith("model/")
    assert found.help == f"run `lsparch generate {ENVIRONMENT}` again and apply it, or change the model"


def test_a_missing_secret_of_the_contract_is_to_be_created(cluster: Cluster) -> None:
    lost = cluster.take("Secret")["metadata"]
    (found,) = drift(ENVIRONMENT, "kube:prod")
    assert found.message == f"Secret/{lost['namespace']}/{lost['name']} is missing in kube:prod"
    assert found.help == "create it, with the keys that secrets.yaml lists"


def test_what_nobody_stated_is_to_be_deleted_or_modelled(cluster: Cluster) -> None:
    namespace = cluster.one("Deployment")["metadata"]["namespace"]
    cluster.objects.append({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": namespace}})
    (found,) = drift(ENVIRONMENT, "kube:prod")
    assert (found.code, found.help) == ("DRF003", "delete it, or add it to the model")


def test_what_cannot_be_read_is_an_error_where_it_is_not_compared(cluster: Cluster) -> None:
    services = [one for one in cluster.objects if one["kind"] == "Service"]
    for one in services:
        cluster.objects.remove(one)
    cluster.unread = [Unread("", "Service", "forbidden"), Unread("batch", "Job", "forbidden", ("a", "b"))]
    found = drift(ENVIRONMENT, "kube:prod")
    assert [(f.code, f.severity, f.message) for f in found] == [
        ("DRF011", Severity.WARNING, "Job.batch objects in a, b cannot be read: forbidden"),
        (
            "DRF011",
            Severity.ERROR,
            f"Service objects cannot be read: forbidden, so {len(services)} of them are not compared",
        ),
    ]
    assert found[1].help == "allow the user of this context to list Service objects"


def test_secrets_that_cannot_be_read_are_a_warning(cluster: Cluster) -> None:
    cluster.unread = [Unread("", "Secret", "forbidden")]
    cluster.objects = [one for one in cluster.objects if one["kind"] != "Secret"]
    assert [(f.code, f.severity) for f in drift(ENVIRONMENT, "kube:prod")] == [("DRF011", Severity.WARNING)]


def test_one_namespace_is_compared_alone(cluster: Cluster) -> None:
    home = cluster.one("Deployment")["metadata"]["namespace"]
    cluster.objects = [one for one in cluster.objects if one["metadata"].get("namespace") == home]
    assert drift(ENVIRONMENT, f"kube:prod/{home}") == ()
    assert cluster.asked[-1] == ("prod", (home,), False)


def test_manifests_without_namespace_are_compared_with_the_namespace_of_the_context(
    cluster: Cluster, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: v}\n")
    living = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "a", "namespace": "default"},
        "data": {"k": "w"},
    }
    cluster.objects = [living]
    (found,) = drift("kube:prod", str(tmp_path))
    assert (found.place.line, found.message.partition(" is ")[0]) == (4, "ConfigMap/a: data.k")


def test_custom_resources_have_the_defaults_of_their_definition(cluster: Cluster, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "apiVersion: example.org/v1\nkind: Toy\nmetadata: {name: a, namespace: toys}\nspec: {}\n"
    )
    living = {"apiVersion": "example.org/v1", "kind": "Toy", "metadata": {"name": "a", "namespace": "toys"}}
    cluster.objects = [living | {"spec": {"size": 3}}]
    assert [(f.code, f.message) for f in drift(str(tmp_path), "kube:prod")] == [
        ("DRF003", "Toy.example.org/toys/a: spec.size is 3 in kube:prod, but missing in " + str(tmp_path))
    ]
    schema = {
        "x-kubernetes-group-version-kind": [{"group": "example.org", "version": "v1", "kind": "Toy"}],
        "properties": {"spec": {"properties": {"size": {"default": 3}}}},
    }
    cluster.documents = {"example.org/v1": {"components": {"schemas": {"Toy": schema}}}}
    assert drift(str(tmp_path), "kube:prod") == ()


def test_two_clusters_are_compared_whole_but_for_what_neither_shows(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Cluster()
    other.take("PodDisruptionBudget")
    other.unread = [Unread("", "Service", "forbidden")]
    other.objects = [one for one in other.objects if one["kind"] != "Service"]

    def read(context: KubeContext, *arguments: Any, cluster: bool) -> LiveRead:
        return (other if context.name == "b" else made).read(context, *arguments, cluster=cluster)

    made = cluster
    monkeypatch.setattr(lsparch.api.live, "read_cluster", read)
    found = drift("kube:a", "kube:b")
    assert sorted(f.code for f in found) == ["DRF002", "DRF011"]


def test_rules_run_on_a_cluster_and_tell_what_they_could_not_see(cluster: Cluster) -> None:
    cluster.unread = [Unread("", "Pod", "forbidden")]
    cluster.one("Service")["spec"]["selector"] = {"app": "nothing"}
    cluster.objects.append(
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "dns", "namespace": "kube-system"}}
    )
    result = check_platform(platform(), ["kube:prod"], AS_OF)
    codes = {f.code for f in result.findings}
    assert {"DRF011", "REF012"} <= codes
    assert not any("kube-system" in f.place.file for f in result.findings)
    assert all(f.place.file.startswith("kube:prod") for f in result.findings)


@pytest.mark.usefixtures("cluster")
def test_a_revision_needs_an_environment_to_be_compared_with_a_cluster() -> None:
    with pytest.raises(LsparchError, match="git:HEAD: which environment"):
        drift("git:HEAD", "kube:prod")


def test_a_cluster_is_drawn_as_what_is_generated_for_it(cluster: Cluster) -> None:
    drawings, _ = plan_drawings(platform(), [ENVIRONMENT, "kube:prod"], diff=True)
    plans = [drawing.plan for drawing in drawings if isinstance(drawing.plan, DiagramPlan)]
    assert {"pods-portal-sandbox-portal", "exposure"} <= {plan.id for plan in plans}
    assert [(one.id, one.details) for plan in plans for one in plan.boxes if one.signs] == []
    assert plans[0].environment == f"{ENVIRONMENT} → kube:prod"
    assert cluster.asked


def test_what_an_operator_has_made_is_drawn_and_what_a_deployment_has_made_is_not(cluster: Cluster) -> None:
    written = copy.deepcopy(cluster.one("Deployment"))
    for name, owner in (("by-operator", "Prometheus"), ("by-deployment", "Deployment")):
        made = copy.deepcopy(written)
        made["kind"] = "StatefulSet" if owner == "Prometheus" else "ReplicaSet"
        made["metadata"]["name"] = name
        made["metadata"]["ownerReferences"] = [{"kind": owner, "name": "x", "controller": True}]
        cluster.objects.append(made)
    (drawing,), _ = plan_drawings(platform(), ["kube:prod"], ["deployment"])
    assert isinstance(drawing.plan, DiagramPlan)
    assert drawing.plan.source == "cluster"
    shown = {box.id.rpartition("/")[2] for box in drawing.plan.boxes}
    assert "by-operator" in shown
    assert "by-deployment" not in shown
    assert [group.label for group in drawing.plan.groups if group.symbol == "cluster"] == ["Cluster prod"]


def test_a_picture_says_what_of_the_cluster_could_not_be_read(cluster: Cluster) -> None:
    cluster.objects = [one for one in cluster.objects if one["kind"] not in {"ConfigMap", "NetworkPolicy", "Secret"}]
    kinds = (("", "ConfigMap"), ("networking.k8s.io", "NetworkPolicy"), ("", "Secret"))
    cluster.unread = [Unread(group, kind, "forbidden") for group, kind in kinds]
    drawings, _ = plan_drawings(platform(), ["kube:prod"])
    for drawing in drawings:
        assert isinstance(drawing.plan, DiagramPlan)
        assert drawing.plan.description.endswith("Could not be read, and is missing here: ConfigMap, NetworkPolicy.")
        assert [lack.message for lack in drawing.lacks] == [
            "ConfigMap objects cannot be read: forbidden",
            "NetworkPolicy.networking.k8s.io objects cannot be read: forbidden",
        ]


def test_a_difference_says_what_of_the_cluster_could_not_be_read(cluster: Cluster) -> None:
    cluster.unread = [Unread("", "ConfigMap", "forbidden")]
    drawings, _ = plan_drawings(platform(), [ENVIRONMENT, "kube:prod"], ["overview"], diff=True)
    (drawing,) = drawings
    assert isinstance(drawing.plan, DiagramPlan)
    assert drawing.plan.description.endswith("Could not be read of kube:prod, and counts as missing there: ConfigMap.")
    assert [lack.message for lack in drawing.lacks] == ["ConfigMap objects cannot be read: forbidden"]
    cluster.unread = []
    ((same,), _) = plan_drawings(platform(), [ENVIRONMENT, "kube:prod"], ["overview"], diff=True)
    assert same.lacks == ()
    assert "Could not be read" not in same.plan.description


@pytest.mark.parametrize("form", ["svg", "html", "json", "mermaid"])
def test_every_format_warns_once_of_what_could_not_be_read(
    cluster: Cluster, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    cluster.unread = [Unread("", "ConfigMap", "forbidden")]
    arguments = ("--view", "deployment", "--format", form, "--format", "dot", "--out", str(tmp_path), "--no-cache")
    assert run(("render", "kube:prod", *arguments)) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "warning" in line]
    assert [line.partition(";")[0] for line in told] == [
        "kube:prod: warning: ConfigMap objects cannot be read: forbidden"
    ]


def test_a_namespace_without_anything_to_draw_is_not_drawn(cluster: Cluster) -> None:
    cluster.objects += [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "default"}},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "ca", "namespace": "default"}},
    ]
    (drawing,), _ = plan_drawings(platform(), ["kube:prod"], ["overview"])
    assert isinstance(drawing.plan, DiagramPlan)
    assert "default" not in {box.label for box in drawing.plan.boxes}


def test_namespaces_of_one_name_in_two_clusters_are_told_apart(cluster: Cluster) -> None:
    home = cluster.one("Deployment")["metadata"]["namespace"]
    drawings, _ = plan_drawings(platform(), [f"kube:one/{home}", f"kube:two/{home}"], ["storage"])
    assert [drawing.plan.environment for drawing in drawings] == [f"kube:one/{home}", f"kube:two/{home}"]
