"""YAML values that know where they were written.

Lines and columns start at 1; columns count Unicode code points, also in SARIF's sense.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lsparch.diagnostics import Place

__all__ = ["Document", "YamlList", "YamlMap", "place_of"]


class YamlMap(dict[str, Any]):
    """A mapping, with the place of itself, of its keys and of its values.

    It equals, and behaves like, the plain dict with the same content. Nodes that an alias shares are one object:
    treat them as read-only.

    Parameters
    ----------
    line, column
        Where the mapping starts.
    """

    __slots__ = ("column", "keys_at", "line", "values_at")

    def __init__(self, line: int = 1, column: int = 1) -> None:
        self.line = line
        self.column = column
        self.keys_at: dict[str, tuple[int, int]] = {}
        self.values_at: dict[str, tuple[int, int]] = {}


class YamlList(list[Any]):
    """A sequence, with the place of itself and of its items.

    Parameters
    ----------
    line, column
        Where the sequence starts.
    """

    __slots__ = ("column", "items_at", "line")

    def __init__(self, line: int = 1, column: int = 1) -> None:
        self.line = line
        self.column = column
        self.items_at: list[tuple[int, int]] = []


_COLLECTIONS = (YamlMap, YamlList)


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a YAML text."""

    file: str
    """The file it was read from, as findings name it."""

    root: Any
    """`YamlMap`, `YamlList`, a scalar, or None when the document is empty."""

    line: int
    """Line of its ``---``, or of its first content where there is none."""


def place_of(root: Any, path: Sequence[str | int], file: str, *, key: bool = False) -> Place:
    """Return where a value, or its key, was written.

    Parameters
    ----------
    root
        A `YamlMap`, a `YamlList`, or a scalar.
    path
        Keys and indices that lead from the root to the value, such as ``("components", "firefly", "image")``.
    file
        The file, for the place.
    key
        Whether to return the place of the last key instead of that of its value.

    Returns
    -------
    Place
        The place; where the path leaves the tree, that of the deepest part that exists.
    """
    node = root
    spot = (root.line, root.column) if isinstance(root, _COLLECTIONS) else (1, 1)
    last = len(path) - 1
    for depth, step in enumerate(path):
        if isinstance(node, YamlMap) and isinstance(step, str) and step in node.values_at:
            spot = (node.keys_at if key and depth == last else node.values_at)[step]
            node = node.get(step)
        elif isinstance(node, YamlList) and isinstance(step, int) and -len(node) <= step < len(node):
            spot = node.items_at[step]
            node = node[step]
        else:
            break
    return Place(file, *spot)
