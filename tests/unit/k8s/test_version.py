"""Kubernetes versions."""

import pytest

from lsparch.k8s.version import KubernetesVersion


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.8.3", (1, 8, 3)),
        ("v1.36", (1, 36, 0)),
        ("v1.30.4-gke.100", (1, 30, 4)),
        ("1.27+", (1, 27, 0)),
        ("1.29.1+k3s2", (1, 29, 1)),
    ],
)
def test_a_version_is_read(text: str, expected: tuple[int, int, int]) -> None:
    assert KubernetesVersion.parse(text) == KubernetesVersion(*expected)


@pytest.mark.parametrize("text", ["", "1", "latest", "1.x", "one.two", "1.8.x"])
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a Kubernetes version"):
        KubernetesVersion.parse(text)


def test_versions_are_ordered_by_number() -> None:
    parse = KubernetesVersion.parse
    assert parse("1.8.3") < parse("1.10") < parse("1.10.1")
    assert str(parse("v1.36")) == "1.36.0"
    assert parse("1.8.3").line == "1.8"
