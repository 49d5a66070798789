"""Defaults that an API server fills in, from the schemas it publishes."""

from collections.abc import Mapping
from typing import Any

__all__ = ["completed", "schema_of"]

_KIND = "x-kubernetes-group-version-kind"

_DEEPEST = 32
"""Nesting at which filling in ends: schemas may refer to themselves."""


def schema_of(document: Mapping[str, Any], group: str, version: str, kind: str) -> Mapping[str, Any] | None:
    """Return the schema of a kind in an OpenAPI 3 document, or None.

    Parameters
    ----------
    document
        What an API server publishes at ``/openapi/v3/apis/GROUP/VERSION``.
    group, version, kind
        The kind.
    """
    wanted = {"group": group, "version": version, "kind": kind}
    for schema in ((document.get("components") or {}).get("schemas") or {}).values():
        if wanted in (schema.get(_KIND) or ()):
            found: Mapping[str, Any] = schema
            return found
    return None


def completed(value: Any, schema: Mapping[str, Any], document: Mapping[str, Any], depth: int = 0) -> Any:
    """Copy a value with the defaults of its schema.

    Parameters
    ----------
    value
        An object, or a part of one.
    schema
        Its schema.
    document
        Document in which references of the schema are looked up.
    depth
        How deep the value lies.
    """
    schema = _resolved(schema, document)
    if depth > _DEEPEST:
        return value
    if isinstance(value, Mapping):
        properties, others = schema.get("properties") or {}, schema.get("additionalProperties")
        filled = dict(value)
        for key, inner in properties.items():
            if filled.get(key) is None and "default" in inner:
                filled[key] = inner["default"]
        for key, item in filled.items():
            inner = properties.get(key) or others
            if isinstance(inner, Mapping):
                filled[key] = completed(item, inner, document, depth + 1)
        return filled
    items = schema.get("items")
    if isinstance(value, list) and isinstance(items, Mapping):
        return [completed(item, items, document, depth + 1) for item in value]
    return value


def _resolved(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow references, of which Kubernetes wraps each in a list of one so that a default can stand beside it."""
    while True:
        several: list[Mapping[str, Any]] = schema.get("allOf") or []
        reference = schema.get("$ref") or (several[0].get("$ref") if len(several) == 1 else None)
        if not isinstance(reference, str):
            return schema
        node: Any = document
        for step in reference.removeprefix("#/").split("/"):
            node = node.get(step) if isinstance(node, Mapping) else None
        if not isinstance(node, Mapping):
            return schema
        schema = node
