"""Undecided questions of the shipped model, drawn side by side."""

from pathlib import Path

import pytest

from lsparch.api.options import questions_of
from lsparch.api.platform import Platform
from lsparch.emit.review import Question
from lsparch.outside.files import Files
from tests.unit.views.shipped import ROOT


@pytest.fixture(scope="module")
def questions() -> dict[str, Question]:
    return {question.title: question for question in questions_of(Platform(ROOT), "usdac")}


def picture(question: Question, place: int) -> str:
    return question.alternatives[place].svg.decode()


def test_every_question_is_asked(questions: dict[str, Question]) -> None:
    assert len(questions) == len(Platform(ROOT).model.options)
    for question in questions.values():
        assert len(question.alternatives) > 1
        assert sum(alternative.today for alternative in question.alternatives) <= 1


def test_one_balancer_for_all_is_drawn_beside_one_for_each_aspect(questions: dict[str, Question]) -> None:
    question = questions["One load balancer for each Aspect, or one for all"]
    today, shared = picture(question, 0), picture(question, 1)
    assert question.alternatives[0].today
    assert 'data-element="portal/balancer"' in today
    assert "removed" not in today
    assert ">removed<" in shared
    assert ">added<" in shared
    assert "notebook.usdac.lsst.org" in shared
    assert "notebook.usdac.lsst.org" not in today


def test_a_connection_that_there_would_be_is_added_and_not_removed_too(questions: dict[str, Question]) -> None:
    question = questions["Whether UWS manages batch jobs"]
    assert ">added<" in picture(question, 1)
    assert ">removed<" not in picture(question, 1)
    assert question.shown == "API Aspect, pod level"


def test_what_no_picture_shows_is_said_in_words(questions: dict[str, Question]) -> None:
    question = questions["The tool that deploys, shared by all teams"]
    assert question.shown == ""
    assert all(not alternative.svg for alternative in question.alternatives)
    assert question.alternatives[1].effects == (("profile/common.deployment-tool", "terraform"),)


class NoNumber(Files):
    """The file system, with an alternative that would not be a model."""

    def tree(self, folder: Path, *suffixes: str) -> dict[str, bytes]:
        """Return the files of a folder, one of them changed."""
        found = super().tree(folder, *suffixes)
        if "options.yaml" in found:
            old, new = b"portal/stack-service.image: lab", b"portal/firefly.replicas: many"
            assert old in found["options.yaml"]
            found["options.yaml"] = found["options.yaml"].replace(old, new)
        return found


def test_an_alternative_that_makes_no_model_is_said_in_words() -> None:
    platform = Platform(ROOT, files=NoNumber())
    question = {found.title: found for found in questions_of(platform, "usdac")}[
        "How the Portal runs algorithms of the Stack"
    ]
    assert question.alternatives[1].effects[0] == ("portal/firefly.replicas", "many")
    assert not question.alternatives[1].svg
    assert question.alternatives[2].svg
