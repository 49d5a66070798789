"""Layers of values: defaults, what is written, overrides; each leaf remembers where it comes from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from lsparch.diagnostics import Place
from lsparch.graph import Leaf, Origin

__all__ = ["LayeredTree", "flatten"]

Path = tuple[str | int, ...]

_STRUCT = frozenset({"resources", "probes", "security", "spawned", "scale"})
"""Mappings of a component that are merged key by key."""

_NAMED = frozenset({"endpoints", "containers", "init", "storage", "env", "mounts", "tracks", "files", "keys"})
"""Mappings from names to values; each value is merged only if it is a structure itself."""

_NAMED_STRUCT = frozenset({"endpoints", "containers", "init", "storage"})


class LayeredTree:
    """A tree of values, put together layer by layer."""

    def __init__(self) -> None:
        self.tree: dict[str, Any] = {}
        self.stated: dict[Path, tuple[str, Callable[..., Place]]] = {}
        """Layer of each value that a layer states, and the function that tells the place of what is at or below it."""

    def copy(self) -> "LayeredTree":
        """Return a tree that can be changed without changing this one."""
        other = LayeredTree()
        other.tree = _plain(self.tree)
        other.stated = dict(self.stated)
        return other

    def merge(self, source: Mapping[str, Any], layer: str, place: Callable[..., Place]) -> None:
        """Put a layer over what is there.

        Parameters
        ----------
        source
            Values of the layer.
        layer
            Name of the layer, such as ``default``.
        place
            Function from a path below the element to the place where the layer states it.
        """
        self._merge(self.tree, source, (), layer, place)

    def _merge(
        self, target: dict[str, Any], source: Mapping[str, Any], path: Path, layer: str, place: Callable[..., Place]
    ) -> None:
        for key, value in source.items():
            below = (*path, key)
            existing = target.get(key)
            if isinstance(value, dict) and _merges(below):
                if not isinstance(existing, dict):
                    existing = target[key] = {}
                self._merge(existing, value, below, layer, place)
            else:
                self.put(target, below, value, layer, place)

    def put(self, holder: dict[str, Any], path: Path, value: Any, layer: str, place: Callable[..., Place]) -> None:
        """Set one value, forgetting what stood there."""
        key = str(path[-1])
        if key in holder:
            self.forget(path)
        holder[key] = _plain(value)
        self.stated[path] = (layer, place)

    def adopt(self, holder: dict[str, Any], path: Path, other: "LayeredTree") -> None:
        """Set one value, or a mapping of values, to what another tree has there, with where it comes from."""
        self.forget(path)
        holder[str(path[-1])] = _plain(other.get(path))
        below = {known: source for known, source in other.stated.items() if known[: len(path)] == path}
        self.stated.update(below or {path: other.stated_at(path)})

    def forget(self, path: Path) -> None:
        """Forget the origins at and below a path."""
        for known in [p for p in self.stated if p[: len(path)] == path]:
            del self.stated[known]

    def find(self, text: str) -> Path | None:
        """Return the path that a dotted text means, following keys that exist as far as they go.

        Keys may hold dots, as paths of mounts do. None if an inner step is no mapping.
        """
        node: Any = self.tree
        path: list[str | int] = []
        rest = text
        while rest:
            if not isinstance(node, dict):
                return None
            fits = [key for key in node if rest == key or rest.startswith(f"{key}.")]
            key = max(fits, key=len) if fits else rest.partition(".")[0]
            path.append(key)
            rest = rest[len(key) + 1 :]
            node = node.get(key, {})
        return tuple(path)

    def get(self, path: Path) -> Any:
        """Return the value at a path, or None."""
        node: Any = self.tree
        for step in path:
            if not isinstance(node, dict) or step not in node:
                return None
            node = node[step]
        return node

    def holder(self, path: Path) -> dict[str, Any]:
        """Return the mapping that holds the last key of a path, making what is missing on the way."""
        node = self.tree
        for step in path[:-1]:
            node = node.setdefault(str(step), {})
        return node

    def stated_at(self, path: Path) -> tuple[str, Callable[..., Place]]:
        """Return layer and place function of the statement at or above a path.

        Raises
        ------
        KeyError
            If no layer states it.
        """
        for length in range(len(path), 0, -1):
            if path[:length] in self.stated:
                return self.stated[path[:length]]
        raise KeyError(path)

    def origin(self, path: Sequence[str | int]) -> Origin:
        """Return where a value comes from: the nearest statement at or above its path."""
        try:
            layer, place = self.stated_at(tuple(path))
        except KeyError:
            return Origin("language", None)
        return Origin(layer, place(*path))


def _merges(path: Path) -> bool:
    match path:
        case (key,):
            return key in _STRUCT or key in _NAMED
        case (key, _):
            return key in _NAMED_STRUCT or key == "probes"
        case ("containers" | "init", _, *rest):
            return _merges(tuple(rest))
        case _:
            return False


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def flatten(value: Any, origin: Callable[[Path], Origin], path: Path = ()) -> Iterator[tuple[str, Leaf]]:
    """Iterate over the leaves of a tree: dotted path, value and origin. Empty mappings and None are left out."""
    match value:
        case str() | int() | float():
            yield ".".join(map(str, path)), Leaf(value, origin(path))
        case Mapping():
            for key, item in value.items():
                yield from flatten(item, origin, (*path, key))
        case list() | tuple():
            for position, item in enumerate(value):
                yield from flatten(item, origin, (*path, position))
        case None:
            return
        case _:
            yield ".".join(map(str, path)), Leaf(value, origin(path))
