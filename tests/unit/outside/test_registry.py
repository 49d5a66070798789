import base64
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from lsparch.outside.registry import FaultKind, Limits, Reference, RegistryFault
from lsparch.outside.registry_client import Registries
from tests.support.registry import MANIFEST, Answer, FakeRegistry, digest, fake_registry

SHORT = Limits(connect=2, read=2, whole=2)


@pytest.fixture(autouse=True)
def _without_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("DOCKER_CONFIG", raising=False)


@pytest.fixture
def registry() -> Iterator[FakeRegistry]:
    with fake_registry() as found:
        yield found


def ask(registry: FakeRegistry, repository: str = "small/site", tag: str = "1.0") -> str | RegistryFault:
    reference = Reference(registry.host, repository, tag)
    return Registries(SHORT).digests([reference])[reference]


def log_in(folder: Path, host: str, account: str) -> None:
    path = folder / ".docker" / "config.json"
    path.parent.mkdir()
    auth = base64.b64encode(account.encode()).decode()
    path.write_text(json.dumps({"auths": {host: {"auth": auth}}}), "utf-8")


def basic(account: str) -> str:
    return f"Basic {base64.b64encode(account.encode()).decode()}"


def test_the_digest_is_that_of_the_content(registry: FakeRegistry) -> None:
    registry.has("small/site", "1.0")
    assert ask(registry) == digest(MANIFEST)


def test_several_references_are_asked_for_at_once_and_each_once(registry: FakeRegistry) -> None:
    bodies = {f"{n}": MANIFEST + b" " * n for n in range(20)}
    for tag, body in bodies.items():
        registry.has("small/site", tag, Answer(body=body))
    references = [Reference(registry.host, "small/site", tag) for tag in bodies]
    answers = Registries(SHORT).digests([*references, *references])
    assert {reference.tag: found for reference, found in answers.items()} == {t: digest(b) for t, b in bodies.items()}
    assert len(registry.asked) == 20


def test_an_unknown_tag_is_told(registry: FakeRegistry) -> None:
    assert ask(registry) == RegistryFault(FaultKind.UNKNOWN, "does not have this")


def test_a_digest_that_is_not_that_of_the_content_is_refused(registry: FakeRegistry) -> None:
    other = digest(b"something else")
    registry.has("small/site", "1.0", Answer(headers={"Docker-Content-Digest": other}))
    reason = f"says {other}, but the content has {digest(MANIFEST)}"
    assert ask(registry) == RegistryFault(FaultKind.WRONG, reason)


@pytest.mark.parametrize("body", [b"<html>log in</html>", b"[]", b'{"schemaVersion": 1, "fsLayers": []}', b""])
def test_what_is_no_manifest_has_no_digest(registry: FakeRegistry, body: bytes) -> None:
    registry.has("small/site", "1.0", Answer(body=body))
    assert ask(registry) == RegistryFault(FaultKind.UNREACHABLE, "answers with what is no manifest of an image")


def test_a_manifest_without_end_is_not_read_to_its_end(registry: FakeRegistry) -> None:
    registry.has("small/site", "1.0", Answer(body=b" " * (5 * 2**20)))
    assert ask(registry) == RegistryFault(FaultKind.UNREACHABLE, "sends more than a manifest can have")


@pytest.mark.parametrize(
    ("status", "reason"),
    [(429, "has been asked too often; log in, or try later"), (500, "answers with status 500")],
)
def test_another_status_is_told(registry: FakeRegistry, status: int, reason: str) -> None:
    registry.has("small/site", "1.0", Answer(status, b"{}"))
    assert ask(registry) == RegistryFault(FaultKind.UNREACHABLE, reason)


def test_a_registry_that_is_busy_is_asked_again(registry: FakeRegistry) -> None:
    registry.has("small/site", "1.0", Answer(503, b"{}", {"Retry-After": "3600"}), Answer())
    assert ask(registry) == digest(MANIFEST)


def test_a_token_is_fetched_without_account_where_the_registry_gives_one(registry: FakeRegistry) -> None:
    scope = "repository:small/site:pull"
    registry.challenge = f'Bearer realm="http://{registry.host}/token",service="registry",scope="{scope}"'
    registry.allowed = "Bearer abc"
    registry.answers["/token"] = [Answer(body=b'{"token": "abc"}')]
    registry.has("small/site", "1.0")
    assert ask(registry) == digest(MANIFEST)
    target, authorization = registry.asked[1]
    assert target == "/token?service=registry&scope=repository%3Asmall%2Fsite%3Apull"
    assert authorization == ""


def test_the_account_of_docker_login_fetches_the_token(registry: FakeRegistry, tmp_path: Path) -> None:
    log_in(tmp_path, registry.host, "ann:secret")
    registry.challenge = f'Bearer realm="http://{registry.host}/token",service="registry"'
    registry.allowed = "Bearer abc"
    registry.answers["/token"] = [Answer(body=b'{"access_token": "abc"}')]
    registry.has("small/site", "1.0")
    assert ask(registry) == digest(MANIFEST)
    assert registry.asked[1][1] == basic("ann:secret")


def test_the_folder_of_docker_may_be_elsewhere(
    registry: FakeRegistry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(tmp_path, registry.host, "ann:secret")
    (tmp_path / ".docker").rename(tmp_path / "elsewhere")
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "elsewhere"))
    registry.challenge, registry.allowed = 'Basic realm="here"', basic("ann:secret")
    registry.has("small/site", "1.0")
    assert ask(registry) == digest(MANIFEST)


@pytest.mark.parametrize(
    "challenge", ['Basic realm="here"', "Bearer", "Negotiate", 'Bearer realm="http://HOST/token",service="registry"']
)
def test_without_an_account_access_is_denied(registry: FakeRegistry, challenge: str) -> None:
    registry.challenge = challenge.replace("HOST", registry.host)
    registry.has("small/site", "1.0")
    assert ask(registry) == RegistryFault(FaultKind.DENIED, "asks for an account that may read this")


def test_an_account_is_not_sent_in_plain_text_to_another_machine(registry: FakeRegistry, tmp_path: Path) -> None:
    log_in(tmp_path, registry.host, "ann:secret")
    registry.challenge = 'Bearer realm="http://192.0.2.1/token",service="registry"'
    assert ask(registry) == RegistryFault(FaultKind.UNREACHABLE, "leads to 192.0.2.1 without encryption")


def test_nobody_is_led_to_plain_text_on_another_machine(registry: FakeRegistry) -> None:
    registry.has("small/site", "1.0", Answer(307, b"", {"Location": "http://192.0.2.1/v2/"}))
    assert ask(registry) == RegistryFault(FaultKind.UNREACHABLE, "leads to 192.0.2.1 without encryption")


def test_a_faulty_file_of_accounts_is_told(registry: FakeRegistry, tmp_path: Path) -> None:
    log_in(tmp_path, registry.host, "ann:secret")
    (tmp_path / ".docker" / "config.json").write_text("{", "utf-8")
    found = ask(registry)
    assert found == RegistryFault(FaultKind.DENIED, "cannot be asked: the file of `docker login` is faulty")


def test_a_registry_that_is_not_there_is_told() -> None:
    with socket.socket() as taken:  # bound, and listening to nobody
        taken.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{taken.getsockname()[1]}"
        references = [Reference(host, "small/site", tag) for tag in ("1.0", "1.1")]
        answers = Registries(SHORT).digests(references)
    assert list(answers.values()) == [RegistryFault(FaultKind.UNREACHABLE, "does not answer")] * 2


def test_a_registry_that_says_nothing_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        reference = Reference(f"127.0.0.1:{silent.getsockname()[1]}", "small/site", "1.0")
        answers = Registries(Limits(connect=1, read=0.2, whole=1)).digests([reference])
    assert answers[reference] == RegistryFault(FaultKind.UNREACHABLE, "does not answer in time")


def test_no_reference_needs_no_registry() -> None:
    assert Registries().digests([]) == {}
