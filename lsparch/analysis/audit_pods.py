"""Audit of pods: where they depart from the restricted Pod Security Standard, and which images they run.

The standard is that of the Kubernetes documentation, "Pod Security Standards", profile Restricted; it is judged on the
objects, so that patches and foreign parts count too.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lsparch.analysis.audit_entries import ImageUse, Privilege
from lsparch.k8s.image import canonical_image
from lsparch.k8s.store import StoredObject
from lsparch.models.component import Component, Container, Mount
from lsparch.resolve import Environment

__all__ = ["AuditedPod", "audit_images", "audit_pods", "audit_privileges"]

_TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "DaemonSet": ("spec", "template"),
    "Deployment": ("spec", "template"),
    "Job": ("spec", "template"),
    "Pod": (),
    "PodTemplate": ("template",),
    "ReplicaSet": ("spec", "template"),
    "StatefulSet": ("spec", "template"),
}
_VOLUMES = frozenset(
    {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"}
)
"""Types of volumes that the restricted standard allows."""

_SHARED = {"hostNetwork": "the network", "hostPID": "the processes", "hostIPC": "the memory segments"}
_SECCOMP = "seccomp.security.alpha.kubernetes.io/pod"


@dataclass(frozen=True, slots=True)
class AuditedPod:
    """The pods that an object makes."""

    stored: StoredObject
    labels: Mapping[str, Any]
    annotations: Mapping[str, Any]
    spec: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Kind and name of the object."""
        return f"{self.stored.kind}/{self.stored.name}"

    @property
    def containers(self) -> Iterator[Mapping[str, Any]]:
        """Containers, those that run before the others first."""
        for field in ("initContainers", "containers"):
            yield from self.spec.get(field) or ()


def audit_pods(objects: Iterable[StoredObject]) -> tuple[AuditedPod, ...]:
    """Return the pods of all objects that make any, in the order of the objects."""
    found = []
    for stored in objects:
        path = _TEMPLATES.get(stored.kind)
        if path is None:
            continue
        template: Mapping[str, Any] = stored.data
        for step in path:
            template = template.get(step) or {}
        metadata = template.get("metadata") or {}
        labels, annotations = metadata.get("labels") or {}, metadata.get("annotations") or {}
        found.append(AuditedPod(stored, labels, annotations, template.get("spec") or {}))
    return tuple(found)


def audit_privileges(env: Environment, pods: Iterable[AuditedPod]) -> tuple[Privilege, ...]:
    """Return every departure from the restricted standard, and every root file system that can be written."""
    found = []
    for pod in pods:
        for container, departure, in_standard in _departures(pod):
            reason = _reason(env, pod, container, departure)
            found.append(Privilege(pod.stored.namespace, pod.name, container, departure, in_standard, reason))
    return tuple(sorted(found, key=lambda p: (p.namespace, p.workload, p.container, p.departure)))


def _departures(pod: AuditedPod) -> Iterator[tuple[str, str, bool]]:
    """Iterate over departures: container or nothing, what it is, whether the standard forbids it."""
    for field, what in _SHARED.items():
        if pod.spec.get(field):
            yield "", f"shares {what} of its node ({field})", True
    for volume in pod.spec.get("volumes") or ():
        for kind in sorted(set(volume) - _VOLUMES - {"name"}):
            detail = f" {volume[kind].get('path')}" if kind == "hostPath" else ""
            yield "", f"mounts a volume of type {kind}{detail}", True
    security = pod.spec.get("securityContext") or {}
    for sysctl in security.get("sysctls") or ():
        yield "", f"sets the kernel parameter {sysctl.get('name')}", True
    for container in pod.containers:
        own = container.get("securityContext") or {}
        for what in _of_container(container, own, security, pod):
            yield str(container.get("name")), what, True
        if not own.get("readOnlyRootFilesystem"):
            yield str(container.get("name")), "may write to its root file system", False


def _of_container(
    container: Mapping[str, Any], own: Mapping[str, Any], pod: Mapping[str, Any], whole: AuditedPod
) -> Iterator[str]:
    capabilities = own.get("capabilities") or {}
    if own.get("privileged"):
        yield "is privileged"
    if own.get("allowPrivilegeEscalation") is not False:
        yield "may gain privileges (allowPrivilegeEscalation)"
    if "ALL" not in (capabilities.get("drop") or ()):
        yield "keeps the default capabilities"
    added = sorted(set(capabilities.get("add") or ()) - {"NET_BIND_SERVICE"})
    if added:
        yield f"has capabilities {', '.join(added)}"
    if own.get("runAsNonRoot", pod.get("runAsNonRoot")) is not True:
        yield "may run as root"
    if own.get("runAsUser", pod.get("runAsUser")) == 0:
        yield "runs as user 0"
    profile = (own.get("seccompProfile") or pod.get("seccompProfile") or {}).get("type")
    confined = profile in {"RuntimeDefault", "Localhost"}
    if not confined and whole.annotations.get(_SECCOMP) not in {"runtime/default", "docker/default"}:
        yield "has no seccomp profile"
    if own.get("procMount", "Default") != "Default":
        yield "sees the whole of /proc"
    for port in container.get("ports") or ():
        if port.get("hostPort"):
            yield f"takes port {port['hostPort']} of its node"


def _reason(env: Environment, pod: AuditedPod, container: str, departure: str) -> str:
    """Return the reason that the model gives: that of the container, of the mount, or of the pod."""
    resolved = env.elements.get(pod.stored.element)
    if resolved is None or not isinstance(resolved.element, Component):
        return ""
    component = resolved.element
    inside: dict[str, Container] = {**component.init, **component.containers}
    inside.setdefault(pod.stored.element.rpartition("/")[2], component)
    if container:
        shipper = env.model.platform.logging.shipper
        return (inside.get(container, shipper).security.because) or ""
    mounts = [m for c in inside.values() for m in c.mounts.values() if isinstance(m, Mount)]
    own = [m.because for m in mounts if m.host_path is not None and departure.endswith(f" {m.host_path}")]
    return "; ".join(dict.fromkeys(reason for reason in own if reason)) or component.security.because or ""


def audit_images(pods: Iterable[AuditedPod]) -> tuple[ImageUse, ...]:
    """Return every image that a container runs, by reference."""
    users: dict[str, set[str]] = {}
    for pod in pods:
        for container in pod.containers:
            if image := container.get("image"):
                users.setdefault(str(image), set()).add(f"{pod.stored.namespace}/{pod.stored.name}")
    return tuple(_image(reference, tuple(sorted(used_by))) for reference, used_by in sorted(users.items()))


def _image(reference: str, used_by: tuple[str, ...]) -> ImageUse:
    name, _, digest = canonical_image(reference).partition("@")
    registry, _, rest = name.partition("/")
    repository, colon, tag = rest.rpartition(":")
    return ImageUse(reference, registry, repository if colon else rest, tag if colon else "", digest, used_by)
