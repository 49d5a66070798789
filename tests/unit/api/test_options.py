"""Undecided questions of the shipped model, drawn side by side."""

import re
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


def pictures(question: Question) -> list[str]:
    return [cut.svg.decode() for figure in question.figures for cut in figure.cuts]


def elements(svg: str) -> set[str]:
    """Return the ids of all boxes and frames."""
    return {name.replace("\\20 ", " ") for name in re.findall(r'data-element="([^"]+)"', svg)}


def place_of(svg: str, element: str) -> str:
    """Return the marks of a box, as it is drawn."""
    found = re.search(rf'data-element="{re.escape(element)}".*?(<path|<rect) ([^>]*)>', svg, re.DOTALL)
    assert found is not None, element
    return found[2]


def test_every_question_is_asked(questions: dict[str, Question]) -> None:
    assert len(questions) == len(Platform(ROOT).model.options)
    for question in questions.values():
        assert len(question.alternatives) > 1
        assert sum(alternative.today for alternative in question.alternatives) <= 1


def test_every_alternative_is_drawn_or_said_not_to_be(questions: dict[str, Question]) -> None:
    for question in questions.values():
        drawn = {cut.title for figure in question.figures for cut in figure.cuts}
        for alternative in question.alternatives:
            said = f"Not drawn: {alternative.title};" in question.undrawn
            assert said != (alternative.title in drawn) or (alternative.today and not question.figures), question.title
    assert len([question for question in questions.values() if question.figures]) == 16


def test_one_balancer_for_all_is_drawn_beside_one_for_each_aspect(questions: dict[str, Question]) -> None:
    question = questions["One load balancer for each Aspect, or one for all"]
    today, shared = pictures(question)
    assert question.figures[0].cuts[0].today
    assert 'data-element="portal/balancer"' in today
    assert "removed" not in today
    assert ">removed<" in shared
    assert ">added<" in shared


def test_what_alternatives_have_in_common_stands_at_one_place(questions: dict[str, Question]) -> None:
    question = questions["Whether UWS manages batch jobs"]
    today, uws = pictures(question)
    for element in ("api/pods", "notebook/pods", "external/htcondor"):
        assert place_of(today, element) == place_of(uws, element)
    assert all('viewBox="0 0 {} {}"'.format(*question.figures[0].size) in svg for svg in (today, uws))


def test_a_connection_that_there_would_be_is_added_and_not_removed_too(questions: dict[str, Question]) -> None:
    question = questions["Whether UWS manages batch jobs"]
    assert ">added<" in pictures(question)[1]
    assert ">removed<" not in pictures(question)[1]
    assert question.figures[0].view == "LSST Science Platform, top level"
    assert question.figures[0].legend.startswith(b"<svg")


def test_words_about_an_element_stand_in_its_box(questions: dict[str, Question]) -> None:
    true_values, in_full = pictures(questions["How DESC DC2 is used"])
    assert ">loaded without true values<" in true_values
    assert ">loaded in full<" in in_full
    assert ">changed<" in in_full


def test_alternatives_that_no_single_view_shows_are_drawn_from_two(questions: dict[str, Question]) -> None:
    question = questions["Which data next-to-database processing reads"]
    assert [figure.view for figure in question.figures] == ["Qserv, pod level", "Datasets"]
    assert [len(figure.cuts) for figure in question.figures] == [2, 2]


def test_a_service_that_no_environment_includes_is_drawn_as_if_it_did(questions: dict[str, Question]) -> None:
    today, cache = pictures(
        questions["Whether images are copied to the local registry, or fetched by a cache when first pulled"]
    )
    assert 'data-element="registry-cache/cache"' in cache
    assert 'data-element="registry-cache/cache"' not in today
    assert ">removed<" not in cache


def test_the_view_is_the_one_that_shows_everything_of_which_alternatives_speak(questions: dict[str, Question]) -> None:
    question = questions["Where Dask and similar frameworks run"]
    assert [figure.view for figure in question.figures] == ["Notebook Aspect, pod level"]
    for svg in pictures(question):
        assert {"notebook/lab", "notebook/dask-worker", "external/htcondor"} <= elements(svg)


def test_a_view_with_boxes_of_their_own_is_preferred_and_shows_what_is_open_today(
    questions: dict[str, Question],
) -> None:
    question = questions["Whether the API Aspect and the Portal submit batch jobs"]
    assert [figure.view for figure in question.figures] == ["All Aspects, pod level"]
    today, api, portal = pictures(question)
    assert [svg.count(">added<") for svg in (today, api, portal)] == [0, 1, 1]
    assert 'data-element="api/tap connection external/htcondor open"' in today.replace("\\20 ", " ")


def test_what_an_alternative_speaks_of_stands_beside_what_changes(questions: dict[str, Question]) -> None:
    today, inside = pictures(questions["How plug-ins of the Portal are packaged"])
    assert {"portal/firefly", "portal/plugin"} <= elements(today)
    assert ">inside the container of firefly<" in inside
    copies, cache = pictures(
        questions["Whether images are copied to the local registry, or fetched by a cache when first pulled"]
    )
    assert "registry/registry" in elements(copies)
    assert {"registry/registry", "registry-cache/cache"} <= elements(cache)


def test_a_pipeline_on_another_system_stands_there_and_one_that_is_replaced_goes(
    questions: dict[str, Question],
) -> None:
    today, carved, separate = pictures(questions["One CI system or several"])
    assert {"external/jenkins-square", "external/jenkins-ipac"} <= elements(today)
    assert ">removed<" in carved
    assert "external/a-system-of-its-own" not in elements(carved)
    assert {"external/a-system-of-its-own", "pipeline/lsp elsewhere"} <= elements(separate)
    assert ">removed<" in separate
    assert place_of(today, "pipeline/lsp") == place_of(separate, "pipeline/lsp")


def test_an_image_is_built_on_one_thing_at_a_time(questions: dict[str, Question]) -> None:
    today, alone = pictures(questions["What DAX builds on"])
    assert ">now on afw<" in alone
    assert ">was on stack<" in alone
    assert ">built on image/afw<" not in alone
    assert ">changed<" not in today


def test_effects_that_one_view_does_not_show_are_cut_from_another(questions: dict[str, Question]) -> None:
    question = questions["How batch is used from a notebook"]
    first, second = question.figures
    assert "are alike" in first.caption
    assert [cut.title for cut in second.cuts] == [
        "Commands of HTCondor, the current minimum",
        "Whole notebooks run in batch, perhaps with a workflow engine",
    ]
    assert "are alike" not in second.caption
    assert ">runs in the Docker universe of<" in second.cuts[1].svg.decode()


def test_an_effect_of_a_drawn_alternative_that_no_view_shows_is_said(questions: dict[str, Question]) -> None:
    question = questions["Which data next-to-database processing reads"]
    assert question.undrawn == (
        "Not drawn of Chunks streamed out of a query to machines on OpenStack, with Kafka between: "
        "cluster/nebula: runs the framework."
    )
    assert all("runs the framework" not in svg for svg in pictures(question))


def test_a_balancer_that_all_share_stands_in_no_aspect(questions: dict[str, Question]) -> None:
    _, shared = pictures(questions["One load balancer for each Aspect, or one for all"])
    assert "platform/balancer" in elements(shared)
    assert "api" not in elements(shared)


def test_what_is_there_today_is_not_added(questions: dict[str, Question]) -> None:
    spawned = pictures(questions["How the Portal runs algorithms of the Stack"])[2]
    assert "notebook/hub" in elements(spawned)
    assert spawned.count(">added<") == 1


def test_a_question_about_another_environment_is_drawn_there() -> None:
    found = {question.title: question for question in questions_of(Platform(ROOT), "pdac")}
    question = found["One load balancer for each Aspect, or one for all"]
    assert question.figures[0].caption.startswith("From the view Portal Aspect, pod level of usdac:")


def test_what_no_picture_shows_is_said_in_words(questions: dict[str, Question]) -> None:
    question = questions["The tool that deploys, shared by all teams"]
    assert question.figures == ()
    assert question.undrawn == (
        "Not drawn: Terraform; no view shows what tells it apart (profile/common.deployment-tool: terraform)."
    )
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
    drawn = {cut.title: cut.svg.decode() for figure in question.figures for cut in figure.cuts}
    assert ">replicas: many<" in drawn[question.alternatives[1].title]
    assert ">replicas: many<" not in drawn[question.alternatives[2].title]
