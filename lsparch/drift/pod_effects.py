"""What a change of a workload does to its pods."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Any

from lsparch.drift.change import Effect, Meaning, Pods
from lsparch.drift.trees import tree_differences
from lsparch.k8s.canonical import canonical
from lsparch.k8s.quantity import canonical_quantity
from lsparch.k8s.store import ObjectStore, StoredObject

__all__ = ["CONTROLLERS", "PodEffects", "missing_in_update", "named", "same_template"]

CONTROLLERS = frozenset({"DaemonSet", "Deployment", "StatefulSet"})
"""Kinds whose pods run without end and are replaced when their template changes."""

_AMOUNTS = frozenset({"limits", "requests"})
_SHOWN = 3


def named(found: StoredObject) -> str:
    """Return an object as effects name it: its namespace and name."""
    return f"{found.namespace}/{found.name}" if found.namespace else found.name


class PodEffects:
    """Effects on the pods of workloads.

    Parameters
    ----------
    before, after
        All objects, as they are and as they would be.
    daemons
        Number of nodes on which a DaemonSet runs, by namespace and name; 0 where unknown.
    """

    def __init__(self, before: ObjectStore, after: ObjectStore, daemons: Mapping[str, int]) -> None:
        self._scaled = (dict(_autoscaled(before)), dict(_autoscaled(after)))
        self._daemons = daemons

    def pods(self, found: StoredObject, *, after: bool) -> Pods:
        """Return how many pods a workload has."""
        spec = found.data.get("spec") or {}
        match found.kind:
            case "DaemonSet":
                number = self._daemons.get(named(found), 0)
                return Pods(number, number)
            case "Job":
                number = _number(spec.get("parallelism"))
                return Pods(number, number)
            case "Deployment" | "StatefulSet" | "ReplicaSet":
                scaled = self._scaled[after].get((found.namespace, found.kind, found.name))
                if scaled is not None and (after or "replicas" not in spec):
                    return scaled
                number = _number(spec.get("replicas"))
                return Pods(number, number)
            case "Pod":
                return Pods(1, 1)
            case _:
                return Pods(0, 0)

    def changed(self, before: StoredObject, after: StoredObject) -> Iterator[Effect]:
        """Iterate over what a change of a workload, which is not made again, does to its pods."""
        if after.kind not in CONTROLLERS:
            return
        old, new = self.pods(before, after=False), self.pods(after, after=True)
        yield from self._scaling(before, after, old, new)
        causes = _causes(before, after)
        if causes and new.most:
            scaled = (after.namespace, after.kind, after.name) in self._scaled[1]
            kept = old if scaled else Pods(min(old.least, new.least), min(old.most, new.most))
            yield from _rolling(after, kept, f"({causes})")

    def _scaling(self, before: StoredObject, after: StoredObject, old: Pods, new: Pods) -> Iterator[Effect]:
        if after.kind == "DaemonSet":
            return
        key = (after.namespace, after.kind, after.name)
        taken_over = key in self._scaled[1] and key not in self._scaled[0]
        if taken_over and "replicas" in (before.data.get("spec") or {}):
            yield _taken_over(named(after), old, new)
            return
        if old == new or (key in self._scaled[0] and self._scaled[0][key] == self._scaled[1].get(key)):
            return
        if old.least and not new.most:
            yield Effect(Meaning.OUTAGE, f"{named(after)} stops: it has no pod any more", old)
            return
        change = Pods(abs(new.least - old.least), abs(new.most - old.most))
        yield Effect(Meaning.SCALES, f"{named(after)} goes from {old} to {new}", change)


def _taken_over(name: str, old: Pods, new: Pods) -> Effect:
    """Return what it means that an autoscaler sets the number of pods, which the manifest stated so far."""
    if old.least <= 1:
        change = Pods(new.least - old.least, new.most - old.least)
        return Effect(Meaning.SCALES, f"{name} goes from {old} to {new}, as its autoscaler wants", change)
    text = (
        f"{name} goes from {old} to 1 for a moment, since nobody states their number any more, "
        f"and then to {new}, as its autoscaler wants"
    )
    kept = "kubectl apply --server-side --field-manager=handover, of a manifest with the name and spec.replicas alone"
    steps = (f"let another field manager hold the number: {kept}", "apply the rest")
    return Effect(Meaning.SCALES, text, Pods(old.least - 1, old.most - 1), steps)


def _rolling(after: StoredObject, pods: Pods, why: str) -> Iterator[Effect]:
    """Iterate over what replacing the pods of a workload means."""
    spec: Mapping[str, Any] = canonical(after.data).get("spec") or {}
    name = named(after)
    match after.kind:
        case "Deployment":
            if spec.get("paused"):
                yield Effect(Meaning.IN_PLACE, f"{name} is paused: its pods change when it is resumed {why}")
                return
            strategy = spec.get("strategy") or {}
            if strategy.get("type") == "Recreate":
                yield Effect(Meaning.OUTAGE, f"{name} does not answer while all its pods are stopped and started", pods)
                yield Effect(Meaning.ROLLS, f"rolls {pods} of {name}, all at once {why}", pods)
                return
            yield Effect(Meaning.ROLLS, f"rolls {pods} of {name}, {_pace(strategy, pods.least)} {why}", pods)
            if pods.least and _missing(strategy, pods.least) >= pods.least:
                yield Effect(Meaning.OUTAGE, f"{name} may lack all its pods at a time during the update", pods)
        case "StatefulSet":
            update = spec.get("updateStrategy") or {}
            if update.get("type") == "OnDelete":
                yield Effect(Meaning.IN_PLACE, f"pods of {name} change when they are deleted {why}")
                return
            kept = int((update.get("rollingUpdate") or {}).get("partition") or 0)
            rolled = Pods(max(0, pods.least - kept), max(0, pods.most - kept))
            order = "one after the other from the last to the first"
            yield Effect(Meaning.ROLLS, f"rolls {rolled} of {name}, {order} {why}", rolled)
            if pods.most == rolled.most == 1:
                yield Effect(Meaning.OUTAGE, f"{name} does not answer while its one pod is replaced", rolled)
        case _:
            if (spec.get("updateStrategy") or {}).get("type") == "OnDelete":
                yield Effect(Meaning.IN_PLACE, f"pods of {name} change when they are deleted {why}")
                return
            number = str(pods) if pods.most else "the pods"
            yield Effect(Meaning.ROLLS, f"rolls {number} of {name}, node by node {why}", pods)


def _pace(strategy: Mapping[str, Any], number: int) -> str:
    extra = _share((strategy.get("rollingUpdate") or {}).get("maxSurge", "25%"), number, ceil)
    lacking = _missing(strategy, number)
    return f"with up to {extra} more and {lacking} fewer at a time"


def missing_in_update(found: StoredObject, number: int) -> int:
    """Return how many pods of a workload an update stops before it starts others."""
    spec: Mapping[str, Any] = canonical(found.data).get("spec") or {}
    if found.kind != "Deployment":
        return 1
    strategy = spec.get("strategy") or {}
    return number if strategy.get("type") == "Recreate" else _missing(strategy, number)


def _missing(strategy: Mapping[str, Any], number: int) -> int:
    """Return how many pods an update of a Deployment may lack at a time."""
    rolling = strategy.get("rollingUpdate") or {}
    lacking = _share(rolling.get("maxUnavailable", "25%"), number, floor)
    return lacking or (0 if _share(rolling.get("maxSurge", "25%"), number, ceil) else 1)


def _share(value: Any, number: int, rounded: Any) -> int:
    text = str(value)
    return int(rounded(Fraction(text[:-1]) * number / 100)) if text.endswith("%") else int(text)


def _number(replicas: Any) -> int:
    return 1 if replicas is None else int(replicas)


def _autoscaled(store: ObjectStore) -> Iterator[tuple[tuple[str, str, str], Pods]]:
    for found in store.of_kind("HorizontalPodAutoscaler"):
        spec = found.data.get("spec") or {}
        target = spec.get("scaleTargetRef") or {}
        key = found.namespace, str(target.get("kind")), str(target.get("name"))
        yield key, Pods(_number(spec.get("minReplicas")), _number(spec.get("maxReplicas")))


def _causes(before: StoredObject, after: StoredObject) -> str:
    """Return what in the template changes, in short; empty where its pods stay."""
    old, new = _template(before), _template(after)
    if same_template(old, new):
        return ""
    left, right = (_pod_like(template) for template in (old, new))
    paths = [one.path for one in tree_differences(left, right)] or ["order or spelling"]
    shown = list(dict.fromkeys("configuration" if _is_checksum(path) else path.removeprefix("spec.") for path in paths))
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return ", ".join(shown[:_SHOWN]) + more


def _is_checksum(path: str) -> bool:
    return path.startswith("metadata.annotations[") and path.endswith(("/config]", "checksum]"))


def _template(found: StoredObject) -> Mapping[str, Any]:
    template: Mapping[str, Any] = (found.data.get("spec") or {}).get("template") or {}
    return template


def _pod_like(template: Mapping[str, Any]) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Pod", **template}


def same_template(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Tell whether a controller would leave pods as they are: other than in meaning, order and spelling count too."""
    holder = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "any"}}
    old, new = ({**holder, "spec": {"template": template}} for template in (before, after))
    return canonical(old) == canonical(new) and _same(before, after)


def _same(before: Any, after: Any, *, amount: bool = False) -> bool:
    """Compare two values that mean the same, leaving out what one side leaves to defaults."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return all(_same(before[key], after[key], amount=key in _AMOUNTS or amount) for key in before if key in after)
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(_same(one, other) for one, other in zip(before, after, strict=True))
    if before == after:
        return True
    if isinstance(before, str) and isinstance(after, str) and not amount:
        return False  # an image, or a size that the canonical form spells alike
    try:
        return canonical_quantity(before) == canonical_quantity(after)
    except (TypeError, ValueError, AttributeError):
        return False
