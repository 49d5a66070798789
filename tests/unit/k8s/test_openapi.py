"""Defaults of schemas that an API server publishes."""

from typing import Any

from lsparch.k8s.openapi import completed, schema_of

DOCUMENT: dict[str, Any] = {
    "components": {
        "schemas": {
            "io.example.Policy": {
                "x-kubernetes-group-version-kind": [{"group": "example.org", "version": "v1", "kind": "Policy"}],
                "properties": {"spec": {"allOf": [{"$ref": "#/components/schemas/io.example.Spec"}], "default": {}}},
            },
            "io.example.Spec": {
                "properties": {
                    "mode": {"default": "Strict"},
                    "targets": {"items": {"properties": {"weight": {"default": 1}}}},
                    "named": {"additionalProperties": {"properties": {"on": {"default": True}}}},
                    "self": {"$ref": "#/components/schemas/io.example.Spec"},
                    "lost": {"$ref": "#/components/schemas/io.example.Nothing"},
                }
            },
        }
    }
}
SCHEMA = DOCUMENT["components"]["schemas"]["io.example.Policy"]


def test_a_kind_is_found_by_group_version_and_kind() -> None:
    assert schema_of(DOCUMENT, "example.org", "v1", "Policy") is SCHEMA
    assert schema_of(DOCUMENT, "example.org", "v2", "Policy") is None
    assert schema_of({}, "example.org", "v1", "Policy") is None


def test_absent_and_null_fields_have_their_defaults_and_given_ones_are_kept() -> None:
    assert completed({}, SCHEMA, DOCUMENT) == {"spec": {"mode": "Strict"}}
    assert completed({"spec": {"mode": None}}, SCHEMA, DOCUMENT) == {"spec": {"mode": "Strict"}}
    assert completed({"spec": {"mode": "Lax"}}, SCHEMA, DOCUMENT) == {"spec": {"mode": "Lax"}}


def test_items_named_values_and_references_have_defaults_too() -> None:
    spec = {"mode": "Lax", "targets": [{"name": "a"}, {"weight": 2}], "named": {"x": {}}, "self": {}, "lost": {"a": 1}}
    assert completed({"spec": spec}, SCHEMA, DOCUMENT)["spec"] == {
        "mode": "Lax",
        "targets": [{"name": "a", "weight": 1}, {"weight": 2}],
        "named": {"x": {"on": True}},
        "self": {"mode": "Strict"},
        "lost": {"a": 1},
    }


def test_the_argument_is_left_as_it_is() -> None:
    given: dict[str, Any] = {"spec": {"targets": [{}]}}
    completed(given, SCHEMA, DOCUMENT)
    assert given == {"spec": {"targets": [{}]}}
