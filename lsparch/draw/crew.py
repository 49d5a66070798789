"""Work on several pictures, shared by whoever is there."""

from collections.abc import Callable, Sequence
from typing import Protocol

__all__ = ["Crew"]


class Crew(Protocol):
    """Does pieces of work, perhaps several at once; what comes of them does not depend on that."""

    def is_worth_it(self, loads: Sequence[float]) -> bool:
        """Tell whether pieces of work that take about so many milliseconds are done faster when they are shared."""
        ...

    def share(self, work: Callable[[int], bytes], loads: Sequence[float]) -> list[bytes]:
        """Return what comes of each piece of work, by its number, in order; what takes longest is begun first."""
        ...
