"""Working out what would change, object by object and field by field, and what each change means."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lsparch.drift.change import Action, ChangeSet, Effect, FieldChange, Meaning, ObjectChange
from lsparch.drift.data_effects import DataEffects
from lsparch.drift.immutable import Fixed, fixed_fields
from lsparch.drift.manifests import ObjectSide, Settle
from lsparch.drift.pod_effects import CONTROLLERS, PodEffects, named, same_template
from lsparch.drift.quota_effects import QuotaEffects
from lsparch.drift.result import Absent, Value
from lsparch.drift.traffic_effects import TrafficEffects
from lsparch.drift.trees import TreeDifference, tree_differences
from lsparch.k8s.canonical import equal
from lsparch.k8s.labels import brief
from lsparch.k8s.secrecy import HIDDEN, masked, name_at
from lsparch.k8s.store import ObjectStore, StoredObject

__all__ = ["find_consequences"]

_PROVENANCE = ("digest", "element")
"""Annotations below our label domain that say where an object comes from, and nothing about what it does."""

_DATA = frozenset({"binaryData", "data", "stringData"})
_SLOWLY = "mounts it, is not restarted and sees it later or not at all"


def _as_they_are(before: StoredObject, after: StoredObject) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    return before.data, after.data


def find_consequences(
    before: ObjectSide,
    after: ObjectSide,
    domain: str = "",
    *,
    settle: Settle = _as_they_are,
    daemons: Mapping[str, int] | None = None,
    expandable: Iterable[str] = (),
) -> ChangeSet:
    """Return what would change if one set of objects were applied where there is another, and pruned.

    Parameters
    ----------
    before, after
        Objects as they are and as they would be.
    domain
        Prefix of our annotations, which say where an object comes from and are not compared.
    settle
        What of two objects is compared, where one is on a running cluster.
    daemons
        Number of nodes on which a DaemonSet runs, by its namespace and name.
    expandable
        Names of storage classes whose claims can grow.
    """
    found = _Comparison(before, after, domain, settle, daemons or {}, frozenset(expandable)).objects()
    ordered = sorted(found, key=lambda one: (one.meaning.rank, one.key))
    return ChangeSet(before.name, after.name, tuple(ordered))


class _Comparison:
    """Two sets of objects."""

    def __init__(
        self, before: ObjectSide, after: ObjectSide, domain: str, settle: Settle, daemons: Mapping[str, int],
        expandable: frozenset[str],
    ) -> None:  # fmt: skip
        self._before, self._after = ObjectStore(before.objects), ObjectStore(after.objects)
        self._ignored = frozenset(f"{domain}/{name}" for name in _PROVENANCE) if domain else frozenset()
        self._settle = settle
        self._expandable = expandable
        self._changed = dict(self._differing())
        lost = [one for one in self._before if self._after.get(one.key) is None]
        new = [one for one in self._after if self._before.get(one.key) is None]
        self._lost, self._new = lost, new
        keys = [*(one.key for one in (*lost, *new)), *self._changed]
        self._pods = PodEffects(self._before, self._after, daemons)
        self._quotas = QuotaEffects(self._before, self._after, self._pods)
        self._data = DataEffects(self._before)
        self._traffic = TrafficEffects(self._before, self._after, keys)

    def objects(self) -> Iterator[ObjectChange]:
        """Iterate over the objects that come, change or go."""
        for found in self._lost:
            yield self._told(found, Action.REMOVED, (*self._removed(found),))
        for found in self._new:
            yield self._told(found, Action.CREATED, (*self._created(found),))
        for key, differences in self._changed.items():
            before, after = self._before.get(key), self._after.get(key)
            assert before is not None and after is not None  # noqa: PT018 - it is in both
            fields = tuple(_field(after, one) for one in differences)
            yield self._told(after, Action.CHANGED, (*self._effects(before, after),), fields)

    def _told(
        self, found: StoredObject, action: Action, effects: tuple[Effect, ...], fields: tuple[FieldChange, ...] = ()
    ) -> ObjectChange:
        told = effects or (Effect(Meaning.IN_PLACE, f"{found.kind} {named(found)} changes in place"),)
        ordered = tuple(sorted(dict.fromkeys(told), key=lambda effect: effect.meaning.rank))
        return ObjectChange(found.key, found.element, action, ordered, fields)

    def _differing(self) -> Iterator[tuple[Any, list[TreeDifference]]]:
        for before in self._before:
            after = self._after.get(before.key)
            if after is None or before.data == after.data:
                continue
            left, right = (self._without(one) for one in self._settle(before, after))
            different = [] if equal(left, right) else tree_differences(left, right)
            if different or self._is_respelled(left, right, after.kind):
                yield before.key, different

    def _is_respelled(self, left: Mapping[str, Any], right: Mapping[str, Any], kind: str) -> bool:
        if kind not in CONTROLLERS:
            return False
        templates = [(one.get("spec") or {}).get("template") or {} for one in (left, right)]
        return not same_template(*templates)

    def _without(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        metadata = data.get("metadata") or {}
        given = metadata.get("annotations") or {}
        kept = {name: text for name, text in given.items() if name not in self._ignored}
        rest = {key: value for key, value in metadata.items() if key != "annotations"}
        return {**data, "metadata": {**rest, "annotations": kept} if kept else rest}

    def _removed(self, found: StoredObject) -> Iterator[Effect]:
        yield from self._data.removed(found)
        yield from self._traffic.removed(found)
        pods = self._pods.pods(found, after=False)
        stops = f", and with it {pods}" if pods.most else ""
        yield Effect(Meaning.REMOVES, f"{found.kind} {named(found)} goes{stops}", pods if pods.most else None)

    def _created(self, found: StoredObject) -> Iterator[Effect]:
        yield from self._traffic.created(found)
        pods = self._pods.pods(found, after=True)
        starts = f", and with it {pods}" if pods.most else ""
        yield Effect(Meaning.CREATES, f"{found.kind} {named(found)} comes{starts}", pods if pods.most else None)

    def _effects(self, before: StoredObject, after: StoredObject) -> Iterator[Effect]:
        left, right = self._settle(before, after)
        fixed = fixed_fields(after.key, left, right, self._expandable)
        yield from self._data.changed(before, after, again=bool(fixed))
        yield from self._traffic.changed(before, after)
        if fixed:
            yield self._again(before, after, fixed)
        else:
            found = tuple(self._pods.changed(_with(before, left), _with(after, right)))
            yield from found
            if any(effect.meaning is Meaning.ROLLS for effect in found):
                yield from self._quotas.updated(before, after)
        if after.kind == "ConfigMap":
            yield from self._of_configuration(after)

    def _again(self, found: StoredObject, after: StoredObject, fixed: tuple[Fixed, ...]) -> Effect:
        reasons = "; ".join(f"{path}: {why}" for path, why in fixed)
        pods = self._pods.pods(found, after=False)
        where = f" --namespace {found.namespace}" if found.namespace else ""
        delete = f"kubectl delete{where} {found.kind.lower()}/{found.name}"
        steps = (delete, "apply it again")
        if all(path.endswith(".rollingUpdate") for path, _ in fixed):
            field = fixed[0][0].split(".")[1]
            wanted = json.dumps({"spec": {field: {**_at(after, field), "rollingUpdate": None}}})
            text = f"{found.kind} {named(found)} refuses the change ({reasons})"
            patch = f"kubectl patch{where} {found.kind.lower()}/{found.name} --type=merge --patch='{wanted}'"
            return Effect(Meaning.RECREATE, text, None, (patch, "apply it again"))
        grown = found.kind == "StatefulSet" and all(path == "spec.volumeClaimTemplates" for path, _ in fixed)
        if grown:
            steps = (f"{delete} --cascade=orphan", "apply it again; its pods stay until they are replaced")
        stops = f", which stops {pods}" if pods.most and not grown else ""
        text = f"{found.kind} {named(found)} must be made again{stops} ({reasons})"
        return Effect(Meaning.RECREATE, text, pods if stops else None, steps)

    def _of_configuration(self, found: StoredObject) -> Iterator[Effect]:
        """Iterate over workloads that mount a changed file and are not replaced for it."""
        for user in self._after.of_kind(*sorted(CONTROLLERS)):
            if user.namespace != found.namespace or found.name not in set(_configurations(user.data)):
                continue
            before = self._before.get(user.key)
            if before is None:
                continue
            effects = self._pods.changed(before, user) if user.key in self._changed else ()
            if not any(one.meaning is Meaning.ROLLS for one in effects):
                yield Effect(Meaning.IN_PLACE, f"{named(user)} {_SLOWLY}")


def _with(found: StoredObject, data: Mapping[str, Any]) -> StoredObject:
    """Return an object as it is compared; its number of pods stays, which an autoscaler may set."""
    spec = (found.data.get("spec") or {}) if found.kind in CONTROLLERS else {}
    if "replicas" in spec and "replicas" not in (data.get("spec") or {}):
        data = {**data, "spec": {**(data.get("spec") or {}), "replicas": spec["replicas"]}}
    return StoredObject(data, found.origin, found.element, found.written)


def _at(found: StoredObject, field: str) -> Mapping[str, Any]:
    value: Mapping[str, Any] = (found.data.get("spec") or {}).get(field) or {}
    return value


def _configurations(value: Any) -> Iterator[str]:
    """Iterate over the names of ConfigMaps that pods of an object read."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key in {"configMap", "configMapRef", "configMapKeyRef"} and isinstance(item, Mapping):
                yield str(item.get("name"))
            else:
                yield from _configurations(item)
    elif isinstance(value, list):
        for item in value:
            yield from _configurations(item)


def _field(found: StoredObject, one: TreeDifference) -> FieldChange:
    hidden = found.kind == "Secret" and one.path.partition(".")[0].partition("[")[0] in _DATA
    values = [masked(name_at(one.path), _value(value, hidden=hidden)) for value in (one.left, one.right)]
    return FieldChange(one.path, *values)


def _value(value: Any, *, hidden: bool) -> Value:
    if isinstance(value, Absent):
        return value
    if hidden:
        return HIDDEN
    if isinstance(value, dict | list):
        return brief(value)
    result: Value = value if isinstance(value, str | int | float | bool) else None
    return result
