"""``lsparch render --diff`` and sources of several revisions, as a whole."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.functional.conftest import Run

SHIPPED = Path(__file__).parents[2]
SHOWN = """
view: shown
title: Everything
show: {level: pod, parts: [web, store]}
"""
AUTHOR = ("-c", "user.name=x", "-c", "user.email=x@example.org")


@pytest.fixture
def history(platform: Path, edit: Callable[[str, str, str], None]) -> Path:
    """Return the small platform whose site has 6 replicas, 5 at the last commit, and 4 at the one before."""
    (platform / "diagrams" / "views").mkdir(parents=True, exist_ok=True)
    for path in (platform / "diagrams" / "views").iterdir():
        path.unlink()
    (platform / "diagrams" / "views" / "shown.yaml").write_text(SHOWN)
    symbology = (SHIPPED / "diagrams" / "symbology.yaml").read_bytes()
    (platform / "diagrams" / "symbology.yaml").write_bytes(symbology)
    git(platform, "init", "-q")
    for before, after in (("3", "4"), ("4", "5"), ("5", "6")):
        git(platform, "add", "-A")
        git(platform, *AUTHOR, "commit", "-q", "-m", after)
        edit("model/environments/production.yaml", f"replicas: {before}", f"replicas: {after}")
    return platform


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def compared(command: Run, old: str, new: str, *others: str) -> Any:
    outcome = command("render", "--diff", old, new, "--format", "json", "--out", "out", *others)
    assert outcome.code == 0, outcome.err + outcome.out
    return json.loads((Path("out") / "shown-difference.json").read_text("utf-8"))


def numbers(plan: Any) -> tuple[str, str]:
    """Return the numbers of replicas, before and after, of the only box that has changed."""
    (details,) = [box["details"] for box in plan["boxes"] if "changed" in box.get("signs", ())]
    was, now = (re.findall(rf"{word} [0-9]+", " ".join(details)) for word in ("was", "now"))
    return was[0], now[0]


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    ("old", "new", "title", "told"),
    [
        ("git:HEAD:production", "production", "git:HEAD:production → production", ("5", "6")),
        ("production", "git:HEAD:production", "production → git:HEAD:production", ("6", "5")),
        ("git:HEAD~1:production", "git:HEAD", "git:HEAD~1:production → git:HEAD:production", ("4", "5")),
        ("git:HEAD~1", "production", "git:HEAD~1:production → production", ("4", "6")),
    ],
)
def test_each_side_is_what_it_was_at_its_revision(
    old: str, new: str, title: str, told: tuple[str, str], command: Run
) -> None:
    plan = compared(command, old, new)
    assert plan["environment"] == title
    assert [(f"was {before}", f"now {after}") for before, after in [told]] == [numbers(plan)]


@pytest.mark.usefixtures("history")
def test_manifests_are_the_older_source_where_they_are_named_first(command: Run) -> None:
    assert command("generate", "production", "--out", "built").code == 0
    outcomes = {}
    for old, new in (("./built", "git:HEAD:production"), ("git:HEAD:production", "./built")):
        outcome = command("render", "--diff", old, new, "--format", "json", "--out", "out")
        assert outcome.code == 0, outcome.err
        plans = [json.loads(path.read_text("utf-8")) for path in Path("out").glob("pods-*web*.json")]
        outcomes[old] = [(plan["environment"], numbers(plan)) for plan in plans]
    assert outcomes == {
        "./built": [("built → git:HEAD:production", ("was 6", "now 5"))],
        "git:HEAD:production": [("git:HEAD:production → built", ("was 5", "now 6"))],
    }


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    ("sources", "told"),
    [
        (["production", "git:HEAD:production"], "production and git:HEAD:production are of different revisions"),
        (["git:HEAD~1", "git:HEAD"], "git:HEAD~1 and git:HEAD are of different revisions"),
        (["git:HEAD", "git:HEAD:production"], "git:HEAD is a whole model; draw it alone"),
        (["git:HEAD", "./model-of-others.yaml"], "git:HEAD is a whole model; draw it alone"),
    ],
)
@pytest.mark.parametrize("form", ["json", "html"])
def test_one_set_of_pictures_is_of_one_revision(sources: list[str], told: str, form: str, command: Run) -> None:
    Path("model-of-others.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
    outcome = command("render", *sources, "--format", form, "--out", "out")
    assert (outcome.code, outcome.err.startswith(f"lsparch: {told}")) == (2, True), outcome.err


@pytest.mark.usefixtures("history")
def test_each_source_is_checked_at_its_revision(command: Run, edit: Callable[[str, str, str], None]) -> None:
    edit("model/environments/production.yaml", "replicas: 6", "replicas: 0")
    now, then, both = (
        sorted((one["code"], one["environment"], one["file"], one["line"]) for one in checked(command, *sources))
        for sources in (["production"], ["git:HEAD:production"], ["production", "git:HEAD:production"])
    )
    assert now != then
    of_then = [(code, name.replace("production", "git:HEAD:production"), *place) for code, name, *place in then]
    assert both == sorted([*now, *of_then])


def checked(command: Run, *sources: str) -> Any:
    outcome = command("check", *sources, "--fail-on", "never", "--format", "json")
    assert outcome.code == 0, outcome.err
    return json.loads(outcome.out)["findings"]
