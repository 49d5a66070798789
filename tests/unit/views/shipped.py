"""The shipped platform, and copies of it with one file changed."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from lsparch.api.planned import PlannedDrawing
from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform
from lsparch.outside.files import Files
from lsparch.views.plan import Arrow, Box, DiagramPlan

__all__ = ["ROOT", "box", "changed_plans", "has_arrow", "plans", "shipped_plans"]

ROOT = Path(__file__).parents[3]
T = TypeVar("T")


class _Changed(Files):
    """The file system, with text replaced in one file."""

    def __init__(self, file: str, old: str, new: str) -> None:
        self.file = file
        self.old = old
        self.new = new

    def tree(self, folder: Path, *suffixes: str) -> dict[str, bytes]:
        """Return the files of a folder, one of them changed."""
        found = super().tree(folder, *suffixes)
        for name, data in found.items():
            if (folder / name) == ROOT / self.file:
                text = data.decode()
                assert text.count(self.old) >= 1, self.old
                found[name] = text.replace(self.old, self.new, 1).encode()
        return found


def plans(platform: Platform, sources: Iterable[str] = (), views: Iterable[str] = ()) -> dict[str, DiagramPlan]:
    """Return every diagram of a platform by the name of its picture."""
    drawings: list[PlannedDrawing] = plan_drawings(platform, sources, views)[0]
    return {drawing.name: drawing.plan for drawing in drawings if isinstance(drawing.plan, DiagramPlan)}


@cache
def shipped_plans() -> Mapping[str, DiagramPlan]:
    """Return every diagram of the shipped platform."""
    return plans(Platform(ROOT))


def changed_plans(file: str, old: str, new: str) -> dict[str, DiagramPlan]:
    """Return every diagram of the shipped platform with one text replaced once in one file."""
    return plans(Platform(ROOT, "", _Changed(file, old, new)))


def box(plan: DiagramPlan, identifier: str) -> Box:
    """Return a box of a plan."""
    return next(found for found in plan.boxes if found.id == identifier)


def has_arrow(plan: DiagramPlan, source: str, target: str) -> Arrow | None:
    """Return the arrow between two boxes, or None."""
    return next((arrow for arrow in plan.arrows if (arrow.source, arrow.target) == (source, target)), None)
