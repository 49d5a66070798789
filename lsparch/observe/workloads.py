"""Controllers of pods: how many, when, where, with which rights to stop and to be moved."""

from collections.abc import Mapping
from typing import Any

from lsparch.graph.values import labels_text
from lsparch.observe.reading import at, integer, items, mapping, text, texts
from lsparch.observe.scene import Pods, Scene

__all__ = ["put_workload"]

_REPLICATED = frozenset({"deployment", "replicaset", "replicationcontroller", "statefulset"})
_HOST = "kubernetes.io/hostname"
_GRACE = 30


def put_workload(scene: Scene, pods: Pods) -> None:
    """Write down what controllers, autoscalers and disruption budgets say about pods."""
    sheet, stored = pods.sheet, pods.stored
    spec = ("spec",)
    sheet.put("kind", pods.kind, stored, "kind")
    if pods.kind == "cronjob":
        sheet.put("schedule", text(stored.data, "spec", "schedule"), stored, *spec, "schedule")
        if at(stored.data, "spec", "suspend") is True:
            sheet.put("suspended", True, stored, *spec, "suspend")
    if pods.kind == "statefulset":
        parallel = text(stored.data, "spec", "podManagementPolicy") == "Parallel"
        sheet.put("order", "parallel" if parallel else "ordered", stored, *spec, "podManagementPolicy")
    if pods.kind in _REPLICATED and not _put_autoscaler(scene, pods):
        replicas = integer(stored.data, "spec", "replicas")
        sheet.put("replicas", 1 if replicas is None else replicas, stored, *spec, "replicas")
    _put_budget(scene, pods)
    _put_pod(pods)
    _put_placement(pods)


def _put_autoscaler(scene: Scene, pods: Pods) -> bool:
    for scaler in scene.within("HorizontalPodAutoscaler", pods.home):
        target = mapping(scaler.data, "spec", "scaleTargetRef")
        if (target.get("kind"), target.get("name")) != (pods.stored.kind, pods.stored.name):
            continue
        fewest = integer(scaler.data, "spec", "minReplicas")
        pods.sheet.put("scale.min", 1 if fewest is None else fewest, scaler, "spec", "minReplicas")
        pods.sheet.put("scale.max", integer(scaler.data, "spec", "maxReplicas"), scaler, "spec", "maxReplicas")
        pods.sheet.put("scale.cpu-percent", _cpu_percent(scaler.data), scaler, "spec")
        return True
    return False


def _cpu_percent(data: Any) -> int | None:
    for _, metric in items(data, "spec", "metrics"):
        resource = mapping(metric, "resource")
        if resource.get("name") == "cpu":
            old = integer(resource, "targetAverageUtilization")
            return integer(resource, "target", "averageUtilization") if old is None else old
    return integer(data, "spec", "targetCPUUtilizationPercentage")


def _put_budget(scene: Scene, pods: Pods) -> None:
    for budget in scene.within("PodDisruptionBudget", pods.namespace):
        if not pods.are_selected(at(budget.data, "spec", "selector")):
            continue
        for name, field in (("max-unavailable", "maxUnavailable"), ("min-available", "minAvailable")):
            value = at(budget.data, "spec", field)
            if isinstance(value, int | str):
                pods.sheet.put(name, value, budget, "spec", field)


def _put_pod(pods: Pods) -> None:
    sheet, stored, spec = pods.sheet, pods.stored, pods.spec
    path = (*pods.path, "spec")
    sheet.put("account", pods.account, stored, *path, "serviceAccountName")
    if text(spec, "priorityClassName"):
        sheet.put("priority", True, stored, *path, "priorityClassName")
    if pods.on_hosts:
        sheet.put("host-network", True, stored, *path, "hostNetwork")
    seconds = integer(spec, "terminationGracePeriodSeconds")
    sheet.put("grace-seconds", _GRACE if seconds is None else seconds, stored, *path, "terminationGracePeriodSeconds")
    sheet.put("fs-group", integer(spec, "securityContext", "fsGroup"), stored, *path, "securityContext", "fsGroup")


def _put_placement(pods: Pods) -> None:
    sheet, stored, spec = pods.sheet, pods.stored, pods.spec
    path = (*pods.path, "spec")
    choices = _node_labels(spec)
    if choices:
        sheet.put("nodes", labels_text(choices), stored, *path, "nodeSelector")
    tolerations = sorted(_toleration(t) for _, t in items(spec, "tolerations"))
    if tolerations:
        sheet.put("tolerations", " ".join(tolerations), stored, *path, "tolerations")
    keys = [text(constraint, "topologyKey") for _, constraint in items(spec, "topologySpreadConstraints")]
    apart = mapping(spec, "affinity", "podAntiAffinity")
    for _, term in items(apart, "preferredDuringSchedulingIgnoredDuringExecution"):
        keys.append(text(term, "podAffinityTerm", "topologyKey"))
    for _, term in items(apart, "requiredDuringSchedulingIgnoredDuringExecution"):
        keys.append(text(term, "topologyKey"))
    if _HOST in keys:
        sheet.put("spread", "hosts", stored, *path)


def _node_labels(spec: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the alternative sets of labels that a node must have."""
    always = texts(spec, "nodeSelector")
    required = mapping(spec, "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution")
    choices = [
        {**always, **{str(e.get("key")): _values(e) for _, e in items(term, "matchExpressions")}}
        for _, term in items(required, "nodeSelectorTerms")
    ]
    return choices or ([always] if always else [])


def _values(expression: Mapping[str, Any]) -> str:
    values = expression.get("values")
    found = "|".join(map(str, values)) if isinstance(values, list) else ""
    operator = expression.get("operator")
    return found if operator == "In" else f"{operator}({found})"


def _toleration(toleration: Mapping[str, Any]) -> str:
    value = toleration.get("value")
    shown = "" if value is None else f"={value}"
    return f"{toleration.get('key', '')}{shown}:{toleration.get('effect', '')}"
