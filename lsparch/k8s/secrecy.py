"""Telling from its name, or from a text, that a value is secret; and showing the rest without it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = [
    "HIDDEN",
    "credential_in",
    "has_password",
    "looks_secret",
    "masked",
    "masked_object",
    "name_at",
    "names_secret",
]

HIDDEN = "(not shown)"
"""Stands for a secret in what people read; what is deployed keeps it."""

_NAME = re.compile(
    r"(?i)(pass(wd|word|phrase)|(^|[^a-z])(pass|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?))$"
)
_HARMLESS = re.compile(r"(?i)^(|yes|no|true|false|none|null|[0-9]|/.*|.*@\{.*|\$\(.*|\{\{.*)$")

_KEY = re.compile(r"-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----")
_WITH_PASSWORD = re.compile(r"[^:]:[^:@]")
_WHOLE_KEY = re.compile(rf"(?s){_KEY.pattern}.*?(-----END [A-Z0-9 ]*-----|\Z)")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@\"'{}]+:(?P<value>[^\s/@\"']+)@(?!\{)")
_WORD = (
    r"([A-Za-z0-9_.-]*pass(wd|word|phrase)"
    r"|([A-Za-z0-9_.-]*[^A-Za-z\s])?(pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key))"
)
_ASSIGNED = re.compile(
    rf"(?i)(?<![A-Za-z0-9_.$-])(--?)?(?P<name>{_WORD})[\"']?[ \t]*(=>|=(?!=))[ \t]*[\"']?(?P<value>[^\s\"'&;,]+)"
)
_LINE = re.compile(
    rf"(?im)^[ \t]*[\"']?(?P<name>{_WORD})[\"']?[ \t]*:[ \t]*[\"']?(?P<value>[^\s\"'&;,]+)[\"']?,?[ \t]*$"
)
_ELEMENT = re.compile(rf"(?i)<(?P<name>{_WORD})>[ \t]*(?P<value>[^\s<>][^<>]*)</")
_PAIR = re.compile(rf"(?i)[\"'](?P<name>{_WORD})[\"'][ \t]*:[ \t]*(?P<quote>[\"'])(?P<value>[^\s\"']+)(?P=quote)")
_NAMED = (_ASSIGNED, _LINE, _ELEMENT, _PAIR)
_PLACEHOLDER = re.compile(r"(?i)^(|yes|no|true|false|none|null|[0-9]|[/=$<%*~].*|.*@\{.*|\{\{.*|.*[(\[].*|\.\.\.|x+)$")


def names_secret(name: str) -> bool:
    """Tell whether the name of a variable or key says that its value is secret."""
    return _NAME.search(name) is not None


def looks_secret(name: str, value: Any) -> bool:
    """Tell whether a value seems to be a secret: by its name, and because it is no path, switch or placeholder.

    Parameters
    ----------
    name
        Name of the variable or key, such as ``DB_PASSWORD`` or ``oauth-client-secret``.
    value
        What stands there as a literal; anything but a text is harmless.
    """
    return isinstance(value, str) and names_secret(name) and _HARMLESS.match(value) is None


def credential_in(text: Any) -> str:
    """Return what secret a text holds: a private key, a password in a URL, or a value after its name; or nothing.

    Parameters
    ----------
    text
        A literal or the text of a file; anything but a text holds none. Placeholders, variables, paths and calls
        are no values.
    """
    if not isinstance(text, str):
        return ""
    if _KEY.search(text):
        return "a private key"
    if any(_PLACEHOLDER.match(found["value"]) is None for found in _URL.finditer(text)):
        return "a password in a URL"
    for pattern in _NAMED:
        for found in pattern.finditer(text):
            if _tells(found):
                return f"a value of {found['name']}"
    return ""


def has_password(user: str) -> bool:
    """Tell whether the user that a URL names has a password with it."""
    return _WITH_PASSWORD.search(user) is not None


def masked(name: str, value: Any, known: Iterable[str] = ()) -> Any:
    """Return a value as it is shown to people: without what `looks_secret` and `credential_in` tell of.

    Parameters
    ----------
    name
        Name of the variable or key; empty if it has none.
    value
        The value; what is neither text nor number is returned as it is.
    known
        Secrets that may stand anywhere in it.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return value
    text = str(value)
    if looks_secret(name, text):
        return HIDDEN
    shown = text
    for secret in sorted(known, key=len, reverse=True):
        if len(secret) >= _SHORTEST:
            shown = shown.replace(secret, HIDDEN)
    shown = _WHOLE_KEY.sub(HIDDEN, shown)
    shown = _URL.sub(lambda found: found[0] if _PLACEHOLDER.match(found["value"]) else _without_value(found), shown)
    for pattern in _NAMED:
        shown = pattern.sub(lambda found: _without_value(found) if _tells(found) else found[0], shown)
    return value if shown == text else shown


def masked_object(data: Any, known: Iterable[str] = ()) -> Any:
    """Return a Kubernetes object, or what is in it, as it is shown to people."""
    return _masked_tree(data, "", "", tuple(known))


def name_at(path: str) -> str:
    """Return the name of what is at a path into an object, such as ``spec.containers[web].env[TOKEN].value``."""
    found = _VARIABLE.search(path)
    if found:
        return found["name"]
    found = _LAST.search(path)
    return _name(found["holder"] or "", found["key"] or found["field"]) if found else ""


_SHORTEST = 6
"""Letters of a secret that is sought anywhere: a shorter one is in many words."""

_VARIABLE = re.compile(r"env\[(?P<name>[^]]+)\]\.value$")
_LAST = re.compile(r"((?P<holder>[^.\[\]]+)\[(?P<key>[^]]+)\]|(?P<field>[^.\[\]]+))$")


def _tells(found: re.Match[str]) -> bool:
    """Tell whether what stands after a name is a value of it."""
    return _PLACEHOLDER.match(found["value"]) is None and found["value"].lower() != found["name"].lower()


def _without_value(found: re.Match[str]) -> str:
    start, end = found.span("value")
    return found[0][: start - found.start()] + HIDDEN + found[0][end - found.start() :]


def _name(holder: str, key: str) -> str:
    """Return the name of a value; none where a name in ``secret`` says what is referred to, not what is held."""
    return key if holder in {"data", "stringData"} or not key.lower().endswith("secret") else ""


def _masked_tree(node: Any, holder: str, key: str, known: tuple[str, ...]) -> Any:
    match node:
        case {"name": str(name), "value": value}:
            return {**node, "value": masked(name, value, known)}
        case Mapping():
            return {below: _masked_tree(item, key, str(below), known) for below, item in node.items()}
        case list() | tuple():
            return [_masked_tree(item, holder, key, known) for item in node]
        case _:
            return masked(_name(holder, key), node, known)
