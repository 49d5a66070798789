"""Foreign parts: vendored manifests pass through, charts get their values."""

from typing import Any

import pytest

from lsparch.diagnostics import UnreadableInputError
from lsparch.k8s.canonical import equal
from lsparch.manifests import ManifestSet, build_manifests
from lsparch.yaml import Dialect, read
from tests.support.vendored import CACHE, cache_files
from tests.unit.manifests.example import FILES, made, the_environment

_SKY = "model/aspects/sky.yaml"
_OURS = ("lsparch.lsst.io/element", "lsparch.lsst.io/digest")


def sky(cache: str = CACHE) -> dict[str, str]:
    """Return the Aspect with the cache, which its web server uses."""
    text = FILES[_SKY].replace("      - {to: inside.http, for: itself}\n", "      - {to: cache.redis, for: speed}\n")
    return {_SKY: text.replace("  once:", f"{cache}  once:")}


def built(
    cache: str = CACHE, changes: dict[str, tuple[str, str]] | None = None, more: dict[str, str] | None = None
) -> ManifestSet:
    files = {**sky(cache), **cache_files(changes), **(more or {})}
    return build_manifests(the_environment(files))


def foreign(manifests: ManifestSet) -> list[Any]:
    return [found for found in manifests.objects if found.element == "sky/cache"]


def of(manifests: ManifestSet, code: str) -> list[str]:
    return [f"{f.place} {f.message}" for f in manifests.findings if f.code == code]


def test_every_object_passes_through_with_nothing_changed_but_its_metadata() -> None:
    texts = cache_files()
    written = [
        document.root
        for name in sorted(texts)
        for document in read(texts[name].encode(), name, Dialect.KUBECTL).documents
        if document.root is not None and "helm.sh/hook" not in document.root["metadata"].get("annotations", {})
    ]
    through = {(found.kind, found.name): found for found in foreign(built())}
    assert len(written) == len(through) == 6
    for original in written:
        found = through[original["kind"], original["metadata"]["name"]].data
        metadata = found["metadata"]
        assert {k: v for k, v in found.items() if k != "metadata"} == {
            k: v for k, v in original.items() if k != "metadata"
        }
        assert metadata["annotations"]["lsparch.lsst.io/element"] == "sky/cache"
        assert metadata["labels"] == {
            **original["metadata"].get("labels", {}), "lsparch.lsst.io/environment": "tiny",
        }  # fmt: skip
        bare: Any = {**found, "metadata": {k: v for k, v in metadata.items() if k not in {"annotations", "labels"}}}
        namespaced = original["kind"] != "Namespace"
        named = {"name": original["metadata"]["name"], **({"namespace": "caches"} if namespaced else {})}
        assert equal(bare, {**original, "metadata": named})


def test_a_namespace_that_is_written_stays() -> None:
    changes = {"cache/configmap.yaml": ("  name: release-cache\n", "  name: release-cache\n  namespace: elsewhere\n")}
    found = next(f for f in foreign(built(changes=changes)) if f.kind == "ConfigMap")
    assert found.namespace == "elsewhere"


def test_places_are_those_in_the_vendored_file() -> None:
    found = next(f for f in foreign(built()) if f.kind == "StatefulSet")
    path = ("spec", "template", "spec", "containers", 0, "image")
    assert str(found.place(*path)) == "model/files/cache/statefulset.yaml:41:18"


def test_images_are_listed_as_they_are_written() -> None:
    images = built().images
    assert "example/cache:7.2.4" in images
    assert "registry.example.net/exporters/cache-exporter:1.58" in images


def test_images_are_pulled_through_the_registry_where_the_model_says_so() -> None:
    lab = FILES["model/clusters/lab.yaml"] + "registry: external/dockerhub\n"
    mirrored = CACHE.replace("      manifests: cache\n", "      manifests: cache\n      mirrored: true\n")
    manifests = built(mirrored, more={"model/clusters/lab.yaml": lab})
    spec = made(manifests, "StatefulSet", "release-cache", "caches")["spec"]
    assert [c["image"] for c in spec["template"]["spec"]["containers"]] == [
        "docker.example.org/example/cache:7.2.4",
        "docker.example.org/exporters/cache-exporter:1.58",
    ]
    assert "docker.example.org/example/cache:7.2.4" in manifests.images
    assert "example/cache:7.2.4" not in manifests.images


def test_what_uses_it_has_its_address_and_a_way_to_its_pods() -> None:
    env = FILES[_SKY].replace("POD: {field: pod-name}", "CACHE: {url: cache.redis}")
    files = {_SKY: env.replace("      - {to: inside.http, for: itself}\n", "      - {to: cache.redis, for: speed}\n")}
    files[_SKY] = files[_SKY].replace("  once:", f"{CACHE}  once:")
    manifests = build_manifests(the_environment({**files, **cache_files()}))
    container = made(manifests, "Deployment", "web")["spec"]["template"]["spec"]["containers"][0]
    assert {"name": "CACHE", "value": "redis://release-cache.caches.svc.cluster.local:6379"} in container["env"]
    peer = {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "caches"}},
        "podSelector": {"matchLabels": {"app.kubernetes.io/name": "cache", "app.kubernetes.io/instance": "release"}},
    }
    egress = made(manifests, "NetworkPolicy", "web")["spec"]["egress"]
    assert {"to": [peer], "ports": [{"port": 6379, "protocol": "TCP"}]} in egress


@pytest.mark.parametrize(("target", "port"), [("8443", 8443), ("cache", 6379), ("unknown", 443)])
def test_policies_name_the_port_of_the_pods_behind_that_of_the_service(target: str, port: int) -> None:
    service = ("      port: 6379\n      targetPort: cache\n", f"      port: 443\n      targetPort: {target}\n")
    manifests = built(CACHE.replace("port: 6379", "port: 443"), {"cache/service.yaml": service})
    egress = made(manifests, "NetworkPolicy", "web")["spec"]["egress"]
    (rule,) = [r for r in egress if "app.kubernetes.io/instance: release" in str(r).replace("'", "")]
    assert rule["ports"] == [{"port": port, "protocol": "TCP"}]


def test_what_only_helm_runs_is_left_out_and_said() -> None:
    manifests = built()
    message = "Pod/release-cache-ping of sky/cache is a hook of Helm (test), and is left out"
    assert of(manifests, "GEN021") == [f"model/files/cache/statefulset.yaml:85:1 {message}"]
    assert not any(found.kind == "Pod" for found in manifests.objects)


def test_a_secret_with_values_is_an_error_and_is_never_written() -> None:
    secret = (
        "apiVersion: v1\nkind: Secret\nmetadata: {name: cache-auth}\nstringData: {password: canary-value, no: ''}\n"
    )
    manifests = built(more={"model/files/cache/secret.yaml": secret})
    assert of(manifests, "GEN022") == [
        "model/files/cache/secret.yaml:4:14 Secret cache-auth of sky/cache holds a value of password"
    ]
    assert not any(found.kind == "Secret" for found in manifests.objects)
    assert all("canary-value" not in str(finding) for finding in manifests.findings)


def test_a_secret_without_values_passes() -> None:
    secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: cache-auth}\ntype: Opaque\n"
    manifests = built(more={"model/files/cache/secret.yaml": secret})
    assert of(manifests, "GEN022") == []
    assert made(manifests, "Secret", "cache-auth", "caches")["type"] == "Opaque"


def test_a_template_or_a_stranger_is_told_at_its_place() -> None:
    manifests = built(
        more={"model/files/cache/strange.yaml": "replicas: 3\n", "model/files/cache/x.yaml": "a: {{ b }}\n"}
    )
    errors = [f"{f.place} {f.code}" for f in manifests.findings if f.severity == "error"]
    assert any(error.startswith("model/files/cache/x.yaml:1:") for error in errors)
    assert "model/files/cache/strange.yaml:1:1 DRF010" in errors


def test_a_custom_resource_of_the_cluster_gets_no_namespace() -> None:
    definition = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: cachepolicies.example.org}
spec: {group: example.org, scope: Cluster, names: {kind: CachePolicy, plural: cachepolicies}, versions: []}
---
apiVersion: example.org/v1
kind: CachePolicy
metadata: {name: all}
---
apiVersion: example.org/v1
kind: CacheUser
metadata: {name: one}
"""
    found = {f.kind: f.namespace for f in foreign(built(more={"model/files/cache/crd.yaml": definition}))}
    assert (found["CachePolicy"], found["CacheUser"]) == ("", "caches")


def test_a_chart_gets_its_values_with_every_reference_filled_in() -> None:
    chart = CACHE.replace(
        "      manifests: cache\n",
        "      repository: charts of the project\n"
        "      values: {host: {from: {host: db.mysql}}, port: {from: {port: db.mysql}}, list: [1, {a: true}]}\n",
    )
    manifests = build_manifests(the_environment(sky(chart)))
    (release,) = manifests.charts
    assert (release.name, release.chart, release.version, release.namespace) == (
        "sky-cache", "cache", "2.1.0", "caches",
    )  # fmt: skip
    assert release.values == {
        "host": "db.tiny-sky.svc.cluster.local", "port": 3306, "list": [1, {"a": True}],
    }  # fmt: skip
    assert foreign(manifests) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("manifests: cache", "manifests: cash", "model/files/cash does not exist"),
        ("manifests: cache", "manifests: cache/../cache", "`cache/../cache` leaves model/files/"),
        ("manifests: cache", "values: {password: {from: {secret: db-auth.password}}}", "would write the secret"),
        ("manifests: cache", "values: {host: {from: {host: bd.mysql}}}", "`bd.mysql` names no endpoint or role"),
        ("manifests: cache", "values: {host: {from: {hots: db.mysql}}}", "a reference has one of the keys"),
        ("manifests: cache", "manifests: cache\n      values: {a: 1}", "has values of a chart whose output it holds"),
        ("manifests: cache", "mirrored: true", "mirrors the images of manifests, and has none"),
    ],
)
def test_what_cannot_be_meant_is_refused(old: str, new: str, message: str) -> None:
    assert old in CACHE
    with pytest.raises(UnreadableInputError) as caught:
        the_environment({**sky(CACHE.replace(old, new)), **cache_files()})
    (finding,) = caught.value.findings
    assert message in finding.message
    assert finding.place.file == _SKY
