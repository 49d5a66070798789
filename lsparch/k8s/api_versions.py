"""Which ``apiVersion`` to write for a kind, and which fields a cluster understands.

The facts are data, ``versions.json`` beside this module; a test compares them with the shipped schemas.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from lsparch.diagnostics import LsparchError
from lsparch.k8s.version import KubernetesVersion

__all__ = [
    "Feature",
    "FeatureGate",
    "NotServedError",
    "ServedVersion",
    "api_version",
    "api_version_over",
    "feature_gate",
    "has_field",
    "known_kinds",
    "served_versions",
    "table_sources",
]


class Feature(StrEnum):
    """A field or behaviour that not every version has."""

    API_SERVER_POLICIES = "apiServerPolicies"
    APP_PROTOCOL = "appProtocol"
    AUTOSCALER_BEHAVIOR = "autoscalerBehavior"
    CLAIM_RETENTION_POLICY = "claimRetentionPolicy"
    ENABLE_SERVICE_LINKS = "enableServiceLinks"
    END_PORT = "endPort"
    ENV_FILE_KEY_REF = "envFileKeyRef"
    EXTERNAL_SECRETS = "externalSecrets"
    FS_GROUP_CHANGE_POLICY = "fsGroupChangePolicy"
    GATEWAY_API = "gatewayApi"
    GRPC_PROBE = "grpcProbe"
    HOST_NAME_POLICIES = "hostNamePolicies"
    HOST_USERS = "hostUsers"
    IMAGE_VOLUME = "imageVolume"
    IMMUTABLE_CONFIG = "immutableConfig"
    INGRESS_CLASS_NAME = "ingressClassName"
    INTERNAL_TRAFFIC_POLICY = "internalTrafficPolicy"
    IP_BLOCK = "ipBlock"
    JOB_TTL = "jobTtl"
    LIFECYCLE_SLEEP = "lifecycleSleep"
    NAMESPACE_NAME_LABEL = "namespaceNameLabel"
    NATIVE_SIDECAR = "nativeSidecar"
    PATH_TYPE = "pathType"
    PODS_IN_NAMESPACES = "podsInNamespaces"
    POD_FAILURE_POLICY = "podFailurePolicy"
    POD_RESOURCES = "podResources"
    POD_SECURITY_LABELS = "podSecurityLabels"
    PREEMPTION_POLICY = "preemptionPolicy"
    PRIORITY_CLASS_NAME = "priorityClassName"
    READ_WRITE_ONCE_POD = "readWriteOncePod"
    RESIZE_POLICY = "resizePolicy"
    RUNTIME_CLASS_NAME = "runtimeClassName"
    RUN_AS_GROUP = "runAsGroup"
    SECCOMP_PROFILE = "seccompProfile"
    SERVER_DRY_RUN = "serverDryRun"
    SERVER_SIDE_APPLY = "serverSideApply"
    SPREAD_MATCH_LABEL_KEYS = "spreadMatchLabelKeys"
    STARTUP_PROBE = "startupProbe"
    STATEFUL_SET_MIN_READY_SECONDS = "statefulSetMinReadySeconds"
    TIME_ZONE = "timeZone"
    TOPOLOGY_SPREAD_CONSTRAINTS = "topologySpreadConstraints"
    TRAFFIC_DISTRIBUTION = "trafficDistribution"
    UNHEALTHY_POD_EVICTION_POLICY = "unhealthyPodEvictionPolicy"


class NotServedError(LsparchError):
    """A kind that an API server of the wanted version does not offer by default."""


@dataclass(frozen=True, slots=True)
class ServedVersion:
    """One ``apiVersion`` of a kind and the Kubernetes versions that serve it by default."""

    api_version: str
    """As written in a manifest, such as ``networking.k8s.io/v1beta1``."""

    first: KubernetesVersion
    """First version that serves it; 1.8 stands for "1.8 or before"."""

    last: KubernetesVersion | None
    """Last version that serves it; none if it is still served."""

    def covers(self, version: KubernetesVersion) -> bool:
        """Whether a version serves it; patches make no difference."""
        return self.first.key <= version.key and (self.last is None or version.key <= self.last.key)


@dataclass(frozen=True, slots=True)
class FeatureGate:
    """Since when a feature works without switching it on, and what to do before."""

    feature: Feature
    """The feature."""

    since: KubernetesVersion
    """First version in which it is on by default."""

    in_schema: KubernetesVersion | None
    """First version whose schema holds the field; none if the feature is not a field."""

    definitions: tuple[str, ...]
    """Names of the schema definitions, any of which holds the field."""

    field: str | None
    """Name of the field."""

    otherwise: str
    """What to write where the feature is missing."""


def api_version(kind: str, version: KubernetesVersion) -> str:
    """Best ``apiVersion`` of a kind that a version serves by default.

    Raises
    ------
    NotServedError
        If the version does not serve the kind, or the kind is not in the table.
    """
    return api_version_over(kind, version, version)


def api_version_over(kind: str, oldest: KubernetesVersion, newest: KubernetesVersion) -> str:
    """Best ``apiVersion`` of a kind that every version from oldest to newest serves by default.

    Raises
    ------
    NotServedError
        If no single one is served over the whole range.
    """
    served = served_versions(kind)
    for candidate in served:
        if candidate.covers(oldest) and candidate.covers(newest):
            return candidate.api_version
    span = oldest.line if oldest.key == newest.key else f"all of {oldest.line} to {newest.line}"
    known = ", ".join(_span(candidate) for candidate in served)
    raise NotServedError(f"Kubernetes {span} does not serve {kind}; known: {known}")


def served_versions(kind: str) -> tuple[ServedVersion, ...]:
    """All versions of a kind, best first.

    Raises
    ------
    NotServedError
        If the kind is not in the table.
    """
    rows = _table()["kinds"].get(kind)
    if rows is None:
        raise NotServedError(f"no apiVersion is known for the kind {kind}")
    return tuple(
        ServedVersion(
            row["apiVersion"],
            KubernetesVersion.parse(row["first"]),
            KubernetesVersion.parse(row["last"]) if row["last"] else None,
        )
        for row in rows
    )


def has_field(feature: Feature, version: KubernetesVersion) -> bool:
    """Whether a feature works on a version without switching it on."""
    return feature_gate(feature).since.key <= version.key


@cache
def feature_gate(feature: Feature) -> FeatureGate:
    """Return what is known of a feature."""
    row = _table()["features"][feature.value]
    return FeatureGate(
        feature,
        KubernetesVersion.parse(row["since"]),
        KubernetesVersion.parse(row["inSchema"]) if row["inSchema"] else None,
        tuple(row["definition"].split("|")) if row["definition"] else (),
        row["field"],
        row["otherwise"],
    )


def known_kinds() -> tuple[str, ...]:
    """Kinds of the table, sorted."""
    return tuple(sorted(_table()["kinds"]))


def table_sources() -> tuple[str, ...]:
    """Where the facts come from."""
    return tuple(_table()["source"])


def _span(served: ServedVersion) -> str:
    last = f" to {served.last.line}" if served.last else " on"
    return f"{served.api_version} from {served.first.line}{last}"


@cache
def _table() -> dict[str, Any]:
    text = resources.files("lsparch.k8s").joinpath("versions.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table
