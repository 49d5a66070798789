"""A store of Kubernetes objects with positions, whether we generated them or somebody wrote them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lsparch.diagnostics import Place
from lsparch.k8s.identity import ObjectKey, object_key, object_name
from lsparch.yaml import place_of

__all__ = ["ObjectStore", "StoredObject"]


@dataclass(frozen=True, slots=True)
class StoredObject:
    """One object, and where it comes from."""

    data: Mapping[str, Any]
    origin: Place
    """Where it is written; for a generated object, the place of the model element that it is made from."""

    element: str = ""
    """Stable id of that model element; empty for an object that somebody wrote."""

    written: bool = False
    """Whether the object stands in a file, so that places inside it can be told."""

    number: int = 1
    """Its number among those of its kind that state the same beginning of a name, and no name."""

    @property
    def key(self) -> ObjectKey:
        """Kind, namespace and name."""
        key = object_key(self.data)
        return key if self.number == 1 else replace(key, name=self.name)

    @property
    def kind(self) -> str:
        """Kind of the object."""
        return str(self.data.get("kind", ""))

    @property
    def name(self) -> str:
        """Name of the object; ``BEGINNING*`` where the API server makes it up, from the second on ``BEGINNING*#2``."""
        name = str(object_name(self.data.get("metadata") or {}) or "")
        return name if self.number == 1 else f"{name}#{self.number}"

    @property
    def is_named(self) -> bool:
        """Whether the name is stated; if not, the API server makes one up each time that the object is created."""
        return bool((self.data.get("metadata") or {}).get("name"))

    @property
    def namespace(self) -> str:
        """Namespace of the object; empty for an object of the cluster."""
        return str((self.data.get("metadata") or {}).get("namespace", ""))

    def place(self, *path: str | int, key: bool = False) -> Place:
        """Return the place of a value inside the object, as near as is known."""
        return place_of(self.data, path, self.origin.file, key=key) if self.written else self.origin


class ObjectStore:
    """Objects of one deployment, indexed.

    Parameters
    ----------
    objects
        The objects, in any order; two with one key are kept both, in `duplicates`.
    """

    def __init__(self, objects: Iterable[StoredObject]) -> None:
        self._by_key: dict[ObjectKey, StoredObject] = {}
        self._by_kind: dict[str, list[StoredObject]] = defaultdict(list)
        self._by_name: dict[tuple[str, str, str], StoredObject] = {}
        self.duplicates: list[StoredObject] = []
        for found in objects:
            if self._by_key.setdefault(found.key, found) is not found:
                self.duplicates.append(found)
                continue
            self._by_kind[found.kind].append(found)
            self._by_name.setdefault((found.kind, found.namespace, found.name), found)

    def __len__(self) -> int:
        return len(self._by_key)

    def __iter__(self) -> Iterator[StoredObject]:
        return iter(self._by_key.values())

    def get(self, key: ObjectKey) -> StoredObject | None:
        """Return an object by its key, or None."""
        return self._by_key.get(key)

    def of_kind(self, *kinds: str) -> Iterator[StoredObject]:
        """Iterate over the objects of some kinds."""
        for kind in kinds:
            yield from self._by_kind.get(kind, ())

    def find(self, kind: str, namespace: str, name: str) -> StoredObject | None:
        """Return an object by kind, namespace and name, or None.

        One that states no namespace is found in any: it stands where it is applied.
        """
        return self._by_name.get((kind, namespace, name)) or self._by_name.get((kind, "", name))
