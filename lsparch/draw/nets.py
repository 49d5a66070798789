"""Arrows that say the same and share an end are drawn as one that forks, with one label."""

from collections.abc import Iterable
from dataclasses import dataclass

from lsparch.draw.structure import Structure
from lsparch.views.plan import Arrow

__all__ = ["Net", "any_joined", "nets_of"]


@dataclass(frozen=True, slots=True)
class Net:
    """Arrows that are drawn as one."""

    arrows: tuple[str, ...]
    into: bool = True
    """Whether the target is shared, else the source; means nothing for a single arrow."""

    @property
    def leader(self) -> str:
        """Arrow whose label stands for all."""
        return self.arrows[0]


def nets_of(structure: Structure) -> list[Net]:
    """Return every arrow of a plan once, in nets; the largest nets are made first."""
    bundles: dict[tuple[object, ...], list[str]] = {}
    for arrow in structure.plan.arrows:
        if not structure.encloses(arrow) and arrow.source != arrow.target:
            for into, end in ((True, arrow.target), (False, arrow.source)):
                key = (into, end, *likeness(arrow), structure.common(arrow))
                bundles.setdefault(key, []).append(arrow.id)
    done: set[str] = set()
    found: list[Net] = []
    for key, arrows in sorted(bundles.items(), key=lambda item: -len(item[1])):
        free = tuple(arrow for arrow in arrows if arrow not in done)
        if len(free) > 1:
            found.append(Net(free, key[0] is True))
            done |= set(free)
    found += [Net((arrow.id,)) for arrow in structure.plan.arrows if arrow.id not in done]
    order = {arrow.id: index for index, arrow in enumerate(structure.plan.arrows)}
    return sorted(found, key=lambda net: order[net.leader])


def any_joined(nets: Iterable[Net]) -> bool:
    """Whether some arrows are drawn as one."""
    return any(len(net.arrows) > 1 for net in nets)


def likeness(arrow: Arrow) -> tuple[object, ...]:
    """Return what arrows must have in common to be drawn as one."""
    return arrow.style, arrow.label, arrow.status, arrow.optional, arrow.auth, arrow.signs
