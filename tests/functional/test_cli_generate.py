"""``lsparch generate`` as a whole: files, output and exit codes."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.conftest import Outcome, Run

Edit = Callable[[str, str, str], None]


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_one_environment_stands_at_the_top_of_the_folder(command: Run, platform: Path) -> None:
    outcome = command("generate", "sandbox", "--out", "out")
    assert outcome.code == 0
    assert outcome.err.endswith("files for sandbox to out\n")
    names = list(files(platform / "out"))
    assert {"images.txt", "index.yaml", "secrets.yaml"} <= set(names)
    assert [name for name in names if name.startswith("sandbox-web/") and "-service-" in name] == [
        "sandbox-web/12-service-account-logstash.yaml",
        "sandbox-web/12-service-account-site.yaml",
        "sandbox-web/21-service-logstash.yaml",
        "sandbox-web/21-service-site.yaml",
    ]


def test_a_generated_service_is_what_the_model_says(command: Run, platform: Path) -> None:
    command("generate", "--out", "out")
    (service,) = (platform / "out" / "production" / "production-store").glob("*-service-db.yaml")
    text = service.read_text("utf-8")
    assert text.startswith("apiVersion: v1\nkind: Service\n")
    assert "  - name: mysql\n    port: 3306\n" in text


def test_an_unknown_environment_writes_nothing(command: Run, platform: Path) -> None:
    message = "lsparch: no environment `productoin`; did you mean `production`?\n"
    assert command("generate", "productoin", "--out", "out") == Outcome(2, "", message)
    assert not (platform / "out").exists()


def test_a_folder_of_somebody_else_is_left_alone(command: Run, platform: Path) -> None:
    before = files(platform)
    outcome = command("generate", "--out", "model")
    assert outcome.code == 2
    assert outcome.err.endswith(
        "lsparch: model: is not a folder that lsparch generated, and is left as it is; choose another\n"
    )
    assert files(platform) == before


def test_check_names_what_is_not_current(command: Run, platform: Path) -> None:
    assert command("generate", "sandbox", "--out", "out").code == 0
    current = command("generate", "sandbox", "--out", "out", "--check")
    assert (current.code, current.out) == (0, "")
    (platform / "out" / "images.txt").write_text("none\n", "utf-8")
    (platform / "out" / "left-over.yaml").write_text("kind: Pod\n", "utf-8")
    before = files(platform)
    stale = command("generate", "sandbox", "--out", "out", "--check")
    assert (stale.code, stale.out) == (1, "out/images.txt: not current\nout/left-over.yaml: not current\n")
    assert files(platform) == before


def test_without_out_every_environment_has_its_folder_and_keeps_it(command: Run, platform: Path) -> None:
    assert command("generate").code == 0
    whole = files(platform / "build" / "manifests")
    stale = platform / "build" / "manifests" / "sandbox" / "images.txt"
    stale.write_text("none\n", "utf-8")
    checked = command("generate", "--check")
    assert (checked.code, checked.out) == (1, "build/manifests/sandbox/images.txt: not current\n")
    assert command("generate", "production", "--check").code == 0
    outcome = command("generate", "sandbox")
    assert (outcome.code, outcome.err.endswith(" for sandbox to build/manifests\n")) == (0, True)
    assert files(platform / "build" / "manifests") == whole
    assert command("generate", "--check").code == 0


def test_without_out_an_environment_at_the_top_is_not_mixed_with_others(command: Run, platform: Path) -> None:
    assert command("generate", "sandbox", "--out", "build/manifests").code == 0
    before = files(platform)
    outcome = command("generate", "production")
    assert outcome.code == 2
    assert outcome.err.endswith("holds one environment at the top; remove it, or give another folder by --out\n")
    assert files(platform) == before


@pytest.mark.parametrize("arguments", [("generate", "sandbox"), ("schema",), ("rules", "--write")])
def test_a_file_is_never_replaced_by_a_folder(command: Run, platform: Path, arguments: tuple[str, ...]) -> None:
    (platform / "notes.md").write_text("mine\n", "utf-8")
    outcome = command(*arguments, "--out", "notes.md")
    assert outcome.code == 2
    assert outcome.err.endswith("lsparch: notes.md: is a file; choose a folder\n")
    assert (platform / "notes.md").read_text("utf-8") == "mine\n"


def test_a_faulty_environment_is_told_and_writes_nothing(command: Run, edit: Edit, platform: Path) -> None:
    edit("model/environments/sandbox.yaml", "bind: {catalogue: external/sky.sql}", "bind: {}")
    outcome = command("generate", "--out", "out")
    assert outcome.code == 1
    assert "model/aspects/web.yaml:14:9: error[ENV005] web/site needs store/db.mysql" in outcome.out
    assert not (platform / "out").exists()
    assert command("generate", "production", "--out", "out").code == 0


def test_a_broken_model_writes_nothing(command: Run, edit: Edit, platform: Path) -> None:
    edit("model/teams.yaml", "core: {title", "core: {titel")
    assert command("generate", "--out", "out") == Outcome(
        2, "model/teams.yaml:3:10: error[MOD002] unknown key `titel` in teams.core\n  help: did you mean `title`?\n", ""
    )
    assert not (platform / "out").exists()


@pytest.mark.parametrize("target", ["kustomize", "helm"])
def test_a_tree_of_several_environments_is_written_whole_and_checked(target: str, command: Run, platform: Path) -> None:
    outcome = command("generate", "--target", target)
    assert (outcome.code, outcome.err.endswith(f" files for production, sandbox to build/{target}\n")) == (0, True)
    tree = platform / "build" / target
    written = files(tree)
    assert ".lsparch" in written
    mentioned = {"production", "sandbox"} & {part for name in written for part in name.split("/")}
    assert mentioned == {"production", "sandbox"}
    assert command("generate", "--target", target, "--check").code == 0
    stale = next(path for path in sorted(tree.rglob("images.txt")))
    stale.write_text("none\n", "utf-8")
    checked = command("generate", "--target", target, "--check")
    assert (checked.code, checked.out) == (1, f"{stale.relative_to(platform)}: not current\n")
    assert command("generate", "--target", target).code == 0
    assert files(tree) == written


def test_a_folder_of_another_product_is_refused_and_left_as_it_is(command: Run, platform: Path) -> None:
    assert command("generate", "sandbox", "--out", "out").code == 0
    written = files(platform / "out")
    for arguments, product in (
        (("bundle", "sandbox"), "bundle"),
        (("rules", "--write"), "rules"),
        (("generate", "--target", "helm"), "generate --target helm"),
    ):
        outcome = command(*arguments, "--out", "out")
        message = f"lsparch: out: holds what `lsparch generate --target plain` wrote, not `lsparch {product}`; "
        assert (outcome.code, outcome.err.splitlines()[-1]) == (2, f"{message}choose another folder, or remove it")
        assert files(platform / "out") == written
    assert command("generate", "production", "--out", "out").code == 0


def test_none_of_several_folders_is_written_if_one_is_of_another_product(command: Run, platform: Path) -> None:
    assert command("bundle", "sandbox", "--out", "build/manifests/sandbox").code == 0
    outcome = command("generate")
    assert (outcome.code, "sandbox: holds what `lsparch bundle` wrote" in outcome.err) == (2, True)
    assert [path.name for path in (platform / "build" / "manifests").iterdir()] == ["sandbox"]


def test_argo_cd_must_be_told_what_to_deploy(command: Run, platform: Path) -> None:
    outcome = command("generate", "--target", "argocd")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("lsparch: Argo CD deploys from a repository; give --repo URL")
    outcome = command("generate", "--target", "helm", "--repo", "https://git.example.org/lsp.git")
    assert outcome.err == "lsparch: --repo says what Argo CD deploys; give --target argocd too\n"
    for arguments in (("--target", "helm", "--tree", "kustomize"), ("--tree", "plain"), ("--diff", "--tree", "plain")):
        outcome = command("generate", *arguments)
        assert outcome == Outcome(2, "", "lsparch: --tree says what Argo CD deploys; give --target argocd too\n")
    outcome = command("generate", "sandbox", "--revision", "v9", "--path", "x")
    assert outcome == Outcome(
        2, "", "lsparch: --revision and --path say what Argo CD deploys; give --target argocd too\n"
    )
    told = ("--repo", "https://git.example.org/lsp.git", "--revision", "v1", "--path", "deploy")
    outcome = command("generate", "--target", "argocd", *told, "--tree", "helm")
    assert outcome.err == "lsparch: --tree helm: Argo CD deploys a plain or a kustomize tree here\n"
    assert not (platform / "build").exists()
    assert command("generate", "--target", "argocd", *told).code == 0
    text = (platform / "build" / "argocd" / "sandbox" / "sandbox-web.yaml").read_text("utf-8")
    assert (
        "    repoURL: https://git.example.org/lsp.git\n    targetRevision: v1\n    path: deploy/sandbox/sandbox-web\n"
        in text
    )


def test_diff_writes_nothing_and_tells_what_changes(command: Run, platform: Path, edit: Edit) -> None:
    assert command("generate", "production", "--out", "out").code == 0
    same = command("generate", "production", "--out", "out", "--diff")
    assert (same.code, same.out, same.err) == (0, "", "out → production: nothing changes\n")
    before = files(platform / "out")
    edit("model/environments/production.yaml", "web/site.replicas: 3", "web/site.replicas: 4")
    outcome = command("generate", "production", "--out", "out", "--diff")
    assert outcome.code == 1
    assert "  changed Deployment.apps/production-web/site (web/site)\n" in outcome.out
    assert "    scales: production-web/site goes from 3 pods to 4 pods\n" in outcome.out
    assert "      spec.replicas: 3 → 4\n" in outcome.out
    assert "to go back\n" in outcome.out
    assert files(platform / "out") == before


def test_a_version_is_asked_of_what_is_to_come_and_not_of_what_there_is(
    command: Run, platform: Path, edit: Edit
) -> None:
    author = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    for words in (("init", "-q"), ("add", "model"), (*author, "commit", "-q", "-m", "first")):
        subprocess.run(["git", *words], cwd=platform, check=True, capture_output=True)
    assert command("generate", "production", "--out", "out").code == 0
    older = ("generate", "production", "--diff", "--kubernetes", "1.27")
    folder = command(*older, "--out", "out")
    assert folder.code == 1
    assert "spec.template.spec.initContainers: " in folder.out
    for source in ("git:HEAD", "git:HEAD:production", "production"):
        told = command(*older, "--against", source)
        assert (told.code, told.out) == (1, folder.out)
    edit("model/clusters/main.yaml", 'kubernetes: "1.36"', 'kubernetes: "1.27"')
    assert command("generate", "production", "--diff", "--against", "git:HEAD").out == folder.out
    asked = command("generate", "production", "--diff", "--against", "git:HEAD", "--kubernetes", "1.36")
    assert (asked.code, asked.out) == (0, "")


def test_diff_against_nothing_is_everything(command: Run, platform: Path) -> None:
    outcome = command("generate", "sandbox", "--out", "out", "--diff", "--format", "json")
    found = json.loads(outcome.out)
    assert (outcome.code, found["meaning"]) == (1, "creates")
    assert {one["action"] for one in found["objects"]} == {"created"}
    assert not (platform / "out").exists()


def test_diff_fails_from_a_meaning_on(command: Run, edit: Edit) -> None:
    assert command("generate", "production", "--out", "out").code == 0
    edit("model/services/store.yaml", "data: {size: 50Gi}", "data: {size: 40Gi}")
    arguments = ("generate", "production", "--out", "out", "--diff", "--fail-on")
    assert [command(*arguments, least).code for least in ("loses-data", "rolls", "any", "never")] == [1, 1, 1, 0]
    edit("model/services/store.yaml", "data: {size: 40Gi}", "data: {size: 60Gi}")
    assert [command(*arguments, least).code for least in ("loses-data", "recreate")] == [0, 1]


def test_a_renamed_component_without_moved_loses_its_data(command: Run, edit: Edit) -> None:
    assert command("generate", "production", "--out", "out").code == 0
    edit("model/services/store.yaml", "      data: {size: 50Gi}", "      files: {size: 50Gi}")
    edit("model/services/store.yaml", "{storage: data}", "{storage: files}")
    arguments = ("generate", "production", "--out", "out", "--diff")
    outcome = command(*arguments)
    assert "the claims data-db-N stay behind unused" in outcome.out
    edit("model/services/store.yaml", "files: {size: 50Gi}", "files: {size: 50Gi, moved: [data]}")
    assert command(*arguments).out == ""


def test_diff_warns_of_an_old_name_that_is_not_there(command: Run, edit: Edit) -> None:
    assert command("generate", "production", "--out", "out").code == 0
    edit("model/services/store.yaml", "    kind: statefulset\n", "    kind: statefulset\n    moved: [base]\n")
    outcome = command("generate", "production", "--out", "out", "--diff")
    assert "warning[DRF012] store/db was renamed from base, but out has nothing of that name" in outcome.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--against", "sandbox"), "--against and --fail-on are about changes; give --diff too"),
        (("--diff", "--target", "helm"), "--diff compares objects, which are the same in each form"),
        (("--diff", "--check"), "--check and --diff both write nothing"),
        (("--diff", "--format", "sarif"), "changes are shown as text, markdown, json"),
    ],
)
def test_what_does_not_go_with_diff_is_one_line(command: Run, arguments: tuple[str, ...], message: str) -> None:
    outcome = command("generate", "production", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err


@pytest.mark.parametrize(("policy", "label"), [("", "small"), ("pods: {part-of: other}\n", "other")])
def test_objects_are_part_of_the_platform_of_the_model(command: Run, platform: Path, policy: str, label: str) -> None:
    file = platform / "model" / "platform.yaml"
    text = file.read_text("utf-8")
    assert "\npods:" not in text
    file.write_text(text + policy, "utf-8")
    assert command("generate", "sandbox", "--out", "out").code == 0
    labels = re.findall(rb"app\.kubernetes\.io/part-of: (.*)", b"".join(files(platform / "out").values()))
    assert set(labels) == {label.encode()}
