"""Diagrams side by side: everything at one place, labels on their lines, a legend whose words lie on nothing."""

from collections import Counter
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree as ET

from lsparch.draw import draw_svg
from lsparch.draw.beside import draw_beside
from lsparch.views.beside import united
from lsparch.views.plan import Arrow, Box, DiagramPlan
from tests.unit.draw.samples import ASPECT
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY
from tests.unit.draw.test_sequence import SVG, texts

ADDED = Box("api/new", "new", "deployment", ASPECT.boxes[0].group, ("one", "two", "three"), signs=("added",))
WAY = Arrow("new way", "api/new", ASPECT.boxes[0].id, "http", "http 8080", signs=("added",))
MORE = replace(ASPECT, id="more", boxes=(*ASPECT.boxes, ADDED), arrows=(*ASPECT.arrows, WAY))
CHANGED = replace(
    ASPECT, id="changed", boxes=(replace(ASPECT.boxes[0], details=("a", "b", "c", "d", "e", "f")), *ASPECT.boxes[1:])
)


def frames(svg: str) -> dict[str, list[dict[str, str]]]:
    """Return the outlines of boxes by id of their element."""
    root = ET.fromstring(svg)
    found = (item for item in root.iter(f"{SVG}g") if item.get("class") == "box")
    return {item.get("data-element", ""): [dict(item[2].attrib)] for item in found}


def lines(svg: str) -> dict[str, list[str | None]]:
    root = ET.fromstring(svg)
    found = (item for item in root.iter(f"{SVG}g") if item.get("class") == "arrow")
    return {item.get("data-element", ""): [path.get("d") for path in item.iter(f"{SVG}path")] for item in found}


def test_a_united_plan_has_everything_once_and_with_most_room() -> None:
    whole = united([ASPECT, MORE, CHANGED])
    assert [box.id for box in whole.boxes] == [*(box.id for box in ASPECT.boxes), "api/new"]
    assert len(whole.arrows) == len(ASPECT.arrows) + 1
    forms = [plan.boxes[0].details for plan in (ASPECT, MORE, CHANGED)]
    assert whole.boxes[0].details[1:] == CHANGED.boxes[0].details[1:]
    assert whole.boxes[0].details[0] == max((line for lines in forms for line in lines), key=len)


def test_what_plans_have_in_common_is_drawn_at_one_place_and_in_one_size() -> None:
    (beside,) = draw_beside([[ASPECT, MORE, CHANGED]], SYMBOLOGY, ENGINE)
    today, more, changed = map(frames, beside.pictures)
    assert today.keys() | {"api/new"} == more.keys()
    assert {key: more[key] for key in today} == today == changed
    ways = [lines(svg) for svg in beside.pictures]
    assert {key: ways[1][key] for key in ways[0]} == ways[0] == ways[2]
    sizes = {(root.get("width"), root.get("height")) for root in map(ET.fromstring, beside.pictures)}
    assert sizes == {tuple(map(str, beside.size))}


def labels(svg: str) -> list[str]:
    """Return the words of all labels."""
    found = (item for item in ET.fromstring(svg).iter(f"{SVG}g") if item.get("class") == "label")
    return sorted(" ".join(item.itertext()).strip() for item in found)


def test_every_label_that_is_drawn_alone_is_drawn_beside() -> None:
    (beside,) = draw_beside([[MORE, ASPECT]], SYMBOLOGY, ENGINE)
    more, aspect = map(labels, beside.pictures)
    assert more == labels(draw_svg(MORE, SYMBOLOGY, ENGINE))
    alone = labels(draw_svg(ASPECT, SYMBOLOGY, ENGINE))
    assert Counter(alone) <= Counter(aspect)  # arrows that part sooner beside bear their label on each branch
    assert set(alone) == set(aspect)


def test_a_flowing_legend_has_every_entry_and_its_words_lie_on_nothing() -> None:
    (beside,) = draw_beside([[MORE]], SYMBOLOGY, ENGINE)
    found = texts(beside.legend)
    width, height = beside.legend_size
    assert all(left >= 0 and top >= 0 and right <= width and low <= height for left, top, right, low in found)
    for one, other in combinations(found, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1], (one, other)
    assert ">Added<" in beside.legend


def test_sets_are_laid_out_each_by_itself() -> None:
    tiny = DiagramPlan("tiny", "Tiny", "", ASPECT.flow, boxes=(replace(ADDED, group=None),))
    both = draw_beside([[ASPECT, MORE], [tiny]], SYMBOLOGY, ENGINE)
    assert len(both[0].pictures) == 2
    assert both[1].size < both[0].size
