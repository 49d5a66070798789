from dataclasses import replace

import pytest

from lsparch.draw import LayoutBook, draw_svg, lay_out
from lsparch.draw.quality import measured
from lsparch.views.pages import FULL, MOST, MOST_HUBS, hubs, paged
from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Group
from tests.unit.draw.edits import flow_of_services
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY

ROOM_FOR_SIGNS = 20


def hairball(size: int) -> DiagramPlan:
    """Return boxes without frames, each with two labelled arrows."""
    boxes = tuple(Box(f"b{n}", f"component-{n}", "deployment") for n in range(size))
    arrows = [Arrow(f"a{n}", f"b{n}", f"b{(n * 7 + 3) % size}", "http", f"http {8000 + n}") for n in range(size)]
    arrows += [Arrow(f"c{n}", f"b{n}", f"b{n % 4}", "database", f"mysql {3300 + n % 5}") for n in range(4, size)]
    return DiagramPlan("hairball", "Hairball", "", Flow.DOWN, (), boxes, tuple(arrows))


def test_a_small_plan_stays_as_it_is() -> None:
    plan = flow_of_services(MOST)
    assert paged("services", plan) == [("services", plan)]


@pytest.mark.parametrize("plan", [flow_of_services(400), hairball(400), flow_of_services(4000)], ids=lambda p: p.id)
def test_every_box_is_on_one_page_and_every_arrow_on_the_page_of_each_end(plan: DiagramPlan) -> None:
    pages = paged("big", plan)
    shared = hubs(plan)
    homes: dict[str, str] = {}
    for name, page in pages:
        for box in page.boxes:
            if not box.link and box.id not in shared:
                assert homes.setdefault(box.id, name) == name
    assert homes.keys() | shared == {box.id for box in plan.boxes}
    assert shared <= {box.id for _, page in pages if page.id == plan.id for box in page.boxes}
    known = dict(pages)
    for arrow in plan.arrows:
        for end, other in ((arrow.source, arrow.target), (arrow.target, arrow.source)):
            if end in shared:
                continue
            page = known[homes[end]]
            beyond = {box.id for box in page.boxes if box.link and box.link == homes.get(other)} | {other}
            ends = [(a.source, a.target) for a in page.arrows if end in {a.source, a.target}]
            assert any(set(pair) & beyond for pair in ends if pair != (end, end)) or arrow.source == arrow.target


@pytest.mark.parametrize("plan", [flow_of_services(400), hairball(400), flow_of_services(4000)], ids=lambda p: p.id)
def test_no_page_is_too_full_and_links_lead_to_pages(plan: DiagramPlan) -> None:
    pages = dict(paged("big", plan))
    assert len(pages) == len(paged("big", plan))
    for page in pages.values():
        assert sum(not box.link for box in page.boxes) <= FULL + MOST_HUBS
        assert len(page.boxes) <= MOST + 2 * ROOM_FOR_SIGNS
        assert {box.link for box in page.boxes if box.link} <= set(pages)
    assert len({page.id for page in pages.values()}) == len(pages)


@pytest.mark.parametrize("size", [20, 100], ids=["frame on one page", "frame on several pages"])
def test_an_arrow_to_a_frame_of_another_page_is_on_both_pages(size: int) -> None:
    groups = (Group("one", "One", "service"), Group("two", "Two", "service"))
    boxes = [Box(f"one-{n}", f"one-{n}", "deployment", "one") for n in range(MOST)]
    boxes += [Box(f"two-{n}", f"two-{n}", "deployment", "two") for n in range(size)]
    arrow = Arrow("a", "one-0", "two", "http", "http 80")
    back = Arrow("b", f"two-{size - 1}", "one", "http", "http 81")
    plan = DiagramPlan("frames", "Frames", "", Flow.DOWN, groups, tuple(boxes), (arrow, back))
    (_, overview), *pages = paged("frames", plan)
    (first, source), (second, target), *_ = pages
    last, end = pages[-1]
    ends = {(a.source, a.target) for _, page in pages for a in page.arrows}
    assert ends == {
        ("one-0", f"{second}/to"),
        (f"{first}/from", "two"),
        (f"two-{size - 1}", f"{first}/to"),
        (f"{last}/from", "one"),
    }
    assert {(f"{first}/to", "two" if size > MOST else f"{second}/to")} <= {
        (a.source, a.target) for a in overview.arrows
    }
    for page in (source, target, end):
        shown = {*(box.id for box in page.boxes), *(group.id for group in page.groups)}
        assert all({a.source, a.target} <= shown for a in page.arrows)


def test_the_overview_has_a_box_for_each_page() -> None:
    (_, overview), *pages = paged("services", flow_of_services(400))
    assert [box.link for box in overview.boxes] == [name for name, _ in pages]
    assert all(
        box.details == (f"{sum(not b.link for b in page.boxes)} boxes",)
        for box, (_, page) in zip(overview.boxes, pages, strict=True)
    )


@pytest.mark.parametrize(("size", "shared"), [(12, [12, 12, 12]), (20, [20]), (MOST, [MOST])])
def test_small_frames_share_a_page_and_a_frame_is_not_divided_without_need(size: int, shared: list[int]) -> None:
    boxes = tuple(Box(f"b{n}", f"b{n}", "deployment", f"g{n // size}") for n in range(6 * size))
    groups = tuple(Group(f"g{n}", f"namespace {n}", "namespace") for n in range(6))
    for _, page in paged("town", DiagramPlan("town", "Town", "", Flow.DOWN, groups, boxes))[1:]:
        assert [sum(box.group == group.id for box in page.boxes) for group in page.groups] == shared


def test_a_page_is_named_by_boxes_of_one_kind() -> None:
    boxes = [Box(f"{kind}{n}", f"{kind} {n}", kind) for n in range(MOST) for kind in ("deployment", "route")]
    arrows = tuple(Arrow(f"a{n}", f"route{n}", f"deployment{n}", "http") for n in range(MOST))
    (_, overview), *pages = paged("shop", DiagramPlan("shop", "Shop", "", Flow.DOWN, (), tuple(boxes), arrows))
    assert [box.label for box in overview.boxes] == [
        f"Page {number + 1}: deployment {15 * number} … deployment {15 * number + 14}" for number in range(len(pages))
    ]


def test_what_everything_is_joined_to_is_on_the_overview_and_on_every_page_and_its_users_on_the_overview() -> None:
    plan = flow_of_services(100)
    extra = (Box("users", "Users", "user"), Box("door", "Ingress", "ingress"))
    ways = tuple(Arrow(f"in-{box.id}", "door", box.id, "http") for box in plan.boxes)
    plan = replace(
        plan, boxes=(*extra, *plan.boxes), arrows=(Arrow("in", "users", "door", "https"), *ways, *plan.arrows)
    )
    (_, overview), *pages = paged("services", plan)
    assert [box.id for box in overview.boxes if not box.link] == ["users", "door"]
    assert {(arrow.source, arrow.target) for arrow in overview.arrows} >= {
        ("users", "door"), *(("door", f"{name}/to") for name, _ in pages),
    }  # fmt: skip
    for _, page in pages:
        assert {"users", "door"} & {box.id for box in page.boxes} == {"door"}
        assert sum(arrow.source == "door" for arrow in page.arrows) == sum(
            not box.link and box.id != "door" for box in page.boxes
        )


def test_pages_are_drawn_readably_and_their_signs_are_links() -> None:
    pages = [plan for _, plan in paged("services", flow_of_services(120))]
    book = LayoutBook(ENGINE)
    for made in lay_out(pages, SYMBOLOGY, book):
        found = measured(made.request, made.layout)
        assert (found.through, found.hidden, found.labels) == ((), (), ())
    assert '<a href="services-page-2.svg"' in draw_svg(pages[1], SYMBOLOGY, book)


def test_a_hairball_of_labelled_arrows_in_one_picture_has_an_end() -> None:
    plan = hairball(400)
    made = lay_out([plan], SYMBOLOGY, ENGINE)[0]
    assert set(made.layout.boxes) == {box.id for box in plan.boxes}
    assert set(made.layout.curves) == {arrow.id for arrow in plan.arrows}
    assert made.layout == lay_out([replace(plan)], SYMBOLOGY, ENGINE)[0].layout
