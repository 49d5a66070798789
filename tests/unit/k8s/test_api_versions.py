"""The version table, alone and against the schemas that ship."""

import pytest

from lsparch.k8s.api_versions import (
    Feature,
    NotServedError,
    api_version,
    api_version_over,
    feature_gate,
    has_field,
    known_kinds,
    served_versions,
    table_sources,
)
from lsparch.k8s.schemas import covered_lines, load_schema
from lsparch.k8s.version import KubernetesVersion

# The OpenAPI of these releases comes without the aggregated servers that hold these kinds.
NOT_IN_OLD_SCHEMAS = {"CustomResourceDefinition", "APIService"}


def version(text: str) -> KubernetesVersion:
    return KubernetesVersion.parse(text)


@pytest.mark.parametrize(
    ("kind", "at", "expected"),
    [
        ("Deployment", "1.8.3", "apps/v1beta2"),
        ("Deployment", "1.9", "apps/v1"),
        ("CronJob", "1.20.2", "batch/v1beta1"),
        ("CronJob", "1.21", "batch/v1"),
        ("Ingress", "1.13", "extensions/v1beta1"),
        ("Ingress", "1.18", "networking.k8s.io/v1beta1"),
        ("Ingress", "1.36", "networking.k8s.io/v1"),
        ("HorizontalPodAutoscaler", "1.11", "autoscaling/v2beta1"),
        ("HorizontalPodAutoscaler", "1.22", "autoscaling/v2beta2"),
        ("HorizontalPodAutoscaler", "1.23", "autoscaling/v2"),
        ("PodSecurityPolicy", "1.9", "extensions/v1beta1"),
        ("PodSecurityPolicy", "1.24", "policy/v1beta1"),
        ("PriorityClass", "1.11", "scheduling.k8s.io/v1beta1"),
        ("HTTPRoute", "1.30", "gateway.networking.k8s.io/v1"),
    ],
)
def test_the_best_served_version_is_chosen(kind: str, at: str, expected: str) -> None:
    assert api_version(kind, version(at)) == expected


def test_a_kind_that_does_not_exist_yet_is_refused_with_what_is_known() -> None:
    with pytest.raises(NotServedError, match=r"1\.10 does not serve PriorityClass; known: scheduling\.k8s\.io/v1"):
        api_version("PriorityClass", version("1.10"))


def test_a_kind_that_is_gone_is_refused() -> None:
    with pytest.raises(NotServedError, match=r"policy/v1beta1 from 1\.10 to 1\.24"):
        api_version("PodSecurityPolicy", version("1.25"))


def test_a_kind_that_nobody_knows_is_refused() -> None:
    with pytest.raises(NotServedError, match="no apiVersion is known for the kind Deploymet"):
        api_version("Deploymet", version("1.30"))


def test_a_range_needs_one_version_that_all_serve() -> None:
    assert api_version_over("CronJob", version("1.18"), version("1.22")) == "batch/v1beta1"
    with pytest.raises(NotServedError, match=r"all of 1\.18 to 1\.22 does not serve Ingress"):
        api_version_over("Ingress", version("1.18"), version("1.22"))


def test_a_field_is_available_from_the_version_in_which_it_is_on_by_default() -> None:
    assert not has_field(Feature.NATIVE_SIDECAR, version("1.28.9"))
    assert has_field(Feature.NATIVE_SIDECAR, version("1.29.0"))
    assert not has_field(Feature.STARTUP_PROBE, version("1.8.3"))


def test_every_feature_of_the_table_is_in_the_enum_and_the_other_way_round() -> None:
    assert all(feature_gate(feature).otherwise for feature in Feature)
    assert len(table_sources()) >= 3


@pytest.mark.parametrize("kind", known_kinds())
def test_served_versions_are_in_the_schemas_of_the_versions_that_serve_them(kind: str) -> None:
    for served in served_versions(kind):
        for line in covered_lines():
            if kind in NOT_IN_OLD_SCHEMAS and version(line) < version("1.11"):
                continue
            held = f"{served.api_version}/{kind}" in load_schema(line).kinds
            assert held or not served.covers(version(line)), (line, served)


@pytest.mark.parametrize("line", covered_lines())
def test_every_kind_of_a_schema_is_in_the_table(line: str) -> None:
    kinds = {key.rpartition("/")[2] for key in load_schema(line).kinds}
    assert kinds <= {*known_kinds(), "CSIDriver", "FlowSchema", "PriorityLevelConfiguration"}


@pytest.mark.parametrize("feature", [f for f in Feature if feature_gate(f).field])
def test_a_field_is_in_the_schema_from_the_stated_version_on(feature: Feature) -> None:
    gate = feature_gate(feature)
    assert gate.in_schema is not None
    assert gate.in_schema <= gate.since
    for line in covered_lines():
        definitions = load_schema(line).definitions
        held = any(gate.field in definitions.get(name, {}).get("properties", {}) for name in gate.definitions)
        assert held == (version(line) >= gate.in_schema), (feature, line)
