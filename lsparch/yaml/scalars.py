"""What a plain (unquoted) scalar means, to each program that reads it.

The same characters are a number to one reader and a string to the next: ``0755`` is 493 to kubectl and 755 to
YAML 1.2, ``no`` is false to kubectl and a string to kustomize. The rules here were compared with the programs
themselves (kubectl 1.32: ``annotate --local -o json`` and ``kustomize``; PyYAML 6), and the tests repeat that
comparison wherever kubectl is installed.

A value that a reader refuses is `Refused`; JSON cannot carry infinities, so kubectl refuses those.
"""

import datetime as dt
import decimal
import math
import re
import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lsparch.yaml.timestamps import kustomize_timestamp, pyyaml_timestamp

__all__ = [
    "Reader",
    "Refused",
    "describe_readings",
    "is_ambiguous",
    "kubectl_key",
    "readings",
    "resolve_core",
    "resolve_kubectl",
    "resolve_kustomize",
    "resolve_pyyaml",
]

Scalar = str | int | float | bool | None


class Reader(StrEnum):
    """A program, or a standard, that gives plain scalars a meaning."""

    KUBECTL = "kubectl"
    """kubectl, client-go, every Kubernetes server: sigs.k8s.io/yaml (a fork of go-yaml v2)."""

    KUSTOMIZE = "kustomize"
    """kustomize and what is built on it: kyaml (a fork of go-yaml v3)."""

    YAML12 = "YAML 1.2"
    """The core schema of the YAML 1.2 specification, section 10.3."""

    PYYAML = "PyYAML"
    """PyYAML's safe loader, which also reads values for Ansible and many scripts: YAML 1.1."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The reader stops with an error at this scalar."""

    reason: str


_NULL = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_BOOLS = {
    word: value
    for value, words in ((True, ("true", "True", "TRUE")), (False, ("false", "False", "FALSE")))
    for word in words
}
_WORD_BOOLS = {
    form: value
    for value, words in ((True, ("yes", "on")), (False, ("no", "off")))
    for word in words
    for form in (word, word.capitalize(), word.upper())
}
_NAN = dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan)
_INFINITY = {
    sign + form: -math.inf if sign == "-" else math.inf for sign in ("", "+", "-") for form in (".inf", ".Inf", ".INF")
}
_CORE: dict[str, Scalar] = {**_NULL, **_BOOLS, **_NAN, **_INFINITY}
_KUSTOMIZE: dict[str, Scalar] = {**_NULL, **_BOOLS, **_NAN, **_INFINITY}
_KUBECTL: dict[str, Scalar] = {**_KUSTOMIZE, **_WORD_BOOLS, "y": True, "Y": True, "n": False, "N": False}
_PYYAML: dict[str, Scalar] = {**_KUSTOMIZE, **_WORD_BOOLS}

_MAYBE_NUMBER = frozenset("0123456789+-.")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_DOT_FLOAT = re.compile(r"\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?")
_CORE_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_GO_INT = re.compile(
    r"(?P<sign>[-+]?)(?:0[xX](?P<hex>[0-9a-fA-F]+)|0[oO]?(?P<oct>[0-7]+)|0[bB](?P<bin>[01]+)|(?P<dec>0|[1-9][0-9]*))"
)
_PYYAML_FLOAT = re.compile(
    r"[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?"
    r"|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
    r"|(?P<base60>[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*)"
)
_PYYAML_INT = re.compile(
    r"(?P<sign>[-+]?)(?:0b(?P<bin>[01_]+)|0x(?P<hex>[0-9a-fA-F_]+)|(?P<base60>[1-9][0-9_]*(?::[0-5]?[0-9])+)"
    r"|(?P<dec>0|[1-9][0-9_]*)|0(?P<oct>[0-7_]+))"
)
_BASES = {"hex": 16, "oct": 8, "bin": 2, "dec": 10}
_MOST_DIGITS = 4000
"""Longer numbers are not converted (Python itself refuses them above 4300 digits): they stay strings."""


def resolve_core(text: str) -> Scalar:
    """Read a plain scalar by the core schema of YAML 1.2.

    Parameters
    ----------
    text
        The scalar as written, without its surroundings.

    Returns
    -------
    str | int | float | bool | None
        Its value; the text itself when it is a string.
    """
    if text in _CORE:
        return _CORE[text]
    if text[0] not in _MAYBE_NUMBER or len(text) > _MOST_DIGITS:
        return text
    if _CORE_INT.fullmatch(text):
        return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
    return float(text) if _FLOAT.fullmatch(text) else text


def resolve_kubectl(text: str) -> Scalar:
    """Read a plain scalar as kubectl does (go-yaml v2, then JSON, in which 1.0 and 1 are the same number).

    Parameters
    ----------
    text
        The scalar as written, without its surroundings.

    Returns
    -------
    str | int | float | bool | None
        Its value; infinities and not-a-number are returned, though JSON cannot carry them.
    """
    if text in _KUBECTL:
        return _KUBECTL[text]
    return _go_number(text)


def kubectl_key(text: str) -> str | None:
    """Return the key that kubectl makes of a plain scalar in the place of a key.

    Parameters
    ----------
    text
        The scalar as written, without its surroundings.

    Returns
    -------
    str | None
        ``false`` for ``no``, ``1000`` for ``1e3``; None for a null key, which kubectl refuses.
    """
    value = _KUBECTL[text] if text in _KUBECTL else _go_plain_number(text)
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return _go_float(value)


def resolve_kustomize(text: str) -> Scalar:
    """Read a plain scalar as kustomize does: like kubectl, except for words such as ``no`` and for dates.

    Parameters
    ----------
    text
        The scalar as written, without its surroundings.

    Returns
    -------
    str | int | float | bool | None
        The value that stands in what ``kustomize build`` prints.
    """
    if text in _KUSTOMIZE:
        return _KUSTOMIZE[text]
    return kustomize_timestamp(text) or _go_number(text)


def resolve_pyyaml(text: str) -> Scalar | dt.date | Refused:
    """Read a plain scalar as PyYAML's safe loader does.

    Parameters
    ----------
    text
        The scalar as written, without its surroundings.

    Returns
    -------
    str | int | float | bool | None | dt.date | Refused
        Its value; `Refused` where the loader raises.
    """
    if text in _PYYAML or text in {"=", "<<"}:
        return _PYYAML.get(text, Refused("no constructor for this tag"))
    if text[0] not in _MAYBE_NUMBER or len(text) > _MOST_DIGITS:
        return text
    try:
        if match := _PYYAML_FLOAT.fullmatch(text):
            return _base60(match["base60"]) if match["base60"] else float(text.replace("_", ""))
        if match := _PYYAML_INT.fullmatch(text):
            return _base60(match["sign"] + match["base60"]) if match["base60"] else _integer(match)
        return pyyaml_timestamp(text)
    except ValueError as error:
        return Refused(str(error))


def readings(text: str) -> dict[Reader, Any]:
    """Return what each reader makes of a plain scalar.

    Parameters
    ----------
    text
        The scalar as written, without its surroundings.

    Returns
    -------
    dict[Reader, Any]
        Value by reader, in the order of `Reader`; `Refused` where the reader stops with an error.
    """
    return {
        Reader.KUBECTL: _json_number(resolve_kubectl(text)),
        Reader.KUSTOMIZE: _json_number(resolve_kustomize(text)),
        Reader.YAML12: resolve_core(text),
        Reader.PYYAML: resolve_pyyaml(text),
    }


def is_ambiguous(text: str) -> bool:
    """Tell whether any two readers take a plain scalar differently.

    Parameters
    ----------
    text
        The scalar as written, without its surroundings.

    Returns
    -------
    bool
        False for plain words, ``true``, ``null``, ``8080`` and ``0.5``; true for ``no``, ``0755``, ``1e3``.
    """
    if text and text[0] not in _MAYBE_NUMBER and text not in _KUBECTL and text not in {"=", "<<"}:
        return False
    return len({_identity(value) for value in readings(text).values()}) > 1


def describe_readings(text: str) -> str:
    """Say how each reader takes a plain scalar, readers of one mind together.

    Parameters
    ----------
    text
        The scalar as written, without its surroundings.

    Returns
    -------
    str
        Such as ``false by kubectl and PyYAML, "no" by kustomize and YAML 1.2``.
    """
    groups: dict[tuple[str, Any], tuple[str, list[str]]] = {}
    for reader, value in readings(text).items():
        groups.setdefault(_identity(value), (_shown(value), []))[1].append(reader.value)
    return ", ".join(f"{shown} by {_listed(names)}" for shown, names in groups.values())


def _go_number(text: str) -> Scalar:
    value = _go_plain_number(text)
    if isinstance(value, float) and value.is_integer() and abs(value) < 2.0**63:
        return int(value)
    return value


def _go_plain_number(text: str) -> str | int | float:
    if text[0] not in _MAYBE_NUMBER or len(text) > _MOST_DIGITS:
        return text
    plain = text.replace("_", "")
    if text[0] != "." and (match := _GO_INT.fullmatch(plain)):
        value = _integer(match)
        if -(2**63) <= value < 2**63:
            return value
        if not match["sign"] and value < 2**64:
            return float(value)  # fits Go's uint64, but then JSON is read into int64 or float64
    if not (_DOT_FLOAT.fullmatch(text) if text[0] == "." else _FLOAT.fullmatch(plain)):
        return text
    number = float(plain)
    return text if math.isinf(number) else number  # out of range is no number in Go


def _integer(match: re.Match[str]) -> int:
    name = match.lastgroup or "dec"
    digits = match[name].replace("_", "")
    value = 0 if not digits and name == "oct" else int(digits, _BASES[name])  # PyYAML reads 0_ as 0
    return -value if match["sign"] == "-" else value


def _go_float(value: float) -> str:
    """Write a float key as sigs.k8s.io/yaml does: Go's format 'g', fewest digits, of 32 bits."""
    try:
        single = struct.pack("<f", value)
    except OverflowError:
        return ".inf" if value > 0 else "-.inf"
    if not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    spelled = (f"{value:.{digits}e}" for digits in range(9))
    shortest = next(text for text in spelled if struct.pack("<f", float(text)) == single)
    mantissa, _, power = shortest.partition("e")
    if -4 <= int(power) < 6:  # noqa: PLR2004
        return f"{decimal.Decimal(shortest):f}"
    return f"{mantissa}e{power}"


def _base60(text: str) -> float | int:
    negative = text.startswith("-")
    total: float | int = 0
    for part in text.lstrip("+-").replace("_", "").split(":"):
        total = total * 60 + (float(part) if "." in part else int(part))
    return -total if negative else total


def _json_number(value: Scalar) -> Scalar | Refused:
    if isinstance(value, float) and not math.isfinite(value):
        return Refused("JSON has no such number")
    return value


def _identity(value: Any) -> tuple[str, Any]:
    match value:
        case bool() | None:
            return ("word", value)
        case int() | float():
            return ("number", "nan" if value != value else value)  # noqa: PLR0124
        case str():
            return ("string", value)
        case Refused():
            return ("refused", None)
        case _:
            return ("other", repr(value))


def _shown(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"'
        case Refused():
            return "an error"
        case dt.date():
            return f"the date {value.isoformat()}"
        case _:
            return repr(value)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
