"""Patches that fit the schema and make the configuration unfit are told by what generates, at their line."""

from collections.abc import Callable
from pathlib import Path

from tests.functional.conftest import Run

Edit = Callable[[str, str, str], None]
FILE = "model/environments/production.yaml"


def patch(edit: Edit, *lines: str) -> None:
    text = "".join(f"    {line}\n" for line in lines)
    edit(
        FILE,
        "holds: [stars]\n",
        "holds: [stars]\npatches:\n  - kind: Deployment\n    name: site\n"
        f'{text}    because: a move\n    until: "2030-01-01"\n',
    )  # fmt: skip


def test_the_line_of_the_path_that_makes_an_object_unfit_is_told(command: Run, edit: Edit, platform: Path) -> None:
    patch(edit, "set:", "  spec.template.spec.hostname: site", "  spec.template.spec.serviceAccountName: nobody")
    for arguments in (("generate", "production"), ("bundle", "production")):
        outcome = command(*arguments, "--out", "out")
        assert outcome.code == 1
        assert f"{FILE}:16:7: error[GEN028] the patch of Deployment/site makes the configuration unfit: " in outcome.out
        assert "(REF017)\n" in outcome.out
        assert not (platform / "out").exists()


def test_a_patch_that_leaves_everything_fit_is_not_told(command: Run, edit: Edit) -> None:
    patch(edit, "set: {spec.template.spec.hostname: site}")
    assert command("generate", "production", "--out", "out").code == 0


def test_paths_that_are_unfit_together_alone_are_told_at_the_patch(command: Run, edit: Edit) -> None:
    patch(
        edit,
        "set:",
        "  spec.template.spec.containers[extra].image: example.org/extra:1",
        "  spec.template.spec.containers[extra].volumeMounts: [{name: nothing, mountPath: /x}]",
    )
    outcome = command("generate", "production", "--out", "out")
    assert outcome.code == 1
    assert f"{FILE}:15:7: error[GEN028] " in outcome.out
    assert "(REF015)\n" in outcome.out


def test_a_waiver_counts_for_what_a_patch_brings_in(command: Run, edit: Edit, platform: Path) -> None:
    patch(edit, "set: {spec.template.spec.serviceAccountName: nobody}")
    policy = platform / "checks" / "policy.yaml"
    waiver = "  - {rule: REF017, where: web/site, because: made by hand, owner: core, permanent: true}\n"
    text = policy.read_text("utf-8") if policy.exists() else "policy: 1\n"
    policy.parent.mkdir(exist_ok=True)
    policy.write_text(
        text.replace("waivers:\n", f"waivers:\n{waiver}") if "waivers:\n" in text else f"{text}waivers:\n{waiver}"
    )
    assert command("generate", "production", "--out", "out").code == 0
