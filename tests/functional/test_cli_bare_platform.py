"""A platform without log collection and without a registry of its own: every command, and no word of either."""

import json
from pathlib import Path

import pytest

from lsparch.api.init import start_model
from lsparch.cli.app import run

VIEWS = {
    "logs": {"concern": "logging"},
    "images": {"concern": "supply-chain"},
    "exposure": {"concern": "exposure"},
    "storage": {"concern": "storage"},
    "secrets": {"concern": "authentication"},
    "data": {"concern": "datasets"},
    "space": {"chart": "registry"},
    "nodes": {"chart": "capacity"},
    "found": {"chart": "findings"},
    "containers": {"level": "container", "aspect": "catalogue"},
    "failure": {"impact": ["catalogue/database"]},
    "way": {"path": {"from": "catalogue/web", "to": "catalogue/database"}},
    "who": {"reach": "catalogue/database.postgresql"},
    "near": {"around": "catalogue/database"},
}
"""A view of every sort that the first model has none of."""

REQUIREMENTS = """\
requirements: 1
statements:
  - line: 1
    digest: "000000000000"
    says: The catalogue is kept
    class: checkable
    satisfied-by: [catalogue/database]
"""

TARGETS = (("plain",), ("kustomize",), ("helm",), ("argocd", "--repo", "https://git.example.org/shop.git"))


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    start_model(tmp_path)
    monkeypatch.chdir(tmp_path)
    platform = tmp_path / "model/platform.yaml"
    platform.write_text(platform.read_text().replace("registry:\n  approved: [dockerhub]\n", ""))
    keys = {line.partition(":")[0] for line in platform.read_text().splitlines()}
    assert "defaults" in keys
    assert not keys & {"logging", "registry"}
    for name, show in VIEWS.items():
        text = json.dumps({"view": name, "title": name, "show": show})
        (tmp_path / f"diagrams/views/{name}.yaml").write_text(text)
    (tmp_path / "checks/requirements.yaml").write_text(REQUIREMENTS)
    return tmp_path


@pytest.mark.usefixtures("bare")
def test_checks_find_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--fail-on", "note", "--notes"]) == 0
    assert capsys.readouterr().out == ""


def test_every_view_is_drawn_and_says_where_there_is_nothing(bare: Path) -> None:
    assert run(["render", "--out", "drawn"]) == 0
    texts = {path.stem: path.read_text() for path in (bare / "drawn").glob("*.svg")}
    assert texts.keys() > VIEWS.keys()
    assert "There is nothing of this." in texts["logs"]
    assert "The platform has no registry of its own, or nobody states its size." in texts["space"]
    assert "DockerHub" in texts["images"]
    assert "Local registry" not in texts["images"]
    assert "built by our pipelines" not in texts["images"]
    shown = "".join(text for name, text in texts.items() if not name.startswith("symbology"))
    assert not [word for word in ("ilebeat", "ogstash", "ELK", "LDF") if word in shown]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target[0])
def test_every_target_is_generated_without_shippers(target: tuple[str, ...], bare: Path) -> None:
    assert run(["generate", "--out", "made", "--target", *target]) == 0
    made = "".join(path.read_text() for path in (bare / "made").rglob("*") if path.is_file())
    assert "catalogue" in made
    assert not [word for word in ("shipper", "logstash", "beats") if word in made]


@pytest.mark.usefixtures("bare")
def test_what_is_generated_is_what_the_model_says() -> None:
    assert run(["generate", "production", "--out", "made"]) == 0
    assert run(["drift", "production", "made", "--fail-on", "note"]) == 0
    assert run(["bundle", "production", "--out", "bundle"]) == 0


@pytest.mark.usefixtures("bare")
def test_analyses_tell_nothing_of_either(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["capacity", "production"]) == 0
    assert "egistry" not in capsys.readouterr().out
    assert run(["capacity", "production", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["registry"] is None
    assert run(["impact", "catalogue/database"]) == 0
    assert "catalogue  stops" in capsys.readouterr().out
    assert run(["audit", "production"]) == 0
    assert run(["explain", "catalogue/web"]) == 0
    assert run(["trace"]) == 0
    out = capsys.readouterr().out
    assert not [word for word in ("logging", "shipper", "logs", "collector") if word in out]


def test_the_review_document_leaves_out_what_is_not_there(bare: Path) -> None:
    assert run(["render", "--review", "production", "--as-of", "2026-11-01", "--out", "review"]) == 0
    text = (bare / "review/review.md").read_text()
    assert "](images.svg)" in text
    assert "](logs.svg)" not in text
    assert "](space.svg)" not in text


@pytest.mark.parametrize("logs", ["sidecar", "collector"])
def test_a_component_cannot_ship_by_what_is_not_there(
    logs: str, bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    aspect = bare / "model/aspects/catalogue.yaml"
    aspect.write_text(aspect.read_text().replace("    image: web\n", f"    image: web\n    logs: {logs}\n"))
    assert run(["check", "production"]) == 1
    which = {"sidecar": "shipper", "collector": "collector"}[logs]
    out = capsys.readouterr().out
    assert f"error[LOG001] catalogue/web has `logs: {logs}`, and the platform has no {which} of logs" in out
    assert run(["generate", "production", "--out", "made"]) == 0


@pytest.mark.parametrize(("aggregator", "key"), [("own", "aggregator"), ("shared", "shared")])
def test_a_part_cannot_have_an_aggregator_that_is_not_there(
    aggregator: str, key: str, bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    aspect = bare / "model/aspects/catalogue.yaml"
    aspect.write_text(
        aspect.read_text().replace("components:", f"logging: {{aggregator: {aggregator}}}\ncomponents:", 1)
    )
    assert run(["check"]) == 1
    out = capsys.readouterr().out
    assert f"error[LOG003] catalogue has the log aggregator `{aggregator}`, and the platform has none such" in out
    assert f"`logging.{key}`" in out


def test_an_image_of_no_registry_is_told_which_one_was_meant(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    externals = bare / "model/externals.yaml"
    externals.write_text(externals.read_text().replace("dockerhub:", "hub:"))
    assert run(["check"]) == 2
    assert "`registry` is not given, and the usual `dockerhub` names no external" in capsys.readouterr().out


def test_a_system_that_both_builds_and_keeps_images_is_a_frame_and_a_box(bare: Path) -> None:
    (bare / "model/pipelines.yaml").write_text(
        "pipelines: {build: {title: Build, source: DESIGN, controller: external/dockerhub, builds: [web]}}\n"
    )
    assert run(["render", "--view", "images", "--format", "json", "--out", "drawn"]) == 0
    drawing = json.loads((bare / "drawn/images.json").read_text())
    boxes, frames = ({item["id"] for item in drawing[key]} for key in ("boxes", "frames"))
    assert "external/dockerhub" in boxes
    assert not boxes & frames
