"""``lsparch rules`` and what the command line says of itself."""

from pathlib import Path

import pytest

from lsparch import __version__
from lsparch.rules.catalogue import all_rules
from tests.functional.conftest import Outcome, Run


def test_rules_are_listed_with_code_severity_and_title(command: Run) -> None:
    outcome = command("rules")
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in all_rules()]
    assert "ROU004  error    A route authenticates nobody, and does not say why" in lines


def test_pages_are_written_and_are_current_then(command: Run, platform: Path) -> None:
    assert command("rules", "--write", "--out", "pages") == Outcome(0, "", "")
    assert command("rules", "--check", "--out", "pages") == Outcome(0, "", "")
    (platform / "pages" / "ROU004.md").write_text("old", "utf-8")
    assert command("rules", "--check", "--out", "pages") == Outcome(1, "pages/ROU004.md: not current\n", "")


def test_pages_do_not_replace_a_folder_that_holds_something_else(command: Run, platform: Path) -> None:
    (platform / "notes").mkdir()
    (platform / "notes" / "mine.txt").write_text("keep me", "utf-8")
    outcome = command("rules", "--write", "--out", "notes")
    assert outcome.code == 2
    assert "notes: is not a folder that lsparch generated" in outcome.err
    assert (platform / "notes" / "mine.txt").read_text("utf-8") == "keep me"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--write", "--check"), "--write writes the pages, --check only tells whether they are current; give one"),
        (("--out", "pages"), "--out is the folder of the pages; give --write or --check too"),
    ],
)
def test_options_without_effect_are_refused(words: tuple[str, ...], told: str, command: Run, platform: Path) -> None:
    assert command("rules", *words) == Outcome(2, "", f"lsparch: {told}\n")
    assert not (platform / "pages").exists()


def test_the_version_names_the_yaml_reader(command: Run) -> None:
    outcome = command("--version")
    assert outcome.out.startswith(f"lsparch {__version__} (YAML reader: ")


def test_an_unknown_command_is_a_wrong_use(command: Run) -> None:
    assert command("chek").code == 2
