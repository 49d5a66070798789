"""Values of a chart: what the objects of environments differ in, and what a user may want to set."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lsparch.emit.targets.overlap import NOTHING, common_part, same
from lsparch.k8s.labels import stable_text

__all__ = ["Path", "ValueTable", "nested"]

Path = tuple[str, ...]
"""Keys from the top of the values to one of them."""

_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}


class ValueTable:
    """Values by path and environment, as they are found.

    Parameters
    ----------
    environments
        Ids of all environments.
    """

    def __init__(self, environments: Sequence[str]) -> None:
        self.environments = tuple(environments)
        self._found: dict[Path, dict[str, Any]] = {}
        self._within: set[Path] = set()
        self._optional: set[Path] = set()

    def claim(self, paths: Sequence[Path], found: Mapping[str, Any]) -> Path:
        """Store a value of some environments under the first path that is free, or that holds the same; return it.

        Parameters
        ----------
        paths
            Paths, the best first; under the last there must be nothing yet.
        found
            The value of each environment.
        """
        for path in paths:
            there = self._found.get(path)
            if there is not None and there.keys() == found.keys() and all(same(there[e], found[e]) for e in found):
                return path
            if there is None and path not in self._within and not any(above in self._found for above in _above(path)):
                self._found[path] = dict(found)
                self._within.update(_above(path))
                return path
        raise ValueError(f"two values at {'.'.join(paths[-1])}")

    def mark_optional(self, path: Path) -> None:
        """Say that a value is absent from environments that have what it belongs to, so that it has no default."""
        self._optional.add(path)

    def defaults(self) -> dict[str, Any]:
        """Return what more than half of the environments with a value agree upon, and mappings for the rest."""
        tree: dict[str, Any] = {}
        for path in self._found:
            value = self._default(path)
            if value is NOTHING:
                nested(tree, path[:-1])
            else:
                nested(tree, path[:-1])[path[-1]] = value
        return tree

    def of(self, environment: str) -> dict[str, Any]:
        """Return the values of an environment that are not the default."""
        tree: dict[str, Any] = {}
        for path, found in self._found.items():
            if environment in found and not same(self._default(path), found[environment]):
                nested(tree, path[:-1])[path[-1]] = found[environment]
        return tree

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the values: every key is known, every value has its type."""
        root: dict[str, Any] = {}
        for path, found in self._found.items():
            node = root
            for key in path[:-1]:
                node = _properties(node).setdefault(key, {})
            _properties(node)[path[-1]] = _leaf_schema(path, list(found.values()))
        return root

    def _default(self, path: Path) -> Any:
        """Return the default of a value; mappings have none, because Helm would mix them with an environment's."""
        found = list(self._found[path].values())
        if path in self._optional or any(isinstance(value, dict) for value in found):
            return NOTHING
        if all(same(found[0], value) for value in found):
            return found[0]
        text = common_part([[stable_text(value)] for value in found])
        return NOTHING if text is NOTHING else next(value for value in found if stable_text(value) == text[0])


def nested(tree: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return the mapping at a path, made where it is lacking."""
    for key in path:
        tree = tree.setdefault(key, {})
    return tree


def _above(path: Path) -> Iterator[Path]:
    return (path[:length] for length in range(1, len(path)))


def _properties(node: dict[str, Any]) -> dict[str, Any]:
    if not node:
        node.update({"type": "object", "additionalProperties": False, "properties": {}})
    properties: dict[str, Any] = node["properties"]
    return properties


def _leaf_schema(path: Path, found: Sequence[Any]) -> dict[str, Any]:
    types = sorted({_TYPES[type(value)] for value in found})
    if types == ["string"] and {"requests", "limits"} & set(path):
        types = ["number", "string"]  # quantities
    schema: dict[str, Any] = {"type": types[0] if len(types) == 1 else types}
    items = {_TYPES[type(item)] for value in found if isinstance(value, list) for item in value}
    if len(items) == 1:
        schema["items"] = {"type": next(iter(items))}
    return schema
