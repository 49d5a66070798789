"""Literals of the model: texts that people wrote into variables, arguments and configuration files."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from lsparch.diagnostics import Place
from lsparch.k8s.field_path import parse_field_path
from lsparch.load import Model
from lsparch.load.content import content_values, is_reference
from lsparch.models.component import Component, Container
from lsparch.models.part import ConfigFile, ConfigSet
from lsparch.models.value import TextValue, UrlValue
from lsparch.resolve import Environment
from lsparch.resolve.patches import patches_in

__all__ = ["Written", "environment_literals", "environment_users", "model_literals", "model_users"]

Where = Callable[..., Place]


@dataclass(frozen=True, slots=True)
class Written:
    """A literal, and where it is written."""

    element: str
    name: str
    """Name of the variable or key; empty for an argument or a line of a text."""

    text: str
    place: Place


def model_literals(model: Model) -> Iterator[Written]:
    """Iterate over the literals of all components, configuration files and patches, as written."""
    for declared in model.of_kind("component", "config"):
        if declared.path[:1] != ("logging",):
            yield from _element(declared.id, declared.element, declared.place, model.texts)
    for holder in model.of_kind("part", "profile", "environment"):
        for patch in patches_in(holder):
            for path, value in patch.patch.set.items():
                name = parse_field_path(path)[-1].name
                yield from _tree(holder.id, name, value, patch.place, ("set", path))


def environment_literals(env: Environment) -> Iterator[Written]:
    """Iterate over the literals of one environment, overrides included."""
    for identifier in sorted(env.elements):
        resolved = env.elements[identifier]
        if resolved.declared.kind == "component" and identifier not in env.states:
            continue
        if resolved.declared.kind in {"component", "config"} and resolved.part in env.parts:
            yield from _element(identifier, resolved.element, resolved.place, env.model.texts)


def model_users(model: Model) -> Iterator[Written]:
    """Iterate over the users that references to URLs state, as written."""
    for declared in model.of_kind("component", "config"):
        for path, user in _users(declared.element):
            yield Written(declared.id, "", user, declared.place(*path))


def environment_users(env: Environment) -> Iterator[Written]:
    """Iterate over the users that references to URLs state in one environment, overrides included."""
    for identifier in sorted(env.elements):
        resolved = env.elements[identifier]
        if resolved.declared.kind in {"component", "config"}:
            for path, user in _users(resolved.element):
                yield Written(identifier, "", user, resolved.place(*path))


def _element(identifier: str, element: Any, place: Where, texts: Mapping[str, str]) -> Iterator[Written]:
    match element:
        case Component():
            yield from _container(identifier, element, place, ())
            for group in ("containers", "init"):
                for name, container in getattr(element, group).items():
                    yield from _container(identifier, container, place, (group, name))
            if element.foreign is not None and element.foreign.values is not None:
                yield from _tree(identifier, "", element.foreign.values, place, ("foreign", "values"))
        case ConfigSet():
            for name, file in element.files.items():
                yield from _file(identifier, file, place, ("files", name), texts)
        case _:
            return


def _container(
    identifier: str, container: Container, place: Where, path: tuple[str, ...]
) -> Iterator[Written]:  # fmt: skip
    for name, value in container.env.items():
        yield from _value(identifier, name, value, place, (*path, "env", name))
    for key in ("command", "args"):
        for position, value in enumerate(getattr(container, key) or ()):
            yield from _value(identifier, "", value, place, (*path, key, position))


def _value(identifier: str, name: str, value: Any, place: Where, path: tuple[str | int, ...]) -> Iterator[Written]:
    if isinstance(value, TextValue):
        yield Written(identifier, name, value.text, place(*path))
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield Written(identifier, name, str(value), place(*path))


def _file(
    identifier: str, file: ConfigFile, place: Where, path: tuple[str, ...], texts: Mapping[str, str]
) -> Iterator[Written]:
    if file.content is not None:
        yield from _tree(identifier, "", file.content, place, (*path, "content"))
    if file.text is not None:
        yield Written(identifier, "", file.text, place(*path, "text"))
    if file.file is not None:
        for number, line in enumerate(texts.get(file.file, "").split("\n"), start=1):
            yield Written(identifier, "", line, Place(f"model/files/{file.file}", number))
    for name, value in file.with_.items():
        yield from _value(identifier, name, value, place, (*path, "with", name))


def _tree(identifier: str, name: str, node: Any, place: Where, path: tuple[str | int, ...]) -> Iterator[Written]:
    if is_reference(node):
        return
    if isinstance(node, Mapping):
        for key, item in node.items():
            yield from _tree(identifier, str(key), item, place, (*path, key))
    elif isinstance(node, list | tuple):
        for position, item in enumerate(node):
            yield from _tree(identifier, name, item, place, (*path, position))
    elif isinstance(node, str | int) and not isinstance(node, bool):
        yield Written(identifier, name, str(node), place(*path))


def _users(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Iterate over the users that references to URLs state, each with its path below an element."""
    match node:
        case UrlValue():
            if node.user is not None:
                yield (*path, "user"), node.user
        case ConfigFile():
            for found, value in content_values(node.content):
                yield from _users(value, (*path, "content", *found))
            yield from _users(node.with_, (*path, "with"))
        case BaseModel():
            for name, field in type(node).model_fields.items():
                yield from _users(getattr(node, name), (*path, field.alias or name))
        case Mapping():
            for key, item in node.items():
                yield from _users(item, (*path, key))
        case tuple():
            for position, item in enumerate(node):
                yield from _users(item, (*path, position))
        case _:
            return
