"""Reading Kubernetes objects: pods that a workload makes, their containers, ports and labels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from lsparch.diagnostics import Place
from lsparch.k8s.pod_labels import NONE, Made, labels_made, scaled_objects
from lsparch.k8s.quantity import parse_quantity
from lsparch.k8s.selectors import selects
from lsparch.k8s.store import ObjectStore, StoredObject

__all__ = ["ContainerView", "Port", "Workload", "at", "items", "mapping", "matches", "quantity", "texts", "workloads"]

Path = tuple[str | int, ...]

_MAPPINGS = (dict, Mapping)
"""Mappings; the question for the usual one costs a tenth of that for any."""

_TEMPLATES: dict[str, Path] = {
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "DaemonSet": ("spec", "template"),
    "Deployment": ("spec", "template"),
    "Job": ("spec", "template"),
    "Pod": (),
    "ReplicaSet": ("spec", "template"),
    "ReplicationController": ("spec", "template"),
    "StatefulSet": ("spec", "template"),
}


def at(node: Any, *path: str | int) -> Any:
    """Return the value at a path, or None where there is none."""
    for step in path:
        if isinstance(node, _MAPPINGS):
            node = node.get(step)
        elif isinstance(node, list) and isinstance(step, int) and 0 <= step < len(node):
            node = node[step]
        else:
            return None
    return node


def mapping(node: Any, *path: str | int) -> Mapping[str, Any]:
    """Return the mapping at a path; an empty one where there is none, or something else."""
    found = at(node, *path)
    return found if isinstance(found, _MAPPINGS) else {}


def quantity(value: Any) -> Fraction:
    """Return a quantity; zero where there is none, or something that is none, which validation reports."""
    try:
        return parse_quantity(value) if isinstance(value, str | int | float) else Fraction(0)
    except ValueError:
        return Fraction(0)


def items(node: Any, *path: str | int) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Iterate over the mappings of a list at a path, each with its position."""
    found = at(node, *path)
    for position, item in enumerate(found if isinstance(found, list) else ()):
        if isinstance(item, _MAPPINGS):
            yield position, item


def texts(node: Any, *path: str | int) -> list[str]:
    """Return the texts of a list at a path."""
    found = at(node, *path)
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def matches(selector: Any, labels: Mapping[str, Any], made: Made = NONE) -> bool:
    """Tell whether a label selector, or a plain mapping of labels, selects pods with these labels.

    An empty selector selects everything. Labels that controllers set are asked for only where they are given.
    """
    if not isinstance(selector, Mapping):
        return False
    structured = not set(selector) - {"matchLabels", "matchExpressions"}
    return selects(selector if structured else {"matchLabels": selector}, labels, made)


@dataclass(frozen=True, slots=True)
class Port:
    """A port that a container declares."""

    name: str
    number: int
    protocol: str

    @property
    def shown(self) -> str:
        """Name and number."""
        return f"{self.name} ({self.number})" if self.name else str(self.number)


@dataclass(frozen=True, slots=True)
class ContainerView:
    """One container of a pod template."""

    data: Mapping[str, Any]
    path: Path
    """Path in the object."""

    init: bool

    @property
    def name(self) -> str:
        """Name of the container."""
        return str(self.data.get("name", ""))

    @property
    def ports(self) -> tuple[Port, ...]:
        """Ports that it declares."""
        return tuple(
            Port(str(p.get("name", "")), number, str(p.get("protocol", "TCP")))
            for _, p in items(self.data, "ports")
            if isinstance(number := p.get("containerPort"), int)
        )


@dataclass(frozen=True)
class Workload:
    """An object that makes pods."""

    object: StoredObject
    template: Path
    is_scaled: bool = False
    """Whether an autoscaler states how many pods it makes."""

    @property
    def namespace(self) -> str:
        """Namespace of the pods."""
        return self.object.namespace

    @property
    def id(self) -> str:
        """Kind and name, for messages."""
        return f"{self.object.kind} {self.object.name}"

    @cached_property
    def labels(self) -> Mapping[str, Any]:
        """Labels of the pods."""
        return mapping(self.object.data, *self.template, "metadata", "labels")

    @cached_property
    def labels_made(self) -> Made:
        """Labels that its controller sets on the pods."""
        return labels_made(self.object, scaled=self.is_scaled)

    def is_selected(self, selector: Any) -> bool:
        """Tell whether a label selector, or a plain mapping of labels, selects its pods, or some of them."""
        return matches(selector, self.labels, self.labels_made)

    @cached_property
    def pod(self) -> Mapping[str, Any]:
        """Specification of the pods."""
        return mapping(self.object.data, *self.template, "spec")

    @cached_property
    def containers(self) -> tuple[ContainerView, ...]:
        """Containers of each pod, those that run first included."""
        return tuple(
            ContainerView(data, (*self.template, "spec", key, position), key == "initContainers")
            for key in ("containers", "initContainers")
            for position, data in items(self.pod, key)
        )

    @cached_property
    def ports(self) -> tuple[Port, ...]:
        """Ports that all containers declare."""
        return tuple(port for container in self.containers for port in container.ports)

    def place(self, *path: str | int, key: bool = False) -> Place:
        """Return the place of a value in the specification of the pods."""
        return self.object.place(*self.template, "spec", *path, key=key)

    def port(self, wanted: Any) -> Port | None:
        """Return the port that a name or number means: a name must be declared, a number may be any declared one."""
        return next((p for p in self.ports if wanted in (p.name or None, p.number)), None)


def workloads(objects: ObjectStore) -> tuple[Workload, ...]:
    """Return everything that makes pods."""
    scaled = scaled_objects(objects)
    found = [
        Workload(stored, _TEMPLATES[kind], (stored.namespace, kind, stored.name) in scaled)
        for kind in sorted(_TEMPLATES)
        for stored in objects.of_kind(kind)
    ]
    return tuple(sorted(found, key=lambda w: w.object.key))
