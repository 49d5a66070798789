"""Legs of stories that no connection declares: logs go by what collects them, users reach systems outside."""

from dataclasses import replace
from datetime import date

from lsparch.api.platform import Platform
from lsparch.models.component import Component
from lsparch.rules import default_policy
from lsparch.rules.context import ModelContext
from lsparch.rules.gov004_story_without_connection import StoryWithoutConnection
from tests.unit.views.shipped import ROOT


def messages(logs: str) -> list[str]:
    model = Platform(ROOT).model
    firefly = model.declared["portal/firefly"]
    assert isinstance(firefly.element, Component)
    changed = replace(firefly, element=firefly.element.model_copy(update={"logs": logs}))
    other = replace(model, declared={**model.declared, "portal/firefly": changed})
    context = ModelContext(default_policy().content, date(2026, 11, 1), other, ())
    return [finding.message for finding in StoryWithoutConnection().check(context)]


def test_the_way_of_a_log_line_is_that_of_its_pods() -> None:
    assert messages("sidecar") == []
    (found,) = messages("none")
    assert found.startswith("story/log-line goes from portal/firefly to portal/logstash.beats")
