"""Secrets that stand in the model in clear, though they should not: what people read is shown without them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain

from lsparch.api.platform import Platform
from lsparch.diagnostics import Place
from lsparch.graph.kinds import Leaf, Scalar
from lsparch.k8s.secrecy import HIDDEN, has_password, looks_secret, masked, name_at

__all__ = ["ClearSecrets", "secrets_in_clear"]


@dataclass(frozen=True, slots=True)
class ClearSecrets:
    """Where secrets stand in clear, and what they are."""

    shown: Mapping[tuple[Place, str], Scalar] = field(default_factory=dict)
    """How a value at a place is shown."""

    texts: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    """The secrets by the id of the element that holds them."""

    @property
    def places(self) -> frozenset[Place]:
        """Where they stand."""
        return frozenset(place for place, _ in self.shown)

    def value(self, path: str, leaf: Leaf) -> Scalar:
        """Return the value at a path below an element as it is shown."""
        place = leaf.origin.place
        known = leaf.value if place is None else self.shown.get((place, str(leaf.value)), leaf.value)
        shown: Scalar = masked(name_at(path), known) if path.startswith("patches.") else known
        return shown


def secrets_in_clear(platform: Platform, environments: Iterable[str]) -> ClearSecrets:
    """Return the secrets that stand in the model, and in what environments make of it.

    Parameters
    ----------
    platform
        The platform.
    environments
        Ids of the environments; without any, the model need not be readable and nothing is returned.
    """
    from lsparch.rules.literals import (  # noqa: PLC0415
        environment_literals,
        environment_users,
        model_literals,
        model_users,
    )

    envs = [platform.environment(name) for name in environments]
    if not envs:
        return ClearSecrets()
    shown: dict[tuple[Place, str], Scalar] = {}
    texts = defaultdict[str, set[str]](set)
    for one in chain(model_literals(platform.model), *map(environment_literals, envs)):
        masking = masked(one.name, one.text)
        if masking != one.text:
            shown[one.place, one.text] = masking
        if looks_secret(one.name, one.text):
            texts[one.element].add(one.text)
    for user in chain(model_users(platform.model), *map(environment_users, envs)):
        if has_password(user.text):
            shown[user.place, user.text] = f"{user.text.partition(':')[0]}:{HIDDEN}"
    return ClearSecrets(shown, texts)
