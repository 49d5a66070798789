"""Registries: what a tag means today, asked by the distribution protocol of OCI images."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["FaultKind", "Limits", "Reference", "Registries", "RegistryFault"]


class FaultKind(StrEnum):
    """Why a registry did not tell a digest."""

    UNKNOWN = "unknown"
    """It has no such tag, or no such repository."""

    DENIED = "denied"
    """It asks for an account that may read the repository."""

    UNREACHABLE = "unreachable"
    """It did not answer, or not as a registry does."""

    WRONG = "wrong"
    """It answered with a digest that is not that of the content."""


@dataclass(frozen=True, slots=True)
class RegistryFault:
    """Why a registry did not tell a digest."""

    kind: FaultKind
    reason: str
    """What the registry does, such as ``does not answer``."""


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """An image in a registry."""

    registry: str
    """Host, with its port if that is not the usual one."""

    repository: str
    tag: str

    def __str__(self) -> str:
        return f"{self.registry}/{self.repository}:{self.tag}"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long registries are waited for, in seconds."""

    connect: float = 5
    """For a connection."""

    read: float = 20
    """For each piece of an answer."""

    whole: float = 60
    """For a whole answer."""


class Registries:
    """Registries on the network; plain HTTP is spoken with this machine alone.

    Accounts are those of `docker login`, its credential helpers included.

    Parameters
    ----------
    limits
        How long they are waited for.
    workers
        Number of references that are asked for at a time.
    """

    def __init__(self, limits: Limits | None = None, workers: int = 8) -> None:
        self._limits = limits or Limits()
        self._workers = workers

    def digests(self, references: Iterable[Reference]) -> Mapping[Reference, str | RegistryFault]:
        """Return the digest of each reference, or why it is not known.

        The digest is computed from what the registry sends. A registry that does not answer is not asked again.
        """
        from lsparch.outside.registry_client import RegistryClient  # noqa: PLC0415

        wanted = sorted(set(references))
        clients = {host: RegistryClient(host, self._limits) for host in sorted({r.registry for r in wanted})}
        pool = ThreadPoolExecutor(self._workers, thread_name_prefix="registry")
        try:
            answers = list(pool.map(lambda reference: clients[reference.registry].digest(reference), wanted))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        return dict(zip(wanted, answers, strict=True))
