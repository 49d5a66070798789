"""A legend says each heading once, keeps a section together where that fits, and fills its columns evenly."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from lsparch.draw.geometry import Point, points_along
from lsparch.draw.legend import Entry, Legend, Section, place_legend, symbol_entry
from lsparch.draw.look import plain_look
from lsparch.draw.scene import Path, Text, Use
from lsparch.models.theme_name import ThemeName
from tests.unit.draw.pictures import groups, scenes
from tests.unit.draw.shipped import SYMBOLOGY

COLUMNS = range(1, 9)


def section(title: str, size: int) -> Section:
    """Return a section with so many entries."""
    return Section(title, tuple(Entry(f"{title}-{n}", f"{title} {n}", lambda *_: ()) for n in range(size)))


SETS = {
    "few": [section("Whose", 3), section("Elements", 3), section("Frames", 2), section("Arrows", 2)],
    "long": [section("Whose", 11), section("Elements", 17), section("Frames", 3), section("Arrows", 12)],
    "one": [section("Elements", 17)],
}


def columns_of(legend: Legend, title: str) -> list[list[int]]:
    """Return the heights at which entries of a section stand, in each column."""
    found: dict[int, list[int]] = {}
    for name, _, x, y in legend.entries:
        if name == title:
            found.setdefault(x, []).append(y)
    return [found[x] for x in sorted(found)]


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("sections", SETS.values(), ids=list(SETS))
def test_every_heading_and_every_entry_stands_there_once(sections: list[Section], columns: int) -> None:
    legend = place_legend(sections, columns)
    assert [title for title, _, _ in legend.headings] == [one.title for one in sections]
    assert [entry.key for _, entry, _, _ in legend.entries] == [entry.key for one in sections for entry in one.entries]
    assert len({x for _, _, x, _ in legend.entries}) <= columns


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("sections", SETS.values(), ids=list(SETS))
def test_a_section_in_several_columns_starts_on_one_line_and_has_parts_of_one_length(
    sections: list[Section], columns: int
) -> None:
    legend = place_legend(sections, columns)
    for one in sections:
        parts = columns_of(legend, one.title)
        sizes = [len(part) for part in parts]
        assert len({part[0] for part in parts}) == 1
        assert all(size == sizes[0] for size in sizes[:-1])
        assert sizes[-1] <= sizes[0]
        assert len(parts) == 1 or min(sizes[:-1]) >= 4


def test_a_section_stays_together_where_it_fits() -> None:
    legend = place_legend(SETS["few"], 8)
    assert [len(columns_of(legend, one.title)) for one in SETS["few"]] == [1, 1, 1, 1]
    legend = place_legend(SETS["long"], 2)
    assert [len(columns_of(legend, one.title)) for one in SETS["long"]] == [1, 1, 1, 1]


def test_a_long_section_is_divided_where_that_makes_the_legend_lower() -> None:
    legend = place_legend(SETS["long"], 6)
    assert [len(part) for part in columns_of(legend, "Elements")] == [9, 8]
    assert legend.height < place_legend(SETS["long"], 4).height


def test_more_columns_never_make_a_legend_higher() -> None:
    for sections in SETS.values():
        heights = [place_legend(sections, columns).height for columns in COLUMNS]
        assert all(one >= other for one, other in pairwise(heights))


def bows(path: Path) -> Iterator[Point]:
    """Yield places on the bows of an outline."""
    place = Point(0, 0)
    for command, text in re.findall(r"([A-Z])([^A-Z]*)", path.data):
        numbers = [float(number) for number in text.replace(",", " ").split()]
        points = [Point(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=False)]
        if command == "C":
            yield from points_along((place, *points))
        if command in "HV":
            place = Point(numbers[0], place.y) if command == "H" else Point(place.x, numbers[0])
        elif command in "MLC":
            place = points[-1]


@pytest.mark.parametrize("key", list(SYMBOLOGY.symbols))
def test_no_lid_or_wave_of_a_sample_runs_through_its_glyph(key: str) -> None:
    marks = list(symbol_entry(key, SYMBOLOGY.symbols[key]).sample(0, 0, plain_look(SYMBOLOGY)))
    (glyph,) = [mark for mark in marks if isinstance(mark, Use)]
    for mark in marks:
        if isinstance(mark, Path):
            for place in bows(mark):
                inside = glyph.x < place.x < glyph.x + glyph.size and glyph.y + 1 < place.y < glyph.y + glyph.size - 1
                assert not inside, place


def test_no_shipped_picture_repeats_a_heading() -> None:
    for scene in scenes(ThemeName.LIGHT):
        for item in groups(scene.children):
            if item.kind == "legend":
                headings = [mark.text for mark in item.children if isinstance(mark, Text)]
                assert len(headings) == len(set(headings)), scene.id
