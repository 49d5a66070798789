"""Images of containers, taken apart."""

from typing import Any

import pytest

from lsparch.diagnostics import Place
from lsparch.emit.targets.families import Family
from lsparch.emit.targets.images import ImageReference, image_reference, images_in, renamable_images, with_images
from lsparch.k8s.store import StoredObject

_DIGEST = "sha256:" + "0" * 64


def pod(*images: str) -> dict[str, Any]:
    containers = [{"name": f"c{number}", "image": image} for number, image in enumerate(images)]
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": containers}}


def family(**images: tuple[str, ...]) -> Family:
    members = {name: StoredObject(pod(*found), Place("model.yaml")) for name, found in images.items()}
    return Family("sky", "v1", "Pod", "p", members)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("redis", ImageReference("", "redis")),
        ("lsst/tap:1.0", ImageReference("", "lsst/tap", "1.0")),
        ("docker.io/lsst/tap:1.0", ImageReference("docker.io", "lsst/tap", "1.0")),
        ("localhost:5000/tap", ImageReference("localhost:5000", "tap")),
        ("api.example.org/a/b/c@" + _DIGEST, ImageReference("api.example.org", "a/b/c", "", _DIGEST)),
        ("quay.io/tap:1.0@" + _DIGEST, ImageReference("quay.io", "tap", "1.0", _DIGEST)),
    ],
)
def test_a_reference_is_taken_apart(text: str, expected: ImageReference) -> None:
    assert image_reference(text) == expected


@pytest.mark.parametrize("text", ["", "UPPER/case:1", "a b", "x:y:z", "{{ image }}"])
def test_what_is_no_reference_is_left_alone(text: str) -> None:
    assert image_reference(text) is None
    assert with_images(pod(text), frozenset({"x"})) == pod(text)


def test_images_of_all_containers_are_found() -> None:
    data = {"spec": {"template": {"spec": {**pod("a:1")["spec"], "initContainers": [{"name": "i", "image": "b:2"}]}}}}
    assert sorted(image.repository for image in images_in(data)) == ["a", "b"]


def test_a_repository_stands_for_an_image_only_if_each_environment_means_one() -> None:
    one = family(dev=("r.org/tap:1", "r.org/web:1"), prod=("q.org/tap:2", "q.org/web:1", "q.org/web:2"))
    assert renamable_images([one]) == frozenset({"tap"})


def test_a_repository_without_registry_or_tag_stands_for_nothing_else() -> None:
    assert renamable_images([family(dev=("tap:1", "r.org/web"))]) == frozenset()


def test_images_become_bare_repositories() -> None:
    assert with_images(pod("r.org/tap:1", "r.org/web:1"), frozenset({"tap"})) == pod("tap", "r.org/web:1")
