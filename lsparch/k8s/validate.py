"""Strict validation of objects against the schema of a Kubernetes version.

A kind's schema is compiled once to nested closures that answer yes or no; only an object that fails
is looked at again, slowly, to say everything that is wrong with it and where.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from lsparch.diagnostics import LsparchError
from lsparch.k8s.explain import explain
from lsparch.k8s.schema_closure import Check, Compiler
from lsparch.k8s.schemas import covered_lines, kind_lines, load_schema
from lsparch.k8s.version import KubernetesVersion

__all__ = ["Coverage", "UnknownKindError", "Violation", "coverage", "is_valid", "validate_object"]


class Coverage(StrEnum):
    """Whether the shipped schemas can say anything about an object."""

    COVERED = "covered"
    """The kind is known at this version."""

    OTHER_VERSION = "other-version"
    """Kubernetes has this kind under this ``apiVersion``, but not at this version of the cluster."""

    UNKNOWN_KIND = "unknown-kind"
    """No version has it: a custom resource, a list, a review, or a typing mistake."""

    UNKNOWN_VERSION = "unknown-version"
    """No schema of this Kubernetes version ships."""


class Violation(NamedTuple):
    """One thing that is wrong with an object."""

    path: tuple[str | int, ...]
    """Keys and indexes from the object down to the place."""

    message: str
    """What is wrong there, and what was probably meant."""


class UnknownKindError(LsparchError):
    """An object that no shipped schema describes at the wanted version.

    Parameters
    ----------
    api_version, kind
        As written in the object.
    version
        The version of the cluster.
    reason
        Why there is no schema; never `Coverage.COVERED`.
    """

    def __init__(self, api_version: str, kind: str, version: KubernetesVersion, reason: Coverage) -> None:
        self.api_version = api_version
        self.kind = kind
        self.reason = reason
        text = f"no schema for {kind or 'an object without kind'} of {api_version or 'no apiVersion'}"
        text += f" in Kubernetes {version.line}"
        if reason is Coverage.OTHER_VERSION:
            lines = kind_lines(api_version, kind)
            text += f"; it exists from {lines[0]} to {lines[-1]}"
        super().__init__(text)


def coverage(obj: Mapping[str, Any], version: KubernetesVersion) -> Coverage:
    """Say whether an object can be validated at all."""
    if version.line not in covered_lines():
        return Coverage.UNKNOWN_VERSION
    api_version, kind = _type_of(obj)
    if f"{api_version}/{kind}" in load_schema(version.line).kinds:
        return Coverage.COVERED
    return Coverage.OTHER_VERSION if kind_lines(api_version, kind) else Coverage.UNKNOWN_KIND


def is_valid(obj: Mapping[str, Any], version: KubernetesVersion) -> bool:
    """Whether an object has nothing wrong; the fast question.

    Raises
    ------
    UnknownKindError
        If no schema describes the object.
    """
    check = _check(version.line, *_type_of(obj))
    if check is None:
        raise UnknownKindError(*_type_of(obj), version, coverage(obj, version))
    return check(obj)


def validate_object(obj: Mapping[str, Any], version: KubernetesVersion) -> Iterator[Violation]:
    """Everything that is wrong with an object, in the order of the object.

    Raises
    ------
    UnknownKindError
        If no schema describes the object.
    """
    if is_valid(obj, version):
        return
    schema = load_schema(version.line)
    api_version, kind = _type_of(obj)
    root = schema.definitions[schema.kinds[f"{api_version}/{kind}"]]
    for path, message in explain(root, obj, schema.definitions):
        yield Violation(path, message)


def _type_of(obj: Mapping[str, Any]) -> tuple[str, str]:
    api_version, kind = obj.get("apiVersion"), obj.get("kind")
    return (api_version if isinstance(api_version, str) else "", kind if isinstance(kind, str) else "")


@cache
def _compiler(line: str) -> Compiler:
    return Compiler(load_schema(line).definitions)


@cache
def _check(line: str, api_version: str, kind: str) -> Check | None:
    if line not in covered_lines():
        return None
    name = load_schema(line).kinds.get(f"{api_version}/{kind}")
    return None if name is None else _compiler(line).definition(name)
