"""Type has few sizes, the same on every page, and no text is cut or leaves what holds it."""

from collections.abc import Iterable

from lsparch.draw.scene import GroupElement, Path, Rect, Scene, Text, Use
from lsparch.draw.text import text_width
from lsparch.models.theme_name import ThemeName
from lsparch.views.by_part import on_pages
from lsparch.views.plan import DiagramPlan
from tests.unit.draw.pictures import bounds, drawn_plans, groups, marks, scenes

SIZES = {10.0, 10.5, 11.0, 11.5, 12.0, 12.5, 13.0, 14.5, 22.0}
A2_WIDTH = 1684
LEAST_ON_A2 = 6.0
"""Points: what footnotes are set in."""

SLACK = 1.0
HOLDERS = {"box", "label", "panel", "legend", "bar"}
"""Groups of which the outline is the first mark."""

Extent = tuple[float, float, float, float]
PAGES = scenes(ThemeName.LIGHT)


def extent(text: Text) -> Extent:
    """Return the room that the letters take."""
    width = text_width(text.text, text.size, bold=text.bold)
    left = text.x - {"start": 0, "middle": width / 2, "end": width}[text.anchor]
    return left, text.y - text.size * 0.75, left + width, text.y + text.size * 0.22


def leaves(inner: Extent, outer: Extent) -> bool:
    """Tell whether something stands out of something."""
    a, b, c, d = outer
    return inner[0] < a - SLACK or inner[1] < b - SLACK or inner[2] > c + SLACK or inner[3] > d + SLACK


def outline(item: GroupElement) -> Extent:
    """Return the room of a group's outline: that of its first mark, of all sheets for a stack."""
    found = [bounds(mark) for mark in item.children if isinstance(mark, Rect | Path)]
    if item.kind != "box":
        return found[0]
    left, top, right, bottom = zip(*found, strict=True)
    return min(left), min(top), max(right), max(bottom)


def texts(children: Iterable[object]) -> list[Text]:
    """Return the texts that stand directly in a group."""
    return [mark for mark in children if isinstance(mark, Text)]


def faults(scene: Scene) -> list[tuple[str, str, str]]:
    """Return every text that leaves its box, label, table or legend."""
    return [
        (scene.id, item.id, text.text)
        for item in groups(scene.children)
        if item.kind in HOLDERS
        for text in texts(item.children)
        if leaves(extent(text), outline(item))
    ]


def test_no_text_leaves_its_box_label_table_or_legend() -> None:
    assert [fault for scene in PAGES for fault in faults(scene)] == []


def test_no_heading_leaves_its_frame() -> None:
    for scene in PAGES:
        frames = {item.id: outline(item) for item in groups(scene.children) if item.kind == "group"}
        for item in groups(scene.children):
            if item.kind == "heading":
                for text in texts(item.children):
                    assert not leaves(extent(text), frames[item.id]), (scene.id, text.text)


def test_no_text_leaves_its_page() -> None:
    for scene in PAGES:
        page = (0, 0, scene.width, scene.height)
        assert [
            mark.text for mark in marks(scene.children) if isinstance(mark, Text) and leaves(extent(mark), page)
        ] == []


def test_no_glyph_leaves_its_box() -> None:
    for scene in PAGES:
        for item in groups(scene.children):
            if item.kind == "box":
                for mark in item.children:
                    if isinstance(mark, Use):
                        place = (mark.x, mark.y, mark.x + mark.size, mark.y + mark.size)
                        assert not leaves(place, outline(item)), (scene.id, item.id)


def test_type_has_few_sizes() -> None:
    found = {mark.size for scene in PAGES for mark in marks(scene.children) if isinstance(mark, Text)}
    assert found <= SIZES


def test_the_smallest_type_can_be_read_when_a_page_is_printed() -> None:
    plans = [plan for plan in drawn_plans() if isinstance(plan, DiagramPlan)]
    divided = {plan.id for plan in plans if len(on_pages(plan.id, plan)) > 1}  # render draws pages in their place
    assert len(divided) < len(plans) / 10
    for scene in (scene for scene in PAGES if scene.id not in divided):
        least = min(mark.size for mark in marks(scene.children) if isinstance(mark, Text))
        assert least * min(1.0, A2_WIDTH / scene.width) >= LEAST_ON_A2, scene.id


def test_a_text_too_wide_for_its_box_is_found() -> None:
    wide = GroupElement("b", "box", (Rect(0, 0, 40, 20), Text(4, 14, "much too wide for this", 11, "#000000")))
    assert faults(Scene("s", 100, 100, "", "", (wide,))) == [("s", "b", "much too wide for this")]
