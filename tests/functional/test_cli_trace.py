"""``lsparch trace`` as a whole: output and exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.functional.conftest import Outcome, Run

Edit = Callable[[str, str, str], None]

MISSING = (
    "lsparch: the platform has no checks/requirements.yaml, which says what is asked of it; "
    "`lsparch schema` writes the schema of its form\n"
)


def test_every_requirement_has_a_verdict(command: Run) -> None:
    assert command("trace") == Outcome(
        0,
        "  1  context    context    Heading: a small platform\n"
        "  2  satisfied  checkable  Stars can be queried\n"
        "                           → store/db.mysql\n"
        "1 satisfied, 0 violated, 0 open, 1 context\n",
        "",
    )


def test_a_requirement_that_cites_what_is_gone_is_violated(command: Run, edit: Edit) -> None:
    edit("checks/requirements.yaml", "satisfied-by: [store/db.mysql]", "satisfied-by: [store/db.gone]")
    outcome = command("trace", "--open", "--json")
    assert outcome.code == 1
    (row,) = json.loads(outcome.out)["requirements"]
    assert (row["line"], row["verdict"]) == (2, "violated")
    assert row["faults"] == ["checks/requirements.yaml:9:5: cites `store/db.gone`, which is no element and no rule"]


def test_an_open_question_is_shown_with_who_decides(command: Run, edit: Edit) -> None:
    edit(
        "checks/requirements.yaml",
        "satisfied-by: [store/db.mysql]",
        "open: {decides: core, by: the summer, note: which database}",
    )
    assert command("trace", "--open") == Outcome(
        0,
        "  2  open       checkable  Stars can be queried\n"
        "                           → core decides, the summer: which database\n"
        "0 satisfied, 0 violated, 1 open, 0 context\n",
        "",
    )


def test_a_platform_without_requirements_is_told(command: Run, platform: Path) -> None:
    (platform / "checks" / "requirements.yaml").unlink()
    assert command("trace") == Outcome(2, "", MISSING)


def test_faulty_requirements_are_told_with_their_place(command: Run, edit: Edit) -> None:
    edit("checks/requirements.yaml", "line: 2", "line: 3")
    assert command("trace") == Outcome(
        2,
        "checks/requirements.yaml:2:1: error[MOD001] statement 2 has the line 3: lines are numbered without gaps\n",
        "",
    )
