"""Containers: ports, variables, resources, mounts, probes, hooks."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.k8s.semantics.form import (
    Fault,
    Path,
    amount,
    entries,
    label_name_fault,
    mapping,
    names_twice,
    one_of,
    path_fault,
    port_name_fault,
    value_at,
)

__all__ = ["container_faults", "identity_faults"]

_RESOURCES = frozenset({"cpu", "memory", "ephemeral-storage", "storage"})
_HUGE = "hugepages-"
_OVERCOMMITTED = frozenset({"cpu", "memory", "ephemeral-storage"})
_ACTIONS = ("exec", "grpc", "httpGet", "tcpSocket")
_HOOKS = ("exec", "httpGet", "sleep", "tcpSocket")
_SOURCES = ("configMapKeyRef", "fieldRef", "fileKeyRef", "resourceFieldRef", "secretKeyRef")
_GRACE_SECONDS = 30
_LARGEST_ID = 2**31 - 1
_VARIABLE = re.compile(r"[\x20-\x3c\x3e-\x7e]+")
_FACTS = frozenset(
    {
        "metadata.annotations",
        "metadata.labels",
        "metadata.name",
        "metadata.namespace",
        "metadata.uid",
        "spec.host",
        "spec.nodeName",
        "spec.serviceAccountName",
        "status.hostIP",
        "status.hostIPs",
        "status.podIP",
        "status.podIPs",
    }
)
_KEYED_FACT = re.compile(r"metadata\.(labels|annotations)\['[^']+'\]")


def container_faults(
    container: Mapping[str, Any], pod: Mapping[str, Any], path: Path, *, init: bool
) -> Iterator[Fault]:
    """Iterate over what is wrong with a container of a pod."""
    if fault := label_name_fault(container.get("name")):
        yield (*path, "name"), fault
    if not container.get("image"):
        yield path, "image is missing"
    yield from _ports(container, path)
    yield from _variables(container, path)
    yield from _resources(mapping(container, "resources"), (*path, "resources"))
    yield from _mounts(container, path)
    yield from _probes(container, path, init=init)
    yield from _hooks(container, pod, path)
    yield from _security(mapping(container, "securityContext"), (*path, "securityContext"))


def _ports(container: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    ports = list(entries(container, "ports", path))
    yield from names_twice((((*where, "name"), port.get("name")) for where, port in ports), "port with the name")
    for where, port in ports:
        if fault := port_name_fault(port.get("name")):
            yield (*where, "name"), fault


def _variables(container: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    for where, variable in entries(container, "env", path):
        name, source = variable.get("name"), variable.get("valueFrom")
        if isinstance(name, str) and not _VARIABLE.fullmatch(name):
            yield (*where, "name"), f"{name!r} is no name of a variable: printable characters other than '='"
        if not isinstance(source, dict):
            continue
        if variable.get("value"):
            yield (*where, "valueFrom"), "a variable has either a value or a source"
        yield from one_of(source, _SOURCES, (*where, "valueFrom"), "source")
        fact = value_at(source, "fieldRef", "fieldPath")
        if isinstance(fact, str) and fact not in _FACTS and not _KEYED_FACT.fullmatch(fact):
            yield (*where, "valueFrom", "fieldRef", "fieldPath"), f"pods have no {fact}"
    for where, source in entries(container, "envFrom", path):
        yield from one_of(source, ("configMapRef", "secretRef"), where, "source")


def _resources(resources: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    requests, limits = mapping(resources, "requests"), mapping(resources, "limits")
    for group, amounts in (("requests", requests), ("limits", limits)):
        for name, value in _named(amounts):
            where, number = (*path, group, name), amount(value)
            if not _is_resource(name):
                yield where, f"there is no resource {name}; others have a name such as example.org/gpu"
            if number is not None and number < 0:
                yield where, f"must be at least 0, not {value}"
            if number is not None and "/" in name and number.denominator != 1:
                yield where, f"{name} is counted in whole numbers, not {value}"
    for name, value in _named(requests):
        if not _is_resource(name) or (limit := limits.get(name)) is None:
            if "/" in name or name.startswith(_HUGE):
                yield (*path, "requests", name), f"{name} needs a limit"
        elif name not in _OVERCOMMITTED and amount(limit) != amount(value):
            yield (*path, "requests", name), f"request and limit of {name} must be equal"


def _named(amounts: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(str(name), value) for name, value in amounts.items()]


def _is_resource(name: str) -> bool:
    return name in _RESOURCES or "/" in name or name.startswith(_HUGE)


def _mounts(container: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    mounts = list(entries(container, "volumeMounts", path))
    yield from names_twice((((*where, "mountPath"), mount.get("mountPath")) for where, mount in mounts), "mount at")
    for where, mount in mounts:
        if fault := path_fault(mount.get("subPath")):
            yield (*where, "subPath"), fault
        yield from one_of(mount, ("subPath", "subPathExpr"), where, "path within the volume", wanted=False)


def _probes(container: Mapping[str, Any], path: Path, *, init: bool) -> Iterator[Fault]:
    ends = init and container.get("restartPolicy") != "Always"
    for name in ("livenessProbe", "readinessProbe", "startupProbe"):
        probe = container.get(name)
        if not isinstance(probe, dict):
            continue
        where = (*path, name)
        if ends:
            yield where, f"a container that prepares and ends has no {name}; `restartPolicy: Always` lets it run on"
        yield from one_of(probe, _ACTIONS, where, "action of a probe")
        if name != "readinessProbe" and probe.get("successThreshold", 1) not in (0, 1):
            yield (*where, "successThreshold"), f"{name} ends with the first success: 1"
        if name == "readinessProbe" and probe.get("terminationGracePeriodSeconds") is not None:
            yield (*where, "terminationGracePeriodSeconds"), "readinessProbe ends no container"


def _hooks(container: Mapping[str, Any], pod: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    grace = pod.get("terminationGracePeriodSeconds", _GRACE_SECONDS)
    for name in ("postStart", "preStop"):
        hook = value_at(container, "lifecycle", name)
        if not isinstance(hook, dict):
            continue
        where = (*path, "lifecycle", name)
        yield from one_of(hook, _HOOKS, where, "action of a hook")
        seconds = value_at(hook, "sleep", "seconds")
        if isinstance(seconds, int) and isinstance(grace, int) and seconds > grace >= 0:
            message = f"{seconds} seconds are more than the {grace} in which the pod must end"
            yield (*where, "sleep", "seconds"), message


def _security(context: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    yield from identity_faults(context, path)
    added = value_at(context, "capabilities", "add")
    if context.get("allowPrivilegeEscalation") is False:
        if context.get("privileged") is True:
            yield (*path, "privileged"), "a privileged container cannot have allowPrivilegeEscalation: false"
        if isinstance(added, list) and {"SYS_ADMIN", "CAP_SYS_ADMIN"} & {str(name) for name in added}:
            yield (*path, "capabilities", "add"), "SYS_ADMIN cannot go with allowPrivilegeEscalation: false"


def identity_faults(context: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    """Iterate over what is wrong with the users and the seccomp profile of a container or pod."""
    for name in ("runAsUser", "runAsGroup", "fsGroup"):
        value = context.get(name)
        if isinstance(value, int) and not 0 <= value <= _LARGEST_ID:
            yield (*path, name), f"must be from 0 to {_LARGEST_ID}, not {value}"
    profile = mapping(context, "seccompProfile")
    if profile.get("type") == "Localhost" and not profile.get("localhostProfile"):
        yield (*path, "seccompProfile"), "localhostProfile is missing, the file of the profile"
    if str(profile.get("type")) in {"RuntimeDefault", "Unconfined"} and profile.get("localhostProfile"):
        yield (*path, "seccompProfile", "localhostProfile"), f"a profile of type {profile['type']} has no file"
