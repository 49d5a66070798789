"""Pictures whose type would be too small: an overview and a page for each big part, and no going to and fro."""

from dataclasses import replace

import pytest

from lsparch.api.layouts import on_pages as pages_of
from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform
from lsparch.models.paper import LEAST_TYPE
from lsparch.views.by_part import BACK, BETTER, expected_type, on_pages
from lsparch.views.pages import FULL
from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Group
from tests.unit.views.shipped import ROOT, shipped_plans


def town(districts: int = 3, houses: int = 10, arrows: int = 2) -> DiagramPlan:
    """Return districts in one city, each house with arrows into the next district, and two harbours outside."""
    groups = [Group("city", "City", "cluster")]
    groups += [Group(f"d{n}", f"District {n}", "aspect", "city") for n in range(districts)]
    ids = [f"d{n}/h{m}" for n in range(districts) for m in range(houses)]
    boxes = [Box(one, one, "deployment", one.partition("/")[0]) for one in ids]
    boxes += [Box(f"harbour-{n}", f"Harbour {n}", "external") for n in range(2)]
    ways = [
        Arrow(f"{one}-{n}", one, ids[(place + n * houses) % len(ids)], "http", "http 80")
        for place, one in enumerate(ids)
        for n in range(1, arrows + 1)
    ]
    ways += [Arrow("ship", ids[0], "harbour-0", "http"), Arrow("train", "harbour-1", ids[-1], "http")]
    return DiagramPlan("town", "Town", "", Flow.DOWN, tuple(groups), tuple(boxes), tuple(ways))


def test_a_picture_with_type_too_small_becomes_an_overview_and_a_page_for_each_part() -> None:
    plan = town()
    assert expected_type(plan) < LEAST_TYPE
    (name, overview), *pages = on_pages("town", plan)
    assert name == "town"
    assert [page for page, _ in pages] == ["town-page-1", "town-page-2", "town-page-3"]
    assert [box.link for box in overview.boxes if box.link] == [page for page, _ in pages]
    assert {box.id for box in overview.boxes if not box.link} == {"harbour-0", "harbour-1"}
    assert all(expected_type(page) >= BETTER * expected_type(plan) for _, page in pages)


def test_every_box_is_drawn_and_every_arrow_on_the_page_of_each_end() -> None:
    plan = town()
    (_, overview), *pages = on_pages("town", plan)
    home = {box.id: name for name, page in pages for box in page.boxes if box.id.startswith("d")}
    assert home.keys() | {box.id for box in overview.boxes if not box.link} == {box.id for box in plan.boxes}
    drawn = dict(pages)
    for arrow in plan.arrows:
        for end, other in ((arrow.source, arrow.target), (arrow.target, arrow.source)):
            if end in home:
                page = drawn[home[end]]
                signs = {box.id for box in page.boxes if box.link and box.link == home.get(other)}
                beyond = signs | ({other} if home.get(other) in {None, home[end]} else set())
                assert any({end, far} == {way.source, way.target} for way in page.arrows for far in beyond)


def test_what_has_no_page_stands_on_the_pages_that_it_is_joined_to_and_frames_around_all_are_left_out() -> None:
    (_, overview), first, second, third = on_pages("town", town())
    beside = [{box.id for box in page.boxes if box.id.startswith("harbour")} for _, page in (first, second, third)]
    assert beside == [{"harbour-0"}, set(), {"harbour-1"}]
    assert [group.id for group in first[1].groups] == ["d0"]
    assert overview.groups == ()


@pytest.mark.parametrize(
    "plan",
    [
        town(3, 10, 0),
        town(2, 8, 2),
        replace(town(), groups=tuple(replace(group, symbol="node-pool") for group in town().groups)),
        town(12, 3, 3),
    ],
    ids=["type is large enough", "few boxes", "no parts", "small parts"],
)
def test_what_is_legible_or_cannot_be_divided_stays_one_picture(plan: DiagramPlan) -> None:
    assert on_pages("town", plan) == [("town", plan)]


def test_a_picture_that_was_divided_stays_so_until_its_type_is_clearly_large_enough() -> None:
    plan = town()
    while expected_type(plan) < LEAST_TYPE:
        plan = replace(plan, arrows=plan.arrows[:-1])
    assert len(on_pages("town", plan)) == 1
    assert len(on_pages("town", plan, divided=True)) > 1
    while expected_type(plan) < LEAST_TYPE * BACK:
        plan = replace(plan, arrows=plan.arrows[:-1])
    assert len(on_pages("town", plan, divided=True)) == 1


def test_shipped_pictures_are_divided_as_they_are_committed_whatever_was_before() -> None:
    platform = Platform(ROOT)
    named = [(one.name, one.plan) for one in plan_drawings(platform)[0] if isinstance(one.plan, DiagramPlan)]
    found = {
        name: [page for page, _ in pages] for (name, _), pages in zip(named, pages_of(platform, named), strict=True)
    }
    alone = {name: [page for page, _ in on_pages(name, plan)] for name, plan in named}
    assert found == alone
    assert {name for name, pages in found.items() if len(pages) > 1} == {"aspects"}


def test_what_is_expected_is_near_what_is_measured() -> None:
    rows = (ROOT / "diagrams" / "rendered" / "measures.md").read_text("utf-8").splitlines()
    cells = {
        row[0]: float(row[10].strip("*"))
        for row in ([cell.strip() for cell in line.split("|")][1:] for line in rows)
        if len(row) > 10 and row[1].isdigit()
    }
    near = [
        expected_type(plan) / cells[name]
        for name, plan in shipped_plans().items()
        if len(plan.boxes) > 20 and name != "aspects"
    ]
    assert all(0.8 <= share <= 1.2 for share in near)


def test_a_picture_of_manifests_without_frames_that_could_not_be_read_has_pages_too() -> None:
    boxes = tuple(Box(f"ns{n}", f"ns{n}", "deployment", details=("pods",) * 9) for n in range(FULL + 4))
    arrows = [Arrow(f"a{n}-{m}", f"ns{n}", f"ns{n + m}", "http") for n in range(FULL) for m in (1, 4)]
    plan = DiagramPlan("parts", "Parts", "", Flow.DOWN, (), boxes, tuple(arrows))
    assert expected_type(plan) < LEAST_TYPE
    assert on_pages("parts", plan) == [("parts", plan)]
    pages = on_pages("parts", replace(plan, quick=True))
    assert [name for name, _ in pages] == ["parts", "parts-page-1", "parts-page-2"]
    assert all(expected_type(page) >= BETTER * expected_type(plan) for _, page in pages)
