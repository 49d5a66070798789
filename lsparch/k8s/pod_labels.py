"""Labels that Kubernetes itself sets on pods, beside those of their template."""

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from lsparch.k8s.store import StoredObject

__all__ = ["NONE", "Made", "labels_made", "scaled_objects"]

Made = Mapping[str, Callable[[str], bool]]
"""Whether a pod may have a value, by the key of the label."""

NONE: Made = MappingProxyType({})

_HASH = re.compile(r"[a-z0-9]+", re.ASCII).fullmatch
_NUMBER = re.compile(r"0|[1-9][0-9]*", re.ASCII).fullmatch
_UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII).fullmatch

_HASHED = "pod-template-hash"
_REVISION = "controller-revision-hash"
_GENERATION = "pod-template-generation"
_POD = "statefulset.kubernetes.io/pod-name"
_INDEX = "apps.kubernetes.io/pod-index"
_COMPLETION = "batch.kubernetes.io/job-completion-index"
_JOB = ("batch.kubernetes.io/job-name", "job-name")
_OWNER = ("batch.kubernetes.io/controller-uid", "controller-uid")


def scaled_objects(objects: Iterable[StoredObject]) -> frozenset[tuple[str, str, str]]:
    """Return namespace, kind and name of what autoscalers, those of added kinds too, give a number of pods."""
    found = set()
    for stored in objects:
        target = _at(stored.data, "spec", "scaleTargetRef")
        if isinstance(target, Mapping):
            found.add((stored.namespace, str(target.get("kind")), str(target.get("name"))))
    return frozenset(found)


def labels_made(stored: StoredObject, *, scaled: bool = False) -> Made:
    """Return the labels that the controller of an object sets on its pods, each with the values that one may have.

    Parameters
    ----------
    stored
        What makes pods.
    scaled
        Whether something else than the object states how many pods there are.
    """
    match stored.kind:
        case "Deployment":
            return {_HASHED: _fits(_HASH)}
        case "DaemonSet":
            return {_REVISION: _fits(_HASH), _GENERATION: _fits(_NUMBER)}
        case "StatefulSet":
            return _of_stateful_set(stored, scaled=scaled)
        case "Job":
            indexed = _at(stored.data, "spec", "completionMode") == "Indexed"
            return {**_of_job(stored), **({_COMPLETION: _fits(_NUMBER)} if indexed else {})}
        case "CronJob":
            indexed = _at(stored.data, "spec", "jobTemplate", "spec", "completionMode") == "Indexed"
            return {**_of_job(stored), **({_COMPLETION: _fits(_NUMBER)} if indexed else {})}
        case _:
            return NONE


def _of_stateful_set(stored: StoredObject, *, scaled: bool) -> Made:
    count, first = _at(stored.data, "spec", "replicas"), _at(stored.data, "spec", "ordinals", "start")
    first = first if isinstance(first, int) else 0
    last = first + (count if isinstance(count, int) else 1) - 1
    beginning = f"{stored.name}-"

    def is_index(value: str) -> bool:
        return _NUMBER(value) is not None and first <= int(value) and (scaled or last < first or int(value) <= last)

    def is_name(value: str) -> bool:
        return value.startswith(beginning) and is_index(value.removeprefix(beginning))

    def is_revision(value: str) -> bool:
        return value.startswith(beginning) and _HASH(value.removeprefix(beginning)) is not None

    return {_POD: is_name, _INDEX: is_index, _REVISION: is_revision}


def _of_job(stored: StoredObject) -> Made:
    """Return the labels of a Job, or of those that a CronJob makes, which are called by the minute of their start."""
    name = stored.name if stored.is_named else str(_at(stored.data, "metadata", "generateName"))

    def is_name(value: str) -> bool:
        if stored.kind == "CronJob":
            return value.startswith(f"{name}-") and _NUMBER(value.removeprefix(f"{name}-")) is not None
        return value == name if stored.is_named else value.startswith(name)

    return {**dict.fromkeys(_JOB, is_name), **dict.fromkeys(_OWNER, _fits(_UID))}


def _fits(matched: Callable[[str], object]) -> Callable[[str], bool]:
    return lambda value: matched(value) is not None


def _at(node: Any, *path: str) -> Any:
    for key in path:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node
