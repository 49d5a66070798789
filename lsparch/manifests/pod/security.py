"""Security contexts, and the Pod Security Standard that a pod meets."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Any

from lsparch.k8s.api_versions import Feature
from lsparch.manifests.assembly.containers import PodContainer
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.assembly.workload import Workload
from lsparch.models.component import Security

__all__ = ["PodSecurity", "container_security", "pod_security", "standard_of"]

_BASELINE = frozenset(
    {
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP",
        "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    }
)  # fmt: skip
"""Capabilities that the baseline standard lets a container add."""


_ESCALATING = frozenset({"SETGID", "SETUID", "SYS_ADMIN"})
"""Capabilities that are of use only to a process that may gain privileges."""


class PodSecurity(IntEnum):
    """Pod Security Standards, the strictest first."""

    RESTRICTED = 0
    BASELINE = 1
    PRIVILEGED = 2


def standard_of(site: Site, workload: Workload, containers: Iterable[PodContainer]) -> PodSecurity:
    """Return the strictest Pod Security Standard that a pod meets."""
    found = PodSecurity.RESTRICTED
    if workload.component.host_network or site.policy.seccomp == "Unconfined":
        return PodSecurity.PRIVILEGED
    for container in containers:
        security = container.container.security
        added = set(security.capabilities)
        host_path = any(mount.host_path is not None for _, mount in container.mounts)
        if security.privileged or host_path or added - _BASELINE:
            return PodSecurity.PRIVILEGED
        if security.root or security.user == 0 or added - {"NET_BIND_SERVICE"}:
            found = PodSecurity.BASELINE
    return found


def container_security(site: Site, security: Security) -> dict[str, Any]:
    """Return the security context of a container."""
    context: dict[str, Any] = {
        "allowPrivilegeEscalation": bool(security.privileged) or bool(_ESCALATING & set(security.capabilities)),
        "capabilities": {"drop": ["ALL"]},
        "readOnlyRootFilesystem": not security.writable_root,
        "runAsNonRoot": not security.root,
    }
    if security.capabilities:
        context["capabilities"]["add"] = sorted(security.capabilities)
    if security.privileged:
        context["privileged"] = True
        del context["capabilities"]  # a privileged container has all, whatever is dropped
    if security.user is not None:
        context["runAsUser"] = security.user
    if security.group is not None and site.has(Feature.RUN_AS_GROUP):
        context["runAsGroup"] = security.group
    return context


def pod_security(site: Site, workload: Workload, containers: Iterable[PodContainer]) -> dict[str, Any]:
    """Return the security context of a pod; what differs between containers stands with them."""
    context: dict[str, Any] = {"runAsNonRoot": not any(c.container.security.root for c in containers)}
    if workload.component.security.fs_group is not None:
        context["fsGroup"] = workload.component.security.fs_group
        if site.has(Feature.FS_GROUP_CHANGE_POLICY):
            context["fsGroupChangePolicy"] = "OnRootMismatch"  # not file by file at every start
    if site.has(Feature.SECCOMP_PROFILE):
        context["seccompProfile"] = {"type": site.policy.seccomp}
    return context
