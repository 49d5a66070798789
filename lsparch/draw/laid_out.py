"""A layout, with how it came about."""

from collections.abc import Callable
from dataclasses import dataclass

from lsparch.draw.mesh import Placement
from lsparch.draw.positions import Layout, LayoutRequest
from lsparch.draw.routing import DETOUR

__all__ = ["LaidOut"]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A layout, and how it came about."""

    ask: Callable[[], LayoutRequest]
    """Returns what was laid out."""

    placement: Placement
    """What is kept for the next layout."""

    layout: Layout
    detour: int = DETOUR
    """Detours that labels may cause in it."""

    before: int = 0
    """Boxes that an earlier layout had too."""

    moved: int = 0
    """Those of them that have moved against the others."""

    anew: bool = False
    """Whether an earlier layout had to be given up, because arrows found no room in it."""

    @property
    def request(self) -> LayoutRequest:
        """What was laid out, with the sizes of everything in it."""
        return self.ask()
