"""``lsparch check`` as a whole: output and exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.conftest import Outcome, Run

WEB = "model/aspects/web.yaml"
Edit = Callable[[str, str, str], None]


def test_an_unknown_environment_is_told_with_what_was_meant(command: Run) -> None:
    message = "lsparch: `productoin` is neither an environment nor a file; did you mean `production`?\n"
    assert command("check", "productoin") == Outcome(2, "", message)


def test_a_folder_without_model_is_refused(command: Run) -> None:
    message = "lsparch: nowhere: no folder `model` here; give the model folder or the one that holds it\n"
    assert command("check", "--model", "nowhere") == Outcome(2, "", message)


def test_without_a_model_the_shipped_one_is_checked_and_named(
    command: Run, platform: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = platform / "elsewhere"
    (platform / "model").rename(platform / "other")
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    outcome = command("check", "nobody")
    assert outcome.err.startswith("lsparch: no model here or in a folder above: the shipped one is used; --model ")
    assert (outcome.code, outcome.out) == (2, "")
    (elsewhere / "pod.yaml").write_text("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n", "utf-8")
    assert "shipped" not in command("check", "pod.yaml").err
    (elsewhere / "model").mkdir()
    message = "lsparch: model: the folder of the model is empty; fill it, or name another with --model\n"
    assert command("check") == command("render") == command("generate") == Outcome(2, "", message)


def test_a_date_that_is_none_is_refused(command: Run) -> None:
    assert command("check", "--as-of", "tomorrow") == Outcome(
        2, "", "lsparch: --as-of tomorrow: not a date; write YYYY-MM-DD\n"
    )


@pytest.mark.parametrize("arguments", [("nonsense",), ("check", "--format", "pdf"), ("check", "-x")])
def test_a_wrong_command_line_is_usage(command: Run, arguments: tuple[str, ...]) -> None:
    outcome = command(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("Usage: ")


def test_broken_yaml_is_told_with_its_place(command: Run, edit: Edit) -> None:
    edit(WEB, "    replicas: 2", "\treplicas: 2")
    assert command("check") == Outcome(
        2,
        f"{WEB}:10:1: error[YAML001] syntax error: found character '\\t' that cannot start any token "
        "while scanning for the next token\n  help: indent with spaces, not with tabs\n",
        "",
    )


def test_faults_of_all_files_are_told_together(command: Run, edit: Edit) -> None:
    edit(WEB, "    replicas: 2", "    replica: two")
    edit("model/roles.yaml", "default: store/db.mysql", "default: store/db.mysq")
    edit("model/teams.yaml", "core: {title", "core: {titel")
    outcome = command("check", "production")
    assert (outcome.code, outcome.err) == (2, "")
    assert outcome.out == (
        f"{WEB}:10:5: error[MOD002] unknown key `replica` in components.site\n"
        "  help: did you mean `replicas`?\n"
        "model/roles.yaml:4:41: error[REF001] `store/db.mysq` names no endpoint\n"
        "  help: did you mean `store/db.mysql` or `store/db.metrics`?\n"
        "model/teams.yaml:3:10: error[MOD002] unknown key `titel` in teams.core\n"
        "  help: did you mean `title`?\n"
    )


def test_a_broken_policy_is_told(command: Run, edit: Edit) -> None:
    edit("checks/policy.yaml", "warn-days: 30", "warn-day: 30")
    assert command("check") == Outcome(
        2,
        "checks/policy.yaml:3:1: error[MOD002] unknown key `warn-day` in the file\n  help: did you mean `warn-days`?\n",
        "",
    )


def test_a_finding_of_a_rule_says_environment_and_help(command: Run, edit: Edit) -> None:
    before = command("check", "--fail-on", "never").out
    edit("model/aspects/lab.yaml", "paths: [/lab], exported: true}", "paths: [/lab]}")
    outcome = command("check")
    assert outcome.code == 1
    added = set(outcome.out.splitlines()) - set(before.splitlines())
    assert {line for line in added if "signed-off" not in line} == {
        f"{WEB}:15:14: error[NET001] web/site connects to lab/hub.http, which lab does not export",
        "  help: ask its owner to export it, or use an exported endpoint",
        "  model/aspects/lab.yaml:11:7: declared here without `exported: true`",
    }


def test_json_holds_what_the_text_says(command: Run, edit: Edit) -> None:
    edit("model/environments/sandbox.yaml", "bind: {catalogue: external/sky.sql}", "bind: {}")
    text, form = command("check", "--notes"), command("check", "--format", "json")
    assert text.code == form.code == 1
    findings = json.loads(form.out)["findings"]
    heads = {f"{f['file']}:{f['line']}:{f['column']}: {f['severity']}[{f['code']}] {f['message']}" for f in findings}
    assert heads == {line for line in text.out.splitlines() if not line.startswith("  ")}
    assert form.err.startswith(f"{len(findings)} findings: ")
    (needed,) = (f for f in findings if f["code"] == "ENV005")
    assert needed == {
        "code": "ENV005",
        "severity": "error",
        "message": "web/site needs store/db.mysql, which is not part of this environment",
        "help": "include store, or bind catalogue to something that is",
        "file": WEB,
        "line": 14,
        "column": 9,
        "element": "web/site",
        "environment": "sandbox",
        "related": [],
    }


@pytest.mark.parametrize(("level", "code"), [("note", 1), ("warning", 1), ("never", 0)])
def test_the_least_severity_decides_the_exit_code(command: Run, edit: Edit, level: str, code: int) -> None:
    edit("model/images.yaml", "images:\n", 'images:\n  spare: {repository: small/spare, tag: "1"}\n')  # a warning
    outcome = command("check", "--fail-on", level)
    assert outcome.code == code
    assert "model/images.yaml:3:3: warning[IMG001]" in outcome.out


def test_one_environment_is_checked_alone(command: Run) -> None:
    outcome = command("check", "sandbox", "--format", "json", "--fail-on", "never")
    assert {finding["environment"] for finding in json.loads(outcome.out)["findings"]} == {"sandbox"}


def test_manifests_are_checked_without_the_model_beside_what_is_no_object(command: Run, platform: Path) -> None:
    (platform / "service.yaml").write_text(
        "apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: b}\nspec:\n  selector: {app: x}\n"
        "  ports: [{port: 80}]\n---\nkind: Pod\n",
        "utf-8",
    )
    outcome = command("check", "service.yaml")
    assert outcome.code == 1
    assert "service.yaml:5:13: error[REF012] " in outcome.out
    assert (
        "service.yaml:8:1: error[DRF010] not a Kubernetes object: apiVersion and metadata.name missing\n"
        "  help: add apiVersion and metadata.name, or leave the file out\n"
    ) in outcome.out


@pytest.mark.parametrize("arguments", [("check",), ("render", "--out", "out"), ("drift", "production")])
def test_a_file_without_any_object_is_unreadable_to_every_command(
    command: Run, platform: Path, arguments: tuple[str, ...]
) -> None:
    (platform / "passwd").write_text("root:x:0:0:root:/root:/bin/sh\n", "utf-8")
    outcome = command(*arguments, "passwd")
    assert outcome.code == 2
    assert "passwd:1:1: error[DRF010] not a Kubernetes object: a mapping is wanted\n" in outcome.out + outcome.err


@pytest.mark.parametrize("path", ["model/aspects/web.yaml", "./model/teams.yaml", "copy.yaml", "copies"])
def test_a_file_of_the_model_is_not_taken_for_manifests(command: Run, platform: Path, path: str) -> None:
    text = "# A part.\n---\n\n" + (platform / WEB).read_text("utf-8")
    (platform / "copy.yaml").write_text(text, "utf-8")
    (platform / "copies").mkdir()
    (platform / "copies" / "web.yaml").write_text(text, "utf-8")
    named = "copies/web.yaml" if path == "copies" else path
    message = f"lsparch: {named} is a file of the model, not manifests; run `lsparch check` without a path\n"
    assert command("check", path) == Outcome(2, "", message)


def test_the_folder_of_the_model_is_not_taken_for_manifests(command: Run) -> None:
    message = "lsparch: model/ is a folder of the model, not manifests; run `lsparch check` without a path\n"
    assert command("check", "model/") == Outcome(2, "", message)


def test_an_object_that_has_a_telling_key_is_an_object(command: Run, platform: Path) -> None:
    (platform / "a.yaml").write_text("service: x\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", "utf-8")
    outcome = command("check", "a.yaml")
    assert "is a file of the model" not in outcome.err
    assert outcome.code == 1  # the schema has no such key


@pytest.mark.parametrize("text", ["", "# nothing\n---\n", "kind: List\napiVersion: v1\nitems: []\n"])
def test_manifests_without_any_object_are_refused(command: Run, platform: Path, text: str) -> None:
    (platform / "empty.yaml").write_text(text, "utf-8")
    assert command("check", "empty.yaml") == Outcome(2, "", "lsparch: no Kubernetes objects in empty.yaml\n")


def test_a_template_of_a_chart_is_to_be_rendered_first(command: Run, platform: Path) -> None:
    (platform / "pod.yaml").write_text("{{- if .Values.pod }}\nkind: Pod\n{{- end }}\n", "utf-8")
    outcome = command("check", "pod.yaml")
    assert outcome.code == 2
    assert "  help: render the chart first: helm template … | lsparch check -\n" in outcome.out


VIEW = """\
view: a-view
title: A view
environments: {environments}
show: {{around: web/nobody}}
"""


@pytest.mark.parametrize(
    ("environments", "told"),
    [("[production]", ["production", ""]), ("all", ["production", "sandbox", ""]), ("default", ["production", ""])],
)
def test_views_are_checked_with_the_environments_that_they_draw(
    command: Run, platform: Path, environments: str, told: list[str]
) -> None:
    (platform / "diagrams/views/a-view.yaml").write_text(VIEW.format(environments=environments))
    for environment in ("production", "sandbox", ""):
        outcome = command("check", *filter(None, [environment]), "--as-of", "2026-11-01")
        assert ("diagrams/views/a-view.yaml:4:16: error[VIW001]" in outcome.out) == (environment in told), environment


def test_a_symbology_that_lacks_what_an_environment_needs_is_told_with_it(command: Run, platform: Path) -> None:
    (platform / "diagrams/symbology.yaml").write_text("symbology: 1\ncolour: blue\n")
    outcome = command("check", "production", "--as-of", "2026-11-01")
    assert outcome.code == 1
    assert "diagrams/symbology.yaml:2:1" in outcome.out


def test_one_object_is_counted_as_one(command: Run, platform: Path) -> None:
    (platform / "one.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", "utf-8")
    assert "one.yaml, 1 object, " in command("check", "one.yaml", "--fail-on", "never").err


@pytest.mark.parametrize("words", [("check",), ("drift", "sandbox")])
def test_what_cannot_be_read_is_a_finding_in_the_format_that_is_asked_for(
    command: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "broken.yaml").write_text("kind: Pod\nmetadata: {name: [\n")
    outcome = command(*words, "./broken.yaml", "--format", "json")
    (found,) = json.loads(outcome.out)["findings"]
    assert outcome.code == 2
    assert (found["severity"], found["file"], found["line"]) == ("error", "broken.yaml", 3)
    assert found["column"] >= 1
