"""Figures that charts show, worked out by those who call: what a cluster is asked for, and what checks find."""

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Amount", "Figures", "FoundIn", "PoolFigures"]


@dataclass(frozen=True, slots=True)
class Amount:
    """What is asked of a node pool, and what it has, in one unit."""

    rest: float
    peak: float
    has: float


@dataclass(frozen=True, slots=True)
class PoolFigures:
    """What is asked of one node pool, or of several by pods that any of them takes."""

    pool: str
    """Its name, or all names."""

    cores: Amount
    memory: Amount
    """In GiB."""

    nodes: Amount
    """Of several, how many more than each of them needs for itself."""

    several: bool = False


@dataclass(frozen=True, slots=True)
class FoundIn:
    """Findings about one Aspect or Service."""

    part: str
    """Its id; empty for what belongs to none."""

    errors: int
    warnings: int
    notes: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Where charts get their figures from, by environment; each is asked for once."""

    capacity: Callable[[str], tuple[PoolFigures, ...]]
    shared_by: Callable[[str], tuple[str, ...]]
    """Environments on the cluster of one, itself first."""

    findings: Callable[[str], tuple[FoundIn, ...]]
