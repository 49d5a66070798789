"""The model: all files merged, every element with the place where it is declared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lsparch.diagnostics import Place
from lsparch.load.names import Names
from lsparch.models.catalogue import (
    Actor,
    BucketUser,
    Concern,
    Dataset,
    External,
    Image,
    Option,
    Pipeline,
    Release,
    Role,
    Source,
    Story,
    Team,
    UserGroup,
)
from lsparch.models.cluster import ClusterFile
from lsparch.models.element import Language
from lsparch.models.environment import EnvironmentFile, ProfileFile
from lsparch.models.lock import LockFile
from lsparch.models.part import AspectFile, ServiceFile
from lsparch.models.platform import PlatformFile
from lsparch.yaml import place_of

__all__ = ["Declared", "Model"]


@dataclass(frozen=True, slots=True)
class Declared:
    """Where an element is declared, and what was written there."""

    id: str
    kind: str
    file: str
    path: tuple[str | int, ...]
    """Path of the element in the file; empty for the file itself."""

    part: str
    """Id of the Aspect or Service in whose file it stands; empty elsewhere."""

    element: Language
    raw: Any
    """What was written, with positions."""

    root: Any
    """Root of the file, with positions."""

    def place(self, *below: str | int, key: bool = False) -> Place:
        """Return the place of the element, or of a value below it.

        Parameters
        ----------
        *below
            Path below the element; where it leaves the tree, the deepest place that exists is returned.
        key
            Whether the place of the key is wanted, rather than of its value.
        """
        path = (*self.path, *below)
        return place_of(self.root, path, self.file, key=key or (not below and bool(path)))


@dataclass(frozen=True, slots=True)
class Model:
    """The whole platform as written, before any environment is chosen."""

    platform: PlatformFile
    parts: Mapping[str, AspectFile | ServiceFile]
    clusters: Mapping[str, ClusterFile]
    environments: Mapping[str, EnvironmentFile]
    profiles: Mapping[str, ProfileFile]
    sources: Mapping[str, Source]
    teams: Mapping[str, Team]
    concerns: Mapping[str, Concern]
    images: Mapping[str, Image]
    releases: Mapping[str, Release]
    externals: Mapping[str, External]
    roles: Mapping[str, Role]
    datasets: Mapping[str, Dataset]
    actors: Mapping[str, Actor]
    groups: Mapping[str, UserGroup]
    bucket_users: Mapping[str, BucketUser]
    stories: Mapping[str, Story]
    pipelines: Mapping[str, Pipeline]
    options: Mapping[str, Option]
    locks: Mapping[str, LockFile]
    """Pinned images, by environment."""

    texts: Mapping[str, str]
    """Text files below ``model/files/``, by path below that folder."""

    declared: Mapping[str, Declared]
    """Every element, by id."""

    names: Names
    roots: Mapping[str, Any]
    """Positioned tree of every model file, by file name."""

    derived: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What is the same for all environments, kept by the module that makes it, under its name."""

    def place(self, identifier: str, *below: str | int, key: bool = False) -> Place:
        """Return the place of an element, or of a value below it; the platform file if it is unknown."""
        declared = self.declared.get(identifier)
        if declared is None:
            return self.declared[self.platform.platform].place()
        return declared.place(*below, key=key)

    def of_kind(self, *kinds: str) -> Iterator[Declared]:
        """Iterate over all elements of some kinds, in the order of their ids."""
        for identifier in self.names.of_kind(kinds):
            yield self.declared[identifier]
