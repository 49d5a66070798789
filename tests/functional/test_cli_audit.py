"""``lsparch audit`` and ``lsparch bundle`` as a whole: output, files and exit codes."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.functional.conftest import Outcome, Run

Edit = Callable[[str, str, str], None]


def test_the_inventory_begins_with_the_facts(command: Run) -> None:
    outcome = command("audit", "sandbox")
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[:2] == ["Security inventory of sandbox", ""]
    assert lines[2].startswith("Environment ")
    headings = [lines[n - 1].partition(" (")[0] for n, line in enumerate(lines) if line and set(line) == {"-"}]
    assert headings == [
        "Exposure", "Privileges", "Access to the Kubernetes API", "Secrets", "Egress", "Coverage by policies",
        "Exceptions", "Images", "Integration tests",
    ]  # fmt: skip


def test_json_and_markdown_are_the_same_inventory(command: Run) -> None:
    found = json.loads(command("audit", "sandbox", "--format", "json").out)
    table = command("audit", "sandbox", "--format", "markdown").out
    assert found["environment"] == "sandbox"
    assert f"digest as it is: {found['sign_off']['digest']}" in table
    assert all(image["repository"] in table for image in found["images"])


def test_an_unknown_environment_has_no_inventory(command: Run) -> None:
    assert command("audit", "sandbux") == Outcome(2, "", "lsparch: no environment `sandbux`; did you mean `sandbox`?\n")


def test_a_bundle_is_whole_and_current(command: Run, platform: Path) -> None:
    outcome = command("bundle", "sandbox", "--out", "hand-over")
    assert outcome.code == 0
    assert outcome.err.endswith("files for sandbox to hand-over\n")
    folder = platform / "hand-over"
    assert {path.name for path in folder.iterdir()} >= {
        "AUDIT.md", "CHECKSUMS", "README.md", "RECIPE.md", "images.txt", "index.yaml", "manifests", "objects.txt",
        "order", "pipelines", "secrets.yaml",
    }  # fmt: skip
    subprocess.run(["sha256sum", "--check", "--quiet", "CHECKSUMS"], cwd=folder, check=True)
    assert command("bundle", "sandbox", "--out", "hand-over", "--check") == Outcome(0, "", "")
    (folder / "RECIPE.md").write_text("do as you like\n", "utf-8")
    stale = command("bundle", "sandbox", "--out", "hand-over", "--check")
    assert (stale.code, stale.out) == (1, "hand-over/RECIPE.md: not current\n")


def test_manifests_of_a_bundle_are_those_that_generate_writes(command: Run, platform: Path) -> None:
    command("bundle", "production", "--out", "hand-over")
    command("generate", "production", "--out", "out")
    bundled = platform / "hand-over" / "manifests"
    for path in sorted(path for path in bundled.rglob("*") if path.is_file()):
        assert path.read_bytes() == (platform / "out" / path.relative_to(bundled)).read_bytes()
    contract = (platform / "hand-over" / "secrets.yaml").read_bytes()
    assert contract == (platform / "out" / "secrets.yaml").read_bytes()


def test_a_faulty_environment_is_told_and_no_bundle_is_written(command: Run, edit: Edit, platform: Path) -> None:
    edit("model/environments/sandbox.yaml", "bind: {catalogue: external/sky.sql}", "bind: {}")
    outcome = command("bundle", "sandbox", "--out", "hand-over")
    assert outcome.code == 1
    assert "error[ENV005] web/site needs store/db.mysql" in outcome.out
    assert not (platform / "hand-over").exists()


def test_a_folder_of_somebody_else_is_left_alone(command: Run, platform: Path) -> None:
    outcome = command("bundle", "sandbox", "--out", "model")
    assert outcome.code == 2
    assert (platform / "model" / "platform.yaml").is_file()
