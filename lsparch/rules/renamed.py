"""Elements that say which ids they had."""

from collections.abc import Iterator
from dataclasses import dataclass

from lsparch.diagnostics import Place
from lsparch.load import Model
from lsparch.models.component import Component
from lsparch.models.part import Part, Volume

__all__ = ["Renamed", "renamed"]


@dataclass(frozen=True, slots=True)
class Renamed:
    """One id that an element had."""

    element: str
    """Id of the element now; of storage with that of its component before it."""

    former: str
    """The id that it had, written in full."""

    kind: str
    place: Place
    is_first: bool
    """Whether it is the oldest, which Kubernetes keeps."""


def renamed(model: Model) -> Iterator[Renamed]:
    """Iterate over all ids that elements had, in the order of the elements."""
    for declared in model.of_kind("component", "part", "volume"):
        element = declared.element
        if not isinstance(element, Component | Part | Volume):
            continue
        for number, former in enumerate(element.moved):
            full = former if isinstance(element, Part) or "/" in former else f"{declared.part}/{former}"
            yield Renamed(declared.id, full, declared.kind, declared.place("moved", number), number == 0)
        for name, storage in element.storage.items() if isinstance(element, Component) else ():
            for number, former in enumerate(storage.moved):
                place = declared.place("storage", name, "moved", number)
                yield Renamed(f"{declared.id}.{name}", f"{declared.id}.{former}", "storage", place, number == 0)
