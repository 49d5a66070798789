"""The schemas that ship."""

import json
import lzma
from importlib import resources

import pytest

from lsparch.k8s.schemas import GROUPS, NEWEST, OLDEST, covered_lines, kind_lines, load_schema
from tests.tools.build_schemas import build_kubernetes, compress, installed_schemas
from tests.tools.closed_values import BOUNDS, EMPTY_IS_DEFAULT, VALUES

LIMIT = 600_000


def packed(line: str) -> bytes:
    return resources.files("lsparch.k8s").joinpath("schemas", f"{line}.json.xz").read_bytes()


def test_a_schema_ships_for_every_minor_version_and_all_are_small() -> None:
    assert covered_lines()[0] == OLDEST.line
    assert covered_lines()[-1] == NEWEST.line
    assert sum(len(packed(line)) for line in [*covered_lines(), "gateway-api"]) < LIMIT


@pytest.mark.parametrize("line", ["1.25", "1.31", NEWEST.line])
def test_the_shipped_schema_is_what_the_source_yields(line: str) -> None:
    path = installed_schemas() / f"v{line}.0-local-strict" / "_definitions.json"
    built = build_kubernetes(json.loads(path.read_text())["$defs"])
    assert json.loads(lzma.decompress(packed(line))) == json.loads(lzma.decompress(compress(built)))
    assert compress(built) == compress(built)


def test_every_closed_set_and_bound_names_a_field_of_the_schema() -> None:
    known = {
        f"{name.rpartition('.')[2]}.{key}"
        for name, schema in load_schema(NEWEST.line).definitions.items()
        for key in schema.get("properties", {})
    }
    assert set(VALUES) | set(BOUNDS) <= known
    assert set(VALUES) >= EMPTY_IS_DEFAULT


def test_a_version_without_schema_is_refused() -> None:
    with pytest.raises(KeyError):
        load_schema("1.7")


def test_the_versions_that_hold_a_kind_are_known() -> None:
    assert kind_lines("policy/v1beta1", "PodSecurityPolicy")[-1] == "1.24"
    assert kind_lines("v1", "Pod") == covered_lines()
    assert kind_lines("example.org/v1", "Pod") == ()


def test_the_groups_are_those_of_all_schemas() -> None:
    kinds = {kind for line in covered_lines() for kind in load_schema(line).kinds}
    assert {kind.rpartition("/")[0].rpartition("/")[0] for kind in kinds} == GROUPS


@pytest.mark.parametrize("line", covered_lines())
def test_every_object_schema_refuses_unknown_fields(line: str) -> None:
    for name, schema in load_schema(line).definitions.items():
        if "properties" in schema:
            assert schema.get("additionalProperties") is False, name
