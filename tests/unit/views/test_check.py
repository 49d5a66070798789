"""Tests of the check of view files, and of the kinds of views."""

from lsparch.api.platform import Platform
from lsparch.load.single import load_file
from lsparch.models.view import ViewFile
from lsparch.views.check import check_view
from lsparch.views.kinds import known_kinds, planner
from tests.unit.views.shipped import ROOT


def findings(text: str) -> list[tuple[int, str, str]]:
    view, root, faults = load_file(ViewFile, text.encode(), "diagrams/views/v.yaml")
    assert view is not None, faults
    found = check_view(view, root, "diagrams/views/v.yaml", Platform(ROOT).model)
    return [(finding.place.line or 0, finding.message, finding.help) for finding in found]


def test_a_correct_view_has_no_findings() -> None:
    assert findings("view: v\ntitle: V\nshow: {level: pod, aspect: api}\nenvironments: [pdac]\n") == []


def test_users_are_an_end_of_a_way_and_cannot_fail() -> None:
    assert findings("view: v\ntitle: V\nshow: {path: {from: users, to: api/tap}}\nenvironments: [pdac]\n") == []
    (found,) = findings("view: v\ntitle: V\nshow: {impact: [users]}\nenvironments: [pdac]\n")
    assert found[1] == "the view names the element `users`, which does not exist"


def test_unknown_names_are_found_with_what_was_probably_meant() -> None:
    text = "view: v\ntitle: V\nshow:\n  level: pods\n  aspect: portl\n  exclude: [api/tapp]\nenvironments: [pdca]\n"
    assert findings(text) == [
        (4, "the view names the kind of view `pods`, which does not exist", "did you mean `pod`?"),
        (5, "the view names the Aspect or Service `portl`, which does not exist", "did you mean `portal`?"),
        (7, "the view names the environment `pdca`, which does not exist", "did you mean `pdac`?"),
        (6, "the view names the element `api/tapp`, which does not exist", "did you mean `api/tap` or `api/tap.http`?"),
    ]


def test_a_view_asks_for_a_level_or_a_concern_and_not_both() -> None:
    view, _, faults = load_file(ViewFile, b"view: v\ntitle: V\nshow: {level: pod, concern: logging}\n", "v.yaml")
    assert view is None
    assert "exactly one of level, concern, sequence," in faults[0].message


def test_kinds_are_found_without_registration() -> None:
    assert {
        "platform",
        "pod",
        "deployment",
        "logging",
        "supply-chain",
        "authentication",
        "storage",
        "datasets",
        "sequence",
        "exposure",
        "context",
        "container",
        "path",
        "around",
        "impact",
        "reach",
        "story",
    } <= set(known_kinds())
    assert planner("nothing") is None


def test_a_story_and_a_chart_must_exist() -> None:
    assert findings("view: v\ntitle: V\nshow: {sequence: cut-ot}\n") == [
        (3, "the view names the story `cut-ot`, which does not exist", "did you mean `cut-out`?")
    ]
    assert findings("view: v\ntitle: V\nshow: {level: sequence}\n")[0][1].startswith("the view names the kind of view")


def test_a_story_is_told_in_an_environment() -> None:
    (found,) = findings("view: v\ntitle: V\nshow: {sequence: cut-out}\nenvironments: none\n")
    assert found[0] == 4
    assert found[2] == "name an environment, or write `default` or `all`"


def test_questions_are_about_what_exists() -> None:
    text = (
        "view: v\ntitle: V\nshow:\n  path:\n    from: portal/firefl\n    to: qserv/czar\n"
        "  exclude: [{part: api}, '*/nothing']\n  against: pdca\n"
    )
    assert findings(text) == [
        (
            5,
            "the view names the element `portal/firefl`, which does not exist",
            "did you mean `portal/firefly` or `portal/firefly.http`?",
        ),
        (8, "the view names the environment `pdca`, which does not exist", "did you mean `pdac`?"),
    ]
    assert findings("view: v\ntitle: V\nshow: {story: cut-ot}\n")[0][2] == "did you mean `cut-out`?"


def test_a_depth_is_about_a_neighbourhood_or_a_reach() -> None:
    view, _, faults = load_file(ViewFile, b"view: v\ntitle: V\nshow: {level: pod, depth: 2}\n", "v.yaml")
    assert view is None
    assert "depth is about around and reach" in faults[0].message


def test_a_selector_says_something() -> None:
    view, _, faults = load_file(ViewFile, b"view: v\ntitle: V\nshow: {level: pod, exclude: [{}]}\n", "v.yaml")
    assert view is None
    assert "at least one of id, kind" in faults[0].message
