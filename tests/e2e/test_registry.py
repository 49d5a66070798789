"""Locks, against a real registry on this machine that holds real images, and a mirror of it."""

import io
import re
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lsparch.api import Platform
from lsparch.api.lock import find_lock, write_lock
from lsparch.outside.registry import FaultKind, Reference, RegistryFault
from lsparch.outside.registry_client import Registries
from tests.e2e.programs import assets, program
from tests.support.locks import SANDBOX_TAGS
from tests.support.small import small_files

_SERVING = re.compile(r"serving on port (\d+)")


@pytest.fixture(autouse=True)
def _without_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUBEBUILDER_ASSETS", str(assets()))  # which is below the home
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("DOCKER_CONFIG", raising=False)


@contextmanager
def serving() -> Iterator[str]:
    """Run a registry; yield its host and port."""
    command = [program("crane"), "registry", "serve", "--address", "127.0.0.1:0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            found = _SERVING.search(process.stderr.readline())
            assert found is not None
            yield f"127.0.0.1:{found[1]}"
        finally:
            process.terminate()


@pytest.fixture
def registry() -> Iterator[str]:
    """Run a registry with nothing in it."""
    with serving() as host:
        yield host


def crane(*arguments: str) -> str:
    done = subprocess.run([program("crane"), *arguments], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def push(folder: Path, reference: str, content: str) -> None:
    """Push an image with one file."""
    layer = folder / "layer.tar"
    with tarfile.open(layer, "w") as archive:
        entry = tarfile.TarInfo("content")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content.encode()))
    crane("append", "--new_layer", str(layer), "--new_tag", reference)


def push_index(folder: Path, reference: str, contents: list[str]) -> None:
    """Push an image for several architectures: an index of images."""
    parts = []
    for number, content in enumerate(contents):
        part = f"{reference}-{number}"
        push(folder, part, content)
        parts += ["--manifest", part]
    crane("index", "append", *parts, "--tag", reference)


def sandbox_on(host: str, folder: Path) -> Platform:
    """Return the small platform, whose images are in a registry."""
    files = small_files()
    name, _, port = host.partition(":")
    old = "host: docker.io, endpoints: {https: {port: 443"
    text = files["model/externals.yaml"].decode()
    assert text.count(old) == 1
    files["model/externals.yaml"] = text.replace(old, f"host: {name}, endpoints: {{https: {{port: {port}").encode()
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return Platform(folder)


def push_all(host: str, folder: Path) -> None:
    for name, tag in SANDBOX_TAGS.items():
        push(folder, f"{host}/small/{name}:{tag}", name)


def test_the_digests_are_those_that_another_client_sees(registry: str, tmp_path: Path) -> None:
    push_all(registry, tmp_path)
    result = find_lock(sandbox_on(registry, tmp_path), "sandbox", Registries())
    assert result.findings == ()
    locked = {name: pin.digests for name, pin in result.pins.items()}
    seen = {n: {t: crane("digest", f"{registry}/small/{n}:{t}")} for n, t in SANDBOX_TAGS.items()}
    assert locked == seen
    assert len({digest for tags in seen.values() for digest in tags.values()}) == len(SANDBOX_TAGS)


def test_an_image_for_several_architectures_is_pinned_by_its_index(registry: str, tmp_path: Path) -> None:
    reference = Reference(registry, "small/site", "1.1")
    push_index(tmp_path, str(reference), ["amd64", "arm64"])
    assert '"manifests"' in crane("manifest", str(reference))
    assert Registries().digests([reference])[reference] == crane("digest", str(reference))


def test_what_is_generated_can_be_pulled_after_its_tag_has_moved(registry: str, tmp_path: Path) -> None:
    push_all(registry, tmp_path)
    opened = sandbox_on(registry, tmp_path)
    write_lock(opened, find_lock(opened, "sandbox", Registries()))
    images = Platform(tmp_path).manifests("sandbox").images
    assert len(images) == len(SANDBOX_TAGS)
    push(tmp_path, f"{registry}/small/site:1.1", "another program by the same name")
    for image in images:
        name = image.rpartition("/")[2].partition(":")[0]
        crane("pull", image, str(tmp_path / "pulled.tar"))
        assert content_of(tmp_path / "pulled.tar") == name
    moved = find_lock(Platform(tmp_path), "sandbox", Registries())
    assert [(finding.code, finding.element) for finding in moved.findings] == [("LCK007", "image/site")]


def content_of(image: Path) -> str:
    """Return the one file in the one layer of a pulled image."""
    with tarfile.open(image) as archive:
        (layer,) = (name for name in archive.getnames() if name.endswith(".tar.gz"))
        inner = archive.extractfile(layer)
        assert inner is not None
        with tarfile.open(fileobj=io.BytesIO(inner.read())) as files:
            found = files.extractfile("content")
            assert found is not None
            return found.read().decode()


def test_a_mirror_has_the_content_under_the_same_digest(registry: str, tmp_path: Path) -> None:
    origin = Reference(registry, "small/site", "1.1")
    push_index(tmp_path, str(origin), ["amd64", "arm64"])
    with serving() as host:
        mirror = Reference(host, origin.repository, origin.tag)
        crane("copy", str(origin), str(mirror))
        answers = Registries().digests([origin, mirror])
        assert answers[origin] == answers[mirror]
        assert crane("digest", f"{host}/{origin.repository}@{answers[origin]}") == answers[origin]


def test_what_the_registry_does_not_have_is_told(registry: str, tmp_path: Path) -> None:
    push(tmp_path, f"{registry}/small/site:1.0", "site")
    tag, repository = Reference(registry, "small/site", "9.9"), Reference(registry, "small/nothing", "1.0")
    unknown = RegistryFault(FaultKind.UNKNOWN, "does not have this")
    assert Registries().digests([tag, repository]) == {repository: unknown, tag: unknown}
