"""Sets of objects: order, provenance, validity by version, files."""

import pytest

from lsparch.emit.targets import plain_files
from lsparch.k8s.identity import apply_rank
from lsparch.k8s.validate import validate_object
from lsparch.k8s.version import KubernetesVersion
from lsparch.manifests import build_manifests
from lsparch.manifests.assembly.discovery import builders
from lsparch.yaml import Dialect, read
from tests.unit.manifests.example import FILES, INGRESS, made, the_environment

_ELEMENT, _DIGEST = "lsparch.lsst.io/element", "lsparch.lsst.io/digest"


def test_each_kind_has_a_module_and_is_found_by_it() -> None:
    kinds = [builder.kind for builder in builders()]
    assert len(kinds) == len(set(kinds))
    assert {"Deployment", "NetworkPolicy", "Namespace", "HTTPRoute", "ResourceQuota"} <= set(kinds)


@pytest.mark.parametrize("minor", [8, 10, 13, 16, 18, 20, 22, 25, 29, 34, 37])
def test_every_object_is_valid_in_every_version_of_kubernetes(minor: int) -> None:
    version = KubernetesVersion(1, minor)
    manifests = build_manifests(the_environment(INGRESS), version.line)
    assert [f.message for f in manifests.findings if f.severity == "error"] == []
    faults = [(str(o.key), v) for o in manifests.objects for v in validate_object(o.data, version)]
    assert faults == []


def test_a_kind_that_the_cluster_does_not_serve_is_an_error_at_its_version() -> None:
    findings = build_manifests(the_environment(), "1.20").findings
    found = [f for f in findings if f.severity == "error"]
    assert {(f.code, f.place.file) for f in found} == {("GEN002", "model/clusters/lab.yaml")}


def test_objects_come_in_the_order_of_application() -> None:
    objects = build_manifests(the_environment()).objects
    ranks = [apply_rank(found.kind) for found in objects]
    assert ranks == sorted(ranks)


def test_every_object_names_its_element_and_a_digest_of_what_it_is_made_from() -> None:
    environment = the_environment()
    for found in build_manifests(environment).objects:
        annotations = found.data["metadata"]["annotations"]
        assert annotations[_ELEMENT] == found.element
        assert len(annotations[_DIGEST]) == 16
    web = made(build_manifests(environment), "Deployment", "web")["spec"]["template"]["metadata"]
    assert list(web["annotations"]) == ["lsparch.lsst.io/config"]


def test_a_comment_in_the_model_changes_nothing() -> None:
    commented = {name: f"# a comment\n{text}" for name, text in FILES.items()}
    assert plain_files(build_manifests(the_environment(commented))) == plain_files(build_manifests(the_environment()))


def test_a_changed_value_changes_only_what_is_made_from_it() -> None:
    text = FILES["model/aspects/sky.yaml"].replace("memory: 1Gi, memory-limit: 2Gi", "memory: 1Gi, memory-limit: 3Gi")
    before = plain_files(build_manifests(the_environment()))
    after = plain_files(build_manifests(the_environment({"model/aspects/sky.yaml": text})))
    assert [path for path in before if before[path] != after[path]] == [
        "tiny-sky/10-resource-quota-declared-pods.yaml",
        "tiny-sky/30-deployment-web.yaml",
    ]


def test_files_are_read_back_as_the_objects_and_are_listed_with_their_elements() -> None:
    manifests = build_manifests(the_environment())
    files = plain_files(manifests)
    documents = {
        path: read(text.encode(), path, Dialect.KUBECTL).documents[0].root
        for path, text in files.items()
        if path.endswith(".yaml")
    }
    index = documents.pop("index.yaml")
    documents.pop("secrets.yaml")
    assert list(index) == list(documents)
    assert sorted(str(d) for d in documents.values()) == sorted(str(dict(o.data)) for o in manifests.objects)
    assert index["tiny-sky/30-deployment-web.yaml"] == "sky/web"
    assert index["cluster/01-namespace-tiny-sky.yaml"] == "sky"
    assert files["images.txt"].splitlines()[-1] == "docker.example.org/lsst/web:1.0"


def test_two_objects_of_one_name_are_an_error() -> None:
    second = "  db-peers: {image: web, endpoints: {http: {port: 80}}}\n"
    text = FILES["model/aspects/sky.yaml"].replace("  once: {", f"{second}  once: {{")
    findings = build_manifests(the_environment({"model/aspects/sky.yaml": text})).findings
    assert [f.code for f in findings if f.severity == "error"] == ["GEN006"]


def test_a_volume_of_unknown_size_and_an_unknown_storage_class_are_errors() -> None:
    text = FILES["model/aspects/sky.yaml"].replace("size: 5Ti, ", "").replace("class: fast", "class: golden")
    findings = build_manifests(the_environment({"model/aspects/sky.yaml": text})).findings
    assert sorted(f.code for f in findings if f.severity == "error") == ["GEN004", "GEN005"]
