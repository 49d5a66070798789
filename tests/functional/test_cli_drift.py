"""``lsparch drift`` as a whole: output, summary and exit codes."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from lsparch.cli.app import run
from tests.support.small import ROOT


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a copy of the small platform with the shipped drift policy."""
    for path in ROOT.rglob("*.*"):
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (tmp_path / "checks").mkdir()
    policy = Path(__file__).parents[2] / "checks" / "drift.yaml"
    (tmp_path / "checks" / "drift.yaml").write_bytes(policy.read_bytes())
    return tmp_path


def drift(root: Path, *arguments: str) -> int:
    return run(["drift", *arguments, "--model", str(root / "model"), "--as-of", "2026-11-01"])


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def generated(root: Path, environment: str) -> Path:
    out = root / "out"
    assert run(["generate", environment, "--out", str(out), "--model", str(root / "model")]) == 0
    return out


def test_two_environments_that_differ_as_declared_are_clean(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift(small, "production", "sandbox") == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "production → sandbox: 0 undeclared differences, 2 declared, 2 scale, 9 environment, 2 release\n"


def test_an_undeclared_difference_fails_and_declared_ones_are_listed_when_asked(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sandbox = small / "model" / "environments" / "sandbox.yaml"
    sandbox.write_text(f"{sandbox.read_text(encoding='utf-8')}override:\n  web/site.endpoints.http.port: 8081\n")
    assert drift(small, "production", "sandbox", "--format", "json") == 1
    told = capsys.readouterr()
    (finding,) = json.loads(told.out)["findings"]
    assert finding["code"] == "DRF001"
    assert finding["file"].endswith("model/environments/sandbox.yaml")
    assert finding["line"] == 16
    assert "1 undeclared difference, 2 declared" in told.err
    assert drift(small, "production", "sandbox", "--fail-on", "never", "--declared") == 0
    told = capsys.readouterr()
    assert "note[DRF000] store is missing in sandbox" in told.out


def test_a_generated_folder_matches_until_it_is_edited(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = generated(small, "production")
    assert drift(small, "production", str(out)) == 0
    assert drift(small, str(out), "production") == 0
    capsys.readouterr()
    file = next(path for path in out.rglob("*deployment*site*.yaml"))
    edit(file, "replicas: 3", "replicas: 2")
    line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if "replicas: 2" in text)
    for pair in (("production", str(out)), (str(out), "production"), (str(out), str(file))):
        assert drift(small, *pair) == 1
    text = capsys.readouterr().out
    assert f"{file.as_posix()}:{line}:" in text
    assert "model/aspects/web.yaml" in text


def test_manifests_come_from_standard_input(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = generated(small, "production")
    files = [path for path in sorted(out.rglob("*.yaml")) if path.name not in {"index.yaml", "secrets.yaml"}]
    text = "---\n".join(path.read_text(encoding="utf-8") for path in files)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert drift(small, "production", "-") == 0
    assert "production → -: 0 undeclared differences" in capsys.readouterr().err


def test_a_revision_is_compared_with_the_work_tree(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (["init", "-q"], ["add", "model"], [*name, "commit", "-q", "-m", "first"]):
        subprocess.run(["git", "-C", str(small), *command], check=True, capture_output=True)
    assert drift(small, "git:HEAD", "production") == 0
    edit(small / "model" / "aspects" / "web.yaml", "port: 8080", "port: 8081")
    assert drift(small, "git:HEAD", "production") == 1
    told = capsys.readouterr()
    assert "web/site.endpoints.http.port is 8081 in production, but 8080 in git:HEAD:production" in told.out
    assert drift(small, "git:HEAD", "git:HEAD") == 2
    assert "which environment?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("kube:main", "the kubectl configuration"),
        ("productoin", "did you mean `production`?"),
        ("./nowhere", "no such file or folder"),
        ("git:", "no revision"),
    ],
)
def test_a_source_that_cannot_be_read_is_told(
    small: Path, capsys: pytest.CaptureFixture[str], source: str, words: str
) -> None:
    assert drift(small, source, "production") == 2
    assert words in capsys.readouterr().err


def test_a_document_that_is_no_object_is_unreadable_input(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small / "bad.yaml").write_text("values: 1\n")
    assert drift(small, "production", str(small / "bad.yaml")) == 2
    assert "bad.yaml:1:1: error[DRF010] not a Kubernetes object" in capsys.readouterr().out
