"""Outcomes that are taken from the cache: the same as made anew, and only while nothing changed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from lsparch.outside.folders import read_folder
from tests.support.models import BASE

ROOT = Path(__file__).parents[2]

ENVIRONMENT = """\
environment: main
title: Everything
owner: ldf
source: DOC
kind: operational
cluster: lab
domain: example.org
exposure: internal
include: [logging, registry]
"""


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the package, whose files nobody changes while the tests run."""
    folder = tmp_path_factory.mktemp("code")
    shutil.copytree(ROOT / "lsparch", folder / "lsparch")
    return folder


@pytest.fixture
def home(tmp_path: Path, code: Path) -> Path:
    (tmp_path / "code").symlink_to(code)
    for name, text in {**BASE, "model/environments/main.yaml": ENVIRONMENT}.items():
        path = tmp_path / "home" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "home"


def _run(home: Path, *arguments: str, **more: str) -> tuple[int, str, str]:
    """Run the program; return its exit code and what it printed."""
    done = _process(home, arguments, more)
    return done.returncode, done.stdout, done.stderr


def _process(home: Path, arguments: tuple[str, ...], more: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(_code(home)), "XDG_CACHE_HOME": str(home.parent / "cache"), **more}
    if "LSPARCH_CACHE" not in more:
        environment.pop("LSPARCH_CACHE", None)
    command = [sys.executable, "-X", "importtime", "-m", "lsparch", *arguments]
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False, timeout=120)


def _code(home: Path) -> Path:
    return next(folder / "code" for folder in home.parents if (folder / "code").exists())


def _was_taken(found: tuple[int, str, str]) -> bool:
    """Return whether an outcome was taken from the cache: nothing that makes one was imported."""
    return "pydantic" not in found[2]


def _said(found: tuple[int, str, str]) -> tuple[int, str, list[str]]:
    return found[0], found[1], [line for line in found[2].splitlines() if not line.startswith("import time:")]


def _entries(home: Path) -> list[Path]:
    folder = home.parent / "cache" / "lsparch"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_the_second_time_the_same_comes_from_the_cache(home: Path) -> None:
    first = _run(home, "generate", "--out", "out")
    made = read_folder(str(home / "out"))
    shutil.rmtree(home / "out")
    second = _run(home, "generate", "--out", "out")
    third = _run(home, "generate", "--out", "out")
    assert [_was_taken(found) for found in (first, second, third)] == [False, True, True]
    assert _said(first) == _said(second) == _said(third)
    assert first[0] == 0
    assert made
    assert read_folder(str(home / "out")) == made


def test_what_a_person_changed_in_the_output_is_replaced(home: Path) -> None:
    _run(home, "generate", "--out", "out")
    made = read_folder(str(home / "out"))
    (home / "out" / "index.yaml").write_text("changed\n")
    assert _was_taken(_run(home, "generate", "--out", "out"))
    assert read_folder(str(home / "out")) == made


def test_a_changed_model_is_read_again_and_the_old_one_is_still_known(home: Path) -> None:
    _run(home, "generate", "--out", "out")
    made = read_folder(str(home / "out"))
    path = home / "model" / "images.yaml"
    text = path.read_text()
    path.write_text(text.replace("2.7", "2.8"))
    assert not _was_taken(_run(home, "generate", "--out", "out"))
    assert read_folder(str(home / "out")) != made
    path.write_text(text)
    assert _was_taken(_run(home, "generate", "--out", "out"))
    assert read_folder(str(home / "out")) == made


def test_a_fault_is_reported_every_time(home: Path) -> None:
    _run(home, "generate", "--out", "out")
    path = home / "model" / "environments" / "main.yaml"
    path.write_text(path.read_text() + "nonsense: 1\n")
    first, second = (_run(home, "generate", "--out", "out") for _ in range(2))
    assert _said(first) == _said(second)
    assert first[0] == 2


def test_check_tells_what_is_not_current_from_the_cache_too(home: Path) -> None:
    _run(home, "generate", "--out", "out")
    assert _run(home, "generate", "--out", "out", "--check")[:2] == (0, "")
    (home / "out" / "index.yaml").write_text("changed\n")
    found = _run(home, "generate", "--out", "out", "--check")
    assert _was_taken(found)
    assert found[:2] == (1, "out/index.yaml: not current\n")


def test_a_folder_of_somebody_else_is_not_replaced_from_the_cache_either(home: Path) -> None:
    _run(home, "generate", "--out", "out")
    shutil.rmtree(home / "out")
    (home / "out").mkdir()
    (home / "out" / "mine").write_text("")
    code, _, error = _run(home, "generate", "--out", "out")
    assert code == 2
    assert "not a folder that lsparch generated" in error
    assert (home / "out" / "mine").exists()


def test_a_model_nearer_by_is_found_first(home: Path) -> None:
    inside = home / "inside"
    inside.mkdir()
    shared = {"XDG_CACHE_HOME": str(home.parent / "cache")}
    _run(inside, "generate", "--out", "out", **shared)
    assert _was_taken(_run(inside, "generate", "--out", "out", **shared))
    shutil.copytree(home / "model", inside / "model")
    assert not _was_taken(_run(inside, "generate", "--out", "out", **shared))


def test_damaged_entries_are_made_again(home: Path) -> None:
    first = _run(home, "generate", "--out", "out")
    for path in _entries(home):
        path.write_bytes(path.read_bytes()[:-1])
    second = _run(home, "generate", "--out", "out")
    assert not _was_taken(second)
    assert _said(first) == _said(second)
    assert _was_taken(_run(home, "generate", "--out", "out"))


@pytest.mark.parametrize(("option", "variable"), [("--no-cache", ""), ("--notes", "off")])
def test_the_cache_can_be_left_out(option: str, variable: str, home: Path) -> None:
    for _ in range(2):
        assert not _was_taken(_run(home, "generate", "--out", "out", option, LSPARCH_CACHE=variable))
    assert _entries(home) == []


def test_checking_the_model_again_gives_the_same(home: Path) -> None:
    first, second = (_run(home, "check", "--format", "json", "--fail-on", "note") for _ in range(2))
    assert [_was_taken(found) for found in (first, second)] == [False, True]
    assert _said(first) == _said(second)
    assert not _was_taken(_run(home, "check", "--format", "json", "--fail-on", "note", "--as-of", "2030-01-01"))


def test_checking_manifests_reads_them_every_time(home: Path) -> None:
    _run(home, "generate", "--out", "out")
    for _ in range(2):
        assert not _was_taken(_run(home, "check", "./out"))


@pytest.fixture
def drawn(home: Path) -> Path:
    """Return a folder with the model and the views of the repository."""
    shutil.rmtree(home / "model")
    shutil.copytree(ROOT / "model", home / "model")
    shutil.copytree(ROOT / "diagrams", home / "diagrams", ignore=shutil.ignore_patterns("rendered"))
    return home


def test_a_drawing_comes_from_the_cache_and_leaves_others_alone(drawn: Path) -> None:
    arguments = ("render", "--view", "portal-pods", "--out", "out")
    first = _run(drawn, *arguments)
    made = read_folder(str(drawn / "out"))
    shutil.rmtree(drawn / "out")
    assert _run(drawn, "render", "--view", "platform", "--out", "out")[0] == 0
    others = read_folder(str(drawn / "out"))
    second = _run(drawn, *arguments)
    assert [_was_taken(found) for found in (first, second)] == [False, True]
    assert _said(first) == _said(second)
    assert made
    assert read_folder(str(drawn / "out")) == {**made, **others}
    assert [_run(drawn, *arguments, "--check")[:2] for _ in range(2)] == [(0, "")] * 2


def test_a_drawing_is_made_again_when_a_view_changes(drawn: Path) -> None:
    arguments = ("render", "--view", "portal-pods", "--out", "out")
    _run(drawn, *arguments)
    path = drawn / "diagrams" / "views" / "portal-pods.yaml"
    path.write_text(path.read_text() + "# no change\n")
    assert not _was_taken(_run(drawn, *arguments))
    assert _run(drawn, *arguments, "--check")[0] == 0
