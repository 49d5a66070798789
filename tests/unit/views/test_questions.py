"""Questions: ways, neighbourhoods, reach, failures, stories; on the shipped model and on small graphs."""

from functools import cache

import pytest

from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform
from lsparch.diagnostics import LsparchError
from lsparch.graph import ArchGraph, EdgeKind, NodeKind
from lsparch.views.asked import Asked, Shape
from lsparch.views.outside import USERS
from lsparch.views.plan import DiagramPlan
from lsparch.views.relations import relations
from tests.unit.views.shipped import ROOT, box, has_arrow, shipped_plans


@cache
def platform() -> Platform:
    return Platform(ROOT)


def graph() -> ArchGraph:
    return platform().graph("usdac")


def asked(question: Asked, shape: Shape = Shape(), environment: str = "usdac") -> DiagramPlan:  # noqa: B008
    (drawing,), _ = plan_drawings(platform(), [environment], (), question, shape)
    assert isinstance(drawing.plan, DiagramPlan)
    return drawing.plan


def test_a_way_has_its_steps_as_numbers_and_shows_little_longer_ways() -> None:
    plan = asked(Asked(path=("portal/firefly", "qserv/czar")))
    assert [found.id for found in plan.boxes] == ["api/tap", "api/webserv", "portal/firefly", "qserv/czar"]
    labels = {(a.source, a.target): a.label for a in plan.arrows}
    assert labels == {
        ("portal/firefly", "api/webserv"): "1: http 5000",
        ("api/webserv", "qserv/czar"): "2: mysql 4040",
        ("api/webserv", "api/tap"): "http 8080",
        ("api/tap", "qserv/czar"): "mysql 4040",
    }


def test_ways_begin_and_end_at_whole_parts_and_endpoints() -> None:
    plan = asked(Asked(path=("portal", "qserv/czar.mysql")))
    assert has_arrow(plan, "portal/firefly", "api/webserv")
    assert has_arrow(plan, "api/webserv", "qserv/czar")


def test_users_are_an_end_of_a_way() -> None:
    plan = asked(Asked(path=("users", "qserv/czar")))
    arrow = has_arrow(plan, "users", "api/balancer")
    assert arrow is not None
    assert arrow.label == "1: https 443"
    assert has_arrow(plan, "api/webserv", "qserv/czar")
    none = asked(Asked(path=("qserv/czar", "users")))
    assert none.panels[0].rows == (("qserv/czar does not reach users",),)


def test_no_way_is_said_and_not_drawn() -> None:
    plan = asked(Asked(path=("qserv/czar", "portal/firefly")))
    assert plan.arrows == ()
    assert plan.panels[0].rows == (("qserv/czar does not reach portal/firefly",),)


def test_a_neighbourhood_is_what_relations_reach_in_some_steps() -> None:
    near, far = asked(Asked(around="api/tap")), asked(Asked(around="api/tap", depth=2))
    ends = {
        other
        for relation in relations(graph())
        for one, other in ((relation.source, relation.target), (relation.target, relation.source))
        if one == "api/tap"
    }
    assert {found.id for found in near.boxes} == ends | {"api/tap"}
    assert {found.id for found in near.boxes} < {found.id for found in far.boxes}
    assert all("api/tap" in {arrow.source, arrow.target} for arrow in near.arrows)


def test_who_can_reach_an_element_is_everybody_from_whom_a_chain_leads_there() -> None:
    plan = asked(Asked(reach="qserv/czar.mysql"))
    shown = {found.id for found in plan.boxes}
    known = [r for r in relations(graph()) if r.edge.kind in {EdgeKind.CALLS, EdgeKind.CONNECTS, EdgeKind.ROUTES}]
    for relation in known:
        if relation.target in shown - {"qserv/czar"}:
            assert relation.source in shown, relation
    assert USERS in shown
    assert "qserv/repl-ctl" not in shown, "it connects to another port"
    assert ("api/tap", "mysql 4040", "dax-db.catalogue-password") in plan.panels[0].rows
    assert {found.id for found in asked(Asked(reach="qserv/czar.mysql", depth=1)).boxes} < shown


def test_a_failure_shows_what_stops_and_what_degrades_and_nothing_else() -> None:
    plan = asked(Asked(impact=["qserv/czar"]))
    signs = {found.id: found.signs for found in plan.boxes}
    assert signs["qserv/czar"] == ("down",)
    assert signs["qserv/repl-ctl"] == ("stops",)
    assert signs["portal/firefly"] == ("degraded",)
    assert "identity/oauth2-proxy" not in signs
    assert ("Portal Aspect", "degrades") in plan.panels[0].rows


def test_a_story_is_a_way_with_numbers_of_its_steps() -> None:
    plan = asked(Asked(story="cut-out"))
    arrow = has_arrow(plan, "portal/firefly", "api/webserv")
    assert arrow is not None
    assert arrow.label == "2: http 5000"
    assert plan.description == "The Portal shows a cut-out of an image"


def test_every_declared_story_has_a_picture() -> None:
    assert {f"flow-{name}" for name in platform().model.stories} <= set(shipped_plans())


@pytest.mark.parametrize(
    "question",
    [
        Asked(path=("", "qserv/czar")),
        Asked(path=("portal", "")),
        Asked(around=""),
        Asked(reach=""),
        Asked(impact=["portal", ""]),
        Asked(story=""),
    ],
)
def test_questions_about_nothing_are_refused(question: Asked) -> None:
    with pytest.raises(LsparchError, match="its name should not be empty"):
        list(question.views())


def test_a_question_goes_at_least_one_step() -> None:
    with pytest.raises(LsparchError, match="--depth: `0` should be greater than or equal to 1"):
        list(Asked(around="portal", depth=0).views())


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (Asked(around="api/tapp"), "no element `api/tapp` in usdac; did you mean `api/tap`"),
        (Asked(around="logstash"), "which `logstash`? there are api/logstash, "),
        (Asked(impact=["nothing-like-it"]), "no element `nothing-like-it` in usdac"),
        (
            Asked(reach="qserv/czar.mysqll"),
            "`qserv/czar` has no port or endpoint `mysqll` in usdac; it has mysql (4040)",
        ),
        (Asked(story="cut-ot"), "no story `cut-ot`; did you mean `cut-out`"),
    ],
)
def test_questions_about_what_is_not_there_are_refused(question: Asked, message: str) -> None:
    with pytest.raises(LsparchError) as caught:
        asked(question)
    assert message in str(caught.value)


def test_the_last_word_of_an_id_will_do_where_it_means_one_element() -> None:
    assert asked(Asked(around="tap")).boxes == asked(Asked(around="api/tap")).boxes


def test_the_context_is_one_box_with_users_and_systems_of_others() -> None:
    plan = shipped_plans()["context"]
    inside = [found for found in plan.boxes if found.symbol == "platform"]
    assert [found.label for found in inside] == ["LSST Science Platform"]
    kinds = {graph().node(found.id).kind for found in plan.boxes if found.id in graph()}
    assert kinds == {NodeKind.EXTERNAL}
    assert all("platform" in {arrow.source, arrow.target} for arrow in plan.arrows)


def test_the_container_level_frames_each_pod_with_all_its_containers() -> None:
    plan = shipped_plans()["qserv-containers"]
    assert {found.id for found in plan.groups if found.symbol == "pod"} >= {"qserv/czar", "qserv/worker"}
    inside = {found.label: found for found in plan.boxes if found.group == "qserv/worker"}
    assert set(inside) >= {"worker", "cmsd", "mariadb", "shipper", "init-data-dir"}
    assert inside["init-data-dir"].symbol == "init-container"
    assert inside["shipper"].symbol == "sidecar-filebeat"
    assert "listens on 3306" in inside["mariadb"].details
    assert has_arrow(plan, "qserv/repl-ctl#repl-ctl", "qserv/worker#mariadb")
    assert box(plan, "api/tap").group == "api"
