"""What the fields of Kubernetes objects hold, as far as equality of meaning depends on it.

The facts are data, ``shapes.json`` beside this module; a test compares them with the schemas.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from lsparch.k8s.identity import group_of

__all__ = ["Field", "Holds", "Shape", "shape_named", "shape_names", "shape_of"]


class Holds(StrEnum):
    """What a field holds."""

    SHAPE = "shape"
    """A mapping with known fields."""

    LIST = "list"
    """A list."""

    MAP = "map"
    """A mapping with free keys, kept as it is unless empty."""

    QUANTITIES = "quantities"
    """A mapping with free keys whose values are quantities."""

    QUANTITY = "quantity"
    """One quantity."""

    INT_OR_STRING = "intOrString"
    """A number or a name; digits in quotes count as the number."""

    IMAGE = "image"
    """An image reference."""

    TEXT = "text"
    """A text that may be empty."""

    BOOL = "bool"
    """True or false, where false is not the same as nothing."""

    RAW = "raw"
    """Anything; kept as it is."""

    DROP = "drop"
    """What the server owns."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field."""

    holds: Holds
    """What it holds."""

    shape: str = ""
    """Name of the shape of the value, or of the items of a list; empty for scalars."""

    keys: tuple[tuple[str, ...], ...] = ()
    """Merge keys of the items, alternatives in order; empty if items have none."""

    is_set: bool = False
    """Whether the order of the items means nothing."""

    keeps_empty: bool = False
    """Whether an empty value means something else than no value."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A mapping with known fields."""

    name: str
    """Name in the table."""

    defaults: Mapping[str, Any] = field(default_factory=dict)
    """Values that the API server fills in."""

    fields: Mapping[str, Field] = field(default_factory=dict)
    """Fields that are more than a plain value."""


def shape_of(obj: Mapping[str, Any]) -> Shape | None:
    """Shape of an object by group and kind; none for kinds the table does not know."""
    row = _table()["kinds"].get(obj.get("kind"))
    if row is None or group_of(str(obj.get("apiVersion", ""))) not in row["groups"]:
        return None
    return shape_named(row["shape"])


@cache
def shape_named(name: str) -> Shape:
    """Shape by its name in the table.

    Raises
    ------
    KeyError
        If there is none.
    """
    row = _table()["shapes"][name]
    fields = {key: _parse(text) for key, text in row.get("fields", {}).items()}
    return Shape(name, row.get("defaults", {}), fields)


def shape_names() -> tuple[str, ...]:
    """Names of all shapes, sorted."""
    return tuple(sorted(_table()["shapes"]))


_LIST = re.compile(r"\[(\w*)\](?: by ([^ ]+))?( ordered)?( set)?")


def _parse(text: str) -> Field:
    keeps = text.endswith("!")
    text = text.removesuffix("!")
    if match := _LIST.fullmatch(text):
        keys = tuple(tuple(part.split(",")) for part in (match[2] or "").split("|") if part)
        is_set = bool(match[4]) or bool(keys and not match[3])
        return Field(Holds.LIST, match[1], keys, is_set, keeps)
    if text[0].isupper():
        return Field(Holds.SHAPE, text, keeps_empty=keeps)
    return Field(Holds(text), keeps_empty=keeps)


@cache
def _table() -> dict[str, Any]:
    text = resources.files("lsparch.k8s").joinpath("shapes.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table
