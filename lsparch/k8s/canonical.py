"""Kubernetes objects in one form per meaning, without asking a cluster.

Two objects that an API server would store and run alike have the same canonical form: defaults are
filled in, quantities and image references have one spelling, lists whose order means nothing are
sorted, what is empty is absent, and what the server owns is gone.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from lsparch.k8s.environment_order import undefined_references
from lsparch.k8s.image import canonical_image
from lsparch.k8s.labels import item_label, item_labels, stable_text
from lsparch.k8s.paths import child, item_path
from lsparch.k8s.quantity import canonical_quantity
from lsparch.k8s.server_defaults import COMPLETE
from lsparch.k8s.shapes import Field, Holds, Shape, shape_named, shape_of

__all__ = ["Difference", "Scalar", "canonical", "difference", "equal", "leaves"]

Scalar = str | int | float | bool | None
"""Value of a leaf."""

_OTHER = "Other"
_FREE = "Free"
_ORDER = "[]"


class Difference(NamedTuple):
    """One leaf in which two objects differ."""

    path: str
    """Readable path, such as ``spec.template.spec.containers[firefly].image``."""

    left: Scalar
    """Value in the first object; none if absent."""

    right: Scalar
    """Value in the second object; none if absent."""


def canonical(obj: Mapping[str, Any]) -> dict[str, Any]:
    """Canonical form of an object; the argument is not changed.

    The result is itself a valid object and its own canonical form. Of kinds that the table does not
    know only the metadata is treated; elsewhere nulls are dropped.
    """
    known = shape_of(obj)
    if known is None:
        return _custom(obj)
    return _struct(obj, known)


def leaves(obj: Mapping[str, Any]) -> dict[str, Scalar]:
    """Every scalar of the canonical form by a readable, stable path.

    Items of lists with a merge key are named by it, items of other sets by what they hold, items of
    ordered lists by their index. A path that ends in ``[]`` holds the order of named items; an empty
    mapping that means something has the value ``{}``.
    """
    shape = shape_of(obj)
    found: dict[str, Scalar] = {}
    _collect(canonical(obj), shape or shape_named(_OTHER), "", found)
    return found


def equal(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    """Whether two objects mean the same."""
    return stable_text(canonical(left)) == stable_text(canonical(right))


def difference(left: Mapping[str, Any], right: Mapping[str, Any]) -> list[Difference]:
    """Find the leaves in which two objects differ, sorted by path."""
    first, second = leaves(left), leaves(right)
    found = [
        Difference(path, first.get(path), second.get(path))
        for path in sorted(first.keys() | second.keys())
        if path not in first or path not in second or stable_text(first[path]) != stable_text(second[path])
    ]
    return [one for one in found if not one.path.endswith(_ORDER) or _is_reordered(one)]


def _is_reordered(one: Difference) -> bool:
    """Whether items that both lists have stand in another order; what was added or removed is told anyway."""
    left, right = str(one.left or "").split(", "), str(one.right or "").split(", ")
    return [name for name in left if name in right] != [name for name in right if name in left]


def _custom(obj: Mapping[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = _plain({key: value for key, value in obj.items() if key != "status"})
    if isinstance(result.get("metadata"), dict):
        result["metadata"] = _struct(result["metadata"], shape_named("Meta"))
    return result


def _struct(value: Mapping[str, Any], shape: Shape) -> dict[str, Any]:
    given = {key: inner for key, inner in value.items() if inner is not None}
    for key, default in shape.defaults.items():
        if given.get(key, "") == "":
            given[key] = default
    result = {}
    for key, given_value in given.items():
        field = shape.fields.get(key)
        if field is None:
            kept = _plain(given_value)
            if key not in shape.defaults and _is_nothing(kept):
                continue
            result[key] = kept
        elif field.holds is not Holds.DROP:
            kept = _held(given_value, field)
            if field.keeps_empty or not _is_empty(kept, field):
                result[key] = kept
    if shape.name in COMPLETE:
        COMPLETE[shape.name](result)
    return result


def _held(value: Any, field: Field) -> Any:
    """Canonical form of the value of a field; a value of the wrong type is left for validation to find."""
    match field.holds:
        case Holds.RAW | Holds.DROP:
            return value
        case Holds.SHAPE if isinstance(value, dict):
            return _struct(value, shape_named(field.shape))
        case Holds.LIST if isinstance(value, list):
            return _list(value, field)
        case Holds.QUANTITIES if isinstance(value, dict):
            return {key: _quantity(inner) for key, inner in value.items() if inner is not None}
        case Holds.QUANTITY | Holds.IMAGE | Holds.INT_OR_STRING if isinstance(value, str | int | float):
            return _scalar(value, field.holds)
        case _:
            return _plain(value)


def _scalar(value: str | float, holds: Holds) -> Any:
    if holds is Holds.QUANTITY:
        return _quantity(value)
    if not isinstance(value, str):
        return _plain(value)
    if holds is Holds.IMAGE:
        return canonical_image(value) if value else value
    return int(value) if value.isascii() and value.isdigit() else value


def _list(values: list[Any], field: Field) -> list[Any]:
    if field.shape:
        shape = shape_named(field.shape)
        items = [_struct(item, shape) if isinstance(item, dict) else _plain(item) for item in values]
    else:
        items = [_plain(item) for item in values]
        if field.is_set:
            items = list({stable_text(item): item for item in items}.values())
    if field.is_set:
        items.sort(key=lambda item: (item_label(item, field), stable_text(item)))
    return items


def _quantity(value: Any) -> Any:
    try:
        return canonical_quantity(value)
    except (TypeError, ValueError, AttributeError):
        return value


def _is_nothing(value: Any) -> bool:
    return value is False or (isinstance(value, str | dict | list) and not value)


def _is_empty(value: Any, field: Field) -> bool:
    return field.holds not in {Holds.TEXT, Holds.BOOL, Holds.RAW} and _is_nothing(value)


def _plain(value: Any) -> Any:
    """Copy without nulls in which whole floating point numbers are integers."""
    if value.__class__ is str:
        return value
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _collect(value: dict[str, Any], shape: Shape, path: str, into: dict[str, Scalar]) -> None:
    if not value:
        into[path] = "{}"
    fields = shape.fields
    for key in sorted(value):
        _collect_field(value[key], fields.get(key), child(path, key), into)


def _collect_field(value: Any, field: Field | None, path: str, into: dict[str, Scalar]) -> None:
    if isinstance(value, dict):
        shape = field.shape if field is not None and field.holds is Holds.SHAPE else _FREE
        _collect(value, shape_named(shape), path, into)
    elif isinstance(value, list):
        _collect_items(value, field or Field(Holds.LIST), path, into)
    else:
        into[path] = value


def _collect_items(values: list[Any], field: Field, path: str, into: dict[str, Scalar]) -> None:
    if not values:
        into[path] = "[]"
    named = bool(field.keys) or field.is_set
    labels = item_labels(values, field) if named else [str(index) for index in range(len(values))]
    inner = Field(Holds.SHAPE, field.shape) if field.shape else None
    for index, (label, value) in enumerate(zip(labels, values, strict=True)):
        place = item_path(path, label)
        _collect_field(value, inner, place, into)
        if field.shape == "Env" and (undefined := undefined_references(values, index)):
            into[child(place, "undefined")] = ", ".join(undefined)
    if field.keys and not field.is_set and field.shape != "Env" and len(values) > 1:
        into[path + _ORDER] = ", ".join(labels)
