"""Pods that objects make, as the scheduler sees them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lsparch.analysis.placement import PodShape, Requests, Toleration
from lsparch.k8s.quantity import parse_quantity
from lsparch.k8s.store import StoredObject

__all__ = ["PodGroup", "pod_groups", "requests_of"]

_HOST = "kubernetes.io/hostname"
_TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "CronJob": ("spec", "jobTemplate", "spec", "template", "spec"),
    "DaemonSet": ("spec", "template", "spec"),
    "Deployment": ("spec", "template", "spec"),
    "Job": ("spec", "template", "spec"),
    "PodTemplate": ("template", "spec"),
    "StatefulSet": ("spec", "template", "spec"),
}


@dataclass(frozen=True, slots=True)
class PodGroup:
    """The pods of one workload."""

    shape: PodShape
    kind: str
    """Kind of the object that makes them."""

    rest: int
    """Pods when nothing happens: the fewest of an autoscaler, no run of a CronJob, nothing spawned."""

    peak: int
    """Pods when most happens: the most of an autoscaler, one run of each Job and CronJob; nothing spawned."""


def pod_groups(objects: Iterable[StoredObject]) -> tuple[PodGroup, ...]:
    """Return the pods of all workloads, in the order of the objects.

    Requests are those that the API server would see: defaults of a LimitRange are filled in, and a limit without a
    request counts as the request.
    """
    found = list(objects)
    scaled = dict(_scaled(found))
    defaults = dict(_defaults(found))
    groups = []
    for stored in found:
        path = _TEMPLATES.get(stored.kind)
        if path is None:
            continue
        spec: Mapping[str, Any] = stored.data
        for step in path:
            spec = spec.get(step) or {}
        rest, peak = scaled.get((stored.namespace, stored.kind, stored.name)) or _counted(stored)
        shape = _shape(stored, spec, defaults.get(stored.namespace, {}))
        groups.append(PodGroup(shape, stored.kind, rest, peak))
    return tuple(groups)


def _counted(stored: StoredObject) -> tuple[int, int]:
    spec = stored.data.get("spec") or {}
    match stored.kind:
        case "Deployment" | "StatefulSet":
            count = int(spec.get("replicas", 1))
            return count, count
        case "Job":
            count = int(spec.get("parallelism", 1))
            return count, count
        case "CronJob":
            return 0, int(((spec.get("jobTemplate") or {}).get("spec") or {}).get("parallelism", 1))
        case _:
            return 0, 0  # on every node, or spawned


def _scaled(objects: Iterable[StoredObject]) -> Iterator[tuple[tuple[str, str, str], tuple[int, int]]]:
    for stored in objects:
        if stored.kind == "HorizontalPodAutoscaler":
            spec = stored.data["spec"]
            target = spec["scaleTargetRef"]
            key = (stored.namespace, str(target["kind"]), str(target["name"]))
            yield key, (int(spec.get("minReplicas", 1)), int(spec["maxReplicas"]))


def _defaults(objects: Iterable[StoredObject]) -> Iterator[tuple[str, dict[str, Any]]]:
    for stored in objects:
        if stored.kind == "LimitRange":
            for limit in stored.data["spec"].get("limits", ()):
                if limit.get("type") == "Container":
                    yield stored.namespace, {**limit.get("default", {}), **limit.get("defaultRequest", {})}


def requests_of(spec: Mapping[str, Any], defaults: Mapping[str, Any]) -> Requests:
    """Return what a pod asks for: containers and sidecars together, or the largest step of its start if that is more.

    Parameters
    ----------
    spec
        Specification of the pod.
    defaults
        Requests of a container that states none, by resource.
    """
    running, before = Requests(), Requests()
    for container in spec.get("initContainers") or ():
        asked = _asked(container, defaults)
        if container.get("restartPolicy") == "Always":
            running += asked
            before = _larger(before, running)
        else:
            before = _larger(before, running + asked)
    for container in spec.get("containers") or ():
        running += _asked(container, defaults)
    return _larger(before, running)


def _larger(one: Requests, other: Requests) -> Requests:
    return Requests(max(one.cpu, other.cpu), max(one.memory, other.memory), max(one.disk, other.disk))


def _asked(container: Mapping[str, Any], defaults: Mapping[str, Any]) -> Requests:
    resources = container.get("resources") or {}
    stated = {**defaults, **(resources.get("limits") or {}), **(resources.get("requests") or {})}
    cpu = parse_quantity(stated.get("cpu", 0)) * 1000
    memory, disk = (parse_quantity(stated.get(name, 0)) for name in ("memory", "ephemeral-storage"))
    return Requests(_up(cpu), _up(memory), _up(disk))


def _up(amount: Fraction) -> int:
    return -((-amount.numerator) // amount.denominator)


def _shape(stored: StoredObject, spec: Mapping[str, Any], defaults: Mapping[str, Any]) -> PodShape:
    affinity = spec.get("affinity") or {}
    exactly = {key: (str(value),) for key, value in (spec.get("nodeSelector") or {}).items()}
    required = (affinity.get("nodeAffinity") or {}).get("requiredDuringSchedulingIgnoredDuringExecution") or {}
    terms = [
        {**exactly, **{e["key"]: tuple(e.get("values") or ()) for e in term.get("matchExpressions") or ()}}
        for term in required.get("nodeSelectorTerms") or ()
    ]
    apart = (affinity.get("podAntiAffinity") or {}).get("requiredDuringSchedulingIgnoredDuringExecution") or ()
    strict = [
        int(constraint["maxSkew"])
        for constraint in spec.get("topologySpreadConstraints") or ()
        if constraint.get("whenUnsatisfiable") == "DoNotSchedule" and constraint.get("topologyKey") == _HOST
    ]
    return PodShape(
        f"{stored.namespace}/{stored.name}",
        stored.element,
        requests_of(spec, defaults),
        tuple(terms) or ((exactly,) if exactly else ()),
        tuple(_toleration(written) for written in spec.get("tolerations") or ()),
        any(term.get("topologyKey") == _HOST for term in apart),
        min(strict, default=None),
        stored.kind == "DaemonSet",
    )


def _toleration(written: Mapping[str, Any]) -> Toleration:
    value = None if written.get("operator") == "Exists" else str(written.get("value", ""))
    return Toleration(str(written.get("key", "")), value, str(written.get("effect", "")))
