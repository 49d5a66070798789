"""The scene: every mark of a finished drawing, in drawing order, with nothing left to decide."""

from dataclasses import dataclass

__all__ = ["Element", "GroupElement", "Path", "Rect", "Scene", "Text", "Use"]


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
    """Stable id of the model element; empty for furniture."""

    data: tuple[tuple[str, str], ...] = ()
    """More facts for scripts and tools, written as ``data-`` attributes: digest, kind, ends of an arrow."""

    link: str = ""
    """Address to which it leads; empty for none."""

    touches: tuple[str, ...] = ()
    """Ids of the boxes and frames at the ends of an arrow, with which it is brought out."""


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
