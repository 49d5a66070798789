"""Pinned images: which images an environment deploys, and what its lock says about them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lsparch.diagnostics import Place
from lsparch.graph import State
from lsparch.load.references import iter_references
from lsparch.models.component import Component
from lsparch.models.element import Language
from lsparch.models.part import ConfigSet
from lsparch.resolve.address import Addresses, UnknownAddressError
from lsparch.resolve.environment import Environment
from lsparch.resolve.logs import has_sidecar

__all__ = [
    "DeployedImage",
    "LockedTag",
    "deployed_images",
    "left_out_images",
    "outdated_pins",
    "superfluous_pins",
    "unpinned_images",
]


@dataclass(frozen=True, slots=True, order=True)
class DeployedImage:
    """An image that pods of an environment run, or that configuration in it names, by one tag."""

    image: str
    """Id of the image, without prefix."""

    tag: str
    place: Place
    """Where the tag is written."""


@dataclass(frozen=True, slots=True)
class LockedTag:
    """An entry of a lock that does not fit the environment."""

    image: str
    """Id of the image, without prefix."""

    place: Place
    """Where the entry is written."""

    message: str
    """What does not fit, in words."""


def deployed_images(env: Environment) -> tuple[DeployedImage, ...]:
    """Return every image and tag that an environment deploys, sorted; those without a tag are left out."""
    addresses = Addresses(env)
    found: dict[tuple[str, str], Place] = {}
    for name in dict.fromkeys(_referenced(env)):
        try:
            found[name, addresses.tag(name)] = addresses.tag_place(name)
        except UnknownAddressError:
            continue  # IMG004 reports it
    for name, tag, place in _tracks(env):
        found.setdefault((name, tag), place)
    return tuple(DeployedImage(name, tag, place) for (name, tag), place in sorted(found.items(), key=lambda i: i[0]))


def _referenced(env: Environment) -> Iterator[str]:
    """Iterate over the images that components, their shippers and their configuration name, by the general tag."""
    for identifier, component in env.components(State.DEPLOYED):
        is_track = identifier != env.elements[identifier].id
        yield from _images(component, but=component.image if is_track else None)
        if has_sidecar(env, identifier):
            yield from _images(env.model.platform.logging.shipper)
    parts = {identifier.partition("/")[0] for identifier, _ in env.components(State.DEPLOYED)}
    for identifier in env.elements:
        resolved = env.elements[identifier]
        if isinstance(resolved.element, ConfigSet) and resolved.part in parts:
            yield from _images(resolved.element)


def _images(element: Language, but: str | None = None) -> Iterator[str]:
    for found in iter_references(element):
        if found.kinds == ("image",) and not (found.path == ("image",) and found.text == but):
            yield found.text.removeprefix("image/")


def _tracks(env: Environment) -> Iterator[tuple[str, str, Place]]:
    """Iterate over the images of tracks, each with the tag of its track."""
    for identifier, component in env.components(State.DEPLOYED):
        resolved = env.elements[identifier]
        base = resolved.declared.element
        if identifier == resolved.id or component.image is None or not isinstance(base, Component):
            continue
        track = identifier.removeprefix(f"{resolved.id}-")
        place = resolved.declared.place("tracks", track, "tag")
        yield component.image.removeprefix("image/"), base.tracks[track].tag, place


def unpinned_images(env: Environment, deployed: Iterable[DeployedImage]) -> tuple[DeployedImage, ...]:
    """Return those of the images that an environment deploys that have no digest."""
    addresses = Addresses(env)
    return tuple(found for found in deployed if addresses.digest(found.image, found.tag) is None)


def left_out_images(env: Environment) -> tuple[DeployedImage, ...]:
    """Return the images that an environment deploys without a digest and that its lock does not pin otherwise."""
    wrongly = {pin.image for pin in outdated_pins(env)}
    return tuple(found for found in unpinned_images(env, deployed_images(env)) if found.image not in wrongly)


def outdated_pins(env: Environment) -> tuple[LockedTag, ...]:
    """Return the entries of an environment's lock that pin another repository or tag than is deployed."""
    found: list[LockedTag] = []
    wanted = _wanted(env)
    for name, pin in sorted(env.lock.images.items()) if env.lock is not None else ():
        tags = wanted.get(name, ())
        lacking = [tag for tag in tags if tag not in pin.digests]
        repository = env.image(name).repository if tags else pin.repository
        if pin.repository != repository:
            place = env.lock_place("images", name, "repository")
            message = (
                f"image/{name} is locked in repository {pin.repository}, and {env.id} deploys it from {repository}"
            )
            found.append(LockedTag(name, place, message))
            continue
        for tag in sorted(set(pin.digests) - set(tags)) if lacking else ():
            message = f"image/{name} is locked at {tag}, and {env.id} deploys {' and '.join(lacking)}"
            found += [LockedTag(name, _tag_place(env, name, tag), message)]
    return tuple(found)


def superfluous_pins(env: Environment) -> tuple[LockedTag, ...]:
    """Return the entries of an environment's lock that pin what it does not deploy."""
    found: list[LockedTag] = []
    wanted = _wanted(env)
    for name, pin in sorted(env.lock.images.items()) if env.lock is not None else ():
        tags = wanted.get(name, ())
        if not tags:
            known = "does not deploy it" if name in env.model.images else "the model does not know it"
            message = f"image/{name} is locked, and {f'{env.id} ' if name in env.model.images else ''}{known}"
            found.append(LockedTag(name, env.lock_place("images", name, key=True), message))
        elif all(tag in pin.digests for tag in tags):
            for tag in sorted(set(pin.digests) - set(tags)):
                message = f"image/{name} is locked at {tag}, and {env.id} deploys {' and '.join(tags)} alone"
                found += [LockedTag(name, _tag_place(env, name, tag), message)]
    return tuple(found)


def _wanted(env: Environment) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for deployed in deployed_images(env) if env.lock is not None else ():
        found[deployed.image] = (*found.get(deployed.image, ()), deployed.tag)
    return found


def _tag_place(env: Environment, name: str, tag: str) -> Place:
    return env.lock_place("images", name, "digests", tag, key=True)
