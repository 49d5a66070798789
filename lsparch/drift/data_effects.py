"""What a change does to data on volumes."""

from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.drift.change import Effect, Meaning
from lsparch.drift.immutable import size_of
from lsparch.drift.pod_effects import named
from lsparch.k8s.store import ObjectStore, StoredObject

__all__ = ["DataEffects"]

_KEPT = "Retain"


class DataEffects:
    """Effects on data.

    Parameters
    ----------
    before
        All objects, as they are.
    """

    def __init__(self, before: ObjectStore) -> None:
        self._before = before

    def removed(self, found: StoredObject) -> Iterator[Effect]:
        """Iterate over what the removal of an object does to data."""
        match found.kind:
            case "Namespace":
                yield Effect(Meaning.LOSES_DATA, f"everything in namespace {found.name} goes with it")
            case "PersistentVolumeClaim":
                yield self._of_claim(found, "is removed")
            case "PersistentVolume":
                if _spec(found).get("persistentVolumeReclaimPolicy", _KEPT) != _KEPT:
                    yield Effect(Meaning.LOSES_DATA, f"the data of {found.name} are deleted with it")
            case "StatefulSet":
                if claims := ", ".join(_templates(found)):
                    deleted = (_spec(found).get("persistentVolumeClaimRetentionPolicy") or {}).get("whenDeleted")
                    fate = "stay behind unused" if deleted != "Delete" else "are deleted"
                    text = f"the claims of {named(found)} ({claims}) {fate}; another name makes new, empty ones"
                    yield Effect(Meaning.LOSES_DATA, text)
            case _:
                pass

    def changed(self, before: StoredObject, after: StoredObject, *, again: bool) -> Iterator[Effect]:
        """Iterate over what a change does to data.

        Parameters
        ----------
        before, after
            The object.
        again
            Whether it must be deleted and made again.
        """
        match after.kind:
            case "PersistentVolumeClaim":
                if again and not _only_grows(_spec(before), _spec(after)):
                    yield self._of_claim(before, "is made again")
            case "PersistentVolume":
                policies = [_spec(one).get("persistentVolumeReclaimPolicy", _KEPT) for one in (before, after)]
                if policies[0] == _KEPT != policies[1]:
                    yield Effect(Meaning.LOSES_DATA, f"the data of {after.name} are deleted when its claim goes")
            case "StatefulSet":
                yield from _of_templates(before, after)
                yield from _of_retention(before, after)
            case _:
                pass

    def _of_claim(self, found: StoredObject, what: str) -> Effect:
        volume = self._before.find("PersistentVolume", "", str(_spec(found).get("volumeName") or ""))
        if volume is None:
            volume = next((v for v in self._before.of_kind("PersistentVolume") if _is_of(v, found)), None)
        if volume is not None and _spec(volume).get("persistentVolumeReclaimPolicy", _KEPT) == _KEPT:
            text = f"claim {named(found)} {what}; its data stay on {volume.name}, which keeps them"
            return Effect(Meaning.REMOVES if what == "is removed" else Meaning.RECREATE, text)
        text = f"claim {named(found)} {what}: its data go with it, unless the class of its volume retains them"
        return Effect(Meaning.LOSES_DATA, text, None, ("copy the data elsewhere first",))


def _of_templates(before: StoredObject, after: StoredObject) -> Iterator[Effect]:
    old, new = _templates(before), _templates(after)
    name = named(after)
    for claim in sorted(old.keys() - new.keys()):
        text = f"the claims {claim}-{after.name}-N stay behind unused; pods of {name} no longer see their data"
        yield Effect(Meaning.LOSES_DATA, text)
    for claim in sorted(old.keys() & new.keys()):
        first, second = size_of(old[claim]), size_of(new[claim])
        if first is not None and second is not None and second < first:
            text = f"the claims {claim}-{after.name}-N are too large for the new size and cannot shrink"
            yield Effect(Meaning.LOSES_DATA, text, None, ("copy the data to new claims",))
        for field in ("accessModes", "storageClassName"):
            if old[claim].get(field) != new[claim].get(field):
                text = f"{field} of the claims {claim}-{after.name}-N cannot change; only new, empty ones have it"
                yield Effect(Meaning.LOSES_DATA, text, None, ("copy the data to new claims",))


def _of_retention(before: StoredObject, after: StoredObject) -> Iterator[Effect]:
    """Iterate over what the end of keeping claims means."""
    if not _templates(before):
        return
    policies = [_spec(one).get("persistentVolumeClaimRetentionPolicy") or {} for one in (before, after)]
    for event, told in (("whenDeleted", "is deleted"), ("whenScaled", "has fewer pods")):
        if policies[0].get(event, _KEPT) == _KEPT != policies[1].get(event, _KEPT):
            yield Effect(Meaning.LOSES_DATA, f"claims of {named(after)} are deleted when it {told}")
    numbers = [int(_spec(one).get("replicas", 1)) for one in (before, after)]
    if numbers[1] < numbers[0] and policies[1].get("whenScaled", _KEPT) != _KEPT:
        yield Effect(Meaning.LOSES_DATA, f"claims of {numbers[0] - numbers[1]} pods of {named(after)} are deleted")


def _only_grows(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    first, second = size_of(old), size_of(new)
    rest = [{key: value for key, value in spec.items() if key != "resources"} for spec in (old, new)]
    return rest[0] == rest[1] and first is not None and second is not None and second > first


def _is_of(volume: StoredObject, claim: StoredObject) -> bool:
    reference = _spec(volume).get("claimRef") or {}
    return (reference.get("namespace"), reference.get("name")) == (claim.namespace, claim.name)


def _templates(found: StoredObject) -> dict[str, Mapping[str, Any]]:
    return {
        str((claim.get("metadata") or {}).get("name")): claim.get("spec") or {}
        for claim in _spec(found).get("volumeClaimTemplates") or ()
    }


def _spec(found: StoredObject) -> Mapping[str, Any]:
    spec: Mapping[str, Any] = found.data.get("spec") or {}
    return spec
