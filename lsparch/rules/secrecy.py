"""Telling from its name that a value is secret."""

import re
from typing import Any

__all__ = ["looks_secret"]

_NAME = re.compile(r"(?i)(^|[^a-z])(pass(wd|word|phrase)?|secret|token|api[_-]?key|private[_-]?key|credentials?)$")
_HARMLESS = re.compile(r"(?i)^(|yes|no|true|false|none|null|[0-9]|/.*|.*@\{.*|\$\(.*|\{\{.*)$")


def looks_secret(name: str, value: Any) -> bool:
    """Tell whether a value seems to be a secret: by its name, and because it is no path, switch or placeholder.

    Parameters
    ----------
    name
        Name of the variable or key, such as ``DB_PASSWORD`` or ``oauth-client-secret``.
    value
        What stands there as a literal; anything but a text is harmless.
    """
    return isinstance(value, str) and _NAME.search(name) is not None and _HARMLESS.match(value) is None
