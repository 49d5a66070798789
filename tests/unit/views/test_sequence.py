"""What sequence views of the shipped stories must say."""

import pytest

from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform
from lsparch.views.plan import Auth, Status
from lsparch.views.sequence_plan import Message, SequencePlan, as_diagram
from tests.unit.views.shipped import ROOT


def told(view: str, environment: str = "usdac") -> SequencePlan:
    (drawing,), _ = plan_drawings(Platform(ROOT), [environment], [view])
    assert isinstance(drawing.plan, SequencePlan)
    return drawing.plan


def said(plan: SequencePlan, number: str) -> Message:
    return next(message for message in plan.messages if message.number == number)


def test_a_user_enters_by_the_balancer_which_asks_who_it_is_and_passes_it_on() -> None:
    plan = told("story-cut-out")
    first = [message for message in plan.messages if message.number.partition(".")[0] == "1"]
    assert [(message.number, message.source, message.target, message.way) for message in first] == [
        ("1", "actor/scientist", "portal/balancer", "https 443 /portal/app"),
        ("1.1", "portal/balancer", "identity/oauth2-proxy", "http 4180"),
        ("1.2", "portal/balancer", "portal/firefly", "http 8080"),
    ]
    assert first[1].proof == "user's oauth2"


def test_a_step_says_protocol_port_and_proof_of_its_connection() -> None:
    plan = told("story-cut-out")
    token, secret = said(plan, "2"), said(plan, "4")
    assert (token.way, token.proof, token.auth, token.style) == ("http 5000", "user's token", (Auth.USER,), "http")
    assert (secret.way, secret.proof, secret.auth) == ("mysql 3306", "secret dax-db.metadata-password", (Auth.SECRET,))
    assert secret.target == "external/consolidated-db"


def test_a_step_of_an_optional_connection_is_optional() -> None:
    plan = told("story-cut-out")
    assert said(plan, "3").optional
    assert not said(plan, "2").optional


def test_participants_of_a_part_stand_side_by_side() -> None:
    groups = [box.group for box in told("story-cut-out").participants]
    runs = [group for n, group in enumerate(groups) if n == 0 or groups[n - 1] != group]
    assert len([group for group in runs if group]) == len({group for group in runs if group})


def test_what_an_environment_does_not_have_is_said() -> None:
    plan = told("story-cut-out", "api-sandbox")
    assert "not in api-sandbox" in {box.id: box.details for box in plan.participants}["portal/firefly"]
    assert said(plan, "2").note == "not in api-sandbox"
    assert said(plan, "3").note == ""


@pytest.mark.parametrize("environment", Platform(ROOT).environments)
def test_every_story_can_be_told_in_every_environment(environment: str) -> None:
    platform = Platform(ROOT)
    stories = [drawing.plan for drawing in plan_drawings(platform, [environment])[0]]
    found = [plan for plan in stories if isinstance(plan, SequencePlan)]
    assert found
    for plan in found:
        ids = {box.id for box in plan.participants}
        assert {end for message in plan.messages for end in (message.source, message.target)} == ids
        steps = platform.model.stories[plan.story].steps
        assert [m.number for m in plan.messages if "." not in m.number] == [str(n + 1) for n in range(len(steps))]


def test_a_notation_without_sequences_gets_numbered_arrows() -> None:
    plan = told("story-cut-out")
    diagram = as_diagram(plan)
    assert [arrow.label for arrow in diagram.arrows][:2] == ["1: https 443 /portal/app", "1.1: http 4180"]
    assert diagram.boxes == plan.participants


def test_a_log_line_goes_by_what_its_aspect_collects_with() -> None:
    plan = told("story-log-line")
    assert [(message.source, message.target, message.way) for message in plan.messages] == [
        ("portal/firefly", "portal/logstash", "beats 5044"),
        ("portal/logstash", "external/elk", "amqp 5672"),
        ("actor/operator", "external/elk", "http 5601"),
    ]
    assert said(plan, "3").status is Status.ASSUMED
