"""Patches of an environment: those of its parts, of its profiles, and its own, in the order of application."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lsparch.diagnostics import Place
from lsparch.graph import Leaf, Origin
from lsparch.load import Declared, Model
from lsparch.models.element import Element
from lsparch.models.environment import Overlay
from lsparch.models.part import Part
from lsparch.models.patch import Patch

__all__ = ["DeclaredPatch", "declared_patches", "patch_leaves", "patches_in"]


@dataclass(frozen=True, slots=True)
class DeclaredPatch:
    """A patch, and where it is written."""

    patch: Patch
    declared: Declared
    """The part, profile or environment that holds it."""

    position: int
    """Position among the patches of that file."""

    part: str
    """Part to whose objects it is limited; empty if it may be any."""

    @property
    def layer(self) -> str:
        """Id of the part, profile or environment that holds it."""
        return self.declared.id

    @property
    def target(self) -> str:
        """Kind and name of the object, such as ``Deployment/web``."""
        return f"{self.patch.kind}/{self.patch.name}"

    @property
    def owner(self) -> str:
        """Team that answers for it; empty if nobody does."""
        element = self.declared.element
        return self.patch.owner or (element.owner if isinstance(element, Element) else None) or ""

    @property
    def source(self) -> str:
        """Source that says so; empty if none does."""
        element = self.declared.element
        return self.patch.source or (element.source if isinstance(element, Element) else None) or ""

    def place(self, *path: str | int, key: bool = False) -> Place:
        """Return the place of the patch, or of something in it."""
        return self.declared.place("patches", self.position, *path, key=key)

    def path_place(self, field: str) -> Place:
        """Return the place of a path that it sets or removes."""
        if field in self.patch.set:
            return self.place("set", field, key=True)
        return self.place("remove", self.patch.remove.index(field))


def patches_in(declared: Declared) -> Iterator[DeclaredPatch]:
    """Iterate over the patches that a file holds."""
    match declared.element:
        case Part() as part:
            for position, patch in enumerate(part.patches):
                yield DeclaredPatch(patch, declared, position, declared.id)
        case Overlay() as overlay:
            for position, patch in enumerate(overlay.patches):
                yield DeclaredPatch(patch, declared, position, patch.part or "")
        case _:
            return


def declared_patches(model: Model, parts: Sequence[str], layers: Sequence[Declared]) -> tuple[DeclaredPatch, ...]:
    """Return the patches of some parts, and those of overlays, in the order in which they are applied.

    Parameters
    ----------
    model
        The model.
    parts
        Parts of the environment.
    layers
        Profiles, those farthest from the environment first, and the environment.
    """
    holders = [*(model.declared[part] for part in parts), *layers]
    return tuple(patch for declared in holders for patch in patches_in(declared))


def patch_leaves(patches: Iterable[DeclaredPatch]) -> dict[str, Leaf]:
    """Return what patches set and remove, as values of the environment: those that are applied later count."""
    found: dict[str, Leaf] = {}
    for declared in patches:
        patch = declared.patch
        within = ":".join(text for text in (declared.part, patch.namespace or "") if text)
        for path in (*patch.set, *patch.remove):
            value = patch.set.get(path, "(removed)")
            text = value if isinstance(value, str | int | float | bool) else json.dumps(value, sort_keys=True)
            name = f"patches.{declared.target}{f'@{within}' if within else ''}.{path}"
            found[name] = Leaf(text, Origin(declared.layer, declared.path_place(path)))
    return found
