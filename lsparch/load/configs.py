"""Checks of configuration files: exactly one body, closed placeholders, texts that exist inside the model folder."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from pydantic import BaseModel, ValidationError

from lsparch.diagnostics import Finding, Place, Severity
from lsparch.load.content import content_values, is_reference, placeholders
from lsparch.load.model import Declared
from lsparch.load.references import iter_references
from lsparch.load.validate import suggest
from lsparch.models.component import Component, Connection, Container, Mount, Probe
from lsparch.models.part import ConfigFile, ConfigSet
from lsparch.models.value import TextValue

__all__ = ["check_configs"]


def check_configs(declared: Mapping[str, Declared], texts: Mapping[str, str]) -> Iterator[Finding]:
    """Check the configuration files, and the text values of containers, of the whole model."""
    for owner in declared.values():
        match owner.element:
            case ConfigSet() as config:
                for name, file in config.files.items():
                    yield from _check_file(owner, ("files", name), file, texts)
                    yield from _check_secrecy(owner, config, ("files", name), file)
            case Component() as component:
                yield from _check_component(owner, component)
            case _:
                continue


def _check_file(
    owner: Declared, path: tuple[str, ...], file: ConfigFile, texts: Mapping[str, str]
) -> Iterator[Finding]:
    bodies = [key for key in ("content", "text", "file") if getattr(file, key) is not None]
    if len(bodies) != 1:
        found = " and ".join(bodies) or "none"
        message = f"{_name(owner, path)} needs exactly one of content, text or file; has {found}"
        yield _error(owner, path, "MOD011", message, "keep one of them" if bodies else "add one of them")
        return
    if bodies == ["content"]:
        if file.format is None:
            message = f"{_name(owner, path)} has content without a format"
            yield _error(owner, path, "MOD011", message, "add `format: yaml` or another")
        yield from _check_shape(owner, path, file)
        for below, value in content_values(file.content):
            if isinstance(value, ValidationError):
                first = value.errors()[0]["msg"]
                where = _name(owner, (*path, "content", *below))
                yield _error(
                    owner, (*path, "content", *below), "MOD001", f"{where}: {first[:1].lower()}{first[1:]}", ""
                )
        return
    text = file.text
    if file.file is not None:
        normal = PurePosixPath(file.file)
        if ".." in normal.parts or normal.is_absolute():
            yield _error(owner, (*path, "file"), "MOD012", f"`{file.file}` leaves model/files/", "keep it inside")
            return
        text = texts.get(str(normal))
        if text is None:
            yield _error(
                owner, (*path, "file"), "MOD012", f"model/files/{file.file} does not exist", suggest(file.file, texts)
            )
            return
    assert text is not None
    yield from _check_placeholders(owner, path, text, set(file.with_), file.file)


def _check_shape(owner: Declared, path: tuple[str, ...], file: ConfigFile) -> Iterator[Finding]:
    """Check that the structure can be written in its format."""
    content = file.content or {}
    name = _name(owner, path)
    match file.format:
        case "ini":
            for section, items in content.items():
                if not isinstance(items, Mapping) or is_reference(items):
                    message = f"{name} has `{section}` outside of a section, which ini files cannot hold"
                    yield _error(owner, (*path, "content", section), "MOD017", message, "put it below a section")
                elif nested := [k for k, v in items.items() if isinstance(v, Mapping) and not is_reference(v)]:
                    message = f"{name} has a mapping at `{section}.{nested[0]}`, deeper than ini files go"
                    place = (*path, "content", section, nested[0])
                    yield _error(owner, place, "MOD017", message, "use another format, or flatten it")
        case "xml" if len(content) != 1:
            message = f"{name} has {len(content)} elements at the top, and XML has one"
            yield _error(owner, (*path, "content"), "MOD017", message, "put them below one")
        case _:
            return


def _check_placeholders(
    owner: Declared, path: tuple[str | int, ...], text: str, known: set[str], file: str | None = None
) -> Iterator[Finding]:
    used = set()
    for offset, name in placeholders(text):
        before = text[:offset]
        line, column = before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
        place = Place(f"{_files_folder(owner)}/{file}", line, column) if file else owner.place(*path, "text")
        if name is None:
            yield _finding(owner, place, "MOD013", "placeholder `@{` is not closed", "write `@@{` for a literal `@{`")
        elif name not in known:
            advice = suggest(name, known) or "add it under `with:`"
            yield _finding(owner, place, "MOD013", f"placeholder `@{{{name}}}` has no value", advice)
        else:
            used.add(name)
    for name in sorted(known - used):
        message = f"value `{name}` has no placeholder in the text"
        yield _error(owner, (*path, "with", name), "MOD013", message, "use it or remove it")


def _files_folder(owner: Declared) -> str:
    """Return the folder of text files, as findings show it: beside the folder of the part's file."""
    return str(PurePosixPath(owner.file).parent.parent / "files")


def _check_secrecy(owner: Declared, config: ConfigSet, path: tuple[str, ...], file: ConfigFile) -> Iterator[Finding]:
    if config.delivery == "configmap":
        for found in iter_references(file, path):
            if found.kinds == ("secret-key",):
                message = f"{owner.id} is a ConfigMap, which cannot hold the secret `{found.text}`"
                yield _error(owner, found.path, "MOD014", message, "set `delivery: secret`")


_LONE = {
    "mounts": ("volume", "storage", "config", "secret", "scratch", "host_path"),
    "probe": ("http", "tcp", "exec", "none"),
}


def _check_component(owner: Declared, component: Component) -> Iterator[Finding]:
    for path, container in _containers(component):
        for name, value in container.env.items():
            if isinstance(value, TextValue):
                yield from _check_placeholders(owner, (*path, "env", name), value.text, set(value.with_))
        for where, mount in container.mounts.items():
            if isinstance(mount, Mount):
                yield from _exactly_one(owner, (*path, "mounts", where), mount, _LONE["mounts"])
        for kind in ("liveness", "readiness", "startup"):
            probe: Probe | None = getattr(container.probes, kind)
            if probe is not None:
                yield from _exactly_one(owner, (*path, "probes", kind), probe, _LONE["probe"])
    for position, connection in enumerate(component.uses):
        yield from _check_connection(owner, component, position, connection)
    if (component.kind == "spawned") != (component.spawned is not None) and component.realised_by is None:
        message = f"{owner.id}: kind spawned and key spawned go together"
        yield _error(owner, ("kind",), "MOD015", message, "add or remove one")
    if component.kind == "cronjob" and component.schedule is None:
        yield _error(
            owner, ("kind",), "MOD015", f"{owner.id} is a cronjob and has no schedule", 'add `schedule: "0 3 * * *"`'
        )


def _check_connection(
    owner: Declared, component: Component, position: int, connection: Connection
) -> Iterator[Finding]:
    names = {owner.id.rpartition("/")[2], *component.containers}
    if connection.container is not None and connection.container not in names:
        advice = suggest(connection.container, names)
        message = f"{owner.id} has no container `{connection.container}`"
        yield _error(owner, ("uses", position, "container"), "REF002", message, advice)
    if connection.auth is not None:
        yield from _exactly_one(owner, ("uses", position, "auth"), connection.auth, ("service", "user", "none"))


def _containers(component: Component) -> Iterator[tuple[tuple[str | int, ...], Container]]:
    yield (), component
    for group in ("containers", "init"):
        for name, container in getattr(component, group).items():
            yield (group, name), container


def _exactly_one(
    owner: Declared, path: tuple[str | int, ...], value: BaseModel, keys: tuple[str, ...]
) -> Iterator[Finding]:
    given = [key for key in keys if getattr(value, key) is not None]
    if len(given) != 1:
        choice = ", ".join(re.sub("_", "-", key) for key in keys)
        message = f"{_name(owner, path)} needs exactly one of {choice}; has {' and '.join(given) or 'none'}"
        yield _error(owner, path, "MOD011", message, "keep one of them" if given else "add one of them")


def _name(owner: Declared, path: tuple[str | int, ...]) -> str:
    return ".".join((owner.id, *(str(step) for step in path)))


def _error(owner: Declared, path: tuple[str | int, ...], code: str, message: str, advice: str) -> Finding:
    return _finding(owner, owner.place(*path), code, message, advice)


def _finding(owner: Declared, place: Place, code: str, message: str, advice: str) -> Finding:
    return Finding(code=code, severity=Severity.ERROR, place=place, message=message, help=advice, element=owner.id)
