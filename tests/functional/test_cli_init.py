"""``lsparch init`` as a whole: the model that it writes, what can be done with it, and what is refused."""

import os
from pathlib import Path

import pytest

from lsparch.api.init import starter_files
from lsparch.cli.app import run
from lsparch.diagnostics import LsparchError
from lsparch.outside.fresh import place_folders
from tests.unit.load.test_schema_agreement import PREFIX, root_of, verdicts


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.chdir(tmp_path)
    assert run(["init", "of mine"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        f"wrote {len(starter_files())} files to of mine; next:",
        "  cd 'of mine'",
        "  lsparch check",
        "  lsparch render --out build/diagrams",
        "  lsparch generate sandbox --out build/sandbox",
    ]
    monkeypatch.chdir(tmp_path / "of mine")
    return tmp_path / "of mine"


def test_it_writes_the_shipped_files_and_nothing_else(begun: Path) -> None:
    assert files_below(begun) == starter_files()
    assert [path.name for path in begun.parent.iterdir()] == ["of mine"]


def test_what_it_says_to_do_next_works_and_finds_nothing(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--fail-on", "note", "--notes"]) == 0
    assert capsys.readouterr().out == ""
    assert run(["render", "--out", "build/diagrams"]) == 0
    assert (begun / "build/diagrams/catalogue-pods-sandbox.svg").is_file()
    for environment in ("sandbox", "production"):
        assert run(["generate", environment, "--out", f"build/{environment}"]) == 0
        assert run(["drift", environment, f"build/{environment}", "--fail-on", "note"]) == 0
    assert run(["drift", "sandbox", "production", "--fail-on", "note"]) == 0
    assert (begun / "build/production/production-catalogue").is_dir()


@pytest.mark.parametrize("name", sorted(starter_files()))
def test_each_file_fits_the_schema_that_it_names(name: str) -> None:
    data = starter_files()[name]
    root = root_of(data, name)
    key = next(iter(root))
    assert verdicts(root, key) == ([], [])
    named = os.path.normpath(Path(name).parent / data.decode().splitlines()[0].removeprefix(PREFIX))
    assert named == f"schemas/{key}.schema.json"


@pytest.mark.parametrize("there", ["model", "checks", "diagrams"])
def test_what_is_there_is_left_as_it_is(
    there: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / there).mkdir()
    (tmp_path / there / "mine.txt").write_text("mine")
    assert run(["init"]) == 2
    assert (
        capsys.readouterr().err == f"lsparch: {there}: is there already, and is left as it is; choose another folder\n"
    )
    assert files_below(tmp_path) == {f"{there}/mine.txt": b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == [there]


def test_what_else_is_in_the_folder_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    assert run(["init", str(tmp_path)]) == 0
    assert files_below(tmp_path) == {"README.md": b"mine", **starter_files()}


def test_a_folder_named_like_one_of_its_own_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["init", "model"]) == 2
    message = "lsparch: model: give the folder that is to hold `model`, not `model` itself\n"
    assert capsys.readouterr().err == message
    assert list(tmp_path.iterdir()) == []


def test_nothing_stays_when_not_all_can_be_placed(tmp_path: Path) -> None:
    with pytest.raises(LsparchError, match="cannot be written"):
        place_folders(tmp_path, ["first", "absent"], {"first/file": b"1"})
    assert list(tmp_path.iterdir()) == []
