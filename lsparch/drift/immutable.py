"""What of an object the API server does not let anybody change."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from lsparch.k8s.canonical import canonical
from lsparch.k8s.identity import ObjectKey
from lsparch.k8s.quantity import parse_quantity

__all__ = ["Fixed", "fixed_fields", "size_of"]

Fixed = tuple[str, str]
"""Path of a field that cannot change, and why not."""

_IMMUTABLE = "cannot be changed"
_PATHS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("apps", "DaemonSet"): ("spec.selector",),
    ("apps", "Deployment"): ("spec.selector",),
    ("apps", "ReplicaSet"): ("spec.selector",),
    ("apiextensions.k8s.io", "CustomResourceDefinition"): ("spec.group", "spec.names.plural", "spec.scope"),
    ("batch", "Job"): (
        "spec.backoffLimitPerIndex", "spec.completionMode", "spec.completions", "spec.managedBy",
        "spec.podFailurePolicy", "spec.selector", "spec.successPolicy", "spec.template",
    ),
    ("discovery.k8s.io", "EndpointSlice"): ("addressType",),
    ("gateway.networking.k8s.io", "GatewayClass"): ("spec.controllerName",),
    ("networking.k8s.io", "IngressClass"): ("spec.controller",),
    ("node.k8s.io", "RuntimeClass"): ("handler",),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): ("roleRef",),
    ("rbac.authorization.k8s.io", "RoleBinding"): ("roleRef",),
    ("scheduling.k8s.io", "PriorityClass"): ("preemptionPolicy", "value"),
    ("storage.k8s.io", "StorageClass"): ("parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"),
    ("storage.k8s.io", "VolumeAttributesClass"): ("driverName", "parameters"),
    ("", "ResourceQuota"): ("spec.scopes",),
    ("", "Secret"): ("type",),
}  # fmt: skip
"""Fields that cannot change, by group and kind (validation of updates in the API server 1.36)."""

_ALL_BUT: Mapping[tuple[str, str], frozenset[str]] = {
    ("apps", "StatefulSet"): frozenset(
        {
            "minReadySeconds", "ordinals", "persistentVolumeClaimRetentionPolicy", "replicas", "revisionHistoryLimit",
            "template", "updateStrategy",
        }
    ),
    ("", "PersistentVolume"): frozenset(
        {
            "accessModes", "capacity", "claimRef", "mountOptions", "persistentVolumeReclaimPolicy", "storageClassName",
            "volumeAttributesClassName",
        }
    ),
    ("", "PersistentVolumeClaim"): frozenset({"resources", "volumeAttributesClassName"}),
}  # fmt: skip
"""Fields of the spec that can change, of kinds of which all others cannot."""

_LOCKABLE = frozenset({"ConfigMap", "Secret"})
_UPDATES = {("apps", "Deployment"): "strategy", ("apps", "StatefulSet"): "updateStrategy"}
_ROLLING = "RollingUpdate"
_NO_ADDRESS = "None"


def fixed_fields(
    key: ObjectKey, before: Mapping[str, Any], after: Mapping[str, Any], expandable: frozenset[str] = frozenset()
) -> tuple[Fixed, ...]:
    """Return the fields in which two states of an object differ and which cannot change, in the order of their paths.

    Parameters
    ----------
    key
        The object.
    before, after
        Its states.
    expandable
        Names of storage classes whose claims can grow.
    """
    kind = key.group, key.kind
    found = _fixed(kind, canonical(before), canonical(after), expandable)
    return tuple(sorted((*found, *_left_over(kind, before.get("spec") or {}, after.get("spec") or {}))))


def _fixed(
    kind: tuple[str, str], before: Mapping[str, Any], after: Mapping[str, Any], expandable: frozenset[str]
) -> Iterator[Fixed]:
    for path in _PATHS.get(kind, ()):
        if _at(before, path) != _at(after, path):
            yield path, _IMMUTABLE
    old, new = before.get("spec") or {}, after.get("spec") or {}
    allowed = _ALL_BUT.get(kind)
    for name in sorted(old.keys() | new.keys()) if allowed is not None else ():
        if name not in (allowed or ()) and old.get(name) != new.get(name) and not _may_be_set(kind, name, old):
            yield f"spec.{name}", _IMMUTABLE
    if kind == ("", "PersistentVolumeClaim"):
        yield from _claim(old, new, expandable)
    elif kind == ("", "Service"):
        yield from _service(old, new)
    elif kind == ("", "Pod"):
        if _without_images(old) != _without_images(new):
            yield "spec", "of a pod that runs, only images can be changed"
    elif not kind[0] and kind[1] in _LOCKABLE and before.get("immutable"):
        for name in ("binaryData", "data", "immutable", "stringData"):
            if before.get(name) != after.get(name):
                yield name, "the object says of itself that it is immutable"


def _left_over(kind: tuple[str, str], old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Fixed]:
    """Tell of settings of a rolling update that the API server filled in, and nobody's manifest can take away."""
    name = _UPDATES.get(kind, "")
    before, after = old.get(name) or {}, new.get(name) or {}
    rolled = before.get("type", _ROLLING) == _ROLLING != after.get("type", _ROLLING)
    if name and rolled and "rollingUpdate" not in before:
        yield f"spec.{name}.rollingUpdate", "the API server filled it in, and it must not stand beside another type"


def _may_be_set(kind: tuple[str, str], name: str, old: Mapping[str, Any]) -> bool:
    """Tell whether a field can be set once, because it is open so far."""
    return kind == ("", "PersistentVolume") and name == "nodeAffinity" and name not in old


def _claim(old: Mapping[str, Any], new: Mapping[str, Any], expandable: frozenset[str]) -> Iterator[Fixed]:
    before, after = size_of(old), size_of(new)
    if before == after:
        return
    path = "spec.resources.requests.storage"
    if before is not None and after is not None and after < before:
        yield path, "a claim cannot shrink"
    elif str(old.get("storageClassName", "")) not in expandable:
        yield path, "claims of this storage class cannot grow"


def _service(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Fixed]:
    if "ExternalName" in {old.get("type"), new.get("type")}:
        return
    before, after = str(old.get("clusterIP") or ""), str(new.get("clusterIP") or "")
    if before == _NO_ADDRESS and not after:
        yield "spec.clusterIP", "a headless Service stays one: the API server keeps the old value"
    elif after and before != after:
        yield "spec.clusterIP", _IMMUTABLE
    balanced = old.get("type") == new.get("type") == "LoadBalancer"
    if balanced and old.get("loadBalancerClass") != new.get("loadBalancerClass"):
        yield "spec.loadBalancerClass", _IMMUTABLE


def size_of(claim_spec: Mapping[str, Any]) -> Fraction | None:
    """Return the size for which a claim asks, in bytes; None where it states none."""
    found = ((claim_spec.get("resources") or {}).get("requests") or {}).get("storage")
    try:
        return None if found is None else parse_quantity(found)
    except ValueError:
        return None


def _without_images(spec: Mapping[str, Any]) -> dict[str, Any]:
    copy = dict(spec)
    for name in ("containers", "initContainers"):
        if name in copy:
            copy[name] = [{k: v for k, v in one.items() if k != "image"} for one in copy[name]]
    return copy


def _at(data: Mapping[str, Any], path: str) -> Any:
    found: Any = data
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
