"""The README shows real output: what it prints of the shipped platform is what the commands print."""

import re
from pathlib import Path

import pytest

from lsparch.cli.app import run

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
SHOWN = re.findall(
    r"^\$ (lsparch (?:impact|explain|drift) [^#\n]*?)\s*(?:#.*)?\n((?:(?!\$|```).+\n|\n(?!\$))*)", README, re.MULTILINE
)
OF_THE_SHIPPED_PLATFORM = [(c, o) for c, o in SHOWN if "build/" not in c and "ROU" not in c and o.strip()]


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("command", "shown"), OF_THE_SHIPPED_PLATFORM, ids=[c for c, _ in OF_THE_SHIPPED_PLATFORM])
def test_shown_lines_are_printed(
    command: str, shown: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    arguments = command.split()[1:]
    code = run([*arguments, "--as-of", "2026-11-22"] if arguments[0] == "drift" else arguments)
    captured = capsys.readouterr()
    assert code == 0, captured.err
    printed = words(captured.out + captured.err)
    for line in shown.splitlines():
        for piece in line.split("…"):
            assert words(piece) in printed


def test_the_drift_of_a_file_edited_by_hand_is_what_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command, shown = next((c, o) for c, o in SHOWN if c.startswith("lsparch drift usdac build/usdac"))
    for folder in ("model", "checks"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.chdir(tmp_path)
    assert run(["generate", "usdac", "--out", "build/usdac"]) == 0
    edited = Path("build/usdac/usdac-api/30-deployment-tap.yaml")
    text = edited.read_text("utf-8")
    assert text.count("replicas: 2\n") == 1
    edited.write_text(text.replace("replicas: 2\n", "replicas: 3\n"), "utf-8")
    capsys.readouterr()
    assert run(command.split()[1:]) == 1
    assert capsys.readouterr().out == shown.rstrip("\n") + "\n"


def test_each_folder_is_written_by_one_command() -> None:
    written = set(re.findall(r"^\$ (?:.*\| )?lsparch (\w+) .*?--out (\S+)", README, re.MULTILINE))
    assert {command for command, _ in written} >= {"bundle", "generate", "render"}
    assert len({folder for _, folder in written}) == len(written)


def test_there_is_something_to_compare() -> None:
    assert [command.split()[1] for command, _ in OF_THE_SHIPPED_PLATFORM] == ["impact", "explain", "drift"]


def test_the_excerpt_of_the_model_is_in_the_model() -> None:
    block = re.search(r"```yaml\n# (model/\S+)\n(.*?)```", README, re.DOTALL)
    assert block is not None
    model = {line.strip() for line in (ROOT / block[1]).read_text("utf-8").splitlines()}
    assert [line for line in block[2].splitlines() if line.strip() not in model] == []


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_links_lead_to_files(link: str) -> None:
    assert (ROOT / link).exists()
