"""Pod Security Standards, as admission of Kubernetes 1.36 checks them for pods on Linux."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["security_faults"]

Fault = tuple[tuple[str | int, ...], str]
"""Path in the specification of the pod, and what is there."""

_CAPABILITIES = frozenset(
    {
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP",
        "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    }
)  # fmt: skip
_SYSCTLS = frozenset(
    {
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.ip_unprivileged_port_start", "net.ipv4.ping_group_range", "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_rmem", "net.ipv4.tcp_syncookies", "net.ipv4.tcp_wmem",
    }
)  # fmt: skip
_SELINUX = frozenset({"", "container_engine_t", "container_init_t", "container_kvm_t", "container_t"})
_VOLUMES = frozenset(
    {
        "configMap",
        "csi",
        "downwardAPI",
        "emptyDir",
        "ephemeral",
        "image",
        "persistentVolumeClaim",
        "projected",
        "secret",
    }
)
_PROFILES = frozenset({"Localhost", "RuntimeDefault"})
_CONTAINERS = ("initContainers", "containers", "ephemeralContainers")
_PLAIN = re.compile(r"(Default|Unmasked)?")


def security_faults(pod: Mapping[str, Any], *, restricted: bool) -> Iterator[Fault]:
    """Iterate over what the level ``baseline``, or ``restricted``, does not allow in the specification of a pod."""
    yield from _baseline_pod(pod)
    for path, container in _containers(pod):
        yield from _baseline_container(container, path)
    if restricted:
        yield from _restricted(pod)


def _mapping(node: Any, *path: str) -> Mapping[str, Any]:
    for step in path:
        node = node.get(step) if isinstance(node, dict) else None
    return node if isinstance(node, dict) else {}


def _entries(node: Mapping[str, Any], key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    found = node.get(key)
    for index, item in enumerate(found if isinstance(found, list) else ()):
        if isinstance(item, dict):
            yield index, item


def _containers(pod: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    for key in _CONTAINERS:
        for index, item in _entries(pod, key):
            yield (key, index), item


def _baseline_pod(pod: Mapping[str, Any]) -> Iterator[Fault]:
    for key in ("hostNetwork", "hostPID", "hostIPC"):
        if pod.get(key) is True:
            yield (key,), f"{key} is true"
    for index, volume in _entries(pod, "volumes"):
        if volume.get("hostPath") is not None:
            yield ("volumes", index, "hostPath"), "a folder of the node"
    for index, setting in _entries(_mapping(pod, "securityContext"), "sysctls"):
        if str(setting.get("name")) not in _SYSCTLS:
            yield ("securityContext", "sysctls", index, "name"), f"setting {setting.get('name')} of the kernel"
    yield from _both(_mapping(pod, "securityContext"), ("securityContext",))


def _baseline_container(container: Mapping[str, Any], path: tuple[str | int, ...]) -> Iterator[Fault]:
    context, where = _mapping(container, "securityContext"), (*path, "securityContext")
    if context.get("privileged") is True:
        yield (*where, "privileged"), "privileged is true"
    for name in _capabilities(context, "add"):
        if name not in _CAPABILITIES:
            yield (*where, "capabilities", "add"), f"capability {name}"
    for index, port in _entries(container, "ports"):
        if port.get("hostPort"):
            yield (*path, "ports", index, "hostPort"), "a port of the node"
    if not _PLAIN.fullmatch(str(context.get("procMount") or "")) or context.get("procMount") == "Unmasked":
        yield (*where, "procMount"), f"procMount {context.get('procMount')}"
    yield from _both(context, where)


def _both(context: Mapping[str, Any], path: tuple[str | int, ...]) -> Iterator[Fault]:
    """Iterate over what neither a pod nor a container may have."""
    if _mapping(context, "seccompProfile").get("type") == "Unconfined":
        yield (*path, "seccompProfile", "type"), "no seccomp profile"
    if _mapping(context, "appArmorProfile").get("type") == "Unconfined":
        yield (*path, "appArmorProfile", "type"), "no AppArmor profile"
    selinux = _mapping(context, "seLinuxOptions")
    if str(selinux.get("type", "")) not in _SELINUX or selinux.get("user") or selinux.get("role"):
        yield (*path, "seLinuxOptions"), "SELinux options of its own"
    if _mapping(context, "windowsOptions").get("hostProcess") is True:
        yield (*path, "windowsOptions", "hostProcess"), "a process of the host"


def _capabilities(context: Mapping[str, Any], key: str) -> list[str]:
    found = _mapping(context, "capabilities").get(key)
    return [str(name) for name in found] if isinstance(found, list) else []


def _restricted(pod: Mapping[str, Any]) -> Iterator[Fault]:
    common = _mapping(pod, "securityContext")
    for index, volume in _entries(pod, "volumes"):
        kinds = sorted(str(key) for key in volume if key != "name")
        if any(key not in _VOLUMES | {"hostPath"} for key in kinds):
            yield ("volumes", index, kinds[0]), f"a volume of kind {kinds[0]}"
    if common.get("runAsUser") == 0:
        yield ("securityContext", "runAsUser"), "user 0"
    for path, container in _containers(pod):
        yield from _restricted_container(container, common, path)


def _restricted_container(
    container: Mapping[str, Any], common: Mapping[str, Any], path: tuple[str | int, ...]
) -> Iterator[Fault]:
    context = _mapping(container, "securityContext")
    where: tuple[str | int, ...] = (*path, "securityContext") if context else path
    if context.get("allowPrivilegeEscalation") is not False:
        at = (*where, "allowPrivilegeEscalation") if "allowPrivilegeEscalation" in context else where
        yield at, "allowPrivilegeEscalation is not false"
    if "ALL" not in _capabilities(context, "drop"):
        yield where, "capabilities are not dropped, ALL of them"
    for name in _capabilities(context, "add"):
        if name in _CAPABILITIES - {"NET_BIND_SERVICE"}:
            yield (*where, "capabilities", "add"), f"capability {name}"
    no_root = context.get("runAsNonRoot", common.get("runAsNonRoot"))
    if no_root is not True:
        yield (*where, "runAsNonRoot") if "runAsNonRoot" in context else where, "runAsNonRoot is not true"
    if context.get("runAsUser") == 0:
        yield (*where, "runAsUser"), "user 0"
    profile = _mapping(context, "seccompProfile") or _mapping(common, "seccompProfile")
    if str(profile.get("type")) not in _PROFILES | {"Unconfined"}:
        yield where, "no seccompProfile of type RuntimeDefault or Localhost"
