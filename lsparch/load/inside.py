"""Checks of names that an element gives to things of its own, and of the defaults of the platform."""

import re
from collections.abc import Collection, Iterator, Mapping

from lsparch.diagnostics import Finding, Related, Severity
from lsparch.load.model import Declared
from lsparch.load.validate import suggest, validate
from lsparch.models.catalogue import Image, Option
from lsparch.models.component import Component, Container, Mount
from lsparch.models.part import AspectFile, ServiceFile
from lsparch.models.platform import PlatformFile

__all__ = ["check_elements"]

_CRON = re.compile(
    r"^(@(hourly|daily|midnight|weekly|monthly|yearly|annually)|[0-9A-Z*/,?-]+( +[0-9A-Za-z*/,?-]+){4})$"
)
"""Schedules that Kubernetes takes."""


def check_elements(declared: Mapping[str, Declared]) -> Iterator[Finding]:
    """Check the elements of the whole model, each for itself."""
    for owner in declared.values():
        match owner.element:
            case PlatformFile() as platform:
                yield from _check_defaults(owner, platform)
            case Component() as component:
                yield from _check_component(owner, component)
            case AspectFile() | ServiceFile() as part:
                yield from _check_routes(owner, part)
            case Image():
                yield from _check_image(owner, declared)
            case Option() as option:
                yield from _check_option(owner, option, declared)
            case _:
                continue


def _check_routes(owner: Declared, part: AspectFile | ServiceFile) -> Iterator[Finding]:
    """Check that no two routes have one path, which is their id within the part."""
    first: dict[str, int] = {}
    for position, route in enumerate(part.routes):
        before = first.setdefault(route.path, position)
        if before != position:
            place = owner.place("routes", position)
            message = f"{owner.id}/route{route.path} is declared twice"
            related = (Related(owner.place("routes", before), "the other one"),)
            yield Finding("MOD004", Severity.ERROR, place, message, "remove one, or change its path", related, owner.id)


def _check_defaults(owner: Declared, platform: PlatformFile) -> Iterator[Finding]:
    """Check that each layer of defaults is a piece of a component, before it is put under every component."""
    for kind in platform.defaults:
        cls = Container if kind == "container" else Component
        yield from validate(cls, owner.root, owner.file, ("defaults", kind))[1]


def _check_component(owner: Declared, component: Component) -> Iterator[Finding]:
    containers = [((), component)] + [
        ((group, name), container)
        for group in ("containers", "init")
        for name, container in getattr(component, group).items()
    ]
    for path, container in containers:
        for where, mount in container.mounts.items():
            if isinstance(mount, Mount) and mount.storage is not None:
                place = (*path, "mounts", where, "storage")
                yield from _known(owner, place, "storage", mount.storage, component.storage)
        for kind in ("liveness", "readiness", "startup"):
            probe = getattr(container.probes, kind)
            for key in ("http", "tcp"):
                name = getattr(probe, key, None)
                if name is not None:
                    yield from _known(owner, (*path, "probes", kind, key), "endpoint", name, container.endpoints)
    if component.schedule is not None and _CRON.match(component.schedule) is None:
        message = f"{owner.id} has the schedule `{component.schedule}`, which is no cron syntax"
        advice = 'write minute, hour, day, month and weekday, such as "0 3 * * *"'
        yield _finding("MOD015", owner, ("schedule",), message, advice)
    if component.spawned is not None and component.spawned.default_size is not None:
        size = component.spawned.default_size
        yield from _known(owner, ("spawned", "default-size"), "size", size, component.spawned.sizes)


def _check_image(owner: Declared, declared: Mapping[str, Declared]) -> Iterator[Finding]:
    """Find a circle of images that contain each other, at the first of them by id."""
    ahead: list[tuple[str, tuple[str, ...]]] = [(owner.id, (owner.id,))]
    seen: set[str] = set()
    while ahead:
        identifier, way = ahead.pop()
        image = declared[identifier].element if identifier in declared else None
        for name in image.built_on if isinstance(image, Image) else ():
            below = f"image/{name.removeprefix('image/')}"
            if below == owner.id and owner.id == min(way):
                message = f"{owner.id} is built on itself: {' ← '.join((*way, owner.id))}"
                yield _finding("MOD018", owner, ("built-on",), message, "break the circle")
                return
            if below not in seen:
                seen.add(below)
                ahead.append((below, (*way, below)))


def _check_option(owner: Declared, option: Option, declared: Collection[str]) -> Iterator[Finding]:
    if option.baseline is not None:
        yield from _known(owner, ("baseline",), "alternative", option.baseline, option.alternatives)
    for name, alternative in option.alternatives.items():
        for key in alternative.effects:
            pieces = key.split(".")
            if not any(".".join(pieces[:end]) in declared for end in range(1, len(pieces) + 1)):
                path = ("alternatives", name, "effects", key)
                advice = suggest(pieces[0], declared)
                yield _error(owner, path, f"`{key}` names no element of the model", advice, key=True)


def _known(
    owner: Declared, path: tuple[str | int, ...], what: str, name: str, known: Collection[str]
) -> Iterator[Finding]:
    if name not in known:
        advice = suggest(name, known) or f"it has: {', '.join(known) or 'none'}"
        yield _error(owner, path, f"{owner.id} has no {what} `{name}`", advice)


def _error(owner: Declared, path: tuple[str | int, ...], message: str, advice: str, *, key: bool = False) -> Finding:
    return _finding("REF002", owner, path, message, advice, key=key)


def _finding(
    code: str, owner: Declared, path: tuple[str | int, ...], message: str, advice: str, *, key: bool = False
) -> Finding:
    return Finding(code, Severity.ERROR, owner.place(*path, key=key), message, advice, element=owner.id)
