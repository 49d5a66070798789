"""``lsparch demo`` on the shipped platform: everything that ``make demo`` promises."""

import json
import shutil
from pathlib import Path

import pytest

from lsparch.cli.app import run
from tests.functional.conftest import Run

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Path]:
    """Run the demonstration once."""
    out = tmp_path_factory.mktemp("demo") / "build"
    return run(["demo", "--out", str(out), "--as-of", "2026-11-22", "--model", str(ROOT)]), out


def test_it_succeeds(made: tuple[int, Path]) -> None:
    assert made[0] == 0


def test_findings_are_written_in_several_formats(made: tuple[int, Path]) -> None:
    folder = made[1] / "findings"
    assert {p.name for p in folder.glob("f*")} == {"findings.json", "findings.md", "findings.sarif", "findings.txt"}
    found = json.loads((folder / "findings.json").read_text("utf-8"))["findings"]
    assert not [finding for finding in found if finding["severity"] == "error"]


def test_every_diagram_is_there_as_svg_and_as_png(made: tuple[int, Path]) -> None:
    folder = made[1] / "diagrams"
    drawn = {p.stem for p in folder.glob("*.svg")}
    assert (
        drawn == {p.stem for p in folder.glob("*.png")} == {p.stem for p in (ROOT / "diagrams/rendered").glob("*.svg")}
    )


def test_every_environment_is_generated(made: tuple[int, Path]) -> None:
    environments = {p.stem for p in (ROOT / "model/environments").glob("*.yaml") if not p.stem.startswith("profile-")}
    assert {p.name for p in (made[1] / "manifests").iterdir() if p.is_dir()} == environments


def test_every_sandbox_is_compared_with_the_operational_deployment(made: tuple[int, Path]) -> None:
    reports = {p.name: p.read_text("utf-8") for p in (made[1] / "drift").glob("*.txt")}
    assert set(reports) == {f"{name}-sandbox-usdac.txt" for name in ("api", "notebook", "portal", "qserv")}
    assert all(": 0 undeclared differences, " in text.splitlines()[0] for text in reports.values())


def test_every_requirement_is_traced(made: tuple[int, Path]) -> None:
    rows = json.loads((made[1] / "requirements" / "trace.json").read_text("utf-8"))["requirements"]
    assert [row["line"] for row in rows] == list(range(1, 130))


def test_what_a_platform_lacks_is_told_and_the_rest_is_made(command: Run, platform: Path) -> None:
    (platform / "checks" / "requirements.yaml").unlink()
    shutil.rmtree(platform / "diagrams" / "views", ignore_errors=True)
    outcome = command("demo", "--as-of", "2026-11-22")
    told = " ".join(outcome.err.split())
    assert "trace requirements: nothing: there is no checks/requirements.yaml" in told
    assert "of symbols alone: diagrams/views has no view" in told
    assert (platform / "build" / "manifests").is_dir()
    assert (platform / "build" / "drift").is_dir()
