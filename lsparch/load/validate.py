"""Validating one file against the model language, with a place for every error."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, Tag, ValidationError

from lsparch.diagnostics import Finding, Place, Severity
from lsparch.yaml import place_of

__all__ = ["suggest", "validate"]

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
            _finding(cls, data, file, base, e["loc"], e["type"], e["msg"])
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
    loc: tuple[str | int, ...],
    kind: str,
    text: str,
) -> Finding:
    path, candidates = _follow(cls, loc[:-1] if kind in {"extra_forbidden", "missing"} else loc)
    full = (*base, *path)
    where = ".".join(str(step) for step in full)
    if kind == "extra_forbidden":
        key = str(loc[-1])
        known = sorted(_keys(candidates))
        advice = suggest(key, known) or f"known keys here: {', '.join(known)}"
        place = place_of(data, (*full, key), file, key=True)
        return _error("MOD002", place, f"unknown key `{key}` in {where or 'the file'}", advice)
    if kind == "missing":
        key = str(loc[-1])
        message = f"{where or 'the file'} lacks the key `{key}`"
        return _error("MOD003", place_of(data, full, file), message, f"add `{key}: …`")
    message = text[:1].lower() + text[1:]
    advice = ""
    if kind == "string_type":
        message, advice = "input should be text", "quote the value, if it is meant as text"
    elif kind == "string_pattern_mismatch":
        advice = "see the description of this field in the schema"
    return _error("MOD001", place_of(data, full, file), f"{where}: {message}", advice)


def _error(code: str, place: Place, message: str, advice: str) -> Finding:
    return Finding(code=code, severity=Severity.ERROR, place=place, message=message, help=advice)


def _follow(cls: type[BaseModel], loc: Sequence[str | int]) -> tuple[tuple[str | int, ...], list[Any]]:
    """Return the path in the file that a location of pydantic means, and the types that may stand there.

    Tags of unions stand in pydantic's locations but not in the file.
    """
    path: list[str | int] = []
    candidates: list[Any] = [cls]
    for step in loc:
        if step == "[key]":
            continue
        tagged = [found for candidate in candidates for found in _tagged(candidate, step)]
        if tagged:
            candidates = tagged
            continue
        path.append(step)
        candidates = [below for candidate in candidates for below in _descend(candidate, step)]
    return tuple(path), candidates


def _keys(candidates: Iterable[Any]) -> set[str]:
    return {
        field.alias or name
        for candidate in candidates
        for model in _models(candidate)
        for name, field in model.model_fields.items()
    }


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
