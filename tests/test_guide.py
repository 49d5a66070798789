"""The user guide: every YAML block loads, and every command prints what the guide shows."""

import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lsparch.cli.app import run
from lsparch.load import load_model
from lsparch.yaml import Dialect, read

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs" / "guide.md"
_FENCE = re.compile(r"^```(?P<language>\w+)(?: file=(?P<file>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_SHORTENED = "…"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of the guide."""

    section: str
    language: str
    file: str
    body: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command with the output that the guide shows."""

    line: str
    shown: tuple[str, ...]


def blocks(page: Path) -> Iterator[Block]:
    """Iterate over the fenced blocks of a page, in order."""
    for part in re.split(r"^## ", page.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        for found in _FENCE.finditer(part):
            yield Block(part.partition("\n")[0], found["language"], found["file"] or "", found["body"])


BLOCKS = tuple(blocks(GUIDE))
SECTIONS = tuple(dict.fromkeys(block.section for block in BLOCKS))


def commands(body: str) -> Iterator[Command]:
    """Iterate over the commands of a console block."""
    for text in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line, *shown = text.splitlines()
        yield Command(line, tuple(shown))


def pattern(shown: tuple[str, ...]) -> re.Pattern[str]:
    """Return what an output must match: a line `…` stands for any lines, and `…` within a line for any characters."""
    lines = (
        r"(?:.*\n)*?" if line.strip() == _SHORTENED else f"{re.escape(line).replace(_SHORTENED, '.*?')}\n"
        for line in shown
    )
    return re.compile("".join(lines))


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the shipped model with its policy and views, which is the working directory."""
    for folder in ("model", "checks", "diagrams"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("rendered", "catalogue"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


def lay(block: Block) -> None:
    """Write a YAML block to the file that it names."""
    path = Path(block.file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.body, "utf-8")


def output(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what a command prints: standard output, then standard error."""
    program, *arguments = shlex.split(line)
    match program:
        case "lsparch":
            run(arguments)
            captured = capsys.readouterr()
            return captured.out + captured.err
        case "cat":
            return Path(arguments[0]).read_text("utf-8")
        case "find":
            assert arguments[1:] == ["-type", "f"]
            return "".join(f"{path}\n" for path in sorted(Path(arguments[0]).rglob("*")) if path.is_file())
        case _:
            pytest.fail(f"the guide shows a command that is not tested: {line}")


@pytest.mark.parametrize("section", SECTIONS)
def test_commands_print_what_the_guide_shows(section: str, workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert Path.cwd() == workplace
    for block in BLOCKS[: next(i for i, b in enumerate(BLOCKS) if b.section == section)]:
        if block.file:
            lay(block)
    for block in (b for b in BLOCKS if b.section == section):
        if block.file:
            lay(block)
        for command in commands(block.body if block.language == "console" else ""):
            printed = output(command.line, capsys)
            assert pattern(command.shown).fullmatch(printed), f"$ {command.line}\n{printed}"


def test_every_block_is_a_file_or_commands() -> None:
    kinds = {(block.language, bool(block.file)) for block in BLOCKS}
    assert kinds == {("yaml", True), ("console", False)}


def test_every_console_block_begins_with_a_command_and_shows_output() -> None:
    for block in BLOCKS:
        if block.language == "console":
            assert block.body.startswith("$ ")
            assert all(command.shown for command in commands(block.body)), block.body


@pytest.mark.parametrize("position", [i for i, b in enumerate(BLOCKS) if b.file.startswith("model/")])
def test_every_model_file_loads_without_an_error(position: int, workplace: Path) -> None:
    for block in BLOCKS[: position + 1]:
        if block.file.startswith("model/"):
            lay(block)
    found = sorted((workplace / "model").rglob("*"))
    files = {p.relative_to(workplace).as_posix(): p.read_bytes() for p in found if p.is_file()}
    result = load_model(files)
    assert result.model is not None, result.findings


def document(name: str) -> Any:
    """Return the value of a YAML block of the guide, or of a file of the repository."""
    body = next((b.body.encode() for b in BLOCKS if b.file == name), None)
    result = read(body or (ROOT / name).read_bytes(), name, Dialect.MODEL)
    assert result.findings == ()
    return result.documents[0].root


def test_the_hooks_that_the_guide_names_exist() -> None:
    (source,) = document(".pre-commit-config.yaml")["repos"]
    named = [hook["id"] for hook in source["hooks"]]
    assert named == [hook["id"] for hook in document(".pre-commit-hooks.yaml")]


def test_the_inputs_that_the_guide_gives_the_action_exist() -> None:
    steps = document(".github/workflows/architecture.yaml")["jobs"]["architecture"]["steps"]
    (action,) = (step for step in steps if step["uses"] == "./")
    assert set(action["with"]) <= set(document("action.yml")["inputs"])


def test_every_link_of_the_guide_leads_to_a_file() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", GUIDE.read_text("utf-8"))
    assert links
    assert [link for link in links if not (GUIDE.parent / link).is_file()] == []
