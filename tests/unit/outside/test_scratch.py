"""What killed processes left beside files and folders, and writers that work at the same time."""

import subprocess
import sys
from pathlib import Path

import pytest

from lsparch.diagnostics import LsparchError
from lsparch.outside import files as files_module
from lsparch.outside.files import Files
from lsparch.outside.scratch import remove_abandoned, scratch_file, scratch_folder

WRITER = """
import sys
from pathlib import Path
from lsparch.outside.files import Files
folder, name = Path(sys.argv[1]), sys.argv[2]
for _ in range(40):
    Files().replace_tree(folder / "out", {f"{n}.yaml": name.encode() for n in range(20)}, "render")
    Files().write(folder / "lock.yaml", name.encode() * 1000)
"""


def test_what_a_dead_process_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".out.lsparch-abc").mkdir()
    (tmp_path / ".out.lsparch-abc" / "half.yaml").write_text("half")
    (tmp_path / ".lock.yaml.lsparch-abc").write_text("half")
    Files().replace_tree(tmp_path / "out", {"a": b"1"}, "render")
    Files().write(tmp_path / "lock.yaml", b"2")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lock.yaml", "out"]


def test_what_a_living_process_writes_is_left_alone(tmp_path: Path) -> None:
    with scratch_folder(tmp_path / "out") as fresh, scratch_file(tmp_path / "out") as (file, _):
        remove_abandoned(tmp_path / "out")
        assert fresh.is_dir()
        assert file.is_file()
    assert list(tmp_path.iterdir()) == []


def test_hidden_files_of_a_person_are_left_alone(tmp_path: Path) -> None:
    for name in (".out.snapshot", ".out.backup", ".outside.lsparch-x", ".o*t.lsparch-x"):
        (tmp_path / name).write_text("mine\n")
    (tmp_path / ".out.lsparch-link").symlink_to(tmp_path / ".out.backup")
    Files().replace_tree(tmp_path / "out", {"a": b"1"}, "render")
    Files().replace_tree(tmp_path / "o?t", {"a": b"1"}, "render")
    names = {path.name for path in tmp_path.iterdir()}
    assert {".out.snapshot", ".out.backup", ".outside.lsparch-x", ".o*t.lsparch-x", "out", "o?t"} <= names


def test_an_updated_folder_loses_what_was_left_in_it(tmp_path: Path) -> None:
    files = Files()
    files.update_tree(tmp_path, {"deep/a.svg": b"1"}, "render", complete=True)
    (tmp_path / "deep" / ".a.svg.lsparch-abc").write_text("half")
    files.update_tree(tmp_path, {"deep/a.svg": b"2"}, "render", complete=True)
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["a.svg"]


def test_a_folder_that_was_put_aside_comes_back_even_when_the_next_run_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = Files()
    files.replace_tree(tmp_path / "out", {"a": b"old"}, "render")
    (tmp_path / "out").rename(tmp_path / ".out.lsparch-abc.old")
    monkeypatch.setattr(files_module, "_exchange", lambda _one, _other: False)
    monkeypatch.setattr(files_module, "write_folder", _full)
    with pytest.raises(LsparchError, match="No space left"):
        files.replace_tree(tmp_path / "out", {"a": b"new"}, "render")
    assert files.tree(tmp_path / "out") == {"a": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def _full(_folder: str, _files: dict[str, bytes], _former: str) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("exchange", [True, False])
def test_without_an_exchange_a_folder_is_replaced_too(
    exchange: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not exchange:
        monkeypatch.setattr(files_module, "_exchange", lambda _one, _other: False)
    for content in (b"1", b"2", b"3"):
        Files().replace_tree(tmp_path / "out", {"a": content}, "render")
        assert Files().tree(tmp_path / "out") == {"a": content}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    for content in (b"1", b"2"):
        Files().replace_tree(tmp_path / "out", {"a": content}, "render")
    assert (tmp_path / "out").is_symlink()
    assert Files().tree(tmp_path / "real") == {"a": b"2"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "real"]


def test_several_processes_write_one_folder_and_one_file_at_the_same_time(tmp_path: Path) -> None:
    names = ("one", "two", "three", "four")
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name], stderr=subprocess.PIPE, text=True)
        for name in names
    ]
    said = [writer.communicate()[1] for writer in writers]
    assert said == [""] * len(names)
    contents = set(Files().tree(tmp_path / "out").values())
    assert len(contents) == 1
    assert contents <= {name.encode() for name in names}
    assert (tmp_path / "lock.yaml").read_text() in {name * 1000 for name in names}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lock.yaml", "out"]
