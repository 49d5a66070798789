"""What a running cluster serves, and which of it says what somebody wants to run there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lsparch.k8s.identity import group_of, is_cluster_scoped

__all__ = ["LiveKind", "LiveRead", "Unread", "is_system_namespace", "kinds_to_read", "owned_by_controller", "stated"]

_CLUSTER_KINDS = frozenset(
    {
        ("", "Namespace"),
        ("", "PersistentVolume"),
        ("gateway.networking.k8s.io", "GatewayClass"),
        ("networking.k8s.io", "IngressClass"),
        ("node.k8s.io", "RuntimeClass"),
        ("rbac.authorization.k8s.io", "ClusterRole"),
        ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
        ("scheduling.k8s.io", "PriorityClass"),
        ("storage.k8s.io", "StorageClass"),
    }
)
"""Kinds of the whole cluster that are read even if nobody names them."""

_NOT_STATED = frozenset(
    {
        ("", "Endpoints"),
        ("", "Event"),
        ("apps", "ControllerRevision"),
        ("coordination.k8s.io", "Lease"),
        ("coordination.k8s.io", "LeaseCandidate"),
        ("discovery.k8s.io", "EndpointSlice"),
        ("events.k8s.io", "Event"),
        ("resource.k8s.io", "ResourceClaim"),
        ("storage.k8s.io", "CSIStorageCapacity"),
    }
)
"""Kinds in which the cluster keeps its own books; they are read only if somebody names them."""

_MEASURED = ("metrics.k8s.io", "custom.metrics.k8s.io", "external.metrics.k8s.io")
"""API groups that hold measurements, and no objects."""

_OLD_GROUP = "extensions"
"""API group whose objects newer groups serve too."""

_PASSING_OWNERS = frozenset({"Node", "Pod"})
"""Kinds that come and go with the work; what belongs to them does too."""


@dataclass(frozen=True, order=True, slots=True)
class LiveKind:
    """One kind that a cluster serves."""

    group: str
    kind: str
    version: str
    """Version in which it is read."""

    plural: str
    """Name of the resource in addresses, such as ``networkpolicies``."""

    namespaced: bool

    @property
    def api_version(self) -> str:
        """Group and version, as manifests write them."""
        return f"{self.group}/{self.version}" if self.group else self.version

    def path(self, namespace: str = "") -> str:
        """Return the path at which an API server lists the objects: of one namespace, or all."""
        root = f"/apis/{self.group}" if self.group else "/api"
        scope = f"/namespaces/{namespace}" if namespace and self.namespaced else ""
        return f"{root}/{self.version}{scope}/{self.plural}"


@dataclass(frozen=True, order=True, slots=True)
class Unread:
    """Objects of one kind that could not be read."""

    group: str
    kind: str
    reason: str
    """Why, as the API server says it."""

    namespaces: tuple[str, ...] = ()
    """Where; empty for everywhere."""


@dataclass(frozen=True, slots=True)
class LiveRead:
    """What was read of a cluster."""

    version: str
    """Kubernetes version, such as ``v1.36.2``."""

    objects: tuple[Mapping[str, Any], ...]
    unread: tuple[Unread, ...] = ()


def kinds_to_read(
    served: Iterable[LiveKind], versions: Mapping[tuple[str, str], str], *, cluster: bool
) -> tuple[LiveKind, ...]:
    """Return the kinds to read, each in one version, sorted.

    Parameters
    ----------
    served
        What the cluster serves; of several versions of a kind the first is preferred.
    versions
        Version by group and kind of the objects to compare with; they are read in that version if it is served.
    cluster
        Whether to read also what lives in no namespace.
    """
    found: dict[tuple[str, str], LiveKind] = {}
    for one in served:
        key = (one.group, one.kind)
        if _is_wanted(one, versions, cluster=cluster) and (key not in found or one.version == versions.get(key)):
            found[key] = one
    newer = {kind for group, kind in found if group != _OLD_GROUP}
    return tuple(found[key] for key in sorted(found) if key[0] != _OLD_GROUP or key[1] not in newer)


def _is_wanted(one: LiveKind, versions: Mapping[tuple[str, str], str], *, cluster: bool) -> bool:
    key = (one.group, one.kind)
    if one.group in _MEASURED:
        return False
    if not one.namespaced:
        return cluster and (key in versions or key in _CLUSTER_KINDS)
    return key in versions or key not in _NOT_STATED


def is_system_namespace(name: str) -> bool:
    """Tell whether a namespace belongs to Kubernetes itself."""
    return name.startswith("kube-")


def owned_by_controller(obj: Mapping[str, Any]) -> bool:
    """Tell whether an object is made, and kept as it is, by a controller for another object."""
    owners = (obj.get("metadata") or {}).get("ownerReferences") or []
    return any(owner.get("controller") is True or owner.get("kind") in _PASSING_OWNERS for owner in owners)


def stated(obj: Mapping[str, Any]) -> bool:
    """Tell whether somebody outside the cluster's own machinery wanted an object."""
    metadata = obj.get("metadata") or {}
    namespaced = not is_cluster_scoped(group_of(str(obj.get("apiVersion", ""))), str(obj.get("kind")))
    if namespaced and is_system_namespace(str(metadata.get("namespace", ""))):
        return False
    if obj.get("kind") == "Namespace" and (is_system_namespace(str(metadata["name"])) or metadata["name"] == "default"):
        return False
    if "kubernetes.io/bootstrapping" in (metadata.get("labels") or {}):
        return False
    if str(metadata.get("name", "")).startswith("system:") or owned_by_controller(obj):
        return False
    return not _is_furniture(obj, metadata)


_FURNITURE = frozenset(
    {
        ("ConfigMap", "kube-root-ca.crt"),
        ("ConfigMap", "openshift-service-ca.crt"),
        ("PriorityClass", "system-cluster-critical"),
        ("PriorityClass", "system-node-critical"),
        ("Service", "kubernetes"),
        ("ServiceAccount", "default"),
    }
)
"""What the cluster puts into every namespace, or has from the beginning."""

_MACHINE_SECRETS = frozenset(
    {
        "bootstrap.kubernetes.io/token",
        "helm.sh/release.v1",
        "kubernetes.io/dockercfg",
        "kubernetes.io/service-account-token",
    }
)
"""Types of Secrets that programs keep for themselves."""


def _is_furniture(obj: Mapping[str, Any], metadata: Mapping[str, Any]) -> bool:
    kind, name = obj.get("kind"), metadata.get("name")
    if kind == "Service" and name == "kubernetes":
        return metadata.get("namespace") == "default"
    if kind == "PersistentVolume":
        return "pv.kubernetes.io/provisioned-by" in (metadata.get("annotations") or {})
    return (kind, name) in _FURNITURE or (kind == "Secret" and obj.get("type") in _MACHINE_SECRETS)
