"""Configuration files: rendered once for all who see the same, and named in the namespace of who mounts them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lsparch.load.content import content_values
from lsparch.manifests.assembly.containers import PodContainer, PodContainers
from lsparch.manifests.assembly.names import local_name
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.assembly.workload import Workload
from lsparch.models.part import ConfigSet
from lsparch.models.value import MountValue, ResourceValue, TextValue
from lsparch.resolve import UnknownAddressError
from lsparch.resolve.render import render_file
from lsparch.resolve.values import SecretKey, Values

__all__ = ["Configuration", "Configurations"]


@dataclass(slots=True)
class Configuration:
    """Configuration files as some containers of one namespace see them."""

    element: str
    namespace: str
    part: str
    """Part to which the namespace belongs."""

    name: str
    """Name of the ConfigMap, or of the Secret that holds the files."""

    is_secret: bool
    files: dict[str, str]
    secrets: tuple[SecretKey, ...]
    used_by: dict[str, None] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Digest of the files; pods are replaced when it changes."""
        text = "\0".join(f"{name}\0{content}" for name, content in sorted(self.files.items()))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class Configurations:
    """All configuration files that pods of an environment mount.

    Parameters
    ----------
    site
        The environment.
    containers
        Its containers.
    """

    def __init__(self, site: Site, containers: PodContainers) -> None:
        self._site = site
        self._rendered: dict[tuple[str, ...], tuple[dict[str, str], tuple[SecretKey, ...]]] = {}
        self._own_eyes: dict[str, bool] = {}
        self._uses: dict[tuple[str, str, str], Configuration] = {}
        grouped: dict[tuple[str, str], list[Configuration]] = {}
        for workload in site.workloads:
            for container in containers.of(workload):
                for identifier in self._mounted(container):
                    self._add(workload, container, identifier, grouped)
        self.all: tuple[Configuration, ...] = tuple(c for _, group in sorted(grouped.items()) for c in group)
        for group in grouped.values():
            if len(group) > 1:
                for configuration in group:
                    user, _, inner = next(iter(configuration.used_by)).partition(":")
                    suffix = "-".join(filter(None, (site.env.deployed_name(user), inner)))
                    configuration.name = f"{configuration.name}-{suffix}"

    def without_secrets(self) -> Iterator[Configuration]:
        """Iterate over files that are delivered as a Secret, and hold no secret."""
        return (c for c in self.all if c.is_secret and not c.secrets)

    def used(self, workload: Workload, container: PodContainer, identifier: str) -> Configuration:
        """Return the files that a container mounts."""
        return self._uses[workload.id, container.name, identifier]

    def _mounted(self, container: PodContainer) -> Iterator[str]:
        for _, mount in container.mounts:
            if mount.config is not None:
                yield self._site.env.qualify(mount.config, ("config",), container.part)

    def _add(
        self, workload: Workload, container: PodContainer, identifier: str,
        grouped: dict[tuple[str, str], list[Configuration]],
    ) -> None:  # fmt: skip
        config = self._site.env.config(identifier)
        files, secrets = self._render(identifier, config, workload, container)
        group = grouped.setdefault((workload.namespace, identifier), [])
        found = next((c for c in group if c.files == files), None)
        if found is None:
            name = local_name(identifier, workload.part)
            is_secret = config.delivery == "secret"
            found = Configuration(identifier, workload.namespace, workload.part, name, is_secret, files, secrets)
            group.append(found)
        found.used_by[f"{workload.id}:{container.name}" if container.path else workload.id] = None
        self._uses[workload.id, container.name, identifier] = found

    def _render(
        self, identifier: str, config: ConfigSet, workload: Workload, container: PodContainer
    ) -> tuple[dict[str, str], tuple[SecretKey, ...]]:
        own_eyes = self._own_eyes.get(identifier)
        if own_eyes is None:
            own_eyes = self._own_eyes[identifier] = _depends_on_container(config)
        eyes = (identifier, *container.values.addresses.instead.values())
        if not own_eyes and eyes in self._rendered:
            return self._rendered[eyes]
        resolved = self._site.env.elements[identifier]
        values = Values(container.values.addresses, resolved.part, container.container, container.part)
        files: dict[str, str] = {}
        secrets: dict[SecretKey, None] = {}
        for name, file in config.files.items():
            try:
                rendered = render_file(file, self._site.env.model.texts, values)
            except UnknownAddressError as error:
                self._site.unknown(error, resolved.place("files", name), identifier)
                continue
            files[name] = rendered.text
            secrets.update(dict.fromkeys(rendered.secrets))
        found = self._rendered[eyes] = (files, tuple(secrets))
        return found


def _depends_on_container(config: ConfigSet) -> bool:
    for file in config.files.values():
        if any(_is_own(value) for value in file.with_.values()):
            return True
        if file.content is not None and any(_is_own(value) for _, value in content_values(file.content)):
            return True
    return False


def _is_own(value: Any) -> bool:
    """Tell whether a value differs between containers."""
    if isinstance(value, TextValue):
        return any(_is_own(inner) for inner in value.with_.values())
    return isinstance(value, MountValue | ResourceValue)
