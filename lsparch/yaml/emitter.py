"""Write YAML that every reader reads back the same: kubectl, kustomize, ruamel.yaml, PyYAML.

A string is written plain only if no reader can take it for anything else, as a literal block if it has several lines
and nothing in it that a reader might touch, and in double quotes with JSON's escapes otherwise.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any

from lsparch.yaml.codes import MAX_DEPTH

__all__ = ["Emitter", "emit", "emit_all", "emit_each"]

_PLAIN = re.compile(
    r"[A-Za-z/_](?:[A-Za-z0-9_./@+=()-]|:(?=[A-Za-z0-9_./@-])|[ ](?=[A-Za-z0-9_./(@+=-]))*"
    r"|[0-9]{1,18}(?:\.[0-9]{1,18})?(?:m|s|h|[KMGTP]i?)"
)
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf", "infinity"))
_LITERAL_TEXT = re.compile(r"[\t -~\xa1-\xac\xae-\u05ff\u0700-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\ud7ff]*")
_ODD = re.compile(
    "[\x7f-\xa0\xad\u0600-\u06ff\u2000-\u200f\u2028-\u202f\u205f-\u206f\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff0-\uffff\U000e0000-\U0010ffff]"
)
_LONGEST_SIMPLE_KEY = 500
"""Longer keys are written after ``?``; libyaml takes a key without it only if it has at most 1024 bytes."""

_SMALLEST, _LARGEST = -(2**63), 2**63 - 1

_MOST_KNOWN = 20_000
"""Number of strings after which the emitter forgets them: a large table costs more than it saves."""


def emit(value: Any, *, comment: str = "") -> str:
    """Write one value as a YAML document in block style.

    Parameters
    ----------
    value
        Mappings with string keys, sequences, strings, numbers, booleans, None; keys are written in the given order.
    comment
        Text to put above it as comment, one ``#`` line for each line.

    Returns
    -------
    str
        The text, which ends in a line break; without anchors, tags and document marks.

    Raises
    ------
    TypeError
        If a value, or a key, is of a type that YAML's core schema does not have.
    ValueError
        If a number is infinite, not a number, or beyond 64 bits; if a string holds a lone surrogate; if the value
        is nested deeper than `MAX_DEPTH`; if the comment holds a control character.
    """
    head = "".join(f"# {line}".rstrip() + "\n" for line in comment.split("\n")) if comment else ""
    if _ODD.search(head) or any(character < " " and character != "\n" for character in head):
        raise ValueError("the comment holds a control character")
    return head + Emitter().document(value)


def emit_all(values: Iterable[Any]) -> str:
    """Write values as the documents of one text, with ``---`` between them.

    Parameters
    ----------
    values
        The documents, each as `emit` takes it.

    Returns
    -------
    str
        The text; empty when there are no documents.
    """
    return "---\n".join(emit_each(values))


def emit_each(values: Iterable[Any]) -> list[str]:
    """Write values as a text each; faster than `emit` for each of them.

    Parameters
    ----------
    values
        What to write, each as `emit` takes it.

    Returns
    -------
    list of str
        The texts, in order.
    """
    emitter = Emitter()
    return [emitter.document(value) for value in values]


class Emitter:
    """Writes documents; remembers how strings are written, because most of them occur again."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._out: list[str] = []

    def document(self, value: Any) -> str:
        """Write one value, as `emit` takes it."""
        self._out = out = []
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        if isinstance(value, Mapping) and value:
            self._mapping(value, "", "", 0)
        elif _is_sequence(value) and value:
            self._sequence(value, "", "", 0)
        else:
            out.append(f"{self._scalar(value)}\n")
        return "".join(out)

    def _mapping(self, mapping: Mapping[Any, Any], first: str, indent: str, depth: int) -> None:
        """Write the lines of a mapping; `first` stands before its first key, `indent` before the others."""
        if depth >= MAX_DEPTH:
            raise ValueError(f"the value is nested deeper than {MAX_DEPTH} levels")
        known, add = self._known, self._out.append
        lead = first
        for key, value in mapping.items():
            name = known.get(key)
            if name is None:
                name = self._key(key)
                if len(name) > _LONGEST_SIMPLE_KEY:
                    lead, name = f"{lead}? ", f"{name}\n{indent}"
            kind = type(value)
            if kind is str:
                text = known.get(value)
                if text is None:
                    text = self._text(value, indent + "  ")
                add(f"{lead}{name}: {text}\n")
            elif kind is dict or isinstance(value, Mapping):
                if value:
                    inner = indent + "  "
                    add(f"{lead}{name}:\n")
                    self._mapping(value, inner, inner, depth + 1)
                else:
                    add(f"{lead}{name}: {{}}\n")
            elif kind is list or _is_sequence(value):
                if value:
                    add(f"{lead}{name}:\n")
                    self._sequence(value, indent, indent, depth + 1)
                else:
                    add(f"{lead}{name}: []\n")
            else:
                add(f"{lead}{name}: {self._scalar(value, indent + '  ')}\n")
            lead = indent

    def _sequence(self, sequence: Sequence[Any], first: str, indent: str, depth: int) -> None:
        """Write the lines of a sequence; `first` stands before its first dash, `indent` before the others."""
        if depth >= MAX_DEPTH:
            raise ValueError(f"the value is nested deeper than {MAX_DEPTH} levels")
        known, add = self._known, self._out.append
        lead = first
        inner = indent + "  "
        for value in sequence:
            kind = type(value)
            if kind is str:
                text = known.get(value)
                if text is None:
                    text = self._text(value, inner)
                add(f"{lead}- {text}\n")
            elif kind is dict or isinstance(value, Mapping):
                if value:
                    self._mapping(value, f"{lead}- ", inner, depth + 1)
                else:
                    add(f"{lead}- {{}}\n")
            elif kind is list or _is_sequence(value):
                if value:
                    self._sequence(value, f"{lead}- ", inner, depth + 1)
                else:
                    add(f"{lead}- []\n")
            else:
                add(f"{lead}- {self._scalar(value, inner)}\n")
            lead = indent

    def _key(self, key: Any) -> str:
        if not isinstance(key, str):
            raise TypeError(f"a key must be a string, not {type(key).__name__}: {key!r}")
        return self._line(str.__str__(key))

    def _text(self, text: str, indent: str) -> str:
        return _literal(text, indent) or self._line(text)

    def _line(self, text: str) -> str:
        """Write a string on one line, and remember how, unless it is long or may stand as a block elsewhere."""
        written = text if _PLAIN.fullmatch(text) and text.lower() not in _WORDS else _quoted(text)
        if "\n" not in text and len(written) <= _LONGEST_SIMPLE_KEY:
            self._known[text] = written
        return written

    def _scalar(self, value: Any, indent: str | None = None) -> str:
        match value:
            case None:
                return "null"
            case bool():
                return "true" if value else "false"
            case str():
                text = str.__str__(value)
                return self._line(text) if indent is None else self._text(text, indent)
            case int():
                if not _SMALLEST <= value <= _LARGEST:
                    raise ValueError(f"the number {value} does not fit into 64 bits")
                return int.__repr__(value)
            case float():
                return _float(value)
            case Mapping() if not value:
                return "{}"
            case list() | tuple() if not value:
                return "[]"
            case _:
                raise TypeError(f"cannot write a value of type {type(value).__name__} as YAML: {value!r}")


def _is_sequence(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _float(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError("YAML for Kubernetes cannot hold an infinite number, nor one that is not a number")
    text = float.__repr__(value)
    mantissa, mark, power = text.partition("e")
    return f"{mantissa}.0e{power}" if mark and "." not in mantissa else text


def _quoted(text: str) -> str:
    if text.isascii():
        return encode_basestring_ascii(text)
    return _ODD.sub(_escape, encode_basestring(text))


def _escape(match: re.Match[str]) -> str:
    number = ord(match[0])
    if 0xD800 <= number <= 0xDFFF:  # noqa: PLR2004 - surrogates
        raise ValueError(f"the string holds a lone surrogate: U+{number:04X}")
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004 - basic plane


def _literal(text: str, indent: str) -> str | None:
    """Return a literal block with its header, or None where quotes are safer."""
    if "\n" not in text[:-1] or not _is_literal(text):
        return None
    header = "|" if text.endswith("\n") else "|-"
    lines = text.removesuffix("\n").split("\n")
    return "\n".join([header, *(indent + line if line else "" for line in lines)])


def _is_literal(text: str) -> bool:
    """Tell whether a literal block carries a text unchanged: no edge blanks, no odd characters."""
    if text[0] in " \t\n" or text.endswith("\n\n") or "\r" in text:
        return False
    return all(not line or (line[-1] not in " \t" and _LITERAL_TEXT.fullmatch(line)) for line in text.split("\n"))
