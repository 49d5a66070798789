"""Checks of foreign parts and patches as they are written: files that exist, keys that go together."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from pydantic import ValidationError

from lsparch.diagnostics import Finding, Severity
from lsparch.load.content import content_values
from lsparch.load.model import Declared
from lsparch.load.validate import suggest
from lsparch.models.component import Component, ForeignPart
from lsparch.models.environment import Overlay
from lsparch.models.part import Part
from lsparch.models.patch import Patch
from lsparch.models.value import SecretValue

__all__ = ["check_foreign", "files_folder", "vendored_digest", "vendored_names"]

_MANIFESTS = (".yaml", ".yml", ".json")
"""Endings of files that hold manifests."""


def check_foreign(declared: Mapping[str, Declared], texts: Mapping[str, str]) -> Iterator[Finding]:
    """Check the foreign parts and the patches of the whole model."""
    for owner in declared.values():
        match owner.element:
            case Component(foreign=ForeignPart() as foreign):
                yield from _check_part(owner, foreign, texts)
            case Part() | Overlay() as file:
                for position, patch in enumerate(file.patches):
                    yield from _check_patch(owner, position, patch)
            case _:
                continue


def files_folder(owner: Declared) -> str:
    """Return the folder of text files, as findings show it: beside the folder of the part's file."""
    return str(PurePosixPath(owner.file).parent.parent / "files")


def vendored_names(texts: Mapping[str, str], path: str) -> tuple[str, ...]:
    """Return the names of the manifests that a path below ``model/files/`` means: one file, or those of a folder."""
    if path in texts:
        return (path,)
    folder = f"{PurePosixPath(path)}/"
    return tuple(name for name in sorted(texts) if name.startswith(folder) and name.endswith(_MANIFESTS))


def vendored_digest(texts: Mapping[str, str], path: str) -> str:
    """Return 12 hexadecimal digits that change with any text that a path below ``model/files/`` means."""
    content = "\0".join(f"{name}\0{texts[name]}" for name in vendored_names(texts, path))
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _check_part(owner: Declared, foreign: ForeignPart, texts: Mapping[str, str]) -> Iterator[Finding]:
    path = foreign.manifests
    if path is not None and ".." in PurePosixPath(path).parts:
        yield _error(owner, ("foreign", "manifests"), "MOD012", f"`{path}` leaves model/files/", "keep it inside")
    elif path is not None and not vendored_names(texts, path):
        message = f"model/files/{path} holds no manifests" if _is_there(texts, path) else _missing(path)
        yield _error(
            owner,
            ("foreign", "manifests"),
            "MOD012",
            message,
            suggest(path, _known(texts)) or "name a file or folder that lies there",
        )
    if foreign.mirrored and path is None:
        message = f"{owner.id} mirrors the images of manifests, and has none"
        yield _error(owner, ("foreign", "mirrored"), "MOD015", message, "state `manifests`, or leave `mirrored` out")
    if foreign.values is None:
        return
    if foreign.chart is None or path is not None:
        message = f"{owner.id} has values of {'no chart' if foreign.chart is None else 'a chart whose output it holds'}"
        advice = "state `chart`" if foreign.chart is None else "keep `manifests` or `values`"
        yield _error(owner, ("foreign", "values"), "MOD015", message, advice)
    yield from _check_free(owner, ("foreign", "values"), foreign.values)


def _is_there(texts: Mapping[str, str], path: str) -> bool:
    return any(name.startswith(f"{PurePosixPath(path)}/") for name in texts)


def _missing(path: str) -> str:
    return f"model/files/{path} does not exist"


def _known(texts: Mapping[str, str]) -> list[str]:
    names = [name for name in texts if name.endswith(_MANIFESTS)]
    return [*names, *{str(PurePosixPath(name).parent) for name in names}]


def _check_patch(owner: Declared, position: int, patch: Patch) -> Iterator[Finding]:
    base = ("patches", position)
    if not patch.set and not patch.remove:
        message = f"the patch of {patch.kind}/{patch.name} does nothing"
        yield _error(owner, base, "MOD011", message, "add `set` or `remove`")
    both = sorted(set(patch.set) & set(patch.remove))
    for path in both:
        message = f"the patch of {patch.kind}/{patch.name} sets and removes {path}"
        yield _error(owner, (*base, "set", path), "MOD011", message, "keep one of them")
    yield from _check_free(owner, (*base, "set"), patch.set)


def _check_free(owner: Declared, base: tuple[str | int, ...], content: Mapping[str, object]) -> Iterator[Finding]:
    """Check the references of a structure of free form, which is written in clear."""
    for below, value in content_values(content):
        path = (*base, *below)
        if isinstance(value, ValidationError):
            first = value.errors()[0]["msg"]
            message = f"{owner.id}.{'.'.join(map(str, path))}: {first[:1].lower()}{first[1:]}"
            yield _error(owner, path, "MOD001", message, "")
        elif isinstance(value, SecretValue):
            message = f"{owner.id} would write the secret `{value.secret}` in clear"
            yield _error(owner, path, "MOD014", message, "name an existing Secret, as the object or the chart allows")


def _error(owner: Declared, path: tuple[str | int, ...], code: str, message: str, advice: str) -> Finding:
    return Finding(code, Severity.ERROR, owner.place(*path), message, advice, element=owner.id)
