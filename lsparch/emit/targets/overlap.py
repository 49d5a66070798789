"""What several values have in common, and what makes one of them out of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from lsparch.k8s.labels import stable_text

__all__ = ["NOTHING", "Nothing", "common_part", "patch", "same"]


class Nothing(Enum):
    """The absence of a value."""

    NOTHING = "nothing"


NOTHING = Nothing.NOTHING


def common_part(values: Sequence[Any], total: int | None = None) -> Any:
    """Return what more than half of some values have in common, or `NOTHING`.

    Of mappings the keys are compared one by one, of lists of one length the items. A list in which an item is not
    common to them, other than in a part of a mapping, has nothing in common.

    Parameters
    ----------
    values
        Values as YAML has them.
    total
        Number of which more than half is asked for, where some have no value at all; that of the values when None.
    """
    total = len(values) if total is None else total
    if len(values) == total == 1:
        return values[0]
    mappings = [value for value in values if isinstance(value, dict)]
    if len(mappings) * 2 > total:
        return _common_mapping(mappings, total)
    lists = [value for value in values if isinstance(value, list)]
    if len(lists) * 2 > total:
        return _common_list(lists, total)
    if values and len(values) * 2 > total and all(same(values[0], value) for value in values):
        return values[0]
    (text, count), *_ = Counter(stable_text(value) for value in values).most_common(1) or [("", 0)]
    return next(value for value in values if stable_text(value) == text) if count * 2 > total else NOTHING


def _common_mapping(mappings: Sequence[dict[str, Any]], total: int) -> dict[str, Any]:
    found = {}
    for key in dict.fromkeys(key for mapping in mappings for key in mapping):
        value = common_part([mapping[key] for mapping in mappings if key in mapping], total)
        if value is not NOTHING:
            found[key] = value
    return found


def _common_list(lists: Sequence[list[Any]], total: int) -> Any:
    (length, count), *_ = Counter(len(value) for value in lists).most_common(1)
    if count * 2 <= total:
        return NOTHING
    alike = [value for value in lists if len(value) == length]
    items = [common_part([value[index] for value in alike], total) for index in range(length)]
    return NOTHING if any(item is NOTHING for item in items) else items


def patch(base: Any, target: Any, path: str = "") -> Iterator[dict[str, Any]]:
    """Return the operations of a JSON patch (RFC 6902) that make one value out of another.

    Lists of one length are changed item by item, others replaced.

    Parameters
    ----------
    base, target
        The values, as YAML has them.
    path
        Where they stand, as a JSON pointer (RFC 6901).
    """
    if isinstance(base, dict) and isinstance(target, dict):
        yield from _patch_mapping(base, target, path)
    elif isinstance(base, list) and isinstance(target, list) and len(base) == len(target):
        for index, (one, other) in enumerate(zip(base, target, strict=True)):
            yield from patch(one, other, f"{path}/{index}")
    elif not same(base, target):
        yield {"op": "replace", "path": path, "value": target}


def _patch_mapping(base: Mapping[str, Any], target: Mapping[str, Any], path: str) -> Iterator[dict[str, Any]]:
    for key in base:
        if key not in target:
            yield {"op": "remove", "path": f"{path}/{_pointer(key)}"}
    for key, value in target.items():
        if key in base:
            yield from patch(base[key], value, f"{path}/{_pointer(key)}")
        else:
            yield {"op": "add", "path": f"{path}/{_pointer(key)}", "value": value}


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal, and equal in type: 1 is neither 1.0 nor true."""
    if isinstance(one, dict | list) or isinstance(other, dict | list):
        return stable_text(one) == stable_text(other)
    return type(one) is type(other) and bool(one == other)


def _pointer(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
