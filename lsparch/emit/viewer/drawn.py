"""A finished drawing as data for the viewer: marks with their extents, each colour with that of the dark theme.

The browser builds of it only what is in sight. One picture serves both themes: it is composed in each of them, and
what stands at the same place in both has the two colours.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, floor

from lsparch.draw.scene import Element, GroupElement, Path, Rect, Scene, Text, Use, path_steps
from lsparch.draw.svg import number
from lsparch.draw.text import ascent, line_height, text_width
from lsparch.emit.viewer.document import Drawing, Mark

__all__ = ["drawing", "extent"]

NONE = -1
"""Instead of the number of an ink: no colour."""

_PLAIN = {"", "none"}
Area = tuple[float, float, float, float]


def drawing(light: Scene, dark: Scene) -> Drawing:
    """Return one drawing for both themes.

    Raises
    ------
    ValueError
        If the two scenes differ in more than their colours.
    """
    tables = _Tables()
    ground = tables.ink(light.ground, dark.ground)
    marks = [tables.mark(one, other) for one, other in _pairs(_units(light.children), _units(dark.children))]
    return {
        "title": light.title,
        "description": light.description,
        "size": [light.width, light.height],
        "ground": ground,
        "inks": [list(pair) for pair in tables.inks],
        "paints": list(tables.paints),
        "letters": list(tables.letters),
        "marks": marks,
    }


def extent(marks: Iterable[Element]) -> Area | None:
    """Return left, top, right and bottom of some marks; texts count where there are no shapes, `None` for nothing."""
    found = list(marks)
    areas = [_area(mark) for mark in found if isinstance(mark, Rect | Path)]
    areas = areas or [_area(mark) for mark in found if isinstance(mark, Text | Use)]
    areas += [area for mark in found if isinstance(mark, GroupElement) if (area := extent(mark.children))]
    if not areas:
        return None
    lefts, tops, rights, bottoms = zip(*areas, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


class _Tables:
    """Inks, paints and letterings, each once, in the order of their first use."""

    def __init__(self) -> None:
        self.inks: dict[tuple[str, str], int] = {}
        self.paints: dict[tuple[int | float | str, ...], int] = {}
        self.letters: dict[tuple[int | float | str, ...], int] = {}

    def ink(self, light: str, dark: str) -> int:
        """Return the number of a pair of colours."""
        if light in _PLAIN and dark in _PLAIN:
            return NONE
        return self.inks.setdefault((light, dark), len(self.inks))

    def mark(self, light: Element, dark: Element) -> Mark:
        """Return a mark that is the same in both themes but for its colours."""
        match light, dark:
            case Rect(), Rect():
                place = [_short(one) for one in (light.x, light.y, light.width, light.height)]
                return ["r", self._paint(light, dark), *place, _short(light.radius)]
            case Path(), Path() if light.data == dark.data:
                return ["p", self._paint(light, dark), light.data]
            case Text(), Text() if light.text == dark.text:
                return ["t", self._lettering(light, dark), _short(light.x), _short(light.y), light.text]
            case Use(), Use():
                place = [_short(one) for one in (light.x, light.y, light.size)]
                return ["u", self.ink(light.colour, dark.colour), light.glyph, *place]
            case GroupElement(), GroupElement() if light.element == dark.element:
                return self._group(light, dark)
            case _:
                raise ValueError(f"the themes draw differently: {light} and {dark}")

    def _group(self, light: GroupElement, dark: GroupElement) -> Mark:
        left, top, right, bottom = extent(light.children) or (0, 0, 0, 0)
        area = [floor(left), floor(top), ceil(right) - floor(left), ceil(bottom) - floor(top)]
        marks = [self.mark(one, other) for one, other in _pairs(light.children, dark.children)]
        return ["g", light.kind, light.element, light.title, light.description, area, marks]

    def _paint(self, light: Rect | Path, dark: Rect | Path) -> int:
        shift, ends = (light.shift, int(light.round)) if isinstance(light, Path) else (0, 0)
        width = _short(light.stroke_width) if light.stroke else 0
        dash = " ".join(map(number, light.dash)) if light.stroke else ""
        inks = self.ink(light.fill, dark.fill), self.ink(light.stroke, dark.stroke)
        return self.paints.setdefault((*inks, width, dash, _short(shift), ends), len(self.paints))

    def _lettering(self, light: Text, dark: Text) -> int:
        inks = self.ink(light.fill, dark.fill), self.ink(light.halo, dark.halo)
        found = (*inks, _short(light.size), int(light.bold), light.anchor)
        return self.letters.setdefault(found, len(self.letters))


def _units(children: Iterable[Element]) -> Iterator[Element]:
    """Yield what is shown or left out as one: the children of groups that stand for nothing."""
    for child in children:
        if isinstance(child, GroupElement) and child.kind == "picture":
            yield from _units(child.children)
        else:
            yield child


def _pairs(light: Iterable[Element], dark: Iterable[Element]) -> Iterator[tuple[Element, Element]]:
    return zip(light, dark, strict=True)


def _area(mark: Rect | Path | Text | Use) -> Area:
    match mark:
        case Rect():
            return mark.x, mark.y, mark.x + mark.width, mark.y + mark.height
        case Use():
            return mark.x, mark.y, mark.x + mark.size, mark.y + mark.size
        case Text():
            width = text_width(mark.text, mark.size, bold=mark.bold)
            left = mark.x - {"middle": width / 2, "end": width}.get(mark.anchor, 0)
            top = mark.y - ascent(mark.size)
            return left, top, left + width, top + line_height(mark.size)
        case Path():
            xs, ys = _places(mark.data)
            return min(xs), min(ys), max(xs), max(ys)


def _places(data: str) -> tuple[Sequence[float], Sequence[float]]:
    """Return the coordinates of ends and control points of a path."""
    xs: list[float] = []
    ys: list[float] = []
    for command, values in path_steps(data):
        match command:
            case "H":
                xs += values
            case "V":
                ys += values
            case "A":
                xs += values[5::7]
                ys += values[6::7]
            case _:
                xs += values[0::2]
                ys += values[1::2]
    return xs, ys


def _short(value: float) -> int | float:
    """Return a number as it is written in pictures."""
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded
