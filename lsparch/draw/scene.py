"""The scene: every mark of a finished drawing, in drawing order, with nothing left to decide."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

__all__ = ["JOIN", "Element", "GroupElement", "Path", "Rect", "Scene", "Text", "Use", "linked", "path_steps"]

_STEP = re.compile(r"([MLHVCAZ])([^MLHVCAZ]*)")


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: str = "none"
    stroke: str = ""
    stroke_width: float = 1.0
    radius: float = 0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A line or an outline, as SVG path data."""

    data: str
    fill: str = "none"
    stroke: str = ""
    stroke_width: float = 1.0
    dash: tuple[float, ...] = ()
    shift: float = 0
    """How far the dash pattern is moved back."""

    round: bool = False
    """Whether dashes have round ends; a dash without length is then a dot."""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; ``y`` is its base line."""

    x: float
    y: float
    text: str
    size: float
    fill: str
    bold: bool = False
    anchor: str = "start"
    halo: str = ""
    """Colour of an outline under the letters that keeps lines away from them; empty for none."""


@dataclass(frozen=True, slots=True)
class Use:
    """A glyph at a place, in a colour."""

    glyph: str
    x: float
    y: float
    size: float
    colour: str


JOIN = "join"
"""Class of a dot where arrows meet: it belongs to all of them, so that as a picture by itself it is in no group."""


@dataclass(frozen=True, slots=True)
class GroupElement:
    """Marks that belong to one element of the plan, with words for tooltip and assistive technology."""

    id: str
    kind: str
    """Class of the SVG group: ``box``, ``group``, ``arrow``, ``legend``, …"""

    children: "tuple[Element, ...]"
    title: str = ""
    description: str = ""
    element: str = ""
    """Stable id of the model element, of a join those of its arrows, one a line; empty for furniture."""

    data: tuple[tuple[str, str], ...] = ()
    """More facts for scripts and tools, written as ``data-`` attributes: digest, kind, ends of an arrow."""

    link: str = ""
    """Address to which it leads; empty for none."""


Element = Rect | Path | Text | Use | GroupElement


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole drawing."""

    id: str
    width: int
    height: int
    title: str
    description: str
    children: tuple[Element, ...]
    ground: str = "#ffffff"
    ink: str = "#000000"
    """Colour of what shows the focus."""


def path_steps(data: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each command of path data with its numbers; ours are in upper case, so that all places are absolute."""
    for command, numbers in _STEP.findall(data):
        yield command, [float(number) for number in numbers.split()]


def linked(scene: Scene, links: Mapping[str, str]) -> Scene:
    """Return a scene in which the shapes of elements lead to an address, by id of the element.

    An arrow leads to where its source leads, which is where it is declared, if it has no address of its own.
    """

    def lead(item: Element) -> Element:
        if not isinstance(item, GroupElement):
            return item
        origin = dict(item.data).get("source", "")
        link = (links.get(item.element) or links.get(origin, "")) if item.title else ""
        return replace(item, link=link or item.link, children=tuple(map(lead, item.children)))

    return replace(scene, children=tuple(map(lead, scene.children)))
