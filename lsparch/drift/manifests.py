"""Comparing manifests: objects of an environment, of a folder, or of a cluster."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lsparch.diagnostics import Place
from lsparch.drift.objects import live_place
from lsparch.drift.pairing import IDENTITY, pair_moved, pair_renamed
from lsparch.drift.result import ABSENT, Absent, Difference, Drift, Value, Verdict
from lsparch.drift.trees import TreeDifference, tree_differences
from lsparch.k8s.canonical import equal
from lsparch.k8s.labels import brief
from lsparch.k8s.store import ObjectStore, StoredObject

__all__ = ["ObjectSide", "Settle", "compare_objects"]

Settle = Callable[[StoredObject, StoredObject], tuple[Mapping[str, Any], Mapping[str, Any]]]
"""Makes two objects comparable: what of each is compared."""

_OURS = ("config", "digest", "element")
"""Annotations below our label domain that say where an object comes from, and nothing about what it does."""

_NAMESPACE = ": metadata.namespace"


@dataclass(frozen=True, slots=True)
class ObjectSide:
    """Objects in a comparison."""

    name: str
    objects: tuple[StoredObject, ...]
    environment: str = ""
    """Environment of the model from which they are generated; empty for objects that were read."""

    cluster: str = ""
    """Name of the running cluster that has them, such as ``kube:production``; empty for manifests."""


def _as_they_are(source: StoredObject, target: StoredObject) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    return source.data, target.data


def compare_objects(source: ObjectSide, target: ObjectSide, domain: str = "", settle: Settle = _as_they_are) -> Drift:
    """Compare the objects of two sides; everything must match.

    Parameters
    ----------
    source, target
        The objects; findings point into the side that was read from files, into the target if both were.
    domain
        Prefix of our annotations, which say where an object comes from and are not compared.
    settle
        What of two objects is compared, where one is on a running cluster.
    """
    ours, theirs = ObjectStore(source.objects), ObjectStore(target.objects)
    ignored = frozenset(f"{domain}/{name}" for name in _OURS) if domain else frozenset()
    generated = source.environment or target.environment
    advice = f"{_again(generated, target)}, or change the model" if generated else "make them equal"

    def compared(found: StoredObject, other: StoredObject) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        left, right = settle(found, other)
        return _without(left, ignored), _without(right, ignored)

    differences: list[Difference] = []
    for side, store in ((source, ours), (target, theirs)):
        differences += _twice(store, in_source=side is source)
    lost = [found for found in ours if theirs.get(found.key) is None]
    new = [found for found in theirs if ours.get(found.key) is None]
    for found in ours:
        other = theirs.get(found.key)
        if other is not None and found.data != other.data:
            differences += _pair(found, other, compared, advice)
    differences += _unpaired(lost, new, (source, target), compared, advice)
    ordered = sorted(differences, key=lambda d: (d.element, d.subject))
    points_at_source = bool(target.environment) and not source.environment
    return Drift(source.name, target.name, tuple(ordered), target.environment, points_at_source)


def _again(environment: str, target: ObjectSide) -> str:
    again = f"run `lsparch generate {environment}` again"
    return f"{again} and apply it" if target.cluster else again


def _pair(source: StoredObject, target: StoredObject, compared: Settle, advice: str) -> Iterator[Difference]:
    left, right = compared(source, target)
    if equal(left, right):
        return
    for one in tree_differences(left, right):
        yield _told(source, target, one, advice)


def _told(source: StoredObject, target: StoredObject, one: TreeDifference, advice: str) -> Difference:
    key = target.key if target.written or not source.written else source.key
    return Difference(
        source.element or target.element or str(key), f"{key}: {one.path}", _scalar(one.left), _scalar(one.right),
        source.place(*one.left_steps), target.place(*one.right_steps), Verdict.UNDECLARED, "", advice,
    )  # fmt: skip


def _unpaired(
    lost: list[StoredObject],
    new: list[StoredObject],
    sides: tuple[ObjectSide, ObjectSide],
    compared: Settle,
    advice: str,
) -> Iterator[Difference]:
    """Tell of objects that one side lacks, and of those that have another name or namespace there."""
    generated = bool(sides[0].environment)
    renamed, lost, new = pair_renamed(lost, new, lambda found: compared(found, found)[0])
    for source, target in renamed:
        yield from _renamed(source, target, advice)
    moved, lost, new = pair_moved(lost, new)
    told: set[tuple[str, str]] = set()
    for source, target in moved:
        namespaces = (source.namespace, target.namespace)
        if namespaces not in told:
            told.add(namespaces)
            yield from _renamed(source, target, advice)
        yield from (one for one in _pair(source, target, compared, advice) if not one.subject.endswith(_NAMESPACE))
    for found in lost:
        remedy = "create it, with the keys that secrets.yaml lists" if found.kind == "Secret" and generated else advice
        yield _alone(found, _home(sides[1], found), remedy, in_source=True)
    surplus = "delete it, or add it to the model" if generated and sides[1].cluster else advice
    for found in new:
        yield _alone(found, _home(sides[0], found), surplus, in_source=False)


def _renamed(source: StoredObject, target: StoredObject, advice: str) -> Iterator[Difference]:
    for steps in IDENTITY:
        left, right = _at(source.data, steps), _at(target.data, steps)
        if left != right:
            yield _told(source, target, TreeDifference(".".join(steps), left, right, steps, steps), advice)


def _alone(found: StoredObject, other: Place, advice: str, *, in_source: bool) -> Difference:
    element = found.element or str(found.key)
    if in_source:
        return Difference(element, str(found.key), True, ABSENT, found.origin, other, Verdict.UNDECLARED, "", advice)
    return Difference(element, str(found.key), ABSENT, True, other, found.origin, Verdict.UNDECLARED, "", advice)


def _twice(store: ObjectStore, *, in_source: bool) -> Iterator[Difference]:
    for found in store.duplicates:
        first = store.get(found.key)
        assert first is not None
        places = (found.origin, first.origin) if in_source else (first.origin, found.origin)
        values: tuple[Value, Value] = (2, 1) if in_source else (1, 2)
        yield Difference(
            found.element or str(found.key), f"{found.key}: number of objects of this name", *values, *places,
            Verdict.UNDECLARED, "", "remove one of them",
        )  # fmt: skip


def _home(side: ObjectSide, lacking: StoredObject) -> Place:
    """Return where an object that is lacking would stand: on a cluster by its name, else nobody can know."""
    return live_place(side.cluster, lacking.key) if side.cluster else lacking.origin


def _without(data: Mapping[str, Any], ignored: frozenset[str]) -> Mapping[str, Any]:
    """Copy an object without some annotations, also of what it makes pods from."""
    if not ignored:
        return data
    return {key: _stripped(value, ignored) if isinstance(value, dict) else value for key, value in data.items()}


def _stripped(value: dict[str, Any], ignored: frozenset[str]) -> dict[str, Any]:
    copy: dict[str, Any] = {}
    for key, item in value.items():
        if key == "annotations" and isinstance(item, dict):
            kept = {name: text for name, text in item.items() if name not in ignored}
            if kept:
                copy[key] = kept
        elif key in {"metadata", "template", "spec", "jobTemplate"} and isinstance(item, dict):
            copy[key] = _stripped(item, ignored)
        else:
            copy[key] = item
    return copy


def _at(data: Any, steps: tuple[str, ...]) -> Any:
    for step in steps:
        data = (data or {}).get(step)
    return data


def _scalar(value: Any) -> Value:
    if isinstance(value, dict | list):
        return brief(value)
    result: Value = value if isinstance(value, Absent | str | int | float | bool) else None
    return result
