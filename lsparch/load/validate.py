"""Validating one file against the model language, with a place for every error."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from lsparch.diagnostics import Finding, Place, Severity
from lsparch.yaml import place_of

__all__ = ["keys_at", "suggest", "validate"]

M = TypeVar("M", bound=BaseModel)


def validate(cls: type[M], data: Any, file: str, base: Sequence[str | int] = ()) -> tuple[M | None, list[Finding]]:
    """Validate a positioned tree.

    Parameters
    ----------
    cls
        Model class that the tree must fit.
    data
        Root of the file's tree.
    file
        Name of the file, for places.
    base
        Path of the part of the tree that is validated; the whole when empty.

    Returns
    -------
    tuple
        The value, or None with every error as a finding.
    """
    node = data
    for step in base:
        node = node[step]
    try:
        return cls.model_validate(node), []
    except ValidationError as error:
        return None, [
            _finding(cls, data, file, base, node, e["loc"], e["type"], e["msg"])
            for e in error.errors(include_url=False, include_context=False, include_input=False)
        ]


def suggest(word: str, known: Iterable[str]) -> str:
    """Return a sentence that names the closest known words, or nothing."""
    close = difflib.get_close_matches(word, sorted(known), n=2, cutoff=0.6)
    return f"did you mean {' or '.join(f'`{w}`' for w in close)}?" if close else ""


def _finding(
    cls: type[BaseModel],
    data: Any,
    file: str,
    base: Sequence[str | int],
    node: Any,
    loc: tuple[str | int, ...],
    kind: str,
    text: str,
) -> Finding:
    path = tuple(_real_path(node, loc))
    where = ".".join(str(step) for step in (*base, *path))
    full = (*base, *path)
    if kind == "extra_forbidden":
        key = str(loc[-1])
        known = sorted(keys_at(cls, loc[:-1]))
        advice = suggest(key, known) or f"known keys here: {', '.join(known)}"
        return _error(
            "MOD002", place_of(data, full, file, key=True), f"unknown key `{key}` in {_parent(where)}", advice
        )
    if kind == "missing":
        key = str(loc[-1])
        place = place_of(data, full, file)
        return _error("MOD003", place, f"{where or 'the file'} lacks the key `{key}`", f"add `{key}: …`")
    message = text[:1].lower() + text[1:]
    if kind == "string_type":
        message, advice = "input should be text", "quote the value, if it is meant as text"
    elif kind == "string_pattern_mismatch":
        advice = "see the description of this field in the schema"
    else:
        advice = ""
    return _error("MOD001", place_of(data, full, file), f"{where}: {message}", advice)


def _parent(where: str) -> str:
    return where.rpartition(".")[0] or "the file"


def _error(code: str, place: Place, message: str, advice: str) -> Finding:
    return Finding(code=code, severity=Severity.ERROR, place=place, message=message, help=advice)


def _real_path(node: Any, loc: Sequence[str | int]) -> Iterator[str | int]:
    """Drop the tags of unions, which stand in pydantic's locations but not in the file."""
    for position, step in enumerate(loc):
        if isinstance(node, dict) and step in node:
            node = node[step]
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
        elif isinstance(node, dict) and step == "[key]":
            continue
        elif position == len(loc) - 1 and isinstance(node, dict) and step not in _TAGS:
            return
        else:
            continue
        yield step


_TAGS = frozenset({"literal", "reference", "short", "long", "mount", "list", "change"})


def keys_at(cls: type[BaseModel], loc: Sequence[str | int]) -> set[str]:
    """Return the keys that the language knows at a location reported by pydantic."""
    candidates: list[Any] = [cls]
    for step in loc:
        below: list[Any] = []
        for candidate in candidates:
            below.extend(_descend(candidate, step))
        candidates = below or candidates
    return {
        field.alias or name
        for candidate in candidates
        for model in _models(candidate)
        for name, field in model.model_fields.items()
    }


def _descend(annotation: Any, step: str | int) -> Iterator[Any]:
    for model in _models(annotation):
        for name, field in model.model_fields.items():
            if (field.alias or name) == step:
                yield field.annotation
                return
    for argument in _containers(annotation):
        yield argument


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
