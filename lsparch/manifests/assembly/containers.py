"""The containers of a pod, each with the eyes through which its values are seen."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lsparch.graph import PENDING
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.assembly.workload import Workload
from lsparch.models.component import Container, Endpoint, Mount
from lsparch.resolve import Addresses
from lsparch.resolve.elements import Resolved
from lsparch.resolve.logs import aggregator, has_sidecar, shared_aggregator, shipper
from lsparch.resolve.values import Values

__all__ = ["SHIPPER", "ContainerRole", "PodContainer", "PodContainers", "offered"]

SHIPPER = "shipper"
"""Name of the container that ships logs."""


class ContainerRole(StrEnum):
    """What a container is in its pod."""

    INIT = "init"
    """Runs once, before the others."""
    SERVES = "serves"
    """Runs as long as the pod."""
    SHIPS_LOGS = "ships-logs"
    """Added by platform policy: runs beside the others."""


@dataclass(frozen=True, slots=True)
class PodContainer:
    """One container of a pod."""

    name: str
    role: ContainerRole
    container: Container
    resolved: Resolved
    """Element in which it is declared."""

    path: tuple[str, ...]
    """Where in that element."""

    values: Values
    mounts: tuple[tuple[str, Mount], ...]
    """What it mounts, by path; a plain name in the model is a volume."""

    @property
    def part(self) -> str:
        """Part whose names its references may use without prefix."""
        return self.values.part


class PodContainers:
    """The containers of every pod of an environment.

    Parameters
    ----------
    site
        The environment.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._shipper: Resolved | None = None
        self._of = {workload.id: tuple(self._containers(workload)) for workload in site.workloads}

    def of(self, workload: Workload) -> tuple[PodContainer, ...]:
        """Return the containers of a pod: those that run once, those that serve, the shipper of logs."""
        return self._of[workload.id]

    def _containers(self, workload: Workload) -> Iterator[PodContainer]:
        addresses, component = self._site.addresses, workload.component
        named: list[tuple[str, ContainerRole, Container, tuple[str, ...]]] = [
            *((n, ContainerRole.INIT, c, ("init", n)) for n, c in component.init.items()),
            (workload.name, ContainerRole.SERVES, component, ()),
            *((n, ContainerRole.SERVES, c, ("containers", n)) for n, c in component.containers.items()),
        ]
        for name, role, container, path in named:
            values = Values(addresses, workload.part, container)
            yield PodContainer(name, role, container, workload.resolved, path, values, _mounts(container))
        if has_sidecar(self._site.env, workload.id):
            yield self._shipping(workload)

    def _shipping(self, workload: Workload) -> PodContainer:
        env = self._site.env
        if self._shipper is None:
            self._shipper = shipper(env)
        element = self._shipper.element
        assert isinstance(element, Container)
        shared = shared_aggregator(env)
        own = aggregator(env, workload.part)
        addresses = self._site.addresses if own == shared else Addresses(env, {shared: own})
        values = Values(addresses, "", element)
        return PodContainer(SHIPPER, ContainerRole.SHIPS_LOGS, element, self._shipper, (), values, _mounts(element))


def offered(container: Container) -> Iterator[tuple[str, Endpoint, int]]:
    """Iterate over the endpoints on which a container listens today: id, endpoint and port."""
    for name, endpoint in container.endpoints.items():
        if endpoint.port is not None and endpoint.status not in PENDING:
            yield name, endpoint, endpoint.port


def _mounts(container: Container) -> tuple[tuple[str, Mount], ...]:
    return tuple(
        (path, Mount.model_construct(volume=mount) if isinstance(mount, str) else mount)
        for path, mount in container.mounts.items()
    )
