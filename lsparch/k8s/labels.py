"""Short, stable names for the items of lists."""

import hashlib
import json
from typing import Any

from lsparch.k8s.shapes import Field

__all__ = ["brief", "item_label", "item_labels", "stable_text"]

_LONGEST = 60


def stable_text(value: Any) -> str:
    """One text for equal values, whatever the order of keys; tells 1, 1.0, true and "1" apart."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=repr)


def item_label(item: Any, field: Field) -> str:
    """Name of an item: its merge key, or what it holds, in short."""
    if not isinstance(item, dict):
        return brief(item)
    for keys in field.keys:
        values = [_at(item, key) for key in keys]
        if all(value not in (None, "", [], {}) for value in values):
            return "/".join(brief(value) for value in values)
    return brief(item)


def item_labels(items: list[Any], field: Field) -> list[str]:
    """Names of all items; items of one name are told apart by ``#2``, ``#3``."""
    labels: dict[str, None] = {}
    for item in items:
        label = base = item_label(item, field)
        count = 1
        while label in labels:
            count += 1
            label = f"{base}#{count}"
        labels[label] = None
    return list(labels)


def brief(value: Any) -> str:
    """Say what a value holds, on one line; long ones are cut and end in a digest."""
    text = _flat(value)
    if len(text) <= _LONGEST:
        return text
    return f"{text[: _LONGEST - 12]}~{hashlib.sha256(stable_text(value).encode()).hexdigest()[:8]}"


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return ",".join(_pair(key, value[key]) for key in sorted(value)) or "any"
    if isinstance(value, list):
        return "+".join(_flat(item) for item in value) or "none"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _pair(key: str, value: Any) -> str:
    if isinstance(value, dict) and len(value) == 1:
        return f"{key}.{_flat(value)}"
    return f"{key}=({_flat(value)})" if isinstance(value, dict) and value else f"{key}={_flat(value)}"


def _at(item: dict[str, Any], dotted: str) -> Any:
    value: Any = item
    for key in dotted.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value
