"""Every picture that there is, as scenes, and what is in them."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform
from lsparch.draw.compose import compose
from lsparch.draw.facade import draw_themes
from lsparch.draw.scene import Element, GroupElement, Path, Rect, Scene, Text, Use
from lsparch.draw.symbol_page import symbol_page
from lsparch.models.theme_name import ThemeName
from lsparch.views.plans import Plan
from tests.unit.draw.samples import SAMPLES
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY, laid_out
from tests.unit.views.shipped import ROOT

__all__ = ["bounds", "drawn_plans", "groups", "marks", "scenes"]

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@cache
def drawn_plans() -> tuple[Plan, ...]:
    """Return every plan of the shipped platform, of whatever sort."""
    return tuple(drawing.plan for drawing in plan_drawings(Platform(ROOT))[0])


@cache
def shipped_scenes() -> tuple[tuple[Scene, ...], ...]:
    """Return the scenes of every shipped picture, one for each theme: laying out takes longest, and is done once."""
    return tuple(map(tuple, draw_themes(drawn_plans(), SYMBOLOGY, ENGINE, list(ThemeName))))


@cache
def scenes(theme: ThemeName) -> tuple[Scene, ...]:
    """Return the scene of every shipped picture, of the samples and of the page of symbols."""
    shipped = [themes[list(ThemeName).index(theme)] for themes in shipped_scenes()]
    samples = [compose(*laid_out(plan), SYMBOLOGY, theme) for plan in SAMPLES]
    return (*shipped, *samples, symbol_page(SYMBOLOGY, theme))


def marks(children: Iterable[Element]) -> Iterator[Rect | Path | Text | Use]:
    """Yield every mark in drawing order."""
    for child in children:
        if isinstance(child, GroupElement):
            yield from marks(child.children)
        else:
            yield child


def bounds(path: Path | Rect) -> tuple[float, float, float, float]:
    """Return a box around the ends of a path's pieces, which is enough for outlines that are filled."""
    if isinstance(path, Rect):
        return path.x, path.y, path.x + path.width, path.y + path.height
    x, y = 0.0, 0.0
    places = []
    for command, text in re.findall(r"([A-Z])([^A-Z]*)", path.data):
        numbers = [float(number) for number in NUMBER.findall(text)]
        match command:
            case "H":
                x = numbers[-1]
            case "V":
                y = numbers[-1]
            case "Z":
                continue
            case _:
                x, y = numbers[-2:]
        places.append((x, y))
    xs, ys = [place[0] for place in places], [place[1] for place in places]
    return min(xs), min(ys), max(xs), max(ys)


def groups(children: Iterable[Element]) -> Iterator[GroupElement]:
    """Yield every group of marks, from the outside in."""
    for child in children:
        if isinstance(child, GroupElement):
            yield child
            yield from groups(child.children)
