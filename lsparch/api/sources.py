"""Sources: what can be checked, drawn or compared, as it is named on the command line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lsparch.api.deployments import SUFFIXES, Deployment, deployment, deployments
from lsparch.api.platform import Platform
from lsparch.diagnostics import LsparchError, UnreadableInputError
from lsparch.load.validate import suggest
from lsparch.outside.files import Files
from lsparch.outside.folders import what_is

if TYPE_CHECKING:
    from lsparch.drift.objects import ObjectsRead
    from lsparch.k8s.store import StoredObject
    from lsparch.outside.kube_connection import KubeContext

__all__ = [
    "EnvironmentSource",
    "GitSource",
    "KubeSource",
    "ManifestSource",
    "Source",
    "are_environments",
    "parse_source",
    "parse_sources",
    "read_source_objects",
    "require_drawable",
    "scan_source_objects",
    "source_text",
    "split_sources",
    "with_environment",
]

_TELLING = re.compile(
    rb"(?:[ \t]*(?:#.*)?\r?\n|---[ \t]*\r?\n)*(?:platform|aspect|service|cluster|environment|profile): *[\w\"']"
)
"""How a file of the model begins whose telling key has an id; the keys of catalogues may be others' keys too."""


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


@dataclass(frozen=True, slots=True)
class KubeSource:
    """A live cluster, or one namespace of it."""

    name: str
    """As it was named: ``kube:CONTEXT`` or ``kube:CONTEXT/NAMESPACE``."""

    context: "KubeContext"


Source = EnvironmentSource | GitSource | KubeSource | ManifestSource
"""Anything that can be checked or compared."""


def parse_source(text: str, platform: Platform) -> Source:
    """Return what a source on the command line means.

    An environment wins over a file of its name; ``./pdac`` is the file.

    Raises
    ------
    LsparchError
        If it is neither an environment, nor a path, nor a revision, nor a context of the kubectl configuration.
    """
    if text.startswith("kube:"):
        from lsparch.outside.kube_connection import find_context  # noqa: PLC0415 - wanted only where a cluster is

        return KubeSource(text, find_context(text.removeprefix("kube:")))
    if text.startswith("git:"):
        revision, _, environment = text.removeprefix("git:").partition(":")
        if not revision:
            raise LsparchError(f"{text}: no revision; write `git:REV` or `git:REV:ENVIRONMENT`")
        return GitSource(revision, environment.removeprefix("environment/"))
    if text == "-" or _is_path(text):
        return _manifests(text, platform)
    name = text.removeprefix("environment/")
    if name in platform.environments:
        return EnvironmentSource(name)
    if what_is(text) or "/" in name:
        return _manifests(text, platform)
    advice = suggest(name, platform.environments) or f"environments: {', '.join(platform.environments)}"
    raise LsparchError(f"`{text}` is neither an environment nor a file; {advice}")


def parse_sources(texts: Iterable[str], platform: Platform) -> list[Source]:
    """Return what sources on the command line mean; see `parse_source`.

    Raises
    ------
    LsparchError
        If any is none, or standard input is named twice.
    """
    named = list(texts)
    if named.count("-") > 1:
        raise LsparchError("-: standard input can be read only once; write one of them to a file")
    return [parse_source(text, platform) for text in named]


def are_environments(texts: Iterable[str], platform: Platform) -> bool:
    """Tell whether all sources on the command line are environments; what looks like a path is none."""
    return all(isinstance(parse_source(text, platform), EnvironmentSource) for text in texts)


def source_text(source: Source) -> str:
    """Return how a source is named on the command line."""
    match source:
        case EnvironmentSource(environment):
            return environment
        case GitSource(revision, environment):
            return f"git:{revision}:{environment}" if environment else f"git:{revision}"
        case ManifestSource(name) | KubeSource(name):
            return name


def with_environment(source: Source, other: Source) -> Source:
    """Return one of two sources that are compared: a revision without environment means that of the other.

    Raises
    ------
    LsparchError
        If the other has none.
    """
    if not isinstance(source, GitSource) or source.environment:
        return source
    if isinstance(other, KubeSource | ManifestSource) or not other.environment:
        raise LsparchError(f"git:{source.revision}: which environment? write `git:{source.revision}:ENVIRONMENT`")
    return GitSource(source.revision, other.environment)


def split_sources(platform: Platform, sources: Iterable[str]) -> tuple[Platform, list[str], list[str]]:
    """Return the platform at the revision that is asked for, environments of it, and other sources.

    Raises
    ------
    LsparchError
        If there is no such source, environments of several revisions are asked for, or a whole revision beside others.
    """
    environments: list[str] = []
    others: list[str] = []
    of_model: dict[str, str] = {}
    whole = ""
    for source in parse_sources(sources, platform):
        text = source_text(source)
        match source:
            case EnvironmentSource(environment):
                of_model.setdefault("", text)
                environments.append(environment)
            case GitSource(revision, environment):
                of_model.setdefault(revision, text)
                environments += [environment] if environment else []
                whole = whole if environment else text
            case ManifestSource() | KubeSource():
                others.append(text)
    if len(of_model) > 1:
        raise LsparchError(
            f"{' and '.join(of_model.values())} are of different revisions; draw one at a time, or --diff of two"
        )
    if whole and (environments or others):
        raise LsparchError(f"{whole} is a whole model; draw it alone, or write `{whole}:ENVIRONMENT`")
    revision = next(iter(of_model), "")
    return Platform(platform.root, revision, platform.outside) if revision else platform, environments, others


def require_drawable(text: str, platform: Platform) -> None:
    """Refuse a source that is neither an environment, nor a revision, nor a path to something there.

    Raises
    ------
    LsparchError
        If it is none of these; it names the environment that was meant.
    """
    if text.startswith(("git:", "kube:")) or text == "-" or what_is(text):
        return
    if _is_path(text) or "/" in text.removeprefix("environment/"):
        raise _nothing_there(text)
    platform.environment(text)


def _is_path(text: str) -> bool:
    """Tell whether a source can be nothing but a path to manifests, by its look."""
    return text.startswith(("/", ".")) or text.endswith(SUFFIXES)


def _nothing_there(text: str) -> LsparchError:
    return LsparchError(
        f"{text}: no such file or folder; a SOURCE is an environment, a file or folder of manifests, - for standard "
        "input, git:REV[:ENVIRONMENT] or kube:CONTEXT[/NAMESPACE]"
    )


def _manifests(text: str, platform: Platform) -> ManifestSource:
    if text == "-":
        return ManifestSource(text)
    if not what_is(text):
        raise _nothing_there(text)
    path = Path(text)
    if path.resolve().is_relative_to((platform.root / "model").resolve()):
        raise _of_the_model(text, folder=path.is_dir())
    return ManifestSource(text)


def _of_the_model(name: str, *, folder: bool = False) -> LsparchError:
    what = "a folder" if folder else "a file"
    return LsparchError(f"{name} is {what} of the model, not manifests; run `lsparch check` without a path")


def read_source_objects(source: ManifestSource, outside: Files, environment: str = "") -> "tuple[StoredObject, ...]":
    """Return the objects that manifests hold, with their places.

    Parameters
    ----------
    source
        The manifests.
    outside
        Files.
    environment
        Environment that is meant, where a generated folder holds several.

    Raises
    ------
    LsparchError
        If a file cannot be read or is one of the model, there is no object, or it is not clear which are meant.
    UnreadableInputError
        If a document cannot be parsed or is no object; it has every finding of every file.
    """
    found = _scan(deployment(source.name, outside, environment))
    if found.unreadable or found.strangers:
        raise UnreadableInputError([*found.unreadable, *found.strangers])
    return found.objects


def scan_source_objects(source: ManifestSource, outside: Files) -> "tuple[tuple[Deployment, ObjectsRead], ...]":
    """Return each deployment that manifests make up, with its objects and a finding for each document that is none.

    Raises
    ------
    LsparchError
        If a file cannot be read or is one of the model, or there is nothing in them.
    UnreadableInputError
        If a document cannot be parsed, or none is an object; it has every finding of every file.
    """
    read = tuple((one, _scan(one)) for one in deployments(source.name, outside, tests=True))
    if any(found.unreadable for _, found in read) or not any(found.objects for _, found in read):
        raise UnreadableInputError([fault for _, found in read for fault in (*found.unreadable, *found.strangers)])
    return read


def _scan(read: Deployment) -> "ObjectsRead":
    from lsparch.k8s.documents import scan_objects  # noqa: PLC0415

    for name, content in read.files.items():
        if _TELLING.match(content) and b"\napiVersion:" not in content:
            raise _of_the_model(name)
    found = scan_objects(read.files)
    if not (found.objects or found.strangers or found.unreadable):
        raise LsparchError(f"no Kubernetes objects in {'standard input' if read.name == '-' else read.name}")
    return found
