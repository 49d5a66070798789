"""Arrows that say the same and share an end are drawn as one that forks, with one label where they meet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lsparch.draw.measure import ArrowLabel
from lsparch.draw.structure import Structure
from lsparch.views.plan import Arrow

__all__ = ["Joint", "joints_of"]


@dataclass(frozen=True, slots=True)
class Joint:
    """Where an arrow meets others."""

    leader: str
    """Arrow whose label stands for all."""

    into: bool
    """Whether the target is shared, else the source."""


def joints_of(structure: Structure, labels: Mapping[str, ArrowLabel], back: Collection[str]) -> dict[str, Joint]:
    """Return, by id, the arrows that meet others; the largest bundles are made first.

    Parameters
    ----------
    structure
        The plan's tree and arrows.
    labels
        Labels by id of arrow; arrows without one do not meet others.
    back
        Arrows that run against the flow, which stay alone.
    """
    bundles: dict[tuple[object, ...], list[str]] = {}
    for arrow in structure.plan.arrows:
        if arrow.id in labels and arrow.id not in back and not structure.encloses(arrow):
            for into, end in ((True, arrow.target), (False, arrow.source)):
                bundles.setdefault((into, end, *likeness(arrow), structure.common(arrow)), []).append(arrow.id)
    found: dict[str, Joint] = {}
    for key, arrows in sorted(bundles.items(), key=lambda item: -len(item[1])):
        free = [arrow for arrow in arrows if arrow not in found]
        if len(free) > 1:
            found |= {arrow: Joint(free[0], key[0] is True) for arrow in free}
    return found


def likeness(arrow: Arrow) -> tuple[object, ...]:
    """Return what arrows must have in common to be drawn as one."""
    return arrow.style, arrow.label, arrow.status, arrow.optional, arrow.auth, arrow.signs
