"""The page that sets pictures side by side: ours are what is drawn now, and its figures are those of its pictures."""

import re
from pathlib import Path

from tests.bench.side_by_side import OTHERS, PAGE, SYSTEMS, drawn, picture, row

AGAIN = "run python -m tests.tools.draw_examples"


def test_our_pictures_and_their_figures_are_those_of_today(tmp_path: Path) -> None:
    lines = PAGE.read_text("utf-8").splitlines()
    found = list(drawn(tmp_path))
    assert [ours.system for ours in found] == list(SYSTEMS)
    for ours in found:
        assert picture(ours.system, "lsparch").read_text("utf-8") == ours.svg, AGAIN
        assert row(ours.system, "lsparch", ours.figures) in lines, AGAIN


def test_figures_of_others_are_those_of_the_pictures_that_are_shown() -> None:
    lines = PAGE.read_text("utf-8").splitlines()
    for tool, measure in OTHERS.items():
        for system in SYSTEMS:
            assert row(system, tool, measure(system)) in lines


def test_the_page_shows_every_picture_and_no_other() -> None:
    text = PAGE.read_text("utf-8")
    shown = set(re.findall(r"\]\(side-by-side/([^)]+)\)", text))
    assert shown == {path.name for path in PAGE.with_suffix("").iterdir()}


def test_a_row_of_the_table_stands_for_each_picture() -> None:
    rows = re.findall(r"^\| (\w+) \| (\w+) \| \d", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    assert sorted(rows) == sorted((system, tool) for system in SYSTEMS for tool in ("lsparch", *OTHERS))
