"""A drawing as data: the marks of the picture, in the colours of both themes, each with its extent."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from lsparch.draw import draw_themes, svg_text
from lsparch.draw.scene import GroupElement, Path, Rect, Scene, Text
from lsparch.emit.viewer.document import Drawing
from lsparch.emit.viewer.drawn import drawing, extent
from lsparch.models.theme_name import ThemeName
from tests.unit.draw.samples import ASPECT
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY

BOTH = (ThemeName.LIGHT, ThemeName.DARK)
COLOUR = re.compile(r'(?:fill|stroke|color)="(#[0-9a-f]{6})"')


@pytest.fixture(scope="module")
def scenes() -> list[Scene]:
    """Return a picture in both themes."""
    return draw_themes([ASPECT], SYMBOLOGY, ENGINE, BOTH)[0]


def colours(drawn: Drawing, theme: int) -> Iterator[str]:
    """Yield the colours of a drawing in one theme, in its own order of mentioning them."""

    def ink(number: object) -> Iterator[str]:
        assert isinstance(number, int)
        if number >= 0:
            yield drawn["inks"][number][theme]

    def walk(marks: Iterable[object]) -> Iterator[str]:
        for mark in marks:
            assert isinstance(mark, list)
            match mark[0]:
                case "g":
                    yield from walk(mark[6])
                case "u":
                    yield from ink(mark[1])
                case "t":
                    fill, halo, *_ = drawn["letters"][mark[1]]
                    yield from ink(halo)
                    yield from ink(fill)
                case _:
                    fill, line, *_ = drawn["paints"][mark[1]]
                    yield from ink(fill)
                    yield from ink(line)

    yield from ink(drawn["ground"])
    yield from walk(drawn["marks"])


@pytest.mark.parametrize("theme", [0, 1], ids=BOTH)
def test_colours_are_those_of_the_theme(scenes: list[Scene], theme: int) -> None:
    body = svg_text(scenes[theme]).partition("</defs>")[2]
    assert list(colours(drawing(*scenes), theme)) == COLOUR.findall(body)


def test_every_text_is_there(scenes: list[Scene]) -> None:
    text = json.dumps(drawing(*scenes), ensure_ascii=False)
    for words in re.findall(r"<text[^>]*>([^<&]*)</text>", svg_text(scenes[0])):
        assert json.dumps(words, ensure_ascii=False) in text


def test_themes_that_draw_differently_are_refused(scenes: list[Scene]) -> None:
    light, dark = scenes
    with pytest.raises(ValueError, match=r"shorter|differently"):
        drawing(light, replace(dark, children=dark.children[:-1]))
    moved = replace(dark, children=(Rect(0, 0, 1, 1), *dark.children[1:]))
    with pytest.raises(ValueError, match="differently"):
        drawing(light, moved)


def test_the_extent_is_that_of_shapes_and_of_texts_where_there_are_none() -> None:
    text = Text(100, 100, "far away", 10, "#000000")
    assert extent([Rect(1, 2, 3, 4), Path("M10 20H30V-5C40 41 42 43 44 45A5 5 0 0 1 50 51Z"), text]) == (1, -5, 50, 51)
    left, top, right, bottom = extent([text]) or (0, 0, 0, 0)
    assert left == 100 < right
    assert top < 100 < bottom
    inner = GroupElement("a", "box", (Rect(-7, 0, 1, 1),))
    assert extent([Rect(0, 0, 2, 2), inner]) == (-7, 0, 2, 2)
    assert extent([]) is None
