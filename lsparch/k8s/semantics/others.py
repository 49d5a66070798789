"""Storage, configuration, rights, limits of namespaces, namespaces, and operators' objects that are generated."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.k8s.semantics.form import Fault, Path, amount, entries, mapping, one_of, selector_faults

__all__ = [
    "binding_faults",
    "claim_faults",
    "config_faults",
    "external_secret_faults",
    "limit_range_faults",
    "namespace_faults",
    "priority_faults",
    "quota_faults",
    "role_faults",
    "secret_faults",
    "volume_faults",
]

_SPEC: Path = ("spec",)
_VOLUMES = (
    "awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "csi", "fc", "flexVolume", "flocker",
    "gcePersistentDisk", "glusterfs", "hostPath", "iscsi", "local", "nfs", "photonPersistentDisk", "portworxVolume",
    "quobyte", "rbd", "scaleIO", "storageos", "vsphereVolume",
)  # fmt: skip
_HIGHEST_PRIORITY = 10**9
_KEY = re.compile(r"[-._a-zA-Z0-9]{1,253}")
_MEBIBYTE = 2**20
_QUOTA = frozenset(
    {
        "bindings", "configmaps", "cpu", "endpoints", "ephemeral-storage", "limits.cpu", "limits.ephemeral-storage",
        "limits.memory", "memory", "persistentvolumeclaims", "pods", "replicationcontrollers", "requests.cpu",
        "requests.ephemeral-storage", "requests.memory", "requests.storage", "resourcequotas", "secrets", "services",
        "services.loadbalancers", "services.nodeports",
    }
)  # fmt: skip
_LEVELS = frozenset({"baseline", "privileged", "restricted"})
_SECURITY = "pod-security.kubernetes.io/"
_SECRET_KEYS: Mapping[str, tuple[str, ...]] = {
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
}


def claim_faults(spec: Mapping[str, Any], path: Path = _SPEC) -> Iterator[Fault]:
    """Iterate over what is wrong with the specification of a PersistentVolumeClaim."""
    if not spec.get("accessModes"):
        yield path, "accessModes is missing"
    yield from _exclusive(spec, path)
    size = mapping(spec, "resources", "requests").get("storage")
    if size is None:
        yield (*path, "resources") if "resources" in spec else path, "the size is missing: resources.requests.storage"
    elif (number := amount(size)) is not None and number <= 0:
        yield (*path, "resources", "requests", "storage"), f"must be more than 0, not {size}"
    yield from selector_faults(spec.get("selector"), (*path, "selector"))


def _exclusive(spec: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    modes = spec.get("accessModes")
    if isinstance(modes, list) and "ReadWriteOncePod" in modes and len(modes) > 1:
        yield (*path, "accessModes"), "ReadWriteOncePod stands alone"


def volume_faults(obj: Mapping[str, Any]) -> Iterator[Fault]:
    """Iterate over what is wrong with a PersistentVolume."""
    spec = mapping(obj, "spec")
    if not spec.get("accessModes"):
        yield _SPEC, "accessModes is missing"
    yield from _exclusive(spec, _SPEC)
    if "storage" not in mapping(spec, "capacity"):
        yield ("spec", "capacity") if "capacity" in spec else _SPEC, "the size is missing: capacity.storage"
    yield from one_of(spec, _VOLUMES, _SPEC, "source of a volume")
    if isinstance(spec.get("local"), dict) and not mapping(spec, "nodeAffinity", "required"):
        yield ("spec", "local"), "a volume on a node needs nodeAffinity"


def config_faults(obj: Mapping[str, Any]) -> Iterator[Fault]:
    """Iterate over what is wrong with the keys and the size of a ConfigMap or Secret."""
    size = 0
    groups = ("data", "binaryData", "stringData")
    for group in groups:
        for key, value in mapping(obj, group).items():
            if not _KEY.fullmatch(str(key)) or key in {".", ".."}:
                yield (group, key), f"the key {key!r} needs letters, digits, '-', '_' and '.'"
            size += len(value.encode(errors="replace")) if isinstance(value, str) else 0
    for key in sorted(mapping(obj, "data").keys() & mapping(obj, "binaryData").keys(), key=str):
        yield ("binaryData", key), f"{key} stands in data already"
    if size > _MEBIBYTE:
        yield (), f"the content has {size} bytes; {_MEBIBYTE} are allowed"


def secret_faults(obj: Mapping[str, Any]) -> Iterator[Fault]:
    """Iterate over what is wrong with a Secret."""
    yield from config_faults(obj)
    held = {*mapping(obj, "data"), *mapping(obj, "stringData")}
    for key in _SECRET_KEYS.get(str(obj.get("type")), ()):
        if key not in held:
            yield ("type",), f"a Secret of type {obj['type']} needs the key {key}"


def priority_faults(obj: Mapping[str, Any]) -> Iterator[Fault]:
    """Iterate over what is wrong with a PriorityClass."""
    value, name = obj.get("value"), str(mapping(obj, "metadata").get("name"))
    if isinstance(value, int) and value > _HIGHEST_PRIORITY and not name.startswith("system-"):
        yield ("value",), f"must be at most {_HIGHEST_PRIORITY}, not {value}"


def role_faults(obj: Mapping[str, Any]) -> Iterator[Fault]:
    """Iterate over what is wrong with a Role or ClusterRole."""
    for path, rule in entries(obj, "rules", ()):
        if not rule.get("verbs"):
            yield (*path, "verbs") if "verbs" in rule else path, "verbs are missing"
        if rule.get("nonResourceURLs"):
            if obj.get("kind") == "Role":
                yield (*path, "nonResourceURLs"), "a Role grants nothing outside its namespace"
            if rule.get("resources") or rule.get("apiGroups"):
                yield (*path, "nonResourceURLs"), "a rule is about either resources or URLs"
            continue
        for key in ("apiGroups", "resources"):
            if not rule.get(key):
                yield (*path, key) if key in rule else path, f"{key} is missing"


def binding_faults(obj: Mapping[str, Any]) -> Iterator[Fault]:
    """Iterate over what is wrong with a RoleBinding or ClusterRoleBinding."""
    kinds = ("ClusterRole",) if obj.get("kind") == "ClusterRoleBinding" else ("Role", "ClusterRole")
    role = mapping(obj, "roleRef")
    if role and role.get("kind") not in kinds:
        yield ("roleRef", "kind"), f"must be {' or '.join(kinds)}, not {role.get('kind')}"
    if role and role.get("apiGroup", "rbac.authorization.k8s.io") != "rbac.authorization.k8s.io":
        yield ("roleRef", "apiGroup"), "must be rbac.authorization.k8s.io"
    for path, subject in entries(obj, "subjects", ()):
        kind = str(subject.get("kind"))
        if kind not in {"Group", "ServiceAccount", "User"}:
            yield (*path, "kind"), f"must be ServiceAccount, User or Group, not {kind}"
        if kind == "ServiceAccount" and obj.get("kind") == "ClusterRoleBinding" and not subject.get("namespace"):
            yield path, "namespace is missing"
        if kind in {"Group", "User"} and subject.get("namespace"):
            yield (*path, "namespace"), f"a {kind} has no namespace"


def quota_faults(obj: Mapping[str, Any]) -> Iterator[Fault]:
    """Iterate over what is wrong with a ResourceQuota."""
    for name, value in ((str(key), value) for key, value in mapping(obj, "spec", "hard").items()):
        known = name in _QUOTA or "/" in name or name.startswith(("count/", "requests.hugepages-", "hugepages-"))
        if not known:
            yield ("spec", "hard", name), f"a quota knows no {name}"
        elif (number := amount(value)) is not None and number < 0:
            yield ("spec", "hard", name), f"must be at least 0, not {value}"


_ORDER = (
    ("min", "defaultRequest"), ("min", "default"), ("min", "max"), ("defaultRequest", "default"),
    ("defaultRequest", "max"), ("default", "max"),
)  # fmt: skip


def limit_range_faults(obj: Mapping[str, Any]) -> Iterator[Fault]:
    """Iterate over what is wrong with a LimitRange: least, default request, default limit, most, in this order."""
    for path, limit in entries(mapping(obj, "spec"), "limits", _SPEC):
        if limit.get("type") == "Pod":
            for key in ("default", "defaultRequest"):
                if limit.get(key):
                    yield (*path, key), "whole pods have no defaults"
        for low, high in _ORDER:
            for name, value in mapping(limit, low).items():
                below, above = amount(value), amount(mapping(limit, high).get(name))
                if below is not None and above is not None and below > above:
                    message = f"{low} of {name}, {value}, is above {high}, {mapping(limit, high)[name]}"
                    yield (*path, low, name), message


def namespace_faults(obj: Mapping[str, Any]) -> Iterator[Fault]:
    """Iterate over what is wrong with a Namespace: levels and versions of Pod Security."""
    for key, value in mapping(obj, "metadata", "labels").items():
        if not str(key).startswith(_SECURITY):
            continue
        if str(key).endswith("-version"):
            if not re.fullmatch(r"latest|v1\.[0-9]+", str(value)):
                yield ("metadata", "labels", key), f"must be latest or such as v1.36, not {value}"
        elif str(value) not in _LEVELS:
            yield ("metadata", "labels", key), f"must be {', '.join(sorted(_LEVELS))}, not {value}"


def external_secret_faults(spec: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    """Iterate over what is missing in an ExternalSecret: its definition is not among the schemas."""
    for where, item in entries(spec, "data", path):
        if not item.get("secretKey"):
            yield where, "secretKey is missing"
        if not mapping(item, "remoteRef").get("key"):
            yield (*where, "remoteRef") if "remoteRef" in item else where, "remoteRef.key is missing"
    store = mapping(spec, "secretStoreRef")
    if store and str(store.get("kind", "SecretStore")) not in {"ClusterSecretStore", "SecretStore"}:
        yield (*path, "secretStoreRef", "kind"), "must be SecretStore or ClusterSecretStore"
