from dataclasses import replace

from lsparch.draw.dot import back_arrows
from lsparch.draw.nets import Net, nets_of
from lsparch.draw.structure import Structure
from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Group


def link(source: str, target: str) -> Arrow:
    return Arrow(f"{source}-{target}", source, target, "http")


PLAN = DiagramPlan(
    "p",
    "P",
    "",
    Flow.RIGHT,
    (Group("aspect", "", "aspect"), Group("pod", "", "pod", "aspect"), Group("other", "", "service")),
    (
        Box("front", "", "proxy", "aspect"),
        Box("app", "", "deployment", "pod"),
        Box("db", "", "database", "pod"),
        Box("elk", "", "elk", "other"),
        Box("alone", "", "user"),
    ),
    (link("front", "app"), link("app", "db"), link("aspect", "elk"), link("pod", "db")),
)


def test_the_frame_around_both_ends_of_an_arrow() -> None:
    structure = Structure(PLAN)
    assert [structure.common(arrow) for arrow in PLAN.arrows] == ["aspect", "pod", None, "pod"]
    assert [structure.encloses(arrow) for arrow in PLAN.arrows] == [False, False, False, True]


def test_arrows_enter_a_frame_at_its_start_and_leave_at_its_end() -> None:
    structure = Structure(PLAN)
    assert (structure.entry("pod"), structure.exit("pod")) == ("app", "db")
    assert (structure.entry("aspect"), structure.exit("aspect")) == ("front", "db")


def test_parts_that_no_arrow_joins_are_told_apart() -> None:
    assert Structure(PLAN).components() == [["aspect", "other"], ["alone"]]


def test_what_stands_directly_in_a_frame() -> None:
    structure = Structure(PLAN)
    assert structure.below("db", "aspect") == "pod"
    assert structure.below("db", None) == "aspect"
    assert structure.around("db") == ["pod", "aspect"]


def test_an_arrow_that_closes_a_circle_runs_against_the_flow() -> None:
    assert back_arrows(Structure(PLAN)) == frozenset()
    circle = replace(PLAN, arrows=(*PLAN.arrows, link("db", "app"), link("elk", "front")))
    assert back_arrows(Structure(circle)) == {"db-app", "elk-front"}


def test_a_circle_of_arrows_does_not_make_depths_endless() -> None:
    circle = replace(PLAN, arrows=(link("app", "db"), link("db", "app")))
    depths = Structure(circle).depths("pod")
    assert set(depths) == {"app", "db"}
    assert max(depths.values()) <= 2


def test_frames_that_arrows_lead_to() -> None:
    assert Structure(PLAN).reaches(["aspect", "other"]) == {"aspect": {"other"}, "other": set()}


def test_arrows_that_say_the_same_and_share_an_end_are_one_net() -> None:
    plan = replace(PLAN, arrows=(link("front", "elk"), link("app", "elk"), link("db", "alone")))
    assert nets_of(Structure(plan)) == [Net(("front-elk", "app-elk"), into=True), Net(("db-alone",))]


def test_arrows_that_start_together_are_one_net_too() -> None:
    plan = replace(PLAN, arrows=(link("front", "elk"), link("front", "alone")))
    assert nets_of(Structure(plan)) == [Net(("front-elk", "front-alone"), into=False)]


def test_arrows_that_differ_in_what_they_say_stay_apart() -> None:
    one, other = link("front", "elk"), replace(link("app", "elk"), label="8080")
    plan = replace(PLAN, arrows=(one, other))
    assert nets_of(Structure(plan)) == [Net((one.id,)), Net((other.id,))]


def test_an_arrow_between_a_frame_and_its_content_stays_alone() -> None:
    plan = replace(PLAN, arrows=(link("aspect", "db"), link("pod", "db"), link("front", "db")))
    assert all(len(net.arrows) == 1 for net in nets_of(Structure(plan)))
