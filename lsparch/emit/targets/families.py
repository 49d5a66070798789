"""Families: the objects that play one part in several environments, whatever the environment is called."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lsparch.k8s.identity import apply_rank
from lsparch.k8s.store import StoredObject
from lsparch.manifests import CLUSTER, ManifestSet

__all__ = ["PLACEHOLDER", "Family", "Group", "families_of", "groups_of", "neutral"]

PLACEHOLDER = "environment"
"""What stands for the id of an environment in names that environments share."""


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """Objects of one kind that differ between environments in values only; at most one of each environment."""

    group: str
    """Name of the group of objects: the namespace without the environment's id, or ``cluster``."""

    api_version: str
    kind: str
    name: str
    """Name, with the placeholder in place of the environment's id."""

    members: Mapping[str, StoredObject]
    """The object of each environment, by the environment's id; environments without one are absent."""

    @property
    def any(self) -> StoredObject:
        """The object of the first environment that has one."""
        return next(iter(self.members.values()))


@dataclass(frozen=True, slots=True)
class Group:
    """Families whose objects live in one namespace, or in none."""

    name: str
    namespaces: Mapping[str, str]
    """Namespace in each environment that has any of the objects; empty for objects of the cluster."""

    families: tuple[Family, ...]
    """In the order of application."""


def neutral(text: str, environment: str, placeholder: str = PLACEHOLDER) -> str:
    """Return a text with a placeholder wherever the id of an environment stands alone, between signs or at an end."""
    return _word(environment).sub(placeholder, text) if environment in text else text


@lru_cache(maxsize=256)
def _word(environment: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(environment)}(?![A-Za-z0-9])")


def groups_of(sets: Sequence[ManifestSet]) -> tuple[Group, ...]:
    """Return the objects of some environments by group: that of the cluster first, then the others by name."""
    by_name: dict[str, list[Family]] = {}
    for family in families_of(sets):
        by_name.setdefault(family.group, []).append(family)
    groups = []
    for name in sorted(by_name, key=lambda name: (name != CLUSTER, name)):
        members = tuple(by_name[name])
        spaces = {env: o.namespace for family in members for env, o in family.members.items()}
        ordered = {made.environment: spaces[made.environment] for made in sets if made.environment in spaces}
        groups.append(Group(name, ordered, members))
    return tuple(groups)


def families_of(sets: Iterable[ManifestSet]) -> tuple[Family, ...]:
    """Return the families of the objects of some environments, in the order of application.

    Two objects of one environment that would fall into one family are kept apart under their own names.
    """
    found: dict[tuple[str, str, str, str], dict[str, StoredObject]] = {}
    for made in sets:
        spaces = _group_names(made)
        for stored in made.objects:
            version = str(stored.data["apiVersion"])
            group = spaces[stored.namespace]
            key = (group, version, stored.kind, neutral(stored.name, made.environment))
            while made.environment in found.get(key, {}):
                key = (group, version, stored.kind, f"{key[3]}-{made.environment}")
            found.setdefault(key, {})[made.environment] = stored
    ordered = sorted(found.items(), key=lambda pair: (apply_rank(pair[0][2]), pair[0]))
    return tuple(Family(*key, members) for key, members in ordered)


def _group_names(made: ManifestSet) -> dict[str, str]:
    """Return the group of each namespace; one that would be taken twice, or for the cluster's, keeps its own name."""
    names = {"": CLUSTER}
    prefix = f"{made.environment}-"
    for namespace in sorted(
        {stored.namespace for stored in made.objects} - {""}, key=lambda name: (name.startswith(prefix), name)
    ):
        name = namespace.removeprefix(prefix) or namespace
        while name in names.values():
            name = f"{prefix}{name}"
        names[namespace] = name
    return names
