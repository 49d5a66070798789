"""Images of containers, taken apart, so that registry, tag and digest can be given elsewhere."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lsparch.emit.targets.families import Family

__all__ = ["ImageReference", "image_reference", "images_in", "renamable_images", "with_images"]

_REFERENCE = re.compile(
    r"(?:(?P<registry>localhost|[a-z0-9-]*[.:][a-z0-9.:-]*)/)?(?P<repository>[a-z0-9._/-]+)"
    r"(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?P<digest>[a-z0-9]+:[0-9a-f]+))?"
)
_CONTAINERS = ("initContainers", "containers", "ephemeralContainers")


@dataclass(frozen=True, slots=True)
class ImageReference:
    """A reference to an image."""

    registry: str
    """Host, and port if any; empty where the reference has none."""

    repository: str
    tag: str = ""
    digest: str = ""

    def renaming(self) -> dict[str, str]:
        """Return the entry of a Kustomization's ``images`` that makes this out of the bare repository."""
        name = f"{self.registry}/{self.repository}" if self.registry else self.repository
        found = {"name": self.repository, "newName": name}
        if self.tag:
            found["newTag"] = self.tag
        if self.digest:
            found["digest"] = self.digest
        return found


def image_reference(text: str) -> ImageReference | None:
    """Take a reference apart; None if it is none."""
    found = _REFERENCE.fullmatch(text)
    if found is None:
        return None
    return ImageReference(found["registry"] or "", found["repository"], found["tag"] or "", found["digest"] or "")


def images_in(data: Any) -> Iterator[ImageReference]:
    """Return the images of the containers anywhere in an object."""
    containers: list[Mapping[str, Any]] = []
    _collect_containers(data, containers)
    for container in containers:
        found = image_reference(str(container.get("image", "")))
        if found is not None:
            yield found


def _collect_containers(data: Any, found: list[Mapping[str, Any]]) -> None:
    if isinstance(data, dict):
        for key, value in data.items():
            if key in _CONTAINERS and isinstance(value, list):
                found.extend(item for item in value if isinstance(item, dict))
            _collect_containers(value, found)
    elif isinstance(data, list):
        for item in data:
            _collect_containers(item, found)


def renamable_images(families: Iterable[Family]) -> frozenset[str]:
    """Return the repositories that can stand for an image alone.

    These are the ones that have one reference in each environment, always with a registry, so that nothing else is
    taken for them.
    """
    found: dict[str, dict[str, set[ImageReference]]] = {}
    for family in families:
        for environment, stored in family.members.items():
            for image in images_in(stored.data):
                found.setdefault(image.repository, {}).setdefault(environment, set()).add(image)
    return frozenset(
        name
        for name, references in found.items()
        if all(
            len(images) == 1 and all(i.registry and (i.tag or i.digest) for i in images)
            for images in references.values()
        )
    )


def with_images(data: Any, names: frozenset[str]) -> Any:
    """Return an object in which the images of some repositories are written as the bare repository."""
    if isinstance(data, dict):
        found = {key: with_images(value, names) for key, value in data.items()}
        for key in _CONTAINERS:
            if isinstance(found.get(key), list):
                found[key] = [_bare(item, names) for item in found[key]]
        return found
    return [with_images(item, names) for item in data] if isinstance(data, list) else data


def _bare(container: Any, names: frozenset[str]) -> Any:
    image = image_reference(str(container.get("image", ""))) if isinstance(container, dict) else None
    return container if image is None or image.repository not in names else {**container, "image": image.repository}
