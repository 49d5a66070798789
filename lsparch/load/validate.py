"""Validating one file against the model language, with a place for every error."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from lsparch.diagnostics import Finding, Place, Severity
from lsparch.load.follow import Spot, follow
from lsparch.load.forms import FORMS
from lsparch.yaml import place_of

__all__ = ["close_words", "meant", "suggest", "validate"]

M = TypeVar("M", bound=BaseModel)

_WANTED = {
    "bool_type": "should be true or false",
    "dict_type": "should be a mapping",
    "float_type": "should be a number",
    "int_from_float": "should be a whole number",
    "int_type": "should be a whole number",
    "list_type": "should be a list",
    "model_type": "should be a mapping",
    "string_type": "should be text",
    "tuple_type": "should be a list",
}
"""What is wanted, by kind of error."""

_SHOWN = 40
"""Most characters of a value that a message repeats."""


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
        found = [_finding(cls, data, file, base, details) for details in error.errors(include_url=False)]
        return None, list(dict.fromkeys(found))


def close_words(word: str, known: Iterable[str]) -> list[str]:
    """Return the known words, at most two, for which a word may stand by mistake; the closest first."""
    return difflib.get_close_matches(word, sorted(set(known)), n=2, cutoff=0.6)


def suggest(word: str, known: Iterable[str]) -> str:
    """Return a sentence that names the closest known words, or nothing."""
    return meant(close_words(word, known))


def meant(words: Sequence[str]) -> str:
    """Return a sentence that names words for which another may stand by mistake, or nothing."""
    return f"did you mean {' or '.join(f'`{word}`' for word in words)}?" if words else ""


def _finding(cls: type[BaseModel], data: Any, file: str, base: Sequence[str | int], details: ErrorDetails) -> Finding:
    loc, kind = details["loc"], details["type"]
    spot = follow(cls, loc[:-1] if kind in {"extra_forbidden", "missing"} else loc)
    path = (*base, *spot.path)
    where = ".".join(str(step) for step in path)
    if kind == "extra_forbidden":
        key = str(loc[-1])
        known = sorted(spot.keys())
        advice = suggest(key, known) or f"known keys here: {', '.join(known)}"
        return _error(
            "MOD002",
            place_of(data, (*path, key), file, key=True),
            f"unknown key `{key}` in {where or 'the file'}",
            advice,
        )
    if kind == "missing":
        message = f"{where or 'the file'} lacks the key `{loc[-1]}`"
        return _error("MOD003", place_of(data, path, file), message, f"add `{loc[-1]}: …`")
    message, advice = _worded(details, spot)
    return _error(
        "MOD001", place_of(data, path, file, key=spot.is_key), f"{where}: {message}" if where else message, advice
    )


def _worded(details: ErrorDetails, spot: Spot) -> tuple[str, str]:
    """Return what is wrong with a value, and what to do about it."""
    kind, given, context = details["type"], details["input"], details.get("ctx", {})
    if spot.is_scalar:
        return _given(given, "should be text, a number, true or false"), _advice_on(given, "text")
    match kind:
        case "string_pattern_mismatch":
            wrong, advice = FORMS.get(
                context["pattern"], (f"is not of the form {context['pattern']}", spot.description)
            )
            return f"`{given}` {wrong}", advice
        case "literal_error" | "enum":
            known = str(context["expected"]).replace(" or ", ", ").replace("'", "").split(", ")
            return f"`{given}` is none of {', '.join(known)}", suggest(str(given), known)
        case "too_short":
            least = context["min_length"]
            return f"needs at least {least} item{'s' if least > 1 else ''}", spot.description
        case "value_error":
            return str(context["error"]), ""
        case "string_too_short":
            return "should not be empty", ""
        case _ if kind in _WANTED:
            wanted = _WANTED[kind].split()[-1]
            keys = ", ".join(sorted(spot.keys())) if wanted == "mapping" and given is not None else ""
            return _given(given, _WANTED[kind]), f"known keys here: {keys}" if keys else _advice_on(given, wanted)
        case _:
            text = details["msg"].replace("Input ", "")
            text = text[:1].lower() + text[1:]
            return _given(given, text) if text.startswith("should be") else text, ""


def _given(given: object, wanted: str) -> str:
    """Return a sentence that says what was given and what is wanted."""
    match given:
        case None:
            return f"is empty, and {wanted}"
        case bool():
            return f"`{str(given).lower()}` {wanted}"
        case str() if _looks_otherwise(given):
            return f'`"{given}"` {wanted}'
        case str() | int() | float():
            lines = str(given).splitlines() or [""]
            return f"`{lines[0][:_SHOWN]}{'…' if lines[1:] or lines[0][_SHOWN:] else ''}` {wanted}"
        case Mapping():
            return f"a mapping stands here; it {wanted}"
        case list():
            return f"a list stands here; it {wanted}"
        case _:
            return wanted


def _advice_on(given: object, wanted: str) -> str:
    match given, wanted:
        case None, "mapping":
            return "write `{}` if there is nothing to say"
        case ((bool() | int() | float()), "text"):
            return "quote the value, if it is meant as text"
        case str(), ("number" | "false"):
            return "remove the quotes" if _looks_otherwise(given) else ""
        case str(), "list":
            return f"write `[{given}]`"
        case _:
            return ""


def _looks_otherwise(text: str) -> bool:
    """Tell whether a text would be a number or a truth value without its quotes."""
    return text.lstrip("-").isdigit() or text in {"true", "false"}


def _error(code: str, place: Place, message: str, advice: str) -> Finding:
    return Finding(code=code, severity=Severity.ERROR, place=place, message=message, help=advice)
