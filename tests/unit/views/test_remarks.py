"""Words about elements, in a picture of a difference."""

from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Group
from lsparch.views.remarks import Remark, remarked

PLAN = DiagramPlan(
    "view", "View", "usdac", Flow.DOWN,
    (Group("cluster", "Cluster", "cluster"), Group("portal", "Portal", "aspect", "cluster", "owner suit")),
    (
        Box("portal/firefly", "firefly", "deployment", "portal", ("one pod",)),
        Box("portal/redis", "redis", "cache", "portal", signs=("changed",)),
        Box("portal/plugin", "plugin", "deployment", "portal"),
        Box("portal/stack", "stack", "deployment", "portal"),
    ),
    (Arrow("new", "portal/plugin", "portal/stack", "http", signs=("added",)),),
)  # fmt: skip


def test_words_stand_in_box_and_frame_with_a_sign() -> None:
    remarks = [Remark("portal/firefly", "loses what nobody needs, and more than that"), Remark("portal", "needs more")]
    plan = remarked(PLAN, remarks)
    assert plan.boxes[0].details == ("one pod", "loses what nobody needs, and more", "than that")
    assert plan.boxes[0].signs == ("changed",)
    assert plan.groups[1].detail == "owner suit; needs more"
    assert plan.groups[1].signs == ("changed",)


def test_what_is_marked_already_says_no_more() -> None:
    assert remarked(PLAN, [Remark(name, "words") for name in ("portal/redis", "portal/plugin", "portal/stack")]) == PLAN


def test_what_is_only_said_stands_beside_another_mark() -> None:
    (box,) = [
        box
        for box in remarked(PLAN, [Remark("portal/redis", "is slow", always=True)]).boxes
        if box.details[-1:] == ("is slow",)
    ]
    assert (box.id, box.signs) == ("portal/redis", ("changed",))


def test_the_frame_of_the_cluster_is_that_of_any_cluster() -> None:
    assert remarked(PLAN, [Remark("cluster/production", "pulls through")]).groups[0].detail == "pulls through"


def test_what_is_not_shown_is_left_out() -> None:
    assert remarked(PLAN, [Remark("qserv/czar", "words")]) == PLAN
