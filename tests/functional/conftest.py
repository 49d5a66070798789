"""The command line, run in this process on a copy of the small platform."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from lsparch.cli.app import run
from tests.faults.corpus import base_files


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the small platform, which is the working directory."""
    for name, content in base_files().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


@pytest.fixture
def command(platform: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command line on the small platform."""
    assert Path.cwd() == platform

    def call(*arguments: str) -> Outcome:
        code = run(arguments)
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return call


@pytest.fixture
def edit(platform: Path) -> Callable[[str, str, str], None]:
    """Return a function that replaces a text, which must stand once, in a file of the platform."""

    def replace(name: str, old: str, new: str) -> None:
        path = platform / name
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")

    return replace
