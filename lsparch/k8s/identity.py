"""What names an object, where it lives, and in which order objects are applied."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeGuard

__all__ = [
    "APPLY_ORDER",
    "CLUSTER_SCOPED",
    "NameRule",
    "ObjectKey",
    "apply_rank",
    "generated_name_fault",
    "group_of",
    "is_cluster_scoped",
    "label_key_fault",
    "label_value_fault",
    "name_fault",
    "name_rule",
    "object_key",
    "object_name",
    "sort_for_apply",
]

CLUSTER_SCOPED = frozenset(
    {
        ("", "Namespace"),
        ("", "Node"),
        ("", "PersistentVolume"),
        ("admissionregistration.k8s.io", "MutatingAdmissionPolicy"),
        ("admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding"),
        ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"),
        ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"),
        ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"),
        ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
        ("apiextensions.k8s.io", "CustomResourceDefinition"),
        ("apiregistration.k8s.io", "APIService"),
        ("cert-manager.io", "ClusterIssuer"),
        ("certificates.k8s.io", "CertificateSigningRequest"),
        ("extensions", "PodSecurityPolicy"),
        ("external-secrets.io", "ClusterExternalSecret"),
        ("external-secrets.io", "ClusterSecretStore"),
        ("flowcontrol.apiserver.k8s.io", "FlowSchema"),
        ("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration"),
        ("gateway.networking.k8s.io", "GatewayClass"),
        ("networking.k8s.io", "IPAddress"),
        ("networking.k8s.io", "IngressClass"),
        ("networking.k8s.io", "ServiceCIDR"),
        ("node.k8s.io", "RuntimeClass"),
        ("policy", "PodSecurityPolicy"),
        ("rbac.authorization.k8s.io", "ClusterRole"),
        ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
        ("resource.k8s.io", "DeviceClass"),
        ("scheduling.k8s.io", "PriorityClass"),
        ("storage.k8s.io", "CSIDriver"),
        ("storage.k8s.io", "StorageClass"),
        ("storage.k8s.io", "VolumeAttributesClass"),
    }
)
"""Group and kind of objects that live in no namespace (API discovery of 1.20 and 1.36)."""

APPLY_ORDER = (
    "CustomResourceDefinition",
    "Namespace",
    "PriorityClass",
    "RuntimeClass",
    "StorageClass",
    "VolumeAttributesClass",
    "IngressClass",
    "GatewayClass",
    "PodSecurityPolicy",
    "NetworkPolicy",
    "ResourceQuota",
    "LimitRange",
    "ServiceAccount",
    "ClusterRole",
    "ClusterRoleBinding",
    "Role",
    "RoleBinding",
    "ConfigMap",
    "Secret",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Service",
    "EndpointSlice",
    "Endpoints",
    "PodDisruptionBudget",
    "Pod",
    "ReplicationController",
    "ReplicaSet",
    "DaemonSet",
    "StatefulSet",
    "Deployment",
    "Job",
    "CronJob",
    "HorizontalPodAutoscaler",
    "Gateway",
    "ReferenceGrant",
    "HTTPRoute",
    "GRPCRoute",
    "Ingress",
    "APIService",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "MutatingAdmissionPolicy",
    "MutatingAdmissionPolicyBinding",
    "MutatingWebhookConfiguration",
    "ValidatingWebhookConfiguration",
)
"""Kinds in the order in which they are applied: what is referred to comes before what refers to it.

Policies, quotas and accounts precede workloads, so that no pod ever runs unrestricted; Services precede
workloads, because pods receive Service variables only of Services that exist; admission comes last.
Kinds that are not listed (custom resources) come after all that are, but for those that stand in for a listed one.
"""

_RANK = {kind: rank for rank, kind in enumerate(APPLY_ORDER)}
_RANK |= {
    "CiliumNetworkPolicy": _RANK["NetworkPolicy"],
    "ClusterExternalSecret": _RANK["Secret"],
    "ExternalSecret": _RANK["Secret"],
}

_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", re.ASCII)
_LABEL_1035 = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?", re.ASCII)
_SUBDOMAIN = re.compile(rf"{_LABEL.pattern}(\.{_LABEL.pattern})*", re.ASCII)
_QUALIFIED = re.compile(r"[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?", re.ASCII)
_LABEL_LIMIT = 63
_SUBDOMAIN_LIMIT = 253
_KEPT = 58
"""How many characters of the beginning of a name are kept where the API server makes up the rest."""

_CRON_JOB_LIMIT = 52


class NameRule(StrEnum):
    """Which syntax the API server demands of a name."""

    DNS_LABEL = "dns-label"
    """RFC 1123 label, at most 63 characters."""

    DNS_LABEL_1035 = "dns-label-1035"
    """RFC 1035 label: as an RFC 1123 label, but begins with a letter. Services."""

    DNS_SUBDOMAIN = "dns-subdomain"
    """RFC 1123 subdomain: labels joined by dots, at most 253 characters."""

    CRON_JOB = "cron-job"
    """Subdomain of at most 52 characters, because eleven are added for the Job."""

    PATH_SEGMENT = "path-segment"
    """Anything that can be one segment of a path. RBAC kinds."""


@dataclass(frozen=True, order=True, slots=True)
class ObjectKey:
    """Identity of an object on a cluster: the version of its API plays no part."""

    group: str
    """API group; empty for the core group."""

    kind: str
    """Kind, as written in the manifest."""

    namespace: str
    """Namespace; empty for cluster-scoped objects and where the manifest leaves it open."""

    name: str
    """Name within kind and namespace."""

    def __str__(self) -> str:
        kind = f"{self.kind}.{self.group}" if self.group else self.kind
        return f"{kind}/{self.namespace}/{self.name}" if self.namespace else f"{kind}/{self.name}"


def group_of(api_version: str) -> str:
    """Return the API group of an ``apiVersion``; empty for ``v1``."""
    return api_version.partition("/")[0] if "/" in api_version else ""


def object_key(obj: Mapping[str, Any]) -> ObjectKey:
    """Identity of an object; the old group ``extensions`` counts as the group its kinds moved to.

    Raises
    ------
    ValueError
        If ``apiVersion``, ``kind``, or ``metadata.name`` and ``metadata.generateName`` are missing or not a text.
    """
    metadata = obj.get("metadata")
    if not isinstance(metadata, Mapping):
        metadata = {}
    api_version, kind, name = obj.get("apiVersion"), obj.get("kind"), object_name(metadata)
    if not (_is_text(api_version) and _is_text(kind) and _is_text(name)):
        fields = {"apiVersion": api_version, "kind": kind, "metadata.name": name}
        missing = [field for field, value in fields.items() if not _is_text(value)]
        raise ValueError(f"not a Kubernetes object: {' and '.join(missing)} missing")
    group = group_of(api_version)
    if group == "extensions":
        group = _MOVED.get(kind, group)
    namespace = metadata.get("namespace")
    if is_cluster_scoped(group, kind) or not isinstance(namespace, str):
        namespace = ""
    return ObjectKey(group, kind, namespace, name)


def object_name(metadata: Mapping[str, Any]) -> Any:
    """Return the name that metadata state; where the API server makes it up, its beginning and a star."""
    name, beginning = metadata.get("name"), metadata.get("generateName")
    return f"{beginning}*" if not name and _is_text(beginning) else name


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and value != ""


def is_cluster_scoped(group: str, kind: str) -> bool:
    """Whether objects of a kind live in no namespace; custom kinds count as namespaced."""
    return (group, kind) in CLUSTER_SCOPED


def apply_rank(kind: str) -> int:
    """Place of a kind in `APPLY_ORDER`; kinds that are not listed share the last place."""
    return _RANK.get(kind, len(APPLY_ORDER))


def sort_for_apply(objects: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Objects in the order in which to apply them, then by identity."""
    return sorted(objects, key=lambda obj: (apply_rank(str(obj.get("kind"))), object_key(obj)))


def name_rule(kind: str) -> NameRule:
    """Syntax of the names of a kind."""
    match kind:
        case "Service":
            return NameRule.DNS_LABEL_1035
        case "Namespace":
            return NameRule.DNS_LABEL
        case "CronJob":
            return NameRule.CRON_JOB
        case "Role" | "ClusterRole" | "RoleBinding" | "ClusterRoleBinding":
            return NameRule.PATH_SEGMENT
        case _:
            return NameRule.DNS_SUBDOMAIN


def generated_name_fault(beginning: str, rule: NameRule) -> str | None:
    """Say why the beginning of a name is refused that the API server completes by five characters, or nothing."""
    return name_fault(f"{beginning[:_KEPT]}00000", rule)


def name_fault(name: str, rule: NameRule) -> str | None:
    """Say why a name is refused, or nothing if it is accepted."""
    match rule:
        case NameRule.DNS_LABEL:
            return _fault(name, _LABEL, _LABEL_LIMIT, "lower-case letters, digits and '-'")
        case NameRule.DNS_LABEL_1035:
            return _fault(name, _LABEL_1035, _LABEL_LIMIT, "lower-case letters, digits and '-', a letter first")
        case NameRule.DNS_SUBDOMAIN:
            return _fault(name, _SUBDOMAIN, _SUBDOMAIN_LIMIT, "lower-case letters, digits, '-' and '.'")
        case NameRule.CRON_JOB:
            return _fault(name, _SUBDOMAIN, _CRON_JOB_LIMIT, "lower-case letters, digits, '-' and '.'")
        case NameRule.PATH_SEGMENT:
            if name in {"", ".", ".."} or "/" in name or "%" in name:
                return f"{name!r} is not a path segment: no '/', no '%', not '.' or '..'"
            return None


def label_value_fault(value: str) -> str | None:
    """Say why a label value is refused, or nothing; the empty value is accepted."""
    if not value:
        return None
    return _fault(value, _QUALIFIED, _LABEL_LIMIT, "letters, digits, '-', '_' and '.'")


def label_key_fault(key: str) -> str | None:
    """Say why a label or annotation key is refused, or nothing: ``[prefix/]name``."""
    prefix, slash, name = key.rpartition("/")
    if slash and (fault := name_fault(prefix, NameRule.DNS_SUBDOMAIN)):
        return fault
    return _fault(name, _QUALIFIED, _LABEL_LIMIT, "letters, digits, '-', '_' and '.'")


_MOVED = {
    "DaemonSet": "apps",
    "Deployment": "apps",
    "Ingress": "networking.k8s.io",
    "NetworkPolicy": "networking.k8s.io",
    "PodSecurityPolicy": "policy",
    "ReplicaSet": "apps",
}


def _fault(text: str, pattern: re.Pattern[str], limit: int, alphabet: str) -> str | None:
    if len(text) > limit:
        return f"{text!r} has {len(text)} characters; at most {limit} are allowed"
    if pattern.fullmatch(text) is None:
        return f"{text!r} may hold {alphabet} only, and must begin and end with a letter or digit"
    return None
