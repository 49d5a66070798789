"""Writing folders without losing what a person wrote."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from lsparch.diagnostics import LsparchError
from lsparch.outside.files import Files

Write = Callable[[Path, Mapping[str, bytes]], None]


def update(folder: Path, files: Mapping[str, bytes]) -> None:
    Files().update_tree(folder, files, complete=True)


@pytest.fixture(params=[Files().replace_tree, update], ids=["replace", "update"])
def write(request: pytest.FixtureRequest) -> Write:
    made: Write = request.param
    return made


def test_a_file_in_the_place_of_the_folder_is_refused_and_kept(write: Write, tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("mine\n")
    with pytest.raises(LsparchError, match=r"notes\.md: is a file; choose a folder"):
        write(notes, {"a": b"1"})
    assert notes.read_text() == "mine\n"


def test_a_folder_of_a_person_is_refused_and_kept(write: Write, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine\n")
    with pytest.raises(LsparchError, match="is not a folder that lsparch generated"):
        write(tmp_path, {"a": b"1"})
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_inside_a_generated_one_may_be_replaced(write: Write, tmp_path: Path) -> None:
    Files().replace_tree(tmp_path / "out", {"one/a": b"1", "other/a": b"1"})
    write(tmp_path / "out" / "one", {"b": b"2"})
    assert Files().tree(tmp_path / "out") == {"one/b": b"2", "other/a": b"1"}
