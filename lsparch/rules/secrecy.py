"""Telling from its name, or from a text, that a value is secret."""

import re
from typing import Any

__all__ = ["credential_in", "looks_secret", "names_secret"]

_NAME = re.compile(
    r"(?i)(pass(wd|word|phrase)|(^|[^a-z])(pass|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?))$"
)
_HARMLESS = re.compile(r"(?i)^(|yes|no|true|false|none|null|[0-9]|/.*|.*@\{.*|\$\(.*|\{\{.*)$")

_KEY = re.compile(r"-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----")
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
    for pattern in (_ASSIGNED, _LINE):
        for found in pattern.finditer(text):
            if _PLACEHOLDER.match(found["value"]) is None and found["value"].lower() != found["name"].lower():
                return f"a value of {found['name']}"
    return ""
