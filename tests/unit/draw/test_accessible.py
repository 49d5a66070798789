"""A picture can be read without a mouse, without sight, and without anything from outside."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from lsparch.draw.behaviour import quoted
from lsparch.draw.compose import compose
from lsparch.draw.facade import draw_svg
from lsparch.draw.scene import linked
from lsparch.draw.svg import svg_text
from lsparch.models.theme_name import ThemeName
from lsparch.views.plan import DiagramPlan
from tests.unit.draw.pictures import drawn_plans, scenes
from tests.unit.draw.samples import ASPECT, TINY
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY, laid_out

SVG = "{http://www.w3.org/2000/svg}"
PAGES = {scene.title: svg_text(scene) for scene in scenes(ThemeName.LIGHT)}
every_page = pytest.mark.parametrize("name", list(PAGES))


@every_page
def test_a_page_is_well_formed_and_needs_nothing_from_outside(name: str) -> None:
    root = ET.fromstring(PAGES[name])
    assert {item.tag.removeprefix(SVG) for item in root.iter()} <= {
        "svg", "title", "desc", "style", "defs", "symbol", "g", "path", "rect", "text", "use",
    }  # fmt: skip
    for item in root.iter():
        for key, value in item.attrib.items():
            assert not key.startswith("on")
            assert key.rpartition("}")[2] != "href" or value.startswith("#")
    style = "".join(str(item.text) for item in root.iter(f"{SVG}style"))
    assert set(re.findall(r"url\((.{15})", style)) == {"data:font/woff2"}
    assert "@import" not in style


@every_page
def test_a_page_says_what_it_is(name: str) -> None:
    root = ET.fromstring(PAGES[name])
    assert root.get("role") == "graphics-document document"
    words = {str(item.get("id")): str(item.text) for item in root if item.tag in {f"{SVG}title", f"{SVG}desc"}}
    assert str(root.get("aria-labelledby")).split() == list(words)
    assert all(words.values())


@every_page
def test_everything_that_the_keyboard_reaches_has_a_role_and_a_name(name: str) -> None:
    for item in ET.fromstring(PAGES[name]).iter(f"{SVG}g"):
        if item.get("tabindex"):
            assert item.get("tabindex") == "0"
            assert item.get("role") == "graphics-symbol"
            assert item.findtext(f"{SVG}title")


def stops(svg: str) -> list[str]:
    return [str(item.get("data-element")) for item in ET.fromstring(svg).iter() if item.get("tabindex")]


DIAGRAMS = {
    f"{plan.id} {plan.environment}": (plan, svg_text(scene))
    for plan, scene in zip(drawn_plans(), scenes(ThemeName.LIGHT), strict=False)
    if isinstance(plan, DiagramPlan)
}


@pytest.mark.parametrize("name", list(DIAGRAMS))
def test_the_keyboard_goes_from_each_box_to_the_arrows_that_leave_it(name: str) -> None:
    plan, svg = DIAGRAMS[name]
    found = stops(svg)
    boxes = [box.id for box in plan.boxes]
    assert [stop for stop in found if stop in set(boxes)] == boxes
    assert sorted(found) == sorted([*boxes, *(arrow.id for arrow in plan.arrows)])
    last = ""
    source = {arrow.id: arrow.source for arrow in plan.arrows}
    for stop in found:
        if stop in source and source[stop] in set(boxes):
            assert last == source[stop]
        last = stop if stop in set(boxes) else last


def test_pointing_at_a_box_brings_out_its_arrows_without_a_script() -> None:
    svg = PAGES["API Aspect, pod level, usdac"]
    style = "".join(str(item.text) for item in ET.fromstring(svg).iter(f"{SVG}style"))
    assert "<script" not in svg
    assert ":focus-visible" in style
    assert 'svg:has(.box[data-element="api/tap"]' in style


def test_no_id_can_end_a_string_of_the_style_sheet() -> None:
    hostile = 'a"]{}*{display:none}/*\\</style>\n'
    assert re.fullmatch(r'"[A-Za-z0-9_./: \\-]*"', quoted(hostile))
    assert len({quoted("a b"), quoted("a_b"), quoted("a20 b"), quoted("a")}) == 4
    boxes = (replace(TINY.boxes[0], id=hostile.strip()), TINY.boxes[1])
    plan = replace(TINY, boxes=boxes, arrows=(replace(TINY.arrows[0], source=hostile.strip()),))
    assert ET.fromstring(draw_svg(plan, SYMBOLOGY, ENGINE)).tag == f"{SVG}svg"


def test_shapes_lead_to_where_their_element_is_declared() -> None:
    scene = linked(compose(*laid_out(ASPECT), SYMBOLOGY), {"api/tap.tap": "https://example.org/a?b=1&c=2"})
    root = ET.fromstring(svg_text(scene))
    links = list(root.iter(f"{SVG}a"))
    assert {link.get("href") for link in links} == {"https://example.org/a?b=1&c=2"}
    holders = [item for item in root.iter(f"{SVG}g") if item.find(f"{SVG}a") is not None]
    leaving = {arrow.id for arrow in ASPECT.arrows if arrow.source == "api/tap.tap"}
    assert {item.get("data-element") for item in holders} == {"api/tap.tap", *leaving}
    assert all(item.get("tabindex") is None and item.get("role") == "graphics-object" for item in holders)
    assert all(link.get("aria-label") for link in links)
