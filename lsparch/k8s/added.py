"""Objects of kinds that others have added to Kubernetes, and the pods that their operators may make of them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lsparch.k8s.identity import group_of
from lsparch.k8s.store import StoredObject

__all__ = ["is_added", "may_make_pods"]

_OWN = ".k8s.io"
"""How groups of Kubernetes itself end; those of its early days have no dot."""

_RUNS = re.compile(
    r"containers|count|image|instances|nodeSelector|nodeSets|numberOfInstances|podMetadata|podSpec|podTemplate|replicas|"
    r"resources|size|storage|tolerations|volumeClaimTemplates?",
    re.ASCII,
)
"""Keys with which a specification says how something runs."""

_LABELS = re.compile(r"(?:pod)?labels", re.ASCII | re.IGNORECASE)
_DEEPEST = 12


def is_added(stored: StoredObject) -> bool:
    """Tell whether an object is of a kind that somebody has added to Kubernetes."""
    group = group_of(str(stored.data.get("apiVersion", "")))
    return "." in group and not group.endswith(_OWN)


def may_make_pods(objects: Iterable[StoredObject], namespaces: Iterable[str], selector: Any) -> StoredObject | None:
    """Return an object of an added kind of which an operator may make pods that a selector takes, or None.

    Nobody but the operator knows. It may be where a label is of the object's own API group; and, if the object says how
    something runs, where all labels are those that it states, for itself or for others, or where one is its name.

    Parameters
    ----------
    objects
        All objects.
    namespaces
        Namespaces of the pods.
    selector
        A label selector, or a plain mapping of labels.
    """
    homes = {*namespaces, ""}
    wanted = list(_wanted(selector))
    return next(
        (found for found in objects if is_added(found) and found.namespace in homes and _may(found, wanted)), None
    )


def _wanted(selector: Any) -> Iterator[tuple[str, frozenset[str]]]:
    """Iterate over the labels that pods must have: key, and values of which one will do, any when there is none."""
    if not isinstance(selector, Mapping):
        return
    structured = not set(selector) - {"matchLabels", "matchExpressions"}
    exactly = selector.get("matchLabels") if structured else selector
    for key, value in exactly.items() if isinstance(exactly, Mapping) else ():
        yield str(key), frozenset({str(value)})
    expressions = selector.get("matchExpressions") if structured else None
    for one in expressions if isinstance(expressions, list) else ():
        values = one.get("values") if isinstance(one, Mapping) else None
        if isinstance(one, Mapping) and one.get("operator") in {"In", "Exists"}:
            yield str(one.get("key")), frozenset(map(str, values)) if isinstance(values, list) else frozenset()


def _may(stored: StoredObject, wanted: list[tuple[str, frozenset[str]]]) -> bool:
    group = group_of(str(stored.data.get("apiVersion", "")))
    if any(_is_of(key, group) for key, _ in wanted):
        return True
    spec = stored.data.get("spec")
    if not any(_RUNS.fullmatch(key) for key, _ in _walk(spec, _DEEPEST)):
        return False
    stated = list(_stated(stored, spec))
    told = [any(key == k and (not values or v in values) for k, v in stated) for key, values in wanted]
    return all(told) or any(_is_named(stored, value) for _, values in wanted for value in values)


def _is_of(key: str, group: str) -> bool:
    """Tell whether the key of a label is of an API group: of its domain, or of one below it."""
    domain = key.rpartition("/")[0]
    return bool(domain) and (domain == group or domain.endswith(f".{group}") or group.endswith(f".{domain}"))


def _is_named(stored: StoredObject, value: str) -> bool:
    return value in {stored.name, f"{stored.kind.lower()}-{stored.name}"} or value.startswith(f"{stored.name}-")


def _stated(stored: StoredObject, spec: Any) -> Iterator[tuple[str, str]]:
    """Iterate over the labels that an object states, its own and those that its specification has for others."""
    metadata = stored.data.get("metadata")
    for key, found in (("labels", (metadata or {}).get("labels")), *_walk(spec, _DEEPEST)):
        if _LABELS.fullmatch(key) and isinstance(found, Mapping):
            yield from ((str(label), str(value)) for label, value in found.items())


def _walk(node: Any, deep: int) -> Iterator[tuple[str, Any]]:
    """Iterate over the keys of a tree, with their values."""
    if isinstance(node, Mapping) and deep:
        for key, value in node.items():
            yield str(key), value
            yield from _walk(value, deep - 1)
    elif isinstance(node, list) and deep:
        for value in node:
            yield from _walk(value, deep - 1)
