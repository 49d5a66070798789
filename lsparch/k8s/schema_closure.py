"""JSON Schema compiled to nested closures that answer yes or no.

Covers the keywords that the shipped schemas use and refuses any other, so that nothing is passed over
in silence.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["KEYWORDS", "TYPES", "Check", "Compiler"]

Check = Callable[[Any], bool]

KEYWORDS = frozenset(
    {
        "$ref",
        "additionalProperties",
        "enum",
        "items",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
        "not",
        "pattern",
        "properties",
        "required",
        "type",
    }
)
"""Keywords the compiler knows; ``not`` only as "not null", ``additionalProperties`` also as false."""

TYPES: Mapping[str, Check] = {
    "array": lambda value: isinstance(value, list),
    "boolean": lambda value: value is True or value is False,
    "integer": lambda value: (
        (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and value.is_integer())
    ),
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "string": lambda value: isinstance(value, str),
}
"""Test of each JSON type; a whole floating point number is an integer, as JSON Schema has it."""

_EXACT: Mapping[str, frozenset[type]] = {
    "array": frozenset({list}),
    "boolean": frozenset({bool}),
    "integer": frozenset({int}),
    "null": frozenset({type(None)}),
    "number": frozenset({int, float}),
    "object": frozenset({dict}),
    "string": frozenset({str}),
}


class Compiler:
    """Compiles the definitions of one schema, each once and when first used.

    Parameters
    ----------
    definitions
        All definitions by name; ``$ref`` has the form ``#/$defs/NAME``.
    """

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions
        self._compiled: dict[str, Check] = {}

    def definition(self, name: str) -> Check:
        """Check of a named definition.

        Raises
        ------
        KeyError
            If there is none of that name.
        """
        if name not in self._compiled:
            self._compiled[name] = self._late(name)
            self._compiled[name] = self.compile(self._definitions[name])
        return self._compiled[name]

    def _late(self, name: str) -> Check:
        def check(value: Any) -> bool:
            return self._compiled[name](value)

        return check

    def compile(self, schema: Mapping[str, Any]) -> Check:
        """Check of a schema.

        Raises
        ------
        ValueError
            If the schema holds a keyword that the compiler does not know.
        """
        if unknown := schema.keys() - KEYWORDS:
            raise ValueError(f"unknown schema keywords: {', '.join(sorted(unknown))}")
        if "$ref" in schema:
            target = self.definition(schema["$ref"].removeprefix("#/$defs/"))
            return _not_null(target) if "not" in schema else target
        checks = [check for check in (self._shape(schema), _bounds(schema)) if check is not None]
        match checks:
            case []:
                return _anything
            case _:
                return _all(checks)

    def _shape(self, schema: Mapping[str, Any]) -> Check | None:
        names = _type_names(schema)
        if "properties" in schema or "required" in schema:
            return self._object(schema, "null" in names)
        if isinstance(schema.get("additionalProperties"), Mapping):
            return _mapping(self.compile(schema["additionalProperties"]), "null" in names)
        if "items" in schema:
            return _list(self.compile(schema["items"]), "null" in names)
        return _of_type(names) if names else None

    def _object(self, schema: Mapping[str, Any], nullable: bool) -> Check:
        properties = {key: self.compile(value) for key, value in schema.get("properties", {}).items()}
        required = tuple(schema.get("required", ()))
        rest = schema.get("additionalProperties", True)
        other = _nothing if rest is False else _anything if rest is True else self.compile(rest)
        find = properties.get

        def check(value: Any) -> bool:
            if not isinstance(value, dict):
                return nullable and value is None
            for key, item in value.items():
                if not find(key, other)(item):
                    return False
            return all(key in value for key in required) if required else True

        return check


def _type_names(schema: Mapping[str, Any]) -> list[str]:
    names = schema.get("type", [])
    return [names] if isinstance(names, str) else list(names)


def _anything(_value: Any) -> bool:
    return True


def _nothing(_value: Any) -> bool:
    return False


def _not_null(target: Check) -> Check:
    return lambda value: value is not None and target(value)


def _all(checks: list[Check]) -> Check:
    match checks:
        case [check]:
            return check
        case [first, second]:
            return lambda value: first(value) and second(value)
        case _:
            return lambda value: all(check(value) for check in checks)


def _of_type(names: list[str]) -> Check:
    exact = frozenset[type]().union(*(_EXACT[name] for name in names))
    tests = tuple(TYPES[name] for name in names)
    return lambda value: value.__class__ in exact or any(test(value) for test in tests)


def _mapping(item: Check, nullable: bool) -> Check:
    def check(value: Any) -> bool:
        if not isinstance(value, dict):
            return nullable and value is None
        return all(map(item, value.values()))

    return check


def _list(item: Check, nullable: bool) -> Check:
    def check(value: Any) -> bool:
        if not isinstance(value, list):
            return nullable and value is None
        return all(map(item, value))

    return check


def _bounds(schema: Mapping[str, Any]) -> Check | None:
    checks = [_bound(key, schema[key]) for key in sorted(schema.keys() & _BOUNDS.keys())]
    return _all(checks) if checks else None


def _bound(keyword: str, limit: Any) -> Check:
    if keyword == "enum":
        return lambda value: value in limit and not (isinstance(value, bool) and not _has(limit, value))
    kind, within = _BOUNDS[keyword]
    if keyword == "pattern":
        limit = re.compile(limit)
    return lambda value: not isinstance(value, kind) or isinstance(value, bool) or within(value, limit)


def _has(values: list[Any], wanted: Any) -> bool:
    return any(value is wanted for value in values)


_BOUNDS: Mapping[str, tuple[Any, Callable[[Any, Any], bool]]] = {
    "enum": (object, lambda value, limit: value in limit),
    "maxItems": (list, lambda value, limit: len(value) <= limit),
    "maxLength": (str, lambda value, limit: len(value) <= limit),
    "maxProperties": (dict, lambda value, limit: len(value) <= limit),
    "maximum": (int | float, lambda value, limit: value <= limit),
    "minItems": (list, lambda value, limit: len(value) >= limit),
    "minLength": (str, lambda value, limit: len(value) >= limit),
    "minProperties": (dict, lambda value, limit: len(value) >= limit),
    "minimum": (int | float, lambda value, limit: value >= limit),
    "pattern": (str, lambda value, limit: limit.search(value) is not None),
}
