"""Label selectors, as Kubernetes takes them."""

from collections.abc import Mapping
from typing import Any

from lsparch.k8s.pod_labels import NONE, Made

__all__ = ["is_empty", "selects"]


def selects(selector: Any, labels: Mapping[str, Any], made: Made = NONE) -> bool:
    """Tell whether a selector with ``matchLabels`` and ``matchExpressions`` takes something; an empty one does.

    Parameters
    ----------
    selector
        The selector.
    labels
        Labels that are stated.
    made
        Labels that are set later, and with which values; of several pods it is enough that one is taken.
    """
    if not isinstance(selector, Mapping):
        return False
    wanted, expressions = selector.get("matchLabels"), selector.get("matchExpressions")
    if isinstance(wanted, Mapping) and not all(_has(key, value, labels, made) for key, value in wanted.items()):
        return False
    listed = expressions if isinstance(expressions, list) else ()
    return all(_holds(expression, labels, made) for expression in listed if isinstance(expression, Mapping))


def is_empty(selector: Any) -> bool:
    """Tell whether a selector takes everything because it says nothing."""
    return isinstance(selector, Mapping) and not selector.get("matchLabels") and not selector.get("matchExpressions")


def _has(key: str, value: Any, labels: Mapping[str, Any], made: Made) -> bool:
    if key in labels or key not in made:
        return bool(labels.get(key) == value)
    return isinstance(value, str) and made[key](value)


def _holds(expression: Mapping[str, Any], labels: Mapping[str, Any], made: Made) -> bool:
    key, found = str(expression.get("key", "")), expression.get("values")
    values = found if isinstance(found, list) else []
    match expression.get("operator"):
        case "In":
            return any(_has(key, value, labels, made) for value in values)
        case "NotIn":
            return labels.get(key) not in values
        case "Exists":
            return key in labels or key in made
        case "DoesNotExist":
            return key not in labels and key not in made
        case _:
            return False
