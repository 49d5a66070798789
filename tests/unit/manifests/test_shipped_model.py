"""The configuration of every environment of the shipped model."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lsparch.emit.targets import plain_files
from lsparch.k8s.identity import label_value_fault, name_fault, name_rule
from lsparch.k8s.validate import Coverage, coverage, validate_object
from lsparch.k8s.version import KubernetesVersion
from lsparch.load import Model, load_model
from lsparch.manifests import ManifestSet, build_manifests
from lsparch.resolve import resolve

_ROOT = Path(__file__).parents[3]
_ENVIRONMENTS = sorted(
    path.stem for path in (_ROOT / "model" / "environments").glob("*.yaml") if not path.stem.startswith("profile-")
)
_BEYOND_THE_SCHEMAS = {
    "SecurityPolicy",
    "BackendTrafficPolicy",
    "CiliumNetworkPolicy",
    "ClusterExternalSecret",
    "ExternalSecret",
}
"""Kinds of Envoy Gateway, for which no schema ships."""

pytestmark = pytest.mark.parametrize("name", _ENVIRONMENTS)


@cache
def _model() -> Model:
    files = {str(p.relative_to(_ROOT)): p.read_bytes() for p in (_ROOT / "model").rglob("*") if p.is_file()}
    result = load_model(files)
    assert result.model is not None, result.findings
    return result.model


@cache
def _made(name: str) -> ManifestSet:
    return build_manifests(resolve(_model(), name))


def test_nothing_is_missing(name: str) -> None:
    assert [f"{f.place}: {f.message}" for f in _made(name).findings if f.severity == "error"] == []
    assert len(_made(name).objects) > 20


def test_every_object_is_valid(name: str) -> None:
    version = KubernetesVersion.parse(_made(name).kubernetes)
    for found in _made(name).objects:
        if found.kind in _BEYOND_THE_SCHEMAS:
            continue
        assert coverage(found.data, version) is Coverage.COVERED, found.key
        assert [str(violation) for violation in validate_object(found.data, version)] == [], found.key


def test_names_and_labels_are_accepted_by_the_api_server(name: str) -> None:
    for found in _made(name).objects:
        assert name_fault(found.name, name_rule(found.kind)) is None
        for value in found.data["metadata"]["labels"].values():
            assert label_value_fault(value) is None


def test_the_same_environment_gives_the_same_bytes(name: str) -> None:
    assert plain_files(_made(name)) == plain_files(build_manifests(resolve(_model(), name)))


def test_everything_that_pods_refer_to_exists(name: str) -> None:
    made = _made(name)
    known = {(o.kind, o.namespace, o.name) for o in made.objects}
    known |= {("Secret", need.namespace, need.name) for need in made.secrets}
    for _, namespace, template in _templates(made):
        for reference in _references(template):
            assert (reference[0], namespace, reference[1]) in known


def test_mounts_have_volumes_and_volumes_are_mounted(name: str) -> None:
    for workload, _, template in _templates(_made(name)):
        spec = template["spec"]
        claims = workload.get("spec", {}).get("volumeClaimTemplates", ())
        volumes = {v["name"] for v in spec.get("volumes", ())} | {c["metadata"]["name"] for c in claims}
        containers = [*spec.get("initContainers", ()), *spec["containers"]]
        mounts = {m["name"] for c in containers for m in c.get("volumeMounts", ())}
        assert mounts == volumes
        for container in containers:
            names = [variable["name"] for variable in container.get("env", ())]
            paths = [mount["mountPath"] for mount in container.get("volumeMounts", ())]
            assert len(names) == len(set(names))
            assert len(paths) == len(set(paths))


def test_selectors_of_services_policies_and_budgets_select_pods(name: str) -> None:
    made = _made(name)
    pods = {(ns, frozenset(t["metadata"]["labels"].items())) for _, ns, t in _templates(made)}
    own = {namespace for namespace, _ in pods}
    for found in made.store().of_kind("Service", "NetworkPolicy", "PodDisruptionBudget"):
        spec = found.data["spec"]
        selector = spec.get("selector") or spec.get("podSelector") or {}
        selector = selector.get("matchLabels", selector)
        made_by_others = any(key.startswith("acme.cert-manager.io/") for key in selector)
        if selector and found.namespace in own and not made_by_others:
            assert any(ns == found.namespace and selector.items() <= labels for ns, labels in pods), found.key


def _templates(made: ManifestSet) -> Iterator[tuple[Mapping[str, Any], str, dict[str, Any]]]:
    for found in made.store().of_kind("Deployment", "StatefulSet", "DaemonSet", "Job"):
        yield found.data, found.namespace, found.data["spec"]["template"]
    for found in made.store().of_kind("CronJob"):
        yield found.data, found.namespace, found.data["spec"]["jobTemplate"]["spec"]["template"]


def _references(template: dict[str, Any]) -> Iterator[tuple[str, str]]:
    spec = template["spec"]
    yield "ServiceAccount", spec["serviceAccountName"]
    for volume in spec.get("volumes", ()):
        if "configMap" in volume:
            yield "ConfigMap", volume["configMap"]["name"]
        if "secret" in volume:
            yield "Secret", volume["secret"]["secretName"]
        if "persistentVolumeClaim" in volume:
            yield "PersistentVolumeClaim", volume["persistentVolumeClaim"]["claimName"]
    for container in [*spec.get("initContainers", ()), *spec["containers"]]:
        for variable in container.get("env", ()):
            key = variable.get("valueFrom", {}).get("secretKeyRef")
            if key is not None:
                yield "Secret", key["name"]
