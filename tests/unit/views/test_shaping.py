"""Including, excluding, collapsing, other frames, and differences."""

from dataclasses import replace
from functools import cache

import pytest

from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform
from lsparch.diagnostics import LsparchError
from lsparch.models.view import Grouping, Selector
from lsparch.views.asked import Asked, Shape, choice_of
from lsparch.views.difference import difference, what_differs
from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Group
from lsparch.views.shaping import collapsed, merged
from tests.unit.views.shipped import ROOT, box, has_arrow, shipped_plans


@cache
def platform() -> Platform:
    return Platform(ROOT)


def shaped(shape: Shape, view: str = "aspects") -> DiagramPlan:
    (drawing,), _ = plan_drawings(platform(), ["usdac"], [view], Asked(), shape)
    assert isinstance(drawing.plan, DiagramPlan)
    return drawing.plan


def ids(plan: DiagramPlan) -> set[str]:
    return {found.id for found in plan.boxes}


def test_a_word_is_an_id_or_facts() -> None:
    assert choice_of("*/logstash") == "*/logstash"
    assert choice_of("part=api,kind=statefulset") == Selector(part="api", kind="statefulset")
    assert choice_of("label=app=web") == Selector(label="app=web")
    with pytest.raises(LsparchError, match="`colour=red` is no selector"):
        choice_of("colour=red")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "a selector should not be empty"),
        ("status=bogus", "`status=bogus`: status: `bogus` is none of known, assumed, planned, open"),
        ("part=api,part=portal", "`part=api,part=portal` states part twice; give two selectors"),
    ],
)
def test_a_word_that_chooses_nothing_is_refused(text: str, told: str) -> None:
    with pytest.raises(LsparchError) as caught:
        choice_of(text)
    assert str(caught.value) == told


def test_a_frame_to_collapse_has_a_name() -> None:
    with pytest.raises(LsparchError, match="--collapse should not be empty"):
        shaped(Shape(collapse=[""]))


def test_what_is_excluded_is_gone_with_its_arrows() -> None:
    whole, less = shaped(Shape()), shaped(Shape(exclude=["*/logstash", "status=planned"]))
    gone = ids(whole) - ids(less)
    assert {"api/logstash", "notebook/logstash", "portal/logstash", "portal/plugin"} <= gone
    assert not any(arrow.status == "planned" for arrow in less.arrows)
    assert all({arrow.source, arrow.target}.isdisjoint(gone) for arrow in less.arrows)


def test_only_what_is_included_is_shown_and_the_way_in() -> None:
    plan = shaped(Shape(include=["portal/firefly", "portal/redis"]), "portal-pods")
    assert ids(plan) == {"portal/firefly", "portal/redis", "portal/balancer", "users"}
    assert has_arrow(plan, "portal/firefly", "portal/redis")


def test_including_a_protocol_shows_its_connections_alone() -> None:
    plan = shaped(Shape(include=["protocol=mysql"]))
    assert plan.arrows
    assert {arrow.style for arrow in plan.arrows if arrow.source != "users"} <= {"database", "http", "https"}
    assert has_arrow(plan, "api/tap", "qserv")


def test_selectors_choose_by_kind_owner_part_and_label() -> None:
    for shape, gone, kept in (
        (Shape(exclude=["kind=statefulset"]), "api/uws-db", "api/tap"),
        (Shape(exclude=["owner=suit"]), "portal/firefly", "api/tap"),
        (Shape(exclude=["part=notebook"]), "notebook/hub", "api/tap"),
        (Shape(exclude=["label=logs=sidecar,part=api"]), "api/tap", "portal/firefly"),
    ):
        shown = ids(shaped(shape))
        assert gone not in shown
        assert kept in shown


def test_collapsed_parts_are_one_box_with_all_arrows() -> None:
    whole, plan = shaped(Shape()), shaped(Shape(collapse=["api", "note*"]))
    assert {"api", "notebook"} <= ids(plan)
    assert not any(found.startswith(("api/", "notebook/")) for found in ids(plan))
    assert "tap" in " ".join(box(plan, "api").details)
    parts = {found.id: found.group for found in whole.boxes}

    def end(identifier: str) -> str:
        part = parts.get(identifier) or ""
        return part if part in {"api", "notebook"} else identifier

    wanted = {(end(a.source), end(a.target)) for a in whole.arrows}
    assert {(a.source, a.target) for a in plan.arrows} == {pair for pair in wanted if pair[0] != pair[1]}
    assert "cluster/production" in {group.id for group in shaped(Shape(collapse=["*"])).groups}


def test_a_frame_in_a_collapsed_frame_is_gone() -> None:
    plan = DiagramPlan(
        "v", "V", "", Flow.DOWN, (Group("a", "A", "aspect"), Group("p", "P", "pod", "a")),
        (Box("p#1", "one", "container", "p"), Box("b", "b", "deployment")), (Arrow("x", "p#1", "b", "http", "http 1"),),
    )  # fmt: skip
    found = collapsed(plan, ["*"])
    assert found.groups == ()
    assert [(b.id, b.details) for b in found.boxes] == [("a", ("one",)), ("b", ())]
    assert [(a.source, a.target) for a in found.arrows] == [("a", "b")]


def test_merged_arrows_keep_what_each_says() -> None:
    arrows = (Arrow("1", "a", "b", "http", "http 1", optional=True), Arrow("2", "a", "b", "http", "http 2"))
    (one,) = merged((*arrows, Arrow("3", "a", "a", "http")))
    assert (one.label, one.optional) == ("http 1, http 2", False)


@pytest.mark.parametrize(
    ("by", "frame", "member"),
    [
        ("owner", "owner/suit", "portal/firefly"),
        ("namespace", "namespace/usdac-portal", "portal/firefly"),
        ("pool", "pool/portal", "portal/firefly"),
        ("part", "portal", "portal/firefly"),
    ],
)
def test_boxes_are_framed_by_what_is_asked(by: Grouping, frame: str, member: str) -> None:
    plan = shaped(Shape(group_by=by))
    assert box(plan, member).group == frame
    assert frame in {group.id for group in plan.groups}


def test_without_frames_all_boxes_are_free() -> None:
    plan = shaped(Shape(group_by="none"))
    assert plan.groups == ()
    assert all(found.group is None for found in plan.boxes)


def test_a_difference_signs_what_is_added_removed_and_changed() -> None:
    def plan(environment: str, *boxes: Box, arrows: tuple[Arrow, ...] = ()) -> DiagramPlan:
        return DiagramPlan("v", "V", environment, Flow.DOWN, (), boxes, arrows)

    old = plan("one", Box("a", "a", "deployment", details=("2 pods",), replicas=2), Box("b", "b", "deployment"))
    new = plan(
        "two", Box("a", "a", "deployment", details=("3 pods",), replicas=3), Box("c", "c", "deployment"),
        arrows=(Arrow("x", "a", "c", "http", "http 80"),),
    )  # fmt: skip
    found = difference(old, new)
    assert {b.id: (b.signs, b.details) for b in found.boxes} == {
        "a": (("changed",), ("now 3 pods", "was 2 pods")),
        "b": (("removed",), ()),
        "c": (("added",), ()),
    }
    assert [arrow.signs for arrow in found.arrows] == [("added",)]
    assert found.environment == "one → two"
    assert found.panels[0].rows == (
        ("added", "c", "1 arrow"),
        ("removed", "b", "0 arrows"),
        ("changed", "a", "0 arrows"),
    )


def test_a_plan_does_not_differ_from_itself() -> None:
    for name, plan in shipped_plans().items():
        if "difference" not in name:
            found = difference(plan, plan)
            signs = {sign for box_ in found.boxes for sign in box_.signs}
            signs |= {sign for arrow in found.arrows for sign in arrow.signs}
            assert not signs & {"added", "removed", "changed"}


def test_a_difference_of_many_boxes_shows_what_differs_and_what_that_leads_to() -> None:
    boxes = tuple(Box(f"b{n}", f"b{n}", "deployment", "frame" if n < 3 else None) for n in range(30))
    arrows = tuple(Arrow(f"a{n}", f"b{n}", f"b{n + 1}", "http") for n in range(28))
    groups = (Group("frame", "Frame", "namespace"), Group("empty", "Empty", "namespace"))
    old = DiagramPlan("many", "Many", "old", Flow.DOWN, groups, boxes, arrows)
    new = replace(
        old, boxes=(replace(boxes[0], label="other"), *boxes[1:]), arrows=(*arrows, Arrow("new", "b1", "b9", "http"))
    )
    found = what_differs(difference(old, new))
    assert [one.id for one in found.boxes] == ["b0", "b1", "b9"]
    assert [arrow.id for arrow in found.arrows] == ["a0", "new"]
    assert [group.id for group in found.groups] == ["frame"]
    assert found.panels[0].rows[-1] == ("same", "27 boxes, left out", "27 arrows")
    for whole in (difference(old, old), difference(replace(old, boxes=boxes[:24]), replace(new, boxes=new.boxes[:24]))):
        assert what_differs(whole) == whole


def test_the_difference_of_two_environments_shows_both() -> None:
    (drawing,), _ = plan_drawings(platform(), ["usdac", "pdac"], ["api-pods"], diff=True)
    assert isinstance(drawing.plan, DiagramPlan)
    assert (drawing.name, drawing.plan.environment) == ("api-pods-difference", "usdac → pdac")
    assert box(drawing.plan, "api/tap-schema-db").signs == ("added",)


def test_a_view_about_what_one_side_lacks_is_left_out_of_a_difference_unless_it_is_named() -> None:
    drawings, _ = plan_drawings(platform(), ["usdac", "portal-sandbox"], diff=True)
    names = {drawing.name for drawing in drawings}
    assert "portal-pods-difference" in names
    assert "portal-to-qserv-difference" not in names
    with pytest.raises(LsparchError, match=r"no element `.*` in portal-sandbox"):
        plan_drawings(platform(), ["usdac", "portal-sandbox"], ["portal-to-qserv"], diff=True)


def test_a_difference_has_two_sources() -> None:
    with pytest.raises(LsparchError, match="between two sources, not 1"):
        plan_drawings(platform(), ["usdac"], diff=True)
