"""Whole folders that lsparch generated, as sources of check and drift."""

import shutil
from pathlib import Path

import pytest

from tests.functional.conftest import Run

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"


@pytest.fixture(autouse=True)
def _without_tools(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "no-programs"))


def test_a_bundle_is_checked_without_what_is_no_object(command: Run) -> None:
    assert command("bundle", "sandbox", "--out", "hand-over").code == 0
    outcome = command("check", "hand-over", "--fail-on", "never")
    assert "DRF010" not in outcome.out
    assert "hand-over/manifests/" in outcome.out
    assert outcome.err.startswith("checked hand-over/manifests")
    assert "; left out pipelines: no Kubernetes objects\n" in outcome.err


def test_a_bundle_is_compared_without_its_tests(command: Run) -> None:
    assert command("bundle", "sandbox", "--out", "hand-over").code == 0
    assert command("drift", "sandbox", "hand-over").code == 0
    outcome = command("drift", "production", "hand-over")
    assert outcome.code == 1
    assert "hand-over/manifests/" in outcome.out


def test_each_environment_of_a_plain_folder_is_checked_for_itself(command: Run) -> None:
    assert command("generate", "--out", "out").code == 0
    found = {
        line.partition(":")[0].split("/")[1]
        for line in command("check", "out", "--fail-on", "never").out.splitlines()
        if line.startswith("out/")
    }
    assert found == {"production", "sandbox"}


def test_the_environment_that_is_compared_is_found_in_a_folder_of_several(command: Run) -> None:
    assert command("generate", "--out", "out").code == 0
    assert command("drift", "sandbox", "out").code == command("drift", "out", "production").code == 0
    outcome = command("drift", "out", "out/sandbox")
    assert outcome.code == 2
    message = "lsparch: out: holds several environments; name one: out/production, out/sandbox\n"
    assert outcome.err == message


def test_a_folder_of_another_environment_is_not_compared_unless_it_is_named(command: Run) -> None:
    assert command("generate", "--out", "out").code == 0
    shutil.rmtree("out/production")
    outcome = command("drift", "production", "out")
    message = "holds sandbox, not production; name out/sandbox to compare these two all the same"
    assert (outcome.code, outcome.err) == (2, f"lsparch: out: {message}\n")
    assert command("drift", "sandbox", "out").code == 0
    assert command("drift", "production", "out/sandbox").code == 1


@pytest.mark.parametrize("target", ["plain", "kustomize", "helm"])
@pytest.mark.parametrize("words", [("check",), ("drift", "sandbox"), ("render",)])
def test_a_generated_folder_without_an_environment_is_refused(
    target: str, words: tuple[str, ...], command: Run, platform: Path
) -> None:
    assert command("generate", "sandbox", "--target", target, "--out", "out").code == 0
    for path in (platform / "out").iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != ".lsparch":
            path.unlink()
    outcome = command(*words, "out")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("lsparch: out: holds no environment; run `lsparch generate")


@pytest.mark.parametrize("words", [("check",), ("render",), ("drift", "sandbox"), ("serve",)])
@pytest.mark.parametrize("source", ["x" * 300, f"./{'x' * 300}", f"{'x' * 300}.yaml"])
def test_what_is_too_long_for_a_path_is_no_source(words: tuple[str, ...], source: str, command: Run) -> None:
    outcome = command(*words, source)
    assert (outcome.code, outcome.out, len(outcome.err.splitlines())) == (2, "", 1)
    assert source in outcome.err


def test_the_model_may_be_where_one_is(command: Run, platform: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(platform / "model" / "aspects")
    assert command("explain", "web", "--model", "..").code == command("explain", "web").code == 0
    monkeypatch.chdir(platform / "model")
    assert command("explain", "web", "--model", ".").code == 0


def test_applications_of_argo_cd_are_checked_and_not_compared_with_what_they_deploy(command: Run) -> None:
    told = ("--target", "argocd", "--repo", "https://git.example.org/lsp.git", "--out", "apps")
    assert command("generate", "sandbox", *told).code == 0
    assert command("check", "apps").code == 0
    outcome = command("drift", "sandbox", "apps")
    message = "lsparch: apps: holds Applications of Argo CD, not objects of sandbox; name what they deploy\n"
    assert (outcome.code, outcome.err) == (2, message)


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("kustomize", "out/overlays/sandbox: kubectl or kustomize makes objects of it; neither is on the search path"),
        ("helm", "out: helm makes objects of it, and is not on the search path"),
    ],
)
def test_a_tree_that_a_tool_makes_into_objects_tells_which_tool_is_missing(
    target: str, message: str, command: Run
) -> None:
    assert command("generate", "sandbox", "--target", target, "--out", "out").code == 0
    outcome = command("check", "out")
    assert (outcome.code, outcome.out, outcome.err) == (2, "", f"lsparch: {message}\n")


def test_a_tool_that_fails_is_quoted(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert command("generate", "sandbox", "--target", "helm", "--out", "out").code == 0
    program = tmp_path / "programs" / "helm"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'Error: no such chart' >&2\nexit 1\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    outcome = command("check", "out")
    assert outcome.code == 2
    assert outcome.err.startswith("lsparch: `helm template lsp out --values out/values-sandbox.yaml")
    assert outcome.err.endswith("` failed: Error: no such chart\n")


@pytest.mark.parametrize("given", ["repo/chart", "repo", "repo/chart/templates", "repo/chart/templates/pod.yaml"])
@pytest.mark.parametrize("arguments", [("check",), ("render", "--out", "out"), ("drift", "production")])
def test_a_chart_of_others_is_told_as_one_in_one_line(
    command: Run, platform: Path, arguments: tuple[str, ...], given: str
) -> None:
    templates = platform / "repo" / "chart" / "templates"
    templates.mkdir(parents=True)
    (platform / "repo" / "pod.yaml").write_text(POD, "utf-8")
    (templates.parent / "Chart.yaml").write_text("apiVersion: v2\nname: shop\nversion: 1.0.0\n", "utf-8")
    (templates.parent / "values.yaml").write_text("tier: x\n", "utf-8")
    (templates / "pod.yaml").write_text("{{- if .Values.tier }}\nkind: {{ .Values.tier }}\n{{- end }}\n", "utf-8")
    outcome = command(*arguments, given)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        "lsparch: repo/chart: a Helm chart, whose templates are no manifests; give what Helm makes of them: "
        "`helm template … | lsparch check -`, as well with `render` and `drift`\n"
    )


def test_a_file_of_a_chart_that_is_no_template_is_read(command: Run, platform: Path) -> None:
    (platform / "chart" / "templates").mkdir(parents=True)
    (platform / "chart" / "Chart.yaml").write_text("apiVersion: v2\nname: shop\nversion: 1.0.0\n", "utf-8")
    (platform / "chart" / "templates" / "pod.yaml").write_text(POD, "utf-8")
    assert "Helm chart" not in command("check", "chart/templates/pod.yaml").err
