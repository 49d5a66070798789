"""Sources: what can be checked, drawn or compared, as it is named on the command line."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lsparch.api.platform import Platform
from lsparch.diagnostics import LsparchError
from lsparch.load.validate import suggest
from lsparch.outside.files import Files

if TYPE_CHECKING:
    from lsparch.k8s.store import StoredObject

__all__ = ["EnvironmentSource", "GitSource", "ManifestSource", "Source", "parse_source", "read_source_objects"]

_SUFFIXES = (".yaml", ".yml", ".json")
"""Endings of files that hold manifests."""


@dataclass(frozen=True, slots=True)
class EnvironmentSource:
    """An environment of the model."""

    environment: str
    """Id, without prefix."""


@dataclass(frozen=True, slots=True)
class GitSource:
    """The model at a revision, or one environment of it."""

    revision: str
    environment: str = ""
    """Id, without prefix; empty for the whole model."""


@dataclass(frozen=True, slots=True)
class ManifestSource:
    """Manifests: a file, a folder, or ``-`` for standard input."""

    name: str


Source = EnvironmentSource | GitSource | ManifestSource
"""Anything that can be checked or compared."""


def parse_source(text: str, platform: Platform) -> Source:
    """Return what a source on the command line means.

    An environment wins over a file of its name; ``./pdac`` is the file.

    Raises
    ------
    LsparchError
        If it is neither an environment, nor a path, nor of a form that is supported.
    """
    if text.startswith("kube:"):
        raise LsparchError(
            f"{text}: live clusters are not supported by this release; pipe `kubectl get -o yaml` and give `-`"
        )
    if text.startswith("git:"):
        revision, _, environment = text.removeprefix("git:").partition(":")
        if not revision:
            raise LsparchError(f"{text}: no revision; write `git:REV` or `git:REV:ENVIRONMENT`")
        return GitSource(revision, environment.removeprefix("environment/"))
    if text == "-" or text.startswith(("/", ".")) or text.endswith(_SUFFIXES):
        return _manifests(text)
    name = text.removeprefix("environment/")
    if name in platform.environments:
        return EnvironmentSource(name)
    if Path(text).exists():
        return ManifestSource(text)
    advice = suggest(name, platform.environments) or f"environments: {', '.join(platform.environments)}"
    raise LsparchError(f"`{text}` is neither an environment nor a file; {advice}")


def _manifests(text: str) -> ManifestSource:
    if text != "-" and not Path(text).exists():
        raise LsparchError(f"{text}: no such file or folder")
    return ManifestSource(text)


def read_source_objects(source: ManifestSource, outside: Files) -> "tuple[StoredObject, ...]":
    """Return the objects that manifests hold, with their places.

    Raises
    ------
    LsparchError
        If a file cannot be read.
    UnreadableInputError
        If a document cannot be parsed or is no object; it has every finding of every file.
    """
    from lsparch.drift.objects import read_objects  # noqa: PLC0415

    if source.name == "-":
        return read_objects({"<stdin>": sys.stdin.buffer.read()})
    path = Path(source.name)
    if not path.is_dir():
        return read_objects({path.as_posix(): outside.read(path)})
    tree = outside.tree(path, *_SUFFIXES)
    if not tree:
        raise LsparchError(f"{source.name}: no manifests here; they end in {', '.join(_SUFFIXES)}")
    return read_objects({(path / name).as_posix(): content for name, content in tree.items()})
