"""How charts are drawn: lengths mean figures, words lie on nothing."""

from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from lsparch.draw import draw_svg
from lsparch.draw.scale import ticks
from lsparch.views.chart_plan import Bar, BarChart, ChartPlan, Course, LineChart, Segment, Tone
from lsparch.views.plan import Panel
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY
from tests.unit.draw.test_sequence import SVG, texts

BARS = BarChart(
    "Cores",
    "cores",
    (
        Bar("a", "general", (Segment(10, Tone.USED), Segment(20, Tone.MORE)), "10, at peak 30", "node-pool"),
        Bar("b", "nothing", (Segment(0, Tone.USED),), "0"),
        Bar("c", "long", (Segment(100, Tone.USED),), "100 and words that have no room at the end of the bar"),
    ),
    100,
    tones=((Tone.USED, "at rest"), (Tone.MORE, "more at peak")),
)
LINES = LineChart(
    "Space",
    "days",
    "GB",
    (Course("flat", ((0, 50), (100, 50))), Course("steep", ((0, 50), (90, 500)), supposed=True)),
    500,
    "500 GB",
)
PAGE = ChartPlan("chart", "A chart", "usdac", (BARS, LINES), (Panel("Table", (("a", "10"),)),), "Words.", ("A note.",))


def test_no_text_lies_on_another_or_outside_the_page() -> None:
    svg = draw_svg(PAGE, SYMBOLOGY, ENGINE)
    root = ET.fromstring(svg)
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    found = texts(svg)
    assert all(left >= 0 and top >= 0 and right <= width and low <= height for left, top, right, low in found)
    for one, other in combinations(found, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)


def test_lengths_are_in_proportion_and_nothing_has_no_length() -> None:
    root = ET.fromstring(draw_svg(PAGE, SYMBOLOGY, ENGINE))
    bars = {item.get("data-element"): item for item in root.iter(f"{SVG}g") if item.get("class") == "bar"}
    widths = {name: [float(rect.get("width", "0")) for rect in item.iter(f"{SVG}rect")] for name, item in bars.items()}
    assert widths["b"] == []
    assert widths["a"][1] == pytest.approx(2 * widths["a"][0], abs=0.2)
    assert widths["c"][0] == pytest.approx(10 * widths["a"][0], abs=0.5)


def test_a_bar_says_its_figures_to_assistive_technology() -> None:
    root = ET.fromstring(draw_svg(PAGE, SYMBOLOGY, ENGINE))
    said = [
        (g.findtext(f"{SVG}title"), g.findtext(f"{SVG}desc")) for g in root.iter(f"{SVG}g") if g.get("class") == "bar"
    ]
    assert said[0] == ("Cores: general", "10, at peak 30")


def test_figures_that_bars_bear_are_in_no_table_but_in_the_description() -> None:
    svg = draw_svg(replace(PAGE, charts=(BARS,)), SYMBOLOGY, ENGINE)
    root = ET.fromstring(svg)
    assert root.findtext(f"{SVG}desc") == (
        "Words. Cores: general 10, at peak 30, nothing 0, long 100 and words that have no room at the end of the bar."
    )
    assert ">Table<" not in svg
    assert ">Table<" in draw_svg(PAGE, SYMBOLOGY, ENGINE)


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (100, [0, 20, 40, 60, 80, 100]),
        (7, [0, 2, 4, 6, 8]),
        (0.3, [0, 0.1, 0.2, 0.3]),
        (0, [0, 1]),
        (520, [0, 200, 400, 600]),
    ],
)
def test_axes_have_round_numbers(most: float, expected: list[float]) -> None:
    assert ticks(most) == pytest.approx(expected)


@pytest.mark.parametrize("most", range(1, 60))
def test_counts_have_whole_numbers(most: int) -> None:
    found = ticks(most, whole=True)
    assert all(tick.is_integer() for tick in found)
    assert found[-1] >= most
    assert len(found) <= 7
