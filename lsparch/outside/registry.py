"""Questions to registries, and why they are not answered; `lsparch.outside.registry_client` asks them."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["FaultKind", "Limits", "Reference", "RegistryFault"]


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
