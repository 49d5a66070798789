"""References: every field that names another element, found by the mark that the language gives it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from lsparch.diagnostics import Finding, Severity
from lsparch.load.content import content_values
from lsparch.load.model import Declared
from lsparch.load.names import Names
from lsparch.load.validate import suggest
from lsparch.models.component import Container, ForeignPart
from lsparch.models.part import ConfigFile
from lsparch.models.patch import Patch

__all__ = ["FoundReference", "check_references", "iter_references", "suggest_reference"]


@dataclass(frozen=True, slots=True)
class FoundReference:
    """A reference as written."""

    text: str
    kinds: tuple[str, ...]
    path: tuple[str | int, ...]
    """Path of the value below the element that was walked."""

    is_key: bool = False


def check_references(
    declared: dict[str, Declared], names: Names, perhaps: Callable[[FoundReference], bool] = lambda _: False
) -> Iterator[Finding]:
    """Check that every reference of every element names something that exists and may stand there.

    Parameters
    ----------
    declared, names
        All elements, and their ids.
    perhaps
        Tells of a reference whether a file that cannot be read may declare what it names.
    """
    for owner in declared.values():
        if owner.kind in {"endpoint", "secret-key", "table"} or owner.path in _POLICY:
            continue
        skip = _nested(owner)
        for found in iter_references(owner.element):
            if found.path and found.path[0] in skip:
                continue
            if names.resolve(found.text, found.kinds, owner.part) is None and not perhaps(found):
                yield _dangling(owner, found, names)


_POLICY = (("logging", "aggregator"), ("logging", "shipper"))


def _nested(owner: Declared) -> frozenset[str]:
    """Fields whose values are elements of their own, and checked as such."""
    if owner.kind == "part":
        return frozenset({"components", "volumes", "configs", "secrets"})
    if owner.kind == "cluster":
        return frozenset({"pools", "hosts"})
    return frozenset()


def _dangling(owner: Declared, found: FoundReference, names: Names) -> Finding:
    other = names.resolve(found.text, _EVERY_KIND, owner.part)
    wanted = " or ".join(kind.replace("-", " ") for kind in found.kinds)
    if other is not None:
        kind = (names.kind(other) or "").replace("-", " ")
        message = f"`{found.text}` is {_article(kind)}, but {_article(wanted)} is needed"
    elif found.path[0] in owner.raw:
        message = f"`{found.text}` names no {wanted}"
    else:
        message = f"`{found.path[0]}` is not given, and the usual `{found.text}` names no {wanted}"
    return Finding(
        code="REF001",
        severity=Severity.ERROR,
        place=owner.place(*found.path, key=found.is_key),
        message=message,
        help=suggest_reference(found, names, owner.part),
        element=owner.id,
    )


def suggest_reference(found: FoundReference, names: Names, part: str) -> str:
    """Return a sentence that names what a dangling reference was probably meant to be, or nothing."""
    known = names.of_kind(found.kinds)
    if "/" not in found.text:
        known = [identifier.removeprefix(f"{part}/").split("/", 1)[-1] for identifier in known]
    if found.kinds != ("image",):
        return suggest(found.text, known)
    images = [identifier.removeprefix("image/") for identifier in known]
    name = found.text.rpartition("/")[2]
    close = suggest(name, [name] if name in images else images)
    return f"{close} if not, {_DECLARE_IMAGE}" if close else _DECLARE_IMAGE


_DECLARE_IMAGE = "declare it in images.yaml, and its tag in releases.yaml"


_EVERY_KIND = (
    "component", "endpoint", "external", "image", "volume", "config", "secret", "secret-key", "dataset", "table",
    "team", "source", "role", "part", "cluster", "environment", "profile", "actor", "story", "pipeline",
    "release", "concern", "group", "bucket-user", "option", "node-pool", "host-group",
)  # fmt: skip


def _article(kind: str) -> str:
    return f"{'an' if kind[:1] in 'aeiou' else 'a'} {kind}"


@dataclass(frozen=True, slots=True)
class _FieldPlan:
    name: str
    alias: str
    kinds: tuple[str, ...]
    value_kinds: tuple[str, ...]
    keys_too: bool
    walk: bool


def iter_references(value: BaseModel, path: tuple[str | int, ...] = ()) -> Iterator[FoundReference]:
    """Iterate over all references below a value, in the order of its fields."""
    for plan in _plans(type(value)):
        content = getattr(value, plan.name)
        if content is None:
            continue
        below = (*path, plan.alias)
        if plan.kinds:
            yield from _texts(content, plan.kinds, below, keys_too=plan.keys_too)
        if plan.walk:
            yield from _walk(content, plan.value_kinds, below)
    if (free := _FREE.get(type(value))) is not None:
        for found, nested in content_values(getattr(value, free)):
            if isinstance(nested, BaseModel):
                yield from iter_references(nested, (*path, free, *found))


_FREE: dict[type[BaseModel], str] = {ConfigFile: "content", ForeignPart: "values", Patch: "set"}
"""Where values of some classes hold a structure of free form; references stand in it as well."""


def _texts(
    content: Any, kinds: tuple[str, ...], path: tuple[str | int, ...], *, keys_too: bool
) -> Iterator[FoundReference]:
    match content:
        case str():
            yield FoundReference(content, kinds, path)
        case tuple():
            for position, item in enumerate(content):
                if isinstance(item, str):
                    yield FoundReference(item, kinds, (*path, position))
        case dict():
            for key, item in content.items():
                if keys_too:
                    yield FoundReference(key, kinds, (*path, key), is_key=True)
                elif isinstance(item, str):
                    yield FoundReference(item, kinds, (*path, key))
                if keys_too and isinstance(item, tuple):
                    yield from _texts(item, kinds, (*path, key), keys_too=False)
        case BaseModel():
            for name, field in type(content).model_fields.items():
                yield from _texts(getattr(content, name), kinds, (*path, field.alias or name), keys_too=False)
        case _:
            return


def _walk(content: Any, value_kinds: tuple[str, ...], path: tuple[str | int, ...]) -> Iterator[FoundReference]:
    match content:
        case BaseModel():
            yield from iter_references(content, path)
        case tuple():
            for position, item in enumerate(content):
                yield from _walk(item, value_kinds, (*path, position))
        case dict():
            for key, item in content.items():
                yield from _walk(item, value_kinds, (*path, key))
        case str() if value_kinds:
            yield FoundReference(content, value_kinds, path)
        case _:
            return


_KEYED = {("Release", "images"), ("PlatformFile", "independent")}
"""Mappings whose keys are the references."""


@cache
def _plans(cls: type[BaseModel]) -> tuple[_FieldPlan, ...]:
    plans = []
    for name, field in cls.model_fields.items():
        kinds = _marked(field)
        value_kinds = ("volume",) if (issubclass(cls, Container) and name == "mounts") else ()
        walk = bool(value_kinds) or (not kinds and any(map(_refers, _models(field.annotation))))
        if kinds or walk:
            keyed = (cls.__name__, name) in _KEYED
            plans.append(_FieldPlan(name, field.alias or name, kinds, value_kinds, keyed, walk))
    return tuple(plans)


def _marked(field: FieldInfo) -> tuple[str, ...]:
    extra = field.json_schema_extra
    if isinstance(extra, dict):
        kinds = extra.get("reference")
        if isinstance(kinds, list):
            return tuple(str(kind) for kind in kinds)
    return ()


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Iterate over the model classes that a type names."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


@cache
def _refers(cls: type[BaseModel]) -> bool:
    """Tell whether there may be a reference in a value of a class, or in what it holds."""
    waiting, seen = [cls], {cls}
    while waiting:
        found = waiting.pop()
        if found in _FREE:
            return True
        for field in found.model_fields.values():
            if _marked(field):
                return True
            below = set(_models(field.annotation)) - seen
            seen |= below
            waiting.extend(below)
    return False
