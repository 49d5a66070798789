"""Following a location that pydantic reports through the types of the language, to the path in the file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, Tag

__all__ = ["Spot", "follow"]

_SCALARS = frozenset({"bool", "constrained-float", "constrained-int", "constrained-str", "float", "int", "str"})
"""How pydantic calls the alternatives of a scalar that may be of several types."""


@dataclass(frozen=True, slots=True)
class Spot:
    """What a location means."""

    path: tuple[str | int, ...]
    """Path in the file."""

    types: tuple[Any, ...]
    """Types that may stand there."""

    description: str = ""
    """Description of the last field on the way."""

    is_key: bool = False
    """Whether the key is meant, and not its value."""

    is_scalar: bool = False
    """Whether any scalar may stand there, and this is what one of its types says."""

    def keys(self) -> set[str]:
        """Return the keys that may stand there."""
        return {
            field.alias or name
            for found in self.types
            for model in _models(found)
            for name, field in model.model_fields.items()
        }


def follow(cls: type[BaseModel], loc: Sequence[str | int]) -> Spot:
    """Follow a location.

    Tags of unions stand in pydantic's locations but not in the file.

    Parameters
    ----------
    cls
        Class of the file.
    loc
        Location of an error.
    """
    path: list[str | int] = []
    types: list[Any] = [cls]
    description = ""
    for step in loc:
        if step == "[key]":
            return Spot(tuple(path), tuple(types), description, is_key=True)
        tagged = [found for candidate in types for found in _tagged(candidate, step)]
        if tagged:
            types = tagged
            continue
        below = [found for candidate in types for found in _descend(candidate, step)]
        if not below and step in _SCALARS:
            return Spot(tuple(path), tuple(types), description, is_scalar=True)
        description = _described(types, step) or description
        path.append(step)
        types = below
    return Spot(tuple(path), tuple(types), description)


def _tagged(annotation: Any, tag: str | int) -> list[Any]:
    """Return the members of a union that carry a tag."""
    if getattr(annotation, "__origin__", None) in (dict, tuple, list):
        return []
    marks = getattr(annotation, "__metadata__", ())
    if any(isinstance(mark, Tag) and mark.tag == tag for mark in marks):
        return [get_args(annotation)[0]]
    return [found for argument in get_args(annotation) for found in _tagged(argument, tag)]


def _descend(annotation: Any, step: str | int) -> Iterator[Any]:
    for model in _models(annotation):
        for name, field in model.model_fields.items():
            if (field.alias or name) == step:
                yield field.annotation
                return
    yield from _containers(annotation)


def _described(types: Sequence[Any], step: str | int) -> str:
    for found in types:
        for model in _models(found):
            for name, field in model.model_fields.items():
                if (field.alias or name) == step and field.description:
                    return field.description[:1].lower() + field.description[1:].rstrip(".")
    return ""


def _models(annotation: Any) -> list[type[BaseModel]]:
    """Model classes that an annotation names directly, through unions and Annotated."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if getattr(annotation, "__origin__", None) in (dict, tuple, list):
        return []
    return [model for argument in get_args(annotation) for model in _models(argument)]


def _containers(annotation: Any) -> list[Any]:
    """Value types of the mappings and sequences that an annotation names."""
    origin = getattr(annotation, "__origin__", None)
    if origin is dict:
        return [get_args(annotation)[1]]
    if origin in (tuple, list):
        return [get_args(annotation)[0]]
    return [found for argument in get_args(annotation) for found in _containers(argument)]
