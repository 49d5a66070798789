"""A component whose pods are generated."""

from dataclasses import dataclass

from lsparch.models.component import Component
from lsparch.resolve.elements import Resolved

__all__ = ["Workload"]


@dataclass(frozen=True, slots=True)
class Workload:
    """A component whose pods run in this environment, or are spawned in it."""

    id: str
    component: Component
    resolved: Resolved
    part: str
    name: str
    """Name of the component on Kubernetes, within its part."""

    namespace: str
    """Namespace of its pods; for pods in namespaces of users, that of the spawner."""

    selector: dict[str, str]
    """Labels that select its pods; they never change."""

    labels: dict[str, str]
    """Labels of its pods and objects."""

    shared: bool
    """Whether it belongs to the cluster, and so to several environments."""

    tag: str | None = None
    """Image tag of a second version; that of the release when None."""

    @property
    def is_spawned(self) -> bool:
        """Whether another component creates its pods."""
        return self.component.kind == "spawned"

    @property
    def is_per_user(self) -> bool:
        """Whether its pods live in namespaces of users."""
        return self.component.spawned is not None and self.component.spawned.namespace == "per-user"

    @property
    def most_replicas(self) -> int:
        """Most pods that it may have at once, without those of an update; 1 for what is not replicated."""
        if self.component.scale is not None:
            return self.component.scale.max
        if self.component.kind in {"deployment", "statefulset"}:
            return 1 if self.component.replicas is None else self.component.replicas
        return 1
