import os
from pathlib import Path

from lsparch.outside.folders import MARK, digest_of, holds, is_settled, read_folder, write_folder

FILES = {"a.yaml": b"1", "b/c/d.yaml": b"", "b/e.txt": b"\x00" * 100_000}


def _generated(folder: Path) -> Path:
    folder.mkdir()
    write_folder(str(folder), FILES)
    (folder / MARK).write_text("")
    return folder


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    folder = str(_generated(tmp_path / "out"))
    assert read_folder(folder) == FILES
    assert list(read_folder(folder, (".yaml",))) == ["a.yaml", "b/c/d.yaml"]


def test_files_come_in_the_order_of_their_paths_part_by_part(tmp_path: Path) -> None:
    for name in ("a-b/x", "a/x", "a.x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    assert list(read_folder(str(tmp_path))) == ["a/x", "a-b/x", "a.x"]


def test_links_to_files_are_read_and_links_to_folders_are_not_entered(tmp_path: Path) -> None:
    folder = _generated(tmp_path / "out")
    (folder / "link.yaml").symlink_to("a.yaml")
    (folder / "up").symlink_to(tmp_path)
    (folder / "broken").symlink_to("nothing")
    assert set(read_folder(str(folder))) == {*FILES, "link.yaml"}


def test_a_folder_holds_exactly_what_was_written(tmp_path: Path) -> None:
    folder = _generated(tmp_path / "out")
    assert holds(str(folder), FILES)
    assert not holds(str(folder), {**FILES, "a.yaml": b"2"})
    assert not holds(str(folder), {**FILES, "more": b""})
    assert not holds(str(folder), {"a.yaml": b"1"})
    assert not holds(str(tmp_path / "absent"), {})


def test_what_else_is_in_a_folder_is_seen(tmp_path: Path) -> None:
    folder = _generated(tmp_path / "out")
    for name in ("b/.hidden", "b/c/more"):
        (folder / name).write_text("")
        assert not holds(str(folder), FILES)
        (folder / name).unlink()
    (folder / "empty").mkdir()
    assert not holds(str(folder), FILES)
    (folder / "empty").rmdir()
    (folder / "a.yaml").rename(tmp_path / "a.yaml")
    (folder / "a.yaml").symlink_to(tmp_path / "a.yaml")
    assert not holds(str(folder), FILES)


def test_a_folder_without_its_mark_is_not_generated(tmp_path: Path) -> None:
    folder = _generated(tmp_path / "out")
    (folder / MARK).unlink()
    assert not holds(str(folder), FILES)


def test_what_a_killed_process_left_beside_a_folder_is_still_to_do(tmp_path: Path) -> None:
    folder = _generated(tmp_path / "out")
    assert is_settled(os.path.relpath(folder), FILES)
    (tmp_path / ".out.lsparch-abc").mkdir()
    assert not is_settled(str(folder), FILES)


def test_a_digest_depends_on_names_contents_and_words() -> None:
    files = {"a": b"bc"}
    found = [digest_of(files), digest_of({"ab": b"c"}), digest_of({}), digest_of(files, "w"), digest_of({}, "w", "x")]
    found += [digest_of({}, "wx"), digest_of({"a": b"b", "c": b""})]
    assert len(set(found)) == len(found)
    assert digest_of(dict(files)) == found[0]
