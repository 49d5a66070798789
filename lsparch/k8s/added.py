"""Objects of kinds that others have added to Kubernetes, and the pods that their operators may make of them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lsparch.k8s.identity import group_of
from lsparch.k8s.store import StoredObject

__all__ = ["Makers", "is_added"]

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


class Makers:
    """Objects of added kinds of which operators may make pods.

    Nobody but the operator knows. It may be where a label is of the object's own API group; and, if the object says how
    something runs, where all labels are those that it states, for itself or for others, or where one is its name.

    Parameters
    ----------
    objects
        All objects.
    """

    def __init__(self, objects: Iterable[StoredObject]) -> None:
        self._groups: dict[str, set[str]] = {}
        self._running: dict[str, list[_Running]] = {}
        for stored in objects:
            if not is_added(stored):
                continue
            self._groups.setdefault(stored.namespace, set()).add(group_of(str(stored.data["apiVersion"])))
            spec = stored.data.get("spec")
            if any(_RUNS.fullmatch(key) for key, _ in _walk(spec, _DEEPEST)):
                running = _Running(stored.kind, stored.name, tuple(dict.fromkeys(_stated(stored, spec))))
                self._running.setdefault(stored.namespace, []).append(running)

    def may_make(self, namespaces: Iterable[str], selector: Any) -> bool:
        """Tell whether operators may make pods that a selector takes.

        Parameters
        ----------
        namespaces
            Namespaces of the pods.
        selector
            A label selector, or a plain mapping of labels.
        """
        wanted = list(_wanted(selector))
        homes = {*namespaces, ""}
        return any(
            any(_is_of(key, group) for group in self._groups.get(home, ()) for key, _ in wanted)
            or any(running.fits(wanted) for running in self._running.get(home, ()))
            for home in homes
        )


@dataclass(frozen=True, slots=True)
class _Running:
    """An object that says how something runs."""

    kind: str
    name: str
    stated: tuple[tuple[str, str], ...]
    """Labels that it states."""

    def fits(self, wanted: list[tuple[str, frozenset[str]]]) -> bool:
        """Tell whether pods of it may have some labels."""
        told = (any(key == k and (not values or v in values) for k, v in self.stated) for key, values in wanted)
        return all(told) or any(self._is_named(value) for _, values in wanted for value in values)

    def _is_named(self, value: str) -> bool:
        return value in {self.name, f"{self.kind.lower()}-{self.name}"} or value.startswith(f"{self.name}-")


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


def _is_of(key: str, group: str) -> bool:
    """Tell whether the key of a label is of an API group: of its domain, or of one below it."""
    domain = key.rpartition("/")[0]
    return bool(domain) and (domain == group or domain.endswith(f".{group}") or group.endswith(f".{domain}"))


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
