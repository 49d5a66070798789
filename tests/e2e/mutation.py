"""Single faults as data, and what each makes of the objects of an environment."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

import yaml

__all__ = ["FAULTS", "Fault", "Mutation", "faults_of"]

FAULTS = FilePath(__file__).with_name("api_faults.yaml")
"""The frozen list."""

_EDITS = ("set", "remove", "rename", "append", "repeat")
_POD_SPECS = {
    "CronJob": "/spec/jobTemplate/spec/template/spec",
    "PodTemplate": "/template/spec",
}

Object = dict[str, Any]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mutation:
    """What a fault makes of a set of objects."""

    changed: Mapping[int, Object]
    """New contents of objects, by their number."""

    added: Sequence[Object]
    deleted: Sequence[int]
    path: Path = ()
    """Keys and indexes of what was edited first; of its parent, where it was removed. Empty without edit."""

    created: bool = False
    """Whether the last object that was added is the fault."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a person did wrong; the fields are those of `api_faults.yaml`."""

    id: str
    what: str
    environment: str
    kind: str
    namespace: str
    name: str
    row: Mapping[str, Any]

    @property
    def changes(self) -> bool:
        """Whether it is a fault only in relation to what is deployed."""
        return bool(self.row.get("changes"))

    def mutate(self, objects: Sequence[Object]) -> Mutation:
        """Apply the fault to a set of objects, which stays as it is.

        Raises
        ------
        KeyError
            If the object, or what the fault changes of it, does not exist.
        """
        number = next((number for number, item in enumerate(objects) if self._is(item)), None)
        if number is None:
            raise KeyError(self.id, self.kind, self.namespace, self.name)
        item = copy.deepcopy(objects[number])
        if "copy" in self.row:
            item["metadata"]["name"] = self.row["copy"]
        paths = [path for edit in (self.row, *self.row.get("and", ())) if (path := self._edit(item, edit))]
        added = [item] if "copy" in self.row else []
        if "create" in self.row:
            added.append(copy.deepcopy(self.row["create"]))
        deleted = [number] if self.row.get("delete") else []
        changed = {number: item} if paths and "copy" not in self.row else {}
        return Mutation(changed, added, deleted, paths[0] if paths else (), "create" in self.row)

    def _is(self, item: Object) -> bool:
        metadata = item["metadata"]
        found = (item["kind"], metadata.get("namespace", ""), metadata["name"])
        return found == (self.kind, self.namespace, self.name)

    def _edit(self, item: Object, edit: Mapping[str, Any]) -> Path:
        """Edit an object and return the path of what is other than before."""
        operator = next((operator for operator in _EDITS if operator in edit), None)
        if operator is None:
            return ()
        path = edit[operator].replace("@", _POD_SPECS.get(self.kind, "/spec/template/spec"), 1)
        *parents, last = (part.replace("~1", "/") for part in path.removeprefix("/").split("/"))
        parent: Any = item
        above: list[str | int] = []
        for part in parents:
            above.append(_key(parent, part))
            parent = parent[above[-1]]
        key: Any = _key(parent, last, new=operator == "set")
        value = copy.deepcopy(edit.get("to"))
        match operator:
            case "set":
                parent[key] = value
                return (*above, key)
            case "remove":
                del parent[key]
                return tuple(above)
            case "rename":
                entries = [(value if name == key else name, found) for name, found in parent.items()]
                parent.clear()
                parent.update(entries)
                return (*above, str(value))
            case "append":
                parent[key].append(value)
                return (*above, key, len(parent[key]) - 1)
            case _:
                parent.append(copy.deepcopy(parent[key]))
                return (*above, len(parent) - 1)


def _key(parent: Any, part: str, *, new: bool = False) -> Any:
    """Return the key or index that a part of a path means."""
    if isinstance(parent, dict):
        if not new and part not in parent:
            raise KeyError(part)
        return part
    if part.removeprefix("-").isdigit():
        return int(part) % len(parent)
    return next(index for index, item in enumerate(parent) if item["name"] == part)


def faults_of(environment: str | None = None) -> Iterator[Fault]:
    """Read the frozen list, or the faults of one environment in it."""
    for row in yaml.safe_load(FAULTS.read_text(encoding="utf-8")):
        found = row.get("environment", "usdac")
        if environment in (None, found):
            kind, _, name = row["of"].partition(" ")
            namespace, _, name = name.rpartition("/")
            yield Fault(row["id"], row["what"], found, kind, namespace, name, row)
