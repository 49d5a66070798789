from pathlib import Path

import pytest

from lsparch.api import Platform
from lsparch.load import load_model
from lsparch.manifests import build_manifests
from lsparch.resolve import Addresses, Environment, environment_graph, resolve
from lsparch.resolve.pins import deployed_images, outdated_pins, superfluous_pins, unpinned_images
from tests.support.locks import PRODUCTION_TAGS, SANDBOX_TAGS, digest_of, lock_bytes
from tests.support.small import small_files

ROOT = Path(__file__).parents[3]
PLATFORM = Platform(ROOT)
LOCK = "model/locks/sandbox.yaml"


def small(name: str = "sandbox", lock: bytes | None = None, *edits: tuple[str, str, str]) -> Environment:
    files = small_files()
    for file, old, new in edits:
        text = files[file].decode()
        assert text.count(old) == 1
        files[file] = text.replace(old, new).encode()
    if lock is not None:
        files[f"model/locks/{name}.yaml"] = lock
    result = load_model(files)
    assert result.model is not None, result.findings
    return resolve(result.model, name)


def named(env: Environment) -> dict[str, str]:
    return {found.image: found.tag for found in deployed_images(env)}


@pytest.mark.parametrize("name", PLATFORM.environments)
def test_the_images_deployed_are_those_in_the_pods(name: str) -> None:
    env = PLATFORM.environment(name)
    addresses = Addresses(env)
    found = sorted(addresses.image(image.image, image.tag) for image in deployed_images(env))
    assert found == sorted(PLATFORM.manifests(name).images)


def test_each_environment_deploys_the_tags_of_its_release() -> None:
    assert named(small("production")) == PRODUCTION_TAGS
    assert named(small("sandbox")) == SANDBOX_TAGS


def test_a_tag_is_placed_where_it_is_written() -> None:
    env = small("sandbox")
    (site,) = (found for found in deployed_images(env) if found.image == "site")
    assert (site.place.file, site.place.line) == ("model/releases.yaml", 6)


def test_an_image_that_only_a_variable_names_is_deployed() -> None:
    edit = ("model/aspects/lab.yaml", "    image: site\n", "    image: site\n    env: {BASE: {image: base}}\n")
    env = small("sandbox", None, edit)
    assert named(env) == {**SANDBOX_TAGS, "base": "1"}


def test_a_track_deploys_its_own_tag_beside_the_general_one() -> None:
    edits = (
        ("model/aspects/lab.yaml", "    image: site\n", "    image: site\n    tracks: {next: {tag: '2.0'}}\n"),
        ("model/environments/sandbox.yaml", "balancers: shared\n", "tracks: {lab/hub: {tracks: [next]}}\n"),
    )
    lock = lock_bytes("sandbox", SANDBOX_TAGS).decode()
    track = digest_of("track")
    pinned = f'"1.1": {digest_of("site:1.1")}'
    assert pinned in lock
    env = small("sandbox", lock.replace(pinned, f'{pinned}\n      "2.0": {track}').encode(), *edits)
    assert [found.tag for found in deployed_images(env) if found.image == "site"] == ["1.1", "2.0"]
    assert unpinned_images(env, deployed_images(env)) == ()
    assert superfluous_pins(env) == ()
    assert f"docker.io/small/site:2.0@{track}" in build_manifests(env).images
    assert environment_graph(env).node("image/site").leaves["digest-2-0"].value == track


def test_references_have_tag_and_digest() -> None:
    env = small("sandbox", lock_bytes("sandbox", SANDBOX_TAGS))
    assert unpinned_images(env, deployed_images(env)) == ()
    digest = digest_of("lab:w2")
    assert Addresses(env).image("lab") == f"docker.io/small/lab:w2@{digest}"
    images = build_manifests(env).images
    assert f"docker.io/small/lab:w2@{digest}" in images
    assert all("@sha256:" in image for image in images)


def test_the_digest_of_another_repository_does_not_count() -> None:
    lock = lock_bytes("sandbox", SANDBOX_TAGS).replace(b"small/lab", b"large/lab")
    env = small("sandbox", lock)
    assert Addresses(env).image("lab") == "docker.io/small/lab:w2"
    assert [found.image for found in unpinned_images(env, deployed_images(env))] == ["lab"]
    (fault,) = outdated_pins(env)
    assert fault.message == "image/lab is locked in repository large/lab, and sandbox deploys it from small/lab"
    assert (fault.place.file, fault.place.line, fault.place.column) == (LOCK, 10, 17)
    assert superfluous_pins(env) == ()


def test_the_lock_of_one_environment_says_nothing_about_another() -> None:
    files = {**small_files(), LOCK: lock_bytes("sandbox", SANDBOX_TAGS)}
    model = load_model(files).model
    assert model is not None
    assert all("@" not in image for image in build_manifests(resolve(model, "production")).images)


def test_a_registry_on_another_port_is_named_with_it() -> None:
    edit = (
        "model/externals.yaml",
        "host: docker.io, endpoints: {https: {port: 443",
        "host: r, endpoints: {https: {port: 5000",
    )
    assert Addresses(small("sandbox", None, edit)).image("lab") == "r:5000/small/lab:w2"


def test_the_graph_knows_the_digest_and_where_it_is_locked() -> None:
    env = small("sandbox", lock_bytes("sandbox", SANDBOX_TAGS))
    leaf = environment_graph(env).node("image/filebeat").leaves["digest"]
    assert leaf.value == digest_of("filebeat:8")
    assert leaf.origin.layer == "lock/sandbox"
    assert leaf.origin.place is not None
    assert (leaf.origin.place.file, leaf.origin.place.line) == (LOCK, 7)


def test_an_official_image_of_docker_hub_has_its_full_name_in_a_mirror() -> None:
    env = PLATFORM.environment("usdac")
    assert Addresses(env).image("redis").endswith("/library/redis:5")
    assert Addresses(PLATFORM.environment("pdac")).image("redis") == "docker.io/redis:5"
