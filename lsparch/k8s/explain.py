"""Everything that is wrong with a value under a schema, in words."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.k8s.schema_closure import TYPES

__all__ = ["Fault", "closest", "explain"]

Fault = tuple[tuple[str | int, ...], str]
"""Path to the place, and what is wrong there."""

_NAMES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "a mapping",
    "string": "a text",
}


def explain(
    schema: Mapping[str, Any], value: Any, definitions: Mapping[str, Any], path: tuple[str | int, ...] = ()
) -> Iterator[Fault]:
    """All faults of a value; the slow counterpart of `lsparch.k8s.schema_closure.Compiler`.

    Yields nothing if and only if the compiled check accepts the value.
    """
    if "$ref" in schema:
        if value is None and "not" in schema:
            yield path, "must not be empty"
        else:
            yield from explain(definitions[schema["$ref"].removeprefix("#/$defs/")], value, definitions, path)
        return
    if fault := _type_fault(schema, value):
        yield path, fault
        return
    yield from ((path, fault) for fault in _bound_faults(schema, value))
    if isinstance(value, dict):
        yield from _object_faults(schema, value, definitions, path)
    elif isinstance(value, list) and "items" in schema:
        for index, item in enumerate(value):
            yield from explain(schema["items"], item, definitions, (*path, index))


def closest(word: str, known: Iterator[str] | list[str]) -> str | None:
    """Find the known word that was probably meant; a difference of case alone is found first."""
    import difflib  # noqa: PLC0415 - only when something is wrong

    words = sorted(known)
    for candidate in words:
        if candidate.casefold() == word.casefold():
            return candidate
    return next(iter(difflib.get_close_matches(word, words, n=1, cutoff=0.75)), None)


def _object_faults(
    schema: Mapping[str, Any], value: Mapping[str, Any], definitions: Mapping[str, Any], path: tuple[str | int, ...]
) -> Iterator[Fault]:
    properties: Mapping[str, Any] = schema.get("properties", {})
    rest = schema.get("additionalProperties", True)
    for key, item in value.items():
        if key in properties:
            yield from explain(properties[key], item, definitions, (*path, key))
        elif rest is False:
            yield (*path, key), _unknown(key, properties, value)
        elif isinstance(rest, Mapping):
            yield from explain(rest, item, definitions, (*path, key))
    for key in schema.get("required", ()):
        if key not in value:
            yield path, f"{key} is missing"


def _unknown(key: Any, properties: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    if not isinstance(key, str):
        return f"the key {key!r} is not a text"
    meant = closest(key, [name for name in properties if name not in value])
    return f"unknown field {key}" + (f"; did you mean {meant}?" if meant else "")


def _type_fault(schema: Mapping[str, Any], value: Any) -> str | None:
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    if not names or any(TYPES[name](value) for name in names):
        return None
    if value is None:
        return "must not be empty"
    wanted = " or ".join(_NAMES[name] for name in names if name != "null")
    return f"must be {wanted}, not {_shown(value)}"


def _shown(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case str():
            return f"the text {value!r}"
        case _:
            return str(value)


def _bound_faults(schema: Mapping[str, Any], value: Any) -> Iterator[str]:
    if "enum" in schema and not _is_among(value, schema["enum"]):
        known = [str(item) for item in schema["enum"] if item not in {None, ""}]
        meant = closest(value, known) if isinstance(value, str) else None
        hint = f"; did you mean {meant}?" if meant and len(known) > 1 else ""
        yield f"must be {' or '.join(known)}, not {value}{hint}"
    if isinstance(value, str):
        yield from _text_faults(schema, value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if value < schema.get("minimum", value):
            yield f"must be at least {schema['minimum']}, not {value}"
        if value > schema.get("maximum", value):
            yield f"must be at most {schema['maximum']}, not {value}"
    elif isinstance(value, list | dict):
        what = "Items" if isinstance(value, list) else "Properties"
        if len(value) < schema.get(f"min{what}", 0):
            yield f"must have at least {schema[f'min{what}']} entries, not {len(value)}"
        if len(value) > schema.get(f"max{what}", len(value)):
            yield f"must have at most {schema[f'max{what}']} entries, not {len(value)}"


def _is_among(value: Any, allowed: list[Any]) -> bool:
    return any(value == item and isinstance(value, bool) == isinstance(item, bool) for item in allowed)


def _text_faults(schema: Mapping[str, Any], value: str) -> Iterator[str]:
    if len(value) < schema.get("minLength", 0):
        yield f"must have at least {schema['minLength']} characters"
    if len(value) > schema.get("maxLength", len(value)):
        yield f"must have at most {schema['maxLength']} characters, not {len(value)}"
    if "pattern" in schema and re.search(schema["pattern"], value) is None:
        if "[KMGTPE]i" in schema["pattern"]:
            yield f"{value!r} is not a quantity such as 500m, 2, 1.5Gi or 10k"
        else:
            yield f"{value!r} does not have the form {schema['pattern']}"
