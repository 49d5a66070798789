"""A legend says each heading once, keeps a section together where that fits, and fills its columns evenly."""

from itertools import pairwise

import pytest

from lsparch.draw.legend import Entry, Legend, Section, place_legend
from lsparch.draw.scene import Text
from lsparch.models.theme_name import ThemeName
from tests.unit.draw.pictures import groups, scenes

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


def test_no_shipped_picture_repeats_a_heading() -> None:
    for scene in scenes(ThemeName.LIGHT):
        for item in groups(scene.children):
            if item.kind == "legend":
                headings = [mark.text for mark in item.children if isinstance(mark, Text)]
                assert len(headings) == len(set(headings)), scene.id
