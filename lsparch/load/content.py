"""Configuration content: structures and texts whose leaves may be references."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from lsparch.models.value import Reference, Value

__all__ = ["PLACEHOLDER", "content_values", "is_reference", "parse_reference", "placeholders"]

PLACEHOLDER = re.compile(r"@@\{|@\{([A-Za-z][A-Za-z0-9_-]*)\}|@\{")
"""A placeholder, an escaped opening ``@@{``, or an opening that is neither."""


@cache
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(Reference)


def parse_reference(node: Any) -> Any:
    """Return the reference that a ``from`` mapping holds, or the `ValidationError` that explains why it is none."""
    try:
        return _adapter().validate_python(node)
    except ValidationError as error:
        return error


def is_reference(node: Any) -> bool:
    """Tell whether a node of a structure stands for a reference: a mapping with the one key ``from``."""
    return isinstance(node, Mapping) and len(node) == 1 and isinstance(node.get("from"), Mapping)


def content_values(
    content: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Value | ValidationError]]:
    """Iterate over the references of a structure, each with the path at which it stands."""
    if is_reference(content):
        yield (*path, "from"), parse_reference(content["from"])
    elif isinstance(content, Mapping):
        for key, item in content.items():
            yield from content_values(item, (*path, key))
    elif isinstance(content, list | tuple):
        for position, item in enumerate(content):
            yield from content_values(item, (*path, position))


def placeholders(text: str) -> Iterator[tuple[int, str | None]]:
    """Iterate over the placeholders of a text: offset and name, None for one that is not closed."""
    for match in PLACEHOLDER.finditer(text):
        if match.group() != "@@{":
            yield match.start(), match.group(1)
