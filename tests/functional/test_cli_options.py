"""Options of every command: what they refuse."""

from pathlib import Path

import pytest

from tests.functional.conftest import Outcome, Run


@pytest.mark.parametrize(
    ("arguments", "option", "taken"),
    [
        (("render", "--out", "--help"), "--out", "--help"),
        (("render", "--review", "--out", "review.pdf"), "--review", "--out"),
        (("generate", "--out", "--check"), "--out", "--check"),
        (("check", "production", "--fail-on", "--format"), "--fail-on", "--format"),
    ],
)
def test_no_option_takes_another_for_its_value(
    command: Run, platform: Path, arguments: tuple[str, ...], option: str, taken: str
) -> None:
    before = sorted(platform.rglob("*"))
    message = f"lsparch: {option} wants a value, and {taken} is an option; `lsparch {arguments[0]} --help` lists them\n"
    assert command(*arguments) == Outcome(2, "", message)
    assert sorted(platform.rglob("*")) == before


@pytest.mark.parametrize("arguments", [("web/site", "--out", "out"), ("--out", "out")])
def test_an_option_of_two_values_takes_no_option_for_either(command: Run, arguments: tuple[str, ...]) -> None:
    message = "lsparch: --path wants 2 values, and --out is an option; `lsparch render --help` lists them\n"
    assert command("render", "production", "--path", *arguments) == Outcome(2, "", message)


@pytest.mark.parametrize("given", ["theirs", "theirs/pod.yaml"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("capacity",),
        ("audit",),
        ("impact", "store/db", "-e"),
        ("generate", "--out", "out"),
        ("generate", "--diff"),
        ("lock",),
        ("render", "--out", "out", "--review"),
        ("bundle", "--out", "out"),
    ],
)
def test_manifests_are_no_environment(command: Run, platform: Path, arguments: tuple[str, ...], given: str) -> None:
    (platform / "theirs").mkdir()
    (platform / "theirs" / "pod.yaml").write_text("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n", "utf-8")
    what = "file" if given.endswith(".yaml") else "folder"
    message = (
        f"lsparch: `{given}` is a {what}, and an environment of the model is wanted here, known: production, sandbox; "
        "manifests are read by `lsparch check`, `render` and `drift`\n"
    )
    assert command(*arguments, given) == Outcome(2, "", message)
    assert not (platform / "out").exists()


def test_a_flag_may_stand_before_an_option(command: Run) -> None:
    assert command("check", "--notes", "--format", "json").code == 0
