"""Label selectors, as Kubernetes takes them."""

from collections.abc import Mapping
from typing import Any

from lsparch.observe.reading import items, texts

__all__ = ["is_empty", "selects"]


def selects(selector: Any, labels: Mapping[str, str]) -> bool:
    """Tell whether a selector with ``matchLabels`` and ``matchExpressions`` takes these labels; an empty one does."""
    if not isinstance(selector, Mapping):
        return False
    wanted = texts(selector, "matchLabels")
    if any(labels.get(key) != value for key, value in wanted.items()):
        return False
    return all(_holds(expression, labels) for _, expression in items(selector, "matchExpressions"))


def is_empty(selector: Any) -> bool:
    """Tell whether a selector takes everything because it says nothing."""
    return isinstance(selector, Mapping) and not selector.get("matchLabels") and not selector.get("matchExpressions")


def _holds(expression: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    key, found = str(expression.get("key", "")), expression.get("values")
    values = found if isinstance(found, list) else []
    match expression.get("operator"):
        case "In":
            return labels.get(key) in values
        case "NotIn":
            return labels.get(key) not in values
        case "Exists":
            return key in labels
        case "DoesNotExist":
            return key not in labels
        case _:
            return False
