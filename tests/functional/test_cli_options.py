"""Options of every command: what they refuse."""

from pathlib import Path

import pytest

from tests.functional.conftest import Outcome, Run


@pytest.mark.parametrize(
    ("arguments", "option", "taken"),
    [
        (("render", "--out", "--help"), "--out", "--help"),
        (("render", "--review", "--out", "review.pdf"), "--review", "--out"),
        (("generate", "--out", "--check"), "--out", "--check"),
        (("check", "production", "--fail-on", "--format"), "--fail-on", "--format"),
    ],
)
def test_no_option_takes_another_for_its_value(
    command: Run, platform: Path, arguments: tuple[str, ...], option: str, taken: str
) -> None:
    before = sorted(platform.rglob("*"))
    message = f"lsparch: {option} wants a value, and {taken} is an option; `lsparch {arguments[0]} --help` lists them\n"
    assert command(*arguments) == Outcome(2, "", message)
    assert sorted(platform.rglob("*")) == before


def test_a_flag_may_stand_before_an_option(command: Run) -> None:
    assert command("check", "--notes", "--format", "json").code == 0
