"""The table of shapes against the schemas that ship and against their source."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from lsparch.k8s.api_versions import api_version
from lsparch.k8s.schemas import NEWEST, load_schema
from lsparch.k8s.server_defaults import COMPLETE
from lsparch.k8s.shapes import Holds, Shape, shape_names, shape_of
from tests.tools.build_schemas import installed_schemas, short
from tests.unit.k8s.objects import OBJECTS

OLD_FIELDS = {
    "Backend.servicePort",
    "IngressSpec.backend",
    "DaemonSetSpec.templateGeneration",
    "DeploymentSpec.rollbackTo",
    "Meta.clusterName",
    "MetricSource.averageValue",
    "NetworkPolicy.status",
    "ClaimTemplate.apiVersion",
    "ClaimTemplate.kind",
    "PersistentVolumeClaim.status",
    "Role.aggregationRule",
    "MetricSource.targetAverageValue",
    "MetricSource.targetValue",
}
"""Fields of old versions, or of one of two kinds that share a shape."""

NOT_BY_PATCH_KEY = {"Meta.ownerReferences", "ServiceSpec.ports", "Container.ports", "PodSpec.topologySpreadConstraints"}
"""Lists that are named by more than their patch merge key."""

KINDS = sorted(
    {obj["kind"] for obj in OBJECTS}
    | {"DaemonSet", "Gateway", "Job", "LimitRange", "PersistentVolume", "PersistentVolumeClaim", "Pod", "PriorityClass"}
    | {"ReplicaSet", "ServiceAccount", "StorageClass", "ClusterRole", "ClusterRoleBinding"}
)


@cache
def source() -> dict[str, Any]:
    path = installed_schemas() / f"v{NEWEST.line}.0-local-strict" / "_definitions.json"
    definitions = json.loads(path.read_text())["$defs"]
    return {short(name): schema for name, schema in definitions.items()}


def target(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).removeprefix("#/$defs/")


def visited(kind: str) -> Iterator[tuple[str, Shape]]:
    """Every pair of a definition and the shape that describes it."""
    schema = load_schema(NEWEST.line)
    version = api_version(kind, NEWEST)
    root = shape_of({"apiVersion": version, "kind": kind})
    assert root is not None
    waiting = [(schema.kinds[f"{version}/{kind}"], root)]
    seen = set()
    while waiting:
        name, shape = waiting.pop()
        if not name or name not in schema.definitions or (name, shape.name) in seen:
            continue
        seen.add((name, shape.name))
        yield name, shape
        for key, field in shape.fields.items():
            inner = schema.definitions[name].get("properties", {}).get(key, {})
            if field.shape:
                from lsparch.k8s.shapes import shape_named  # noqa: PLC0415

                waiting.append((target(inner.get("items", inner)), shape_named(field.shape)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_table_is_in_the_schema(kind: str) -> None:
    for name, shape in visited(kind):
        known = load_schema(NEWEST.line).definitions[name].get("properties", {})
        for key in {*shape.fields, *shape.defaults}:
            assert key in known or f"{shape.name}.{key}" in OLD_FIELDS or shares(shape, key), (name, shape.name, key)


def shares(shape: Shape, key: str) -> bool:
    """Whether a shape describes several similar definitions, some of which lack a field."""
    return shape.name in {
        "SecurityContext",
        "Resources",
        "RollingUpdate",
        "MetricSource",
        "Files",
        "FilesVolume",
        "Plain",
    } and bool(key)


@pytest.mark.parametrize("kind", KINDS)
def test_every_quantity_of_the_schema_is_one_in_the_table(kind: str) -> None:
    for name, shape in visited(kind):
        for key, inner in load_schema(NEWEST.line).definitions[name].get("properties", {}).items():
            holds = shape.fields[key].holds if key in shape.fields else None
            if holds is Holds.DROP:
                continue
            if target(inner).endswith("Quantity"):
                assert holds is Holds.QUANTITY, (name, key)
            if target(inner).endswith("IntOrString"):
                assert holds is Holds.INT_OR_STRING, (name, key)
            if target(inner.get("additionalProperties") or {}).endswith("Quantity"):
                assert holds is Holds.QUANTITIES, (name, key)


@pytest.mark.parametrize("kind", KINDS)
def test_every_list_with_a_merge_key_is_named_by_it(kind: str) -> None:
    for name, shape in visited(kind):
        for key, inner in source().get(name, {}).get("properties", {}).items():
            merge_key = inner.get("x-kubernetes-patch-merge-key")
            dropped = key in shape.fields and shape.fields[key].holds is Holds.DROP
            if merge_key and not dropped and shape.name != "Plain" and f"{shape.name}.{key}" not in NOT_BY_PATCH_KEY:
                assert key in shape.fields, (name, key)
                assert merge_key in shape.fields[key].keys[-1], (name, key)


def test_every_completion_belongs_to_a_shape() -> None:
    assert set(COMPLETE) <= set(shape_names())
    assert all(re.fullmatch(r"[A-Z]\w+", name) for name in shape_names())
