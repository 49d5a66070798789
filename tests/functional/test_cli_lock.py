"""``lsparch lock`` as a whole: files, output and exit codes, with a registry on this machine."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.functional.conftest import Outcome, Run
from tests.support.locks import SANDBOX_TAGS
from tests.support.registry import MANIFEST, Answer, FakeRegistry, digest, fake_registry

Edit = Callable[[str, str, str], None]
LOCK = "model/locks/sandbox.yaml"
OTHER = MANIFEST + b"\n"


@pytest.fixture
def registry(edit: Edit, platform: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeRegistry]:
    """Return a registry that has the images of the sandbox, from which the platform pulls."""
    monkeypatch.setenv("HOME", str(platform))
    monkeypatch.delenv("DOCKER_CONFIG", raising=False)
    with fake_registry() as found:
        host, _, port = found.host.partition(":")
        old = "host: docker.io, endpoints: {https: {port: 443"
        edit("model/externals.yaml", old, f"host: {host}, endpoints: {{https: {{port: {port}")
        for name, tag in SANDBOX_TAGS.items():
            found.has(f"small/{name}", tag)
        (platform / LOCK).unlink()
        yield found


def test_a_lock_is_written_and_used(command: Run, platform: Path, registry: FakeRegistry) -> None:
    assert command("lock", "sandbox") == Outcome(0, "", f"wrote 4 images of sandbox to {LOCK}\n")
    assert command("lock", "sandbox", "--check") == Outcome(0, "", "the lock of sandbox is current\n")
    outcome = command("generate", "sandbox", "--out", "out")
    assert outcome.code == 0
    assert "without a digest" not in outcome.err
    images = [f"{registry.host}/small/{name}:{tag}@{digest(MANIFEST)}" for name, tag in SANDBOX_TAGS.items()]
    assert (platform / "out" / "images.txt").read_text("utf-8").splitlines() == images
    (deployment,) = (platform / "out" / "sandbox-web").glob("*-deployment-site.yaml")
    assert f"{registry.host}/small/site:1.1@{digest(MANIFEST)}" in deployment.read_text("utf-8")


@pytest.mark.usefixtures("registry")
def test_locking_twice_gives_the_same_bytes(command: Run, platform: Path) -> None:
    command("lock", "sandbox")
    first = (platform / LOCK).read_bytes()
    (platform / LOCK).unlink()
    assert command("lock", "sandbox").code == 0
    assert (platform / LOCK).read_bytes() == first


def test_an_unknown_tag_leaves_the_old_lock(command: Run, platform: Path, registry: FakeRegistry) -> None:
    command("lock", "sandbox")
    before = (platform / LOCK).read_bytes()
    registry.has("small/lab", "w2", Answer(404, b"{}"))
    said = f"no digest for {registry.host}/small/lab:w2: registry {registry.host} does not have this"
    assert command("lock", "sandbox") == Outcome(
        1,
        f"model/releases.yaml:6:77: error[LCK001] {said}\n"
        "  environment: sandbox\n"
        "  help: correct the tag in the release, or push the image\n",
        "1 finding: 1 error\nnothing is written\n",
    )
    assert (platform / LOCK).read_bytes() == before


def test_a_registry_that_denies_access_exits_with_2(command: Run, platform: Path, registry: FakeRegistry) -> None:
    registry.challenge = 'Basic realm="small"'
    outcome = command("lock", "sandbox")
    assert outcome.code == 2
    assert outcome.out.count("asks for an account that may read this") == 4
    assert not (platform / LOCK).exists()


def test_a_tag_that_moved_is_a_warning_and_the_lock_follows(
    command: Run, platform: Path, registry: FakeRegistry
) -> None:
    command("lock", "sandbox")
    registry.has("small/site", "1.1", Answer(body=OTHER))
    outcome = command("lock", "sandbox", "--update", "site")
    assert outcome.code == 0
    moved = f"tag 1.1 of image/site was {digest(MANIFEST)}, and is {digest(OTHER)}"
    assert outcome.out.startswith(f"model/locks/sandbox.yaml:24:14: warning[LCK007] {moved}\n")
    assert digest(OTHER) in (platform / LOCK).read_text("utf-8")


def test_check_tells_without_asking_anybody(command: Run, registry: FakeRegistry) -> None:
    assert command("lock", "sandbox", "--check").out == (
        "model/environments/sandbox.yaml:2:1: error[LCK006] sandbox has no lock\n  help: run `lsparch lock sandbox`\n"
    )
    assert registry.asked == []


def test_promotion_asks_nobody_and_says_what_differs(command: Run, platform: Path, registry: FakeRegistry) -> None:
    command("lock", "sandbox")
    asked = len(registry.asked)
    outcome = command("lock", "production", "--from", "sandbox", "--format", "github")
    assert (outcome.code, len(registry.asked)) == (1, asked)
    assert "image/site is 1.0 in production, and locked at 1.1 in sandbox" in outcome.out
    assert not (platform / "model/locks/production.yaml").exists()
    promoted = command("lock", "production", "--from", "sandbox", "--update", "filebeat", "--update", "logstash")
    assert promoted.err == "wrote 2 images of production to model/locks/production.yaml\n"


@pytest.mark.parametrize("arguments", [("--from", "production"), ("--update", "site")])
def test_check_takes_no_other_option(command: Run, arguments: tuple[str, str]) -> None:
    outcome = command("lock", "sandbox", "--check", *arguments)
    assert outcome.code == 2
    assert "--check takes neither --from nor --update" in outcome.err


def test_an_unknown_environment_is_told(command: Run) -> None:
    assert command("lock", "sandbx") == Outcome(2, "", "lsparch: no environment `sandbx`; did you mean `sandbox`?\n")


def test_explain_shows_the_pin_and_where_it_stands(command: Run, registry: FakeRegistry) -> None:
    command("lock", "sandbox")
    outcome = command("explain", "image/site", "--environment", "sandbox")
    reference = f"{registry.host}/small/site:1.1@{digest(MANIFEST)}"
    assert f"  deployed     {reference}\n               pinned at model/locks/sandbox.yaml:24:14\n" in outcome.out
