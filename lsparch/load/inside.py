"""Checks of names that an element gives to things of its own, and of the defaults of the platform."""

from collections.abc import Collection, Iterator, Mapping

from lsparch.diagnostics import Finding, Severity
from lsparch.load.model import Declared
from lsparch.load.validate import suggest, validate
from lsparch.models.catalogue import Option
from lsparch.models.component import Component, Container, Mount
from lsparch.models.platform import PlatformFile

__all__ = ["check_elements"]


def check_elements(declared: Mapping[str, Declared]) -> Iterator[Finding]:
    """Check the elements of the whole model, each for itself."""
    for owner in declared.values():
        match owner.element:
            case PlatformFile() as platform:
                yield from _check_defaults(owner, platform)
            case Component() as component:
                yield from _check_component(owner, component)
            case Option() as option:
                yield from _check_option(owner, option, declared)
            case _:
                continue


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
    if component.spawned is not None and component.spawned.default_size is not None:
        size = component.spawned.default_size
        yield from _known(owner, ("spawned", "default-size"), "size", size, component.spawned.sizes)


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
    return Finding("REF002", Severity.ERROR, owner.place(*path, key=key), message, advice, element=owner.id)
