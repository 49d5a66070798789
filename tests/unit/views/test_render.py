"""Tests of rendering: names of files, index, the command."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform
from lsparch.api.render import render_files
from lsparch.api.view_files import load_views
from lsparch.cli.render import render
from lsparch.diagnostics import LsparchError, UnreadableInputError
from lsparch.emit.drawing_format import DrawingFormat
from lsparch.outside.files import Files
from tests.unit.views.shipped import ROOT

APP = typer.Typer()
APP.command()(render)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(APP, [*arguments, "--model", str(ROOT / "model")])
    return result.exit_code, result.output


def names(*sources: str, views: tuple[str, ...] = ()) -> list[str]:
    return [drawing.name for drawing in plan_drawings(Platform(ROOT), sources, views)[0]]


def test_pictures_of_one_environment_are_named_by_the_view_and_of_several_by_both() -> None:
    found = names()
    assert {"platform", "api-pods", "deployment-pdac", "datasets"} <= set(found)
    assert len(found) == len(set(found))


def test_named_environments_are_drawn_in_place_of_those_of_the_view() -> None:
    assert names("pdac", views=("storage", "datasets")) == ["storage-pdac"]


def test_every_view_can_be_drawn_for_every_environment() -> None:
    platform = Platform(ROOT)
    drawings, _ = plan_drawings(platform, platform.environments)
    assert len(drawings) > len(platform.environments)


def test_unknown_views_are_refused_with_what_was_probably_meant() -> None:
    with pytest.raises(LsparchError, match="did you mean `platform`"):
        plan_drawings(Platform(ROOT), (), ["platfrom"])


def test_files_are_the_same_on_every_run_and_listed_in_the_index() -> None:
    formats = [DrawingFormat.SVG, DrawingFormat.MERMAID]
    one = render_files(Platform(ROOT), (), ["storage"], formats)
    other = render_files(Platform(ROOT), (), ["storage"], formats)
    assert one == other
    assert sorted(one) == ["README.md", "storage.layout.json", "storage.mmd", "storage.svg"]
    assert b"![Storage, usdac](storage.svg)" in one["README.md"]


def test_check_tells_what_is_not_current_and_writes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "rendered"
    assert run("--view", "storage", "--out", str(out), "--check") == (1, f"{out}/storage.svg: not current\n")
    assert not out.exists()
    assert run("--view", "storage", "--out", str(out))[0] == 0
    assert run("--view", "storage", "--out", str(out), "--check") == (0, "")


def test_a_whole_rendering_removes_left_overs_and_keeps_what_is_current(tmp_path: Path) -> None:
    out = tmp_path / "rendered"
    assert run("--out", str(out), "--format", "dot")[0] == 0
    kept = out / "storage.dot"
    before = kept.stat().st_mtime_ns
    (out / "gone.svg").write_text("old")
    assert run("--out", str(out), "--format", "dot", "--check")[0] == 1
    assert run("--out", str(out), "--format", "dot")[0] == 0
    assert not (out / "gone.svg").exists()
    assert kept.stat().st_mtime_ns == before


def test_a_folder_that_somebody_wrote_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    result = CliRunner().invoke(APP, ["--view", "storage", "--out", str(tmp_path), "--model", str(ROOT / "model")])
    assert isinstance(result.exception, LsparchError)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


class _Twice(Files):
    """The file system with one view written twice."""

    def tree(self, folder: Path, *suffixes: str) -> dict[str, bytes]:
        """Return the files of a folder."""
        found = super().tree(folder, *suffixes)
        if "views/storage.yaml" in found:
            found["views/storage-again.yaml"] = found["views/storage.yaml"]
        return found


def test_two_views_of_one_name_are_a_finding_with_its_place() -> None:
    with pytest.raises(UnreadableInputError) as caught:
        load_views(Platform(ROOT, "", _Twice()))
    (finding,) = caught.value.findings
    assert finding.message == "there are two views `storage`"
    assert finding.place.line == 2
