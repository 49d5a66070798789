"""Worked examples: each command prints what the page shows and ends as it says; committed pictures are current."""

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from lsparch.cli.app import run
from tests.test_guide import Command, blocks, commands, lay, pattern

ROOT = Path(__file__).parent.parent
EXAMPLES = tuple(sorted(page.parent for page in (ROOT / "docs" / "examples").glob("*/README.md")))
FOUND = re.compile(r"error\[|: not current")
"""What a command says when it ends with exit code 1."""

PICTURES = ("pictures", "difference")


def steps(example: Path, workplace: Path) -> Iterator[Command]:
    """Copy an example, lay the files of its page one by one, and iterate over the commands between them."""
    shutil.copytree(example, workplace, ignore=shutil.ignore_patterns(*PICTURES))
    os.chdir(workplace)
    for block in blocks(example / "README.md"):
        if block.file:
            lay(block)
        yield from commands(block.body if block.language == "console" else "")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_the_page_shows_what_happens(
    example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    for command in steps(example, tmp_path / "copy"):
        program, *arguments = shlex.split(command.line)
        assert program == "lsparch"
        code = run(arguments)
        captured = capsys.readouterr()
        printed = captured.out + captured.err
        assert pattern(command.shown).fullmatch(printed), f"$ {command.line}\n{printed}"
        assert code == (1 if FOUND.search(printed) else 0), command.line
    for folder in PICTURES:
        made = {path.name: path.read_bytes() for path in (tmp_path / "copy" / folder).iterdir()}
        kept = {path.name: path.read_bytes() for path in (example / folder).iterdir()}
        assert made == kept, f"{example.name}/{folder}: run python -m tests.tools.draw_examples"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_every_link_of_the_page_leads_to_a_file(example: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (example / "README.md").read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (example / link).is_file()] == []


def test_what_the_page_of_tap_lays_back_is_the_committed_file() -> None:
    example = ROOT / "docs" / "examples" / "phalanx-tap"
    last = [block for block in blocks(example / "README.md") if block.file][-1]
    committed = (example / last.file).read_text("utf-8")
    assert last.body == "".join(line for line in committed.splitlines(keepends=True) if not line.startswith("#"))
