"""Reading fields of objects that anybody may have written: what has not the expected type counts as absent."""

from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.graph import Leaf, Origin
from lsparch.graph.kinds import Scalar
from lsparch.k8s.quantity import canonical_quantity
from lsparch.k8s.store import StoredObject

__all__ = ["Sheet", "at", "integer", "items", "mapping", "quantity", "text", "texts"]

Path = tuple[str | int, ...]

MAPPING = (dict, Mapping)
"""What is a mapping; nearly all are of the first type, which is told at once."""


def at(node: Any, *path: str | int) -> Any:
    """Return the value at a path below a node, or None."""
    for step in path:
        if node is None:
            return None
        if isinstance(step, str) and isinstance(node, MAPPING):
            node = node.get(step)
        elif isinstance(step, int) and isinstance(node, list) and step < len(node):
            node = node[step]
        else:
            return None
    return node


def mapping(node: Any, *path: str | int) -> Mapping[str, Any]:
    """Return the mapping at a path; an empty one if there is none."""
    found = at(node, *path)
    return found if isinstance(found, MAPPING) else {}


def items(node: Any, *path: str | int) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Iterate over the mappings of the list at a path, with their positions."""
    found = at(node, *path)
    if isinstance(found, list):
        yield from ((n, item) for n, item in enumerate(found) if isinstance(item, MAPPING))


def text(node: Any, *path: str | int) -> str:
    """Return the text at a path; an empty one if there is none."""
    found = at(node, *path)
    return found if isinstance(found, str) else ""


def texts(node: Any, *path: str | int) -> dict[str, str]:
    """Return the texts of the mapping at a path, by key."""
    return {key: value for key, value in mapping(node, *path).items() if isinstance(value, str)}


def integer(node: Any, *path: str | int) -> int | None:
    """Return the number at a path, or None."""
    found = at(node, *path)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def quantity(value: Any) -> str | None:
    """Return a quantity in its one form; a text that is none as it is, and nothing for nothing."""
    if not isinstance(value, str | int | float):
        return None
    try:
        return canonical_quantity(value)
    except ValueError:
        return str(value)


class Sheet:
    """Values that objects state about one thing, each with its place."""

    def __init__(self) -> None:
        self.leaves: dict[str, Leaf] = {}
        """The values so far, by name."""

    def put(self, name: str, value: Scalar, stored: StoredObject, *path: str | int) -> None:
        """Write down a value that an object states at a path; nothing if it is None."""
        if value is not None:
            self.leaves[name] = Leaf(value, Origin("written", stored.place(*path)))

    def text(self, name: str) -> str:
        """Return a value as text; empty if there is none."""
        leaf = self.leaves.get(name)
        return "" if leaf is None else str(leaf.value)
