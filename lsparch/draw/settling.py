"""Things on one axis moved, within the room that there is, to where their arrows are short."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from lsparch.draw.geometry import median

__all__ = ["Middle", "Settling"]

SWEEPS = 6

Distances = Mapping[str, Sequence[tuple[str, int]]]
"""For each place, others with a least distance."""


@dataclass(frozen=True, slots=True)
class Middle:
    """The middle of a thing: half of the sum of two places and of what is added."""

    one: str
    two: str
    more: int

    @property
    def ends(self) -> tuple[str, str]:
        """The two places."""
        return self.one, self.two


Pull = tuple[Middle, Middle]
"""What an arrow pulls at, and to where."""


@dataclass(frozen=True, slots=True)
class Mover:
    """Places that move together, with all on which that depends: the others are elsewhere."""

    keys: tuple[str, ...]
    pulls: tuple[tuple[str, str, str, str, int], ...]
    before: tuple[tuple[str, str, int], ...]
    """Own place, one before it, and their least distance."""

    after: tuple[tuple[str, str, int], ...]
    first: tuple[str, ...]
    """Own places before which nothing is."""

    last: tuple[str, ...]

    def step(self, places: Mapping[str, int], end: int) -> int:
        """Return how far the arrows pull, as far as there is room."""
        wishes = [places[c] + places[d] - places[a] - places[b] + more for a, b, c, d, more in self.pulls]
        wish = round(median(wishes) / 2)
        if wish < 0:
            room = min([places[own] - places[one] - least for own, one, least in self.before], default=-wish)
            room = min([room, *[places[own] for own in self.first]])
            return -min(-wish, max(0, room))
        if wish > 0:
            room = min([places[one] - least - places[own] for own, one, least in self.after], default=wish)
            room = min([room, *[end - places[own] for own in self.last]])
            return min(wish, max(0, room))
        return 0


class Settling:
    """Moves things, alone and together, to where their arrows pull them.

    Parameters
    ----------
    before, after
        Least distances from what stands before a place, and to what stands after it.
    pulls
        By place: what arrows pull at there, and to where.
    """

    def __init__(self, before: Distances, after: Distances, pulls: Mapping[str, Sequence[Pull]]) -> None:
        self._before = before
        self._after = after
        self._pulls = pulls

    def settle(self, order: Sequence[str], groups: Sequence[Sequence[str]], places: dict[str, int], end: int) -> None:
        """Move each place and each group of them until nothing moves, or often enough."""
        alone = [mover for key in order if (mover := self._mover([key], {key}.__contains__))]
        together = [mover for keys in groups if (mover := self._mover(keys, set(keys).__contains__))]
        for sweep in range(SWEEPS):
            moved = False
            for mover in (*(alone if sweep % 2 else reversed(alone)), *together):
                step = mover.step(places, end)
                for key in mover.keys if step else ():
                    places[key] += step
                    moved = True
            if not moved:
                break

    def _mover(self, keys: Collection[str], is_own: Callable[[str], bool]) -> Mover | None:
        """Return some places as one; None where no arrow leads to another."""
        pulls = [(one, other) for key in keys for one, other in self._pulls.get(key, ()) if not is_own(other.one)]
        if not pulls:
            return None
        before = [(key, one, least) for key in keys for one, least in self._before.get(key, ()) if not is_own(one)]
        after = [(key, one, least) for key in keys for one, least in self._after.get(key, ()) if not is_own(one)]
        held, kept = {key for key, _, _ in before}, {key for key, _, _ in after}
        return Mover(
            tuple(keys),
            tuple((*one.ends, *other.ends, other.more - one.more) for one, other in pulls),
            tuple(before),
            tuple(after),
            tuple(key for key in keys if key not in held),
            tuple(key for key in keys if key not in kept),
        )
