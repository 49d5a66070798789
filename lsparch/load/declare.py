"""Declaring: giving every element of every file its id, and finding two that claim the same."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lsparch.diagnostics import Finding, Related, Severity
from lsparch.load.model import Declared
from lsparch.load.names import PREFIXED
from lsparch.models.catalogue import Dataset, External
from lsparch.models.cluster import ClusterFile
from lsparch.models.component import Component
from lsparch.models.element import Language
from lsparch.models.environment import EnvironmentFile, ProfileFile
from lsparch.models.files import MODEL_FILES
from lsparch.models.lock import LockFile
from lsparch.models.part import AspectFile, Part, ServiceFile
from lsparch.models.platform import PlatformFile

__all__ = ["DECLARED_KINDS", "Declarations", "ParsedFile", "declare"]

_COLLECTIONS: dict[str, str] = {
    "sources": "source",
    "teams": "team",
    "concerns": "concern",
    "images": "image",
    "releases": "release",
    "externals": "external",
    "roles": "role",
    "datasets": "dataset",
    "actors": "actor",
    "groups": "group",
    "bucket-users": "bucket-user",
    "stories": "story",
    "pipelines": "pipeline",
    "options": "option",
}
DECLARED_KINDS: dict[str, tuple[str, ...]] = {
    **{collection: (kind,) for collection, kind in _COLLECTIONS.items()},
    "datasets": ("dataset", "table"),
    "externals": ("external", "endpoint"),
}
"""Kinds of the elements that a catalogue declares, by its telling key."""

_IN_PART: dict[str, str] = {"components": "component", "volumes": "volume", "configs": "config", "secrets": "secret"}
_IN_CLUSTER: dict[str, str] = {"pools": "node-pool", "hosts": "host-group"}


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """One valid model file."""

    name: str
    key: str
    """The telling key, such as ``aspect``."""

    root: Any
    value: Language


@dataclass(slots=True)
class Declarations:
    """Everything declared so far, and the claims that collided."""

    by_id: dict[str, Declared] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, declared: Declared) -> None:
        """Add an element, or a finding that names both places if its id is taken."""
        first = self.by_id.setdefault(declared.id, declared)
        if first is not declared:
            self.findings.append(
                Finding(
                    code="MOD004",
                    severity=Severity.ERROR,
                    place=declared.place(key=True),
                    message=f"{declared.id} is declared twice",
                    help="give one of them another id, or merge them",
                    related=(Related(first.place(key=True), "first declared here"),),
                    element=declared.id,
                )
            )


def declare(files: list[ParsedFile]) -> Declarations:
    """Declare the elements of all files, in the order of the files' names."""
    found = Declarations()
    for file in sorted(files, key=lambda f: f.name):
        for declared in _elements(file):
            found.add(declared)
        found.findings.extend(_misplaced(file))
    return found


def _misplaced(file: ParsedFile) -> Iterator[Finding]:
    if isinstance(file.value, Part):
        identifier = str(file.root[file.key])
        if identifier in PREFIXED or identifier in MODEL_FILES:
            yield Finding(
                code="MOD005",
                severity=Severity.ERROR,
                place=Declared("", file.key, file.name, (file.key,), "", file.value, file.root, file.root).place(),
                message=f"`{identifier}` cannot name a part, because it names a kind of element",
                help="choose another id",
            )


def _elements(file: ParsedFile) -> Iterator[Declared]:
    value, root = file.value, file.root

    def at(identifier: str, kind: str, path: tuple[str | int, ...], element: Language, part: str = "") -> Declared:
        raw: Any = root
        for step in path:
            raw = raw[step]
        return Declared(identifier, kind, file.name, path, part, element, raw, root)

    match value:
        case PlatformFile():
            yield at(value.platform, "platform", (), value)
        case AspectFile() | ServiceFile():
            name = value.aspect if isinstance(value, AspectFile) else value.service
            yield at(name, "part", (), value, name)
            for collection, kind in _IN_PART.items():
                for key, element in getattr(value, collection).items():
                    yield at(f"{name}/{key}", kind, (collection, key), element, name)
                    yield from _members(f"{name}/{key}", (collection, key), element, name, at)
        case ClusterFile():
            yield at(f"cluster/{value.cluster}", "cluster", (), value)
            for collection, kind in _IN_CLUSTER.items():
                for key, element in getattr(value, collection).items():
                    yield at(f"cluster/{value.cluster}.{key}", kind, (collection, key), element)
        case EnvironmentFile() | ProfileFile() | LockFile():
            yield at(f"{file.key}/{root[file.key]}", file.key, (), value)
        case _:
            for collection, kind in _COLLECTIONS.items():
                for key, element in getattr(value, collection.replace("-", "_"), {}).items():
                    yield at(f"{kind}/{key}", kind, (collection, key), element)
                    yield from _members(f"{kind}/{key}", (collection, key), element, "", at)


def _members(identifier: str, path: tuple[str, ...], element: Language, part: str, at: Any) -> Iterator[Declared]:
    """Declare what is named below an element: endpoints, secret keys, tables."""
    match element:
        case Component():
            for key, endpoint in element.endpoints.items():
                yield at(f"{identifier}.{key}", "endpoint", (*path, "endpoints", key), endpoint, part)
            for group in ("containers", "init"):
                for name, container in getattr(element, group).items():
                    for key, endpoint in container.endpoints.items():
                        below = (*path, group, name, "endpoints", key)
                        yield at(f"{identifier}.{key}", "endpoint", below, endpoint, part)
        case External():
            for key, endpoint in element.endpoints.items():
                yield at(f"{identifier}.{key}", "endpoint", (*path, "endpoints", key), endpoint)
        case Dataset():
            for key, table in element.tables.items():
                yield at(f"{identifier}.{key}", "table", (*path, "tables", key), table)
        case _:
            keys = getattr(element, "keys", None)
            if isinstance(keys, dict):
                for key in keys:
                    yield at(f"{identifier}.{key}", "secret-key", (*path, "keys", key), element, part)
