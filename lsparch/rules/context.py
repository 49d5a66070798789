"""What a rule sees: one frozen context for each kind of subject."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from lsparch.diagnostics import Place
from lsparch.graph import ArchGraph
from lsparch.k8s.added import Makers
from lsparch.k8s.store import ObjectStore
from lsparch.k8s.version import KubernetesVersion
from lsparch.load import Model
from lsparch.models.policy import PolicyFile, Waiver
from lsparch.resolve import Environment
from lsparch.rules.usage import referrers
from lsparch.rules.workloads import Workload, workloads

__all__ = ["EnvironmentContext", "ModelContext", "ObjectsContext", "WaiverUse", "WaiversContext"]


@dataclass(frozen=True)
class ModelContext:
    """The whole model."""

    policy: PolicyFile
    as_of: date
    model: Model
    environments: tuple[Environment, ...]
    """Its environments, resolved: all that are checked in this run."""

    @cached_property
    def referrers(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the elements that refer to each element, by its id."""
        return referrers(self.model)


@dataclass(frozen=True)
class EnvironmentContext:
    """One environment of the model."""

    policy: PolicyFile
    as_of: date
    environment: Environment
    graph: ArchGraph
    environments: tuple[Environment, ...] = ()
    """All environments that are checked in this run, this one included."""

    neighbours: tuple[Environment, ...] = ()
    """Those of them that are on the same cluster, this one included."""


@dataclass(frozen=True)
class ObjectsContext:
    """Kubernetes objects of one deployment, generated or written by somebody."""

    policy: PolicyFile
    as_of: date
    objects: ObjectStore
    version: KubernetesVersion
    environment: str = ""
    """Environment from which they were generated; empty for objects that were read."""

    whole: bool = True
    """Whether the objects are all of the deployment, so that what is not there does not exist."""

    @cached_property
    def workloads(self) -> tuple[Workload, ...]:
        """Everything that makes pods, in the order of identity."""
        return workloads(self.objects)

    @cached_property
    def workloads_written(self) -> tuple[Workload, ...]:
        """Workloads that somebody wrote: those that are not generated from an element of a model."""
        return tuple(w for w in self.workloads if w.object.written or not w.object.element)

    @cached_property
    def workloads_in(self) -> dict[str, list[Workload]]:
        """Workloads by namespace."""
        found: dict[str, list[Workload]] = {}
        for workload in self.workloads:
            found.setdefault(workload.namespace, []).append(workload)
        return found

    @cached_property
    def _makers(self) -> Makers:
        return Makers(self.objects)

    def may_be_made(self, namespaces: Iterable[str], selector: Any) -> bool:
        """Tell whether an operator may make pods that a selector takes, which no rule can know."""
        return self._makers.may_make(namespaces, selector)


@dataclass(frozen=True)
class WaiverUse:
    """One waiver of the policy, and what became of it."""

    waiver: Waiver
    place: Place
    matched: int
    """Findings that it covers, also if it has expired."""

    judged: bool
    """Whether its rule has seen everything that it could cover."""


@dataclass(frozen=True)
class WaiversContext:
    """The waivers, after all other rules have run."""

    policy: PolicyFile
    as_of: date
    uses: tuple[WaiverUse, ...]
    known: frozenset[str]
    """Codes of all rules."""

    model: Model | None = None
    """The model, where it was checked as well."""

    place: Callable[..., Place] = lambda *_: Place("")
    """Function from a path in the policy to its place."""
