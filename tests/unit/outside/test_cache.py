import os
from pathlib import Path

import pytest

from lsparch.outside.cache import Cache, user_cache


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "deep" / "cache"))
    assert cache.read("one") is None
    cache.write("one", b"\x00content")
    cache.write("one", b"other")
    assert cache.read("one") == b"other"
    assert (tmp_path / "deep" / "cache").stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in (tmp_path / "deep" / "cache").iterdir()) == ["one"]


@pytest.mark.parametrize("position", [0, 19, 20, -1])
def test_a_damaged_entry_is_absent(position: int, tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "cache"))
    cache.write("one", b"content")
    content = bytearray((tmp_path / "cache" / "one").read_bytes())
    content[position] ^= 1
    (tmp_path / "cache" / "one").write_bytes(content)
    assert cache.read("one") is None


@pytest.mark.parametrize("length", [0, 10, 20, 24])
def test_an_entry_that_was_cut_off_is_absent(length: int, tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "cache"))
    cache.write("one", b"content")
    os.truncate(tmp_path / "cache" / "one", length)
    assert cache.read("one") is None


def test_the_entries_used_longest_ago_give_way(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "cache"), limit=400)
    for age, name in ((3, "one"), (2, "two"), (1, "three")):
        cache.write(name, b"x" * 100)
        os.utime(tmp_path / "cache" / name, (1000 - age, 1000 - age))
    assert cache.read("one") is not None  # so it was just used
    cache.write("four", b"x" * 100)
    assert [name for name in ("one", "two", "three", "four") if cache.read(name)] == ["one", "three", "four"]


def test_too_large_an_entry_is_not_kept(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "cache"), limit=100)
    cache.write("one", b"x" * 51)
    assert cache.read("one") is None


def test_what_a_killed_process_left_gives_way_too(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "cache"), limit=300)
    cache.write("one", b"x" * 10)
    (tmp_path / "cache" / ".two.17").write_bytes(b"x" * 200)
    os.utime(tmp_path / "cache" / ".two.17", (1000, 1000))
    cache.write("two", b"x" * 100)
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == ["one", "two"]


def test_a_folder_that_others_may_write_is_not_trusted(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "cache"))
    cache.write("one", b"content")
    (tmp_path / "cache").chmod(0o777)
    assert cache.read("one") is None
    cache.write("two", b"content")
    assert not (tmp_path / "cache" / "two").exists()


def test_a_cache_that_cannot_be_made_is_empty(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(str(tmp_path / "file" / "cache"))
    cache.write("one", b"content")
    assert cache.read("one") is None


def test_the_users_cache_is_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LSPARCH_CACHE", "")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    for folder in (tmp_path / "xdg", tmp_path / "home" / ".cache"):
        cache = user_cache()
        assert cache is not None
        cache.write("one", b"content")
        assert (folder / "lsparch" / "one").is_file()
        monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("LSPARCH_CACHE", "off")
    assert user_cache() is None
