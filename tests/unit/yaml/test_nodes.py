"""Places lead back to what a person wrote."""

from typing import Any

import pytest

from lsparch.diagnostics import Place
from lsparch.yaml import Dialect, YamlMap, place_of, read

TEXT = """\
# comment
components:
  firefly: {image: "a:1", ports: [8080, 9090]}
  tap:
    - é: 1
      next: x
"""


def root() -> Any:
    return read(TEXT, "model.yaml", Dialect.MODEL).documents[0].root


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((), 2, 1),
        (("components",), 3, 3),
        (("components", "firefly"), 3, 12),
        (("components", "firefly", "image"), 3, 20),
        (("components", "firefly", "ports", 1), 3, 41),
        (("components", "tap", 0, "next"), 6, 13),
        (("components", "tap", -1, "é"), 5, 10),
    ],
)
def test_a_path_leads_to_its_value(path: tuple[str | int, ...], line: int, column: int) -> None:
    assert place_of(root(), path, "f") == Place("f", line, column)


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("components",), 2, 1),
        (("components", "firefly", "image"), 3, 13),
        (("components", "tap", 0, "next"), 6, 7),
        (("components", "firefly", "ports", 1), 3, 41),
    ],
)
def test_a_path_leads_to_its_key(path: tuple[str | int, ...], line: int, column: int) -> None:
    assert place_of(root(), path, "f", key=True) == Place("f", line, column)


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("absent",), 2, 1),
        (("components", "absent", "image"), 3, 3),
        (("components", "firefly", "image", "tag"), 3, 20),
        (("components", "firefly", "ports", 2), 3, 34),
        (("components", "firefly", "ports", "x"), 3, 34),
        (("components", 0), 3, 3),
    ],
)
def test_a_path_out_of_the_tree_leads_to_the_deepest_part(path: tuple[str | int, ...], line: int, column: int) -> None:
    assert place_of(root(), path, "f") == Place("f", line, column)


def test_the_place_of_a_scalar_document_is_its_start() -> None:
    assert place_of("x", ("a",), "f") == Place("f", 1, 1)


def test_nodes_equal_plain_values() -> None:
    assert root()["components"]["firefly"] == {"image": "a:1", "ports": [8080, 9090]}
    assert isinstance(root(), YamlMap)
