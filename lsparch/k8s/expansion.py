"""References ``$(NAME)`` that the kubelet expands in variables, commands, arguments and commands of probes.

``$(NAME)`` stands for a variable of the container, and stays as it is where there is none of that name; ``$$`` stands
for one ``$`` (Kubernetes API reference, EnvVar; ``third_party/forked/golang/expansion`` of Kubernetes).
"""

import re
from collections.abc import Mapping

__all__ = ["escape_references", "expand_references"]

_MEANT = re.compile(r"\$(?=[$(])")
_SPECIAL = re.compile(r"\$\$|\$\(([^)]*)\)")


def escape_references(text: str) -> str:
    """Return what has to be written so that a container receives a text as it is."""
    return _MEANT.sub("$$", text)


def expand_references(text: str, variables: Mapping[str, str | None]) -> str | None:
    """Return what a container receives; None where a variable is part of it whose value is not known here.

    Parameters
    ----------
    text
        What is written.
    variables
        Variables that stand before it: their values, or None where the cluster alone knows them.
    """
    unknown = False

    def value(match: re.Match[str]) -> str:
        nonlocal unknown
        name = match[1]
        if name is None:
            return "$"
        found = variables.get(name, match[0])
        unknown |= found is None
        return found or ""

    expanded = _SPECIAL.sub(value, text) if "$" in text else text
    return None if unknown else expanded
