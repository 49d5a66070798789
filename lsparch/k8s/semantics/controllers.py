"""What makes pods, and what scales them or keeps them up."""

from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.k8s.semantics.form import Fault, Path, entries, mapping, percent_fault, selector_faults, value_at
from lsparch.k8s.semantics.pods import template_faults
from lsparch.k8s.semantics.schedule import schedule_fault, time_zone_fault

__all__ = ["autoscaler_faults", "budget_faults", "controller_faults", "cron_job_faults", "job_faults"]

_SPEC: Path = ("spec",)
_PROGRESS_SECONDS = 600
_NONE = (0, "0%")
_POLICIES = frozenset({"Retain", "Delete"})


def controller_faults(obj: Mapping[str, Any]) -> Iterator[Fault]:
    """Iterate over what is wrong with a Deployment, DaemonSet, StatefulSet or ReplicaSet."""
    spec, kind = mapping(obj, "spec"), str(obj.get("kind"))
    yield from selector_faults(spec.get("selector"), ("spec", "selector"))
    yield from template_faults(mapping(spec, "template"), ("spec", "template"))
    pod, path = mapping(spec, "template", "spec"), ("spec", "template", "spec")
    if pod.get("restartPolicy", "Always") != "Always":
        yield (*path, "restartPolicy"), f"pods of a {kind} are always restarted"
    if pod.get("activeDeadlineSeconds") is not None:
        yield (*path, "activeDeadlineSeconds"), f"pods of a {kind} have no deadline"
    match kind:
        case "Deployment":
            yield from _strategy(mapping(spec, "strategy"), ("spec", "strategy"), "Recreate")
            yield from _progress(spec)
        case "DaemonSet":
            yield from _strategy(mapping(spec, "updateStrategy"), ("spec", "updateStrategy"), "OnDelete")
        case "StatefulSet":
            yield from _strategy(mapping(spec, "updateStrategy"), ("spec", "updateStrategy"), "OnDelete")
            yield from _retention(mapping(spec, "persistentVolumeClaimRetentionPolicy"))
        case _:
            pass


def _strategy(strategy: Mapping[str, Any], path: Path, plain: str) -> Iterator[Fault]:
    rolling = strategy.get("rollingUpdate")
    if not isinstance(rolling, dict):
        return
    if strategy.get("type") == plain:
        yield (*path, "rollingUpdate"), f"cannot be given when the type is {plain}"
        return
    for key in ("maxSurge", "maxUnavailable"):
        if fault := percent_fault(rolling.get(key)):
            yield (*path, "rollingUpdate", key), fault
    default = {"Recreate": ("25%", "25%"), "OnDelete": (0, 1)}[plain]
    surge, unavailable = rolling.get("maxSurge", default[0]), rolling.get("maxUnavailable", default[1])
    if "partition" not in rolling and "maxSurge" in rolling and surge in _NONE and unavailable in _NONE:
        yield (*path, "rollingUpdate", "maxSurge"), "maxSurge and maxUnavailable cannot both be 0: no pod would change"


def _progress(spec: Mapping[str, Any]) -> Iterator[Fault]:
    deadline, ready = spec.get("progressDeadlineSeconds", _PROGRESS_SECONDS), spec.get("minReadySeconds", 0)
    if isinstance(deadline, int) and isinstance(ready, int) and deadline <= ready:
        key = "progressDeadlineSeconds" if "progressDeadlineSeconds" in spec else "minReadySeconds"
        yield ("spec", key), f"progressDeadlineSeconds {deadline} must be more than minReadySeconds {ready}"


def _retention(policy: Mapping[str, Any]) -> Iterator[Fault]:
    for key, value in policy.items():
        if str(value) not in _POLICIES:
            yield ("spec", "persistentVolumeClaimRetentionPolicy", key), f"must be Retain or Delete, not {value}"


def job_faults(obj: Mapping[str, Any], path: Path = ()) -> Iterator[Fault]:
    """Iterate over what is wrong with a Job, or the template of one."""
    spec, where = mapping(obj, "spec"), (*path, "spec", "template")
    template = mapping(spec, "template")
    yield from template_faults(template, where)
    pod = mapping(template, "spec")
    if pod and pod.get("restartPolicy", "Always") == "Always":
        inner = (*where, "spec", "restartPolicy") if "restartPolicy" in pod else (*where, "spec")
        yield inner, "restartPolicy of a Job is OnFailure or Never"


def cron_job_faults(obj: Mapping[str, Any]) -> Iterator[Fault]:
    """Iterate over what is wrong with a CronJob."""
    spec = mapping(obj, "spec")
    schedule, zone = spec.get("schedule"), spec.get("timeZone")
    if isinstance(schedule, str) and (fault := schedule_fault(schedule)):
        yield ("spec", "schedule"), fault
    if isinstance(zone, str) and (fault := time_zone_fault(zone)):
        yield ("spec", "timeZone"), fault
    yield from job_faults(mapping(spec, "jobTemplate"), ("spec", "jobTemplate"))


def budget_faults(obj: Mapping[str, Any]) -> Iterator[Fault]:
    """Iterate over what is wrong with a PodDisruptionBudget."""
    spec = mapping(obj, "spec")
    yield from selector_faults(spec.get("selector"), ("spec", "selector"))
    if spec.get("minAvailable") is not None and spec.get("maxUnavailable") is not None:
        yield ("spec", "minAvailable"), "a budget has either minAvailable or maxUnavailable"
    for key in ("minAvailable", "maxUnavailable"):
        if fault := percent_fault(spec.get(key)):
            yield ("spec", key), fault


_TARGETS: Mapping[str, tuple[str, ...]] = {
    "Resource": ("resource",),
    "ContainerResource": ("containerResource",),
    "Pods": ("pods",),
    "Object": ("object",),
    "External": ("external",),
}
_VALUES: Mapping[str, str] = {
    "AverageValue": "averageValue",
    "Utilization": "averageUtilization",
    "Value": "value",
}


def autoscaler_faults(obj: Mapping[str, Any]) -> Iterator[Fault]:
    """Iterate over what is wrong with a HorizontalPodAutoscaler."""
    spec = mapping(obj, "spec")
    least, most = spec.get("minReplicas", 1), spec.get("maxReplicas")
    if isinstance(most, int) and most < 1:
        yield ("spec", "maxReplicas"), f"must be at least 1, not {most}"
    elif isinstance(least, int) and isinstance(most, int) and most < least:
        yield ("spec", "maxReplicas"), f"maxReplicas {most} is below minReplicas {least}"
    if least == 0 and not any(str(m.get("type")) in {"Object", "External"} for _, m in entries(spec, "metrics", _SPEC)):
        yield ("spec", "minReplicas"), "no replicas at all need a metric of type Object or External"
    for path, metric in entries(spec, "metrics", _SPEC):
        for key in _TARGETS.get(str(metric.get("type")), ()):
            yield from _aim(metric, key, path)


def _aim(metric: Mapping[str, Any], key: str, path: Path) -> Iterator[Fault]:
    if not isinstance(metric.get(key), dict):
        yield path, f"{key} is missing, of which type {metric['type']} speaks"
        return
    target = value_at(metric, key, "target")
    if not isinstance(target, dict):
        return
    if not any(target.get(value) for value in _VALUES.values()):
        wanted = _VALUES.get(str(target.get("type")), "value")
        yield (*path, key, "target"), f"an aim needs a value above 0: {wanted}"
