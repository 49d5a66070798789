"""Manifests of others that lie in the model: read once, put into their namespace, and never changed below metadata."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lsparch.diagnostics import Finding, Severity
from lsparch.graph import State
from lsparch.k8s.documents import scan_objects
from lsparch.k8s.field_path import copy_object
from lsparch.k8s.identity import group_of, is_cluster_scoped
from lsparch.k8s.schemas import GROUPS
from lsparch.k8s.store import StoredObject
from lsparch.load import Declared, Model
from lsparch.load.foreign import files_folder, vendored_names
from lsparch.models.component import Component, ForeignPart
from lsparch.resolve import Environment

__all__ = ["Vendored", "hook_of", "pod_port", "pod_spec", "vendored_manifests", "vendored_parts"]

_HOOK = "helm.sh/hook"

_POD_SPECS: dict[str, tuple[str, ...]] = {
    "CronJob": ("spec", "jobTemplate", "spec", "template", "spec"),
    "DaemonSet": ("spec", "template", "spec"),
    "Deployment": ("spec", "template", "spec"),
    "Job": ("spec", "template", "spec"),
    "Pod": ("spec",),
    "PodTemplate": ("template", "spec"),
    "ReplicaSet": ("spec", "template", "spec"),
    "ReplicationController": ("spec", "template", "spec"),
    "StatefulSet": ("spec", "template", "spec"),
}


@dataclass(frozen=True, slots=True)
class Vendored:
    """The manifests of one foreign part."""

    id: str
    """The component."""

    foreign: ForeignPart
    objects: tuple[StoredObject, ...]
    """The objects, in their namespaces, in the order of files; what only Helm itself runs is left out."""

    hooks: tuple[StoredObject, ...]
    """What only Helm itself runs."""

    findings: tuple[Finding, ...]
    """Documents that cannot be read, or are no objects."""

    @property
    def is_complete(self) -> bool:
        """Whether its pods and Services are all known: everything is read, and no custom resource stands for some."""
        return not self.findings and all(group_of(str(found.data["apiVersion"])) in GROUPS for found in self.objects)


def vendored_parts(env: Environment) -> Iterator[Vendored]:
    """Iterate over the foreign parts of an environment whose manifests it applies, in the order of their ids."""
    for identifier, component in env.components(State.FOREIGN):
        foreign = component.foreign
        if foreign is None or foreign.manifests is None or identifier.partition("/")[0] in env.shared_parts:
            continue
        yield vendored_manifests(env.model, env.elements[identifier].declared, foreign)


def vendored_manifests(model: Model, declared: Declared, foreign: ForeignPart) -> Vendored:
    """Return the manifests of a foreign part.

    Parameters
    ----------
    model
        The model, which holds the files.
    declared
        The component.
    foreign
        What is said about it in the environment.
    """
    folder = files_folder(declared)
    key = f"{__name__}:{folder}/{foreign.manifests}"
    if key not in model.derived:
        names = vendored_names(model.texts, foreign.manifests or "")
        model.derived[key] = scan_objects({f"{folder}/{name}": model.texts[name] for name in names})
    read = model.derived[key]
    of_cluster = frozenset(_cluster_kinds(read.objects))
    placed = tuple(_placed(found, foreign.namespace, declared.id, of_cluster) for found in read.objects)
    faults = (*read.unreadable, *read.strangers)
    return Vendored(
        declared.id,
        foreign,
        tuple(found for found in placed if not hook_of(found)),
        tuple(found for found in placed if hook_of(found)),
        tuple(replace(fault, severity=Severity.ERROR, element=declared.id) for fault in faults),
    )


def hook_of(found: StoredObject) -> str:
    """Return when Helm runs an object that is no part of what is installed; empty for all others."""
    annotations = found.data["metadata"].get("annotations")
    hook = annotations.get(_HOOK) if isinstance(annotations, Mapping) else None
    return hook if isinstance(hook, str) and hook != "crd-install" else ""


def pod_port(env: Environment, identifier: str, port: int) -> int:
    """Return the port of the pods behind a port of a component's Service, which policies must name.

    It is the same, unless vendored manifests say otherwise.
    """
    resolved = env.elements.get(identifier)
    foreign = resolved.element.foreign if resolved is not None and isinstance(resolved.element, Component) else None
    if resolved is None or foreign is None or foreign.manifests is None:
        return port
    part = vendored_manifests(env.model, resolved.declared, foreign)
    name = foreign.service or identifier.rpartition("/")[2]
    for found in part.objects:
        if (found.kind, found.name, found.namespace) == ("Service", name, foreign.namespace):
            target = next(
                (p.get("targetPort") for p in _mappings(found.data, "spec", "ports") if p.get("port") == port), port
            )
            return target if isinstance(target, int) else _named_port(part, str(target), port)
    return port


def _named_port(part: Vendored, name: str, default: int) -> int:
    """Return the number of a port that containers of the part name."""
    for found in part.objects:
        for container in _mappings(pod_spec(found.data) or {}, "containers"):
            for port in _mappings(container, "ports"):
                number = port.get("containerPort")
                if port.get("name") == name and isinstance(number, int):
                    return number
    return default


def _mappings(node: Any, *path: str) -> Iterator[Mapping[str, Any]]:
    """Iterate over the mappings of a list at a path, which may not be there."""
    for key in path:
        node = node.get(key) if isinstance(node, Mapping) else None
    return (item for item in (node if isinstance(node, list) else ()) if isinstance(item, Mapping))


def pod_spec(data: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the specification of the pods that an object makes, or None if it makes none."""
    node: Any = data
    for key in _POD_SPECS.get(str(data.get("kind")), ("?",)):
        node = node.get(key) if isinstance(node, Mapping) else None
    return node if isinstance(node, dict) else None


def _cluster_kinds(objects: Iterable[StoredObject]) -> Iterator[tuple[str, str]]:
    """Iterate over group and kind of what the definitions among the objects say to live in no namespace."""
    for found in objects:
        spec = found.data.get("spec")
        if found.kind == "CustomResourceDefinition" and isinstance(spec, Mapping) and spec.get("scope") == "Cluster":
            names = spec.get("names")
            yield str(spec.get("group")), str(names.get("kind")) if isinstance(names, Mapping) else ""


def _placed(found: StoredObject, namespace: str, element: str, of_cluster: frozenset[tuple[str, str]]) -> StoredObject:
    data = copy_object(found.data)
    kind = (group_of(str(data["apiVersion"])), str(data["kind"]))
    if not data["metadata"].get("namespace") and not is_cluster_scoped(*kind) and kind not in of_cluster:
        data["metadata"]["namespace"] = namespace
    return StoredObject(data, found.origin, element, written=True)
