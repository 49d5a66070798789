"""``lsparch`` killed at any moment: what it writes is the old or the new, never a mixture; a later run tidies up."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.conftest import Run
from tests.support.killing import AfterKill, Content, content, kill_everywhere

Edit = Callable[[str, str, str], None]

COMMANDS = {
    "plain": ("generate", "sandbox"),
    "kustomize": ("generate", "--target", "kustomize"),
    "helm": ("generate", "--target", "helm"),
    "argocd": ("generate", "--target", "argocd", "--repo", "https://git.example.org/lsp.git"),
    "bundle": ("bundle", "sandbox"),
}


def _contents(before: Content, after: list[AfterKill]) -> list[str]:
    """Say of each process whether it left the old, the new, or a mixture."""
    (new,) = [found.content for found in after if found.code is not None and found.step]
    assert before != new
    return ["old" if found.content == before else "new" if found.content == new else "mixture" for found in after]


def _assert_old_or_new(before: Content, after: list[AfterKill], fewest: int) -> None:
    said = _contents(before, after)
    assert set(said) == {"old", "new"}
    steps = [state for state, found in zip(said, after, strict=True) if found.step]
    assert steps == sorted(steps, reverse=True)  # first the old, then the new
    assert len(steps) > fewest
    (ended,) = [found for found in after if found.code is not None and found.step]
    assert ended.code == 0


@pytest.mark.parametrize(("form", "exists"), [*((form, True) for form in COMMANDS), ("plain", False)])
def test_a_killed_command_leaves_the_old_or_the_new_folder(
    form: str, exists: bool, command: Run, edit: Edit, platform: Path
) -> None:
    target = platform / "around" / "out"
    arguments = (*COMMANDS[form], "--out", str(target))
    target.parent.mkdir()
    if exists:
        assert command(*arguments).code == 0
        edit("model/environments/sandbox.yaml", "sandbox.example.org", "other.example.org")
        edit("model/aspects/web.yaml", "GREETING: welcome", "GREETING: hello")
        edit("model/clusters/main.yaml", "issuer: ca}", "issuer: other}")
        arguments = (*arguments, "--revision", "v2") if form == "argocd" else arguments
    before = content(target)
    after = kill_everywhere(target, arguments)
    _assert_old_or_new(before, after, 8 if form == "argocd" else 40)
    ended = next(found for found in after if found.code is not None and found.step)
    assert ended.beside == ("out",)  # what those before it left is gone
    assert any(set(found.beside) - {"out", ".out.lsparch-killed"} for found in after)
    assert command(*arguments).code == 0
    assert [path.name for path in target.parent.iterdir()] == ["out"]
    assert content(target) == ended.content


def test_where_folders_cannot_be_exchanged_nothing_is_lost(command: Run, edit: Edit, platform: Path) -> None:
    target = platform / "around" / "out"
    arguments = (*COMMANDS["plain"], "--out", str(target))
    assert command(*arguments).code == 0
    edit("model/environments/sandbox.yaml", "sandbox.example.org", "other.example.org")
    before = content(target)
    after = kill_everywhere(target, arguments, exchange=False)
    (absent,) = (found for found in after if found.content is None and found.step)  # others died at any moment
    assert any(name.endswith(".old") for name in absent.beside)
    there = [found for found in after if found.content is not None]
    assert set(_contents(before, there)) == {"old", "new"}
    assert next(found for found in after if found.code is not None and found.step).beside == ("out",)


def test_a_killed_lock_leaves_the_old_or_the_new_file(command: Run, edit: Edit, platform: Path) -> None:
    old = "sha256:1111111111111111111111111111111111111111111111111111111111111111"
    locks = platform / "model" / "locks"
    production = locks / "production.yaml"
    text = (locks / "sandbox.yaml").read_text("utf-8").replace("sandbox", "production")
    production.write_text(text.replace(old, old.replace("1111", "7777")), "utf-8")
    edit("model/environments/production.yaml", "kind: operational\n", 'kind: operational\nrelease: "2026.2"\n')
    arguments = ("lock", "production", "--from", "sandbox", "--update", "site")
    before = content(production)
    after = kill_everywhere(production, arguments)
    _assert_old_or_new(before, after, 3)
    assert command(*arguments).code == 0
    assert sorted(path.name for path in locks.iterdir()) == ["production.yaml", "sandbox.yaml"]
