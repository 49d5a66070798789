"""What of an object on a running cluster is not drift: what the cluster chose or scaled by itself."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lsparch.drift.scope import Scope
from lsparch.k8s.store import StoredObject

__all__ = ["Settlement", "without_choices"]

_CHOSEN: Mapping[str, tuple[str, ...]] = {
    "APIService": ("spec.caBundle",),
    "CustomResourceDefinition": ("spec.conversion.webhook.clientConfig.caBundle",),
    "Ingress": ("spec.ingressClassName",),
    "MutatingWebhookConfiguration": ("webhooks.*.clientConfig.caBundle",),
    "PersistentVolume": ("spec.claimRef",),
    "PersistentVolumeClaim": ("spec.volumeName", "spec.storageClassName"),
    "Pod": ("spec.nodeName", "spec.priority", "spec.preemptionPolicy", "spec.tolerations"),
    "Service": ("spec.healthCheckNodePort", "spec.ipFamilies", "spec.ipFamilyPolicy", "spec.ports.*.nodePort"),
    "ValidatingWebhookConfiguration": ("webhooks.*.clientConfig.caBundle",),
}
"""Fields that the cluster fills in where a manifest leaves them open, by kind; a star stands for every item."""

_CHOSEN_ANYWHERE = ("metadata.finalizers", "metadata.ownerReferences")

_MACHINE_ANNOTATION = re.compile(
    r"(argocd\.argoproj\.io|control-plane\.alpha\.kubernetes\.io|deployment\.kubernetes\.io|endpoints\.kubernetes\.io"
    r"|kubectl\.kubernetes\.io|meta\.helm\.sh|pv\.kubernetes\.io|volume\.(beta\.)?kubernetes\.io)/.*"
    r"|(autoscaling\.alpha|batch|deprecated\.daemonset\.template)\.kubernetes\.io/.*"
    r"|deprecated\.daemonset\.template\.generation"
)
"""Annotations that programs write which apply, scale or bind."""

_MACHINE_LABELS = frozenset({"applyset.kubernetes.io/part-of", "argocd.argoproj.io/instance"})
"""Labels by which programs that apply objects know what they applied: `kubectl apply --applyset`, Argo CD."""

_TOKEN_VOLUME = re.compile(r"kube-api-access-[a-z0-9]{5}")


def without_choices(data: Mapping[str, Any], other: Mapping[str, Any] | None, *, scaled: bool) -> dict[str, Any]:
    """Copy an object of a cluster without what the cluster chose.

    Parameters
    ----------
    data
        The object, on a cluster or in a manifest; in a manifest nothing was chosen.
    other
        The manifest with which it is compared, whose fields are compared in any case; None if there is none.
    scaled
        Whether an autoscaler sets the number of its pods.
    """
    kind = str(data.get("kind"))
    copy = _without_annotations(data)
    for path in (*_CHOSEN_ANYWHERE, *_CHOSEN.get(kind, ())):
        _drop(copy, other, path.split("."))
    if kind == "Pod":
        _drop_token(copy)
    if kind == "ClusterRole" and copy.get("aggregationRule"):
        copy.pop("rules", None)
    return _without_replicas(copy) if scaled else copy


def _without_replicas(data: Mapping[str, Any]) -> dict[str, Any]:
    spec = data.get("spec")
    kept = {key: value for key, value in spec.items() if key != "replicas"} if isinstance(spec, Mapping) else spec
    return {**data, "spec": kept}


def _without_values(secret: Mapping[str, Any]) -> dict[str, Any]:
    """Leave of a Secret only that it is there."""
    metadata = secret.get("metadata") or {}
    named = {key: metadata[key] for key in ("name", "namespace") if key in metadata}
    return {"apiVersion": secret.get("apiVersion"), "kind": "Secret", "metadata": named}


def _without_annotations(value: Mapping[str, Any]) -> dict[str, Any]:
    """Copy the mappings of an object that hold metadata, without annotations and labels of programs."""
    copy: dict[str, Any] = {}
    for key, item in value.items():
        if key == "annotations" and isinstance(item, Mapping):
            copy[key] = {name: text for name, text in item.items() if not _MACHINE_ANNOTATION.fullmatch(str(name))}
        elif key == "labels" and isinstance(item, Mapping):
            copy[key] = {name: text for name, text in item.items() if name not in _MACHINE_LABELS}
        elif key in {"metadata", "template", "spec", "jobTemplate"} and isinstance(item, Mapping):
            copy[key] = _without_annotations(item)
        else:
            copy[key] = item
    return copy


def _drop(data: dict[str, Any], other: Any, steps: Sequence[str]) -> None:
    """Remove a field that the other object does not state, copying what is changed."""
    step, rest = steps[0], steps[1:]
    there = other.get(step) if isinstance(other, Mapping) else None
    if step not in data:
        return
    if not rest:
        if there is None:
            del data[step]
    elif rest[0] == "*" and isinstance(data[step], list):
        items = [dict(item) if isinstance(item, Mapping) else item for item in data[step]]
        for item in items:
            if isinstance(item, dict):
                _drop(item, _counterpart(item, there), rest[1:])
        data[step] = items
    elif isinstance(data[step], Mapping):
        data[step] = dict(data[step])
        _drop(data[step], there, rest)


def _counterpart(item: Mapping[str, Any], others: Any) -> Mapping[str, Any]:
    """Return the item of another list with the same name, or port."""
    for other in others if isinstance(others, list) else ():
        if isinstance(other, Mapping) and any(key in item and item[key] == other.get(key) for key in ("name", "port")):
            return other
    return {}


def _drop_token(pod: dict[str, Any]) -> None:
    spec = dict(pod.get("spec") or {})
    spec["volumes"] = [v for v in spec.get("volumes") or () if not _TOKEN_VOLUME.fullmatch(str(v.get("name")))]
    for field in ("containers", "initContainers"):
        if field in spec:
            spec[field] = [_unmounted(container) for container in spec[field]]
    pod["spec"] = spec


def _unmounted(container: Mapping[str, Any]) -> dict[str, Any]:
    mounts = [m for m in container.get("volumeMounts") or () if not _TOKEN_VOLUME.fullmatch(str(m.get("name")))]
    return {**container, "volumeMounts": mounts}


@dataclass(frozen=True, slots=True)
class Settlement:
    """How two objects, at least one of them on a cluster, are made comparable."""

    scope: Scope
    source_is_live: bool
    target_is_live: bool
    complete: Callable[[Mapping[str, Any]], Mapping[str, Any]] = lambda data: data
    """Fills in the defaults of custom resources, as the cluster does."""

    def __call__(self, source: StoredObject, target: StoredObject) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Return what of two objects is compared."""
        scaled = self.scope.is_scaled(target)
        left, right = self.complete(source.data), self.complete(target.data)
        both = self.source_is_live and self.target_is_live
        if self.source_is_live:
            left = without_choices(left, None if both else target.data, scaled=scaled)
        elif scaled:
            left = _without_replicas(left)
        if self.target_is_live:
            right = without_choices(right, None if both else source.data, scaled=scaled)
        elif scaled:
            right = _without_replicas(right)
        if source.kind == "Secret":
            return _without_values(left), _without_values(right)
        return left, right
