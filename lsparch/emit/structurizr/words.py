"""Strings of Structurizr's notation."""

import re

from lsparch.emit.notation_words import one_line

__all__ = ["identifier", "part_tag", "quoted", "shown"]


def shown(text: str) -> str:
    """Return a text with look-alikes for what the notation cannot hold in a string.

    A backslash cannot be escaped there, ``${x}`` is a variable of whoever reads the file, and a string that is one
    brace begins a block.
    """
    line = one_line(text).replace("\\", "\u29f5").replace("${", "$\u00a0{")
    return f"\u00a0{line}\u00a0" if line in {"{", "}"} else line


def quoted(text: str) -> str:
    """Return a text as a string."""
    body = shown(text).replace('"', '\\"')
    return f'"{body}"'


def identifier(prefix: str, name: str, taken: set[str]) -> str:
    """Return an identifier made from a name, and take it."""
    plain = f"{prefix}_{re.sub('[^A-Za-z0-9]+', '_', name).strip('_').lower()}"[:80].rstrip("_")
    found = next(
        f"{plain}{end}" for end in ("", *(f"_{n}" for n in range(2, len(taken) + 3))) if plain + end not in taken
    )
    taken.add(found)
    return found


def part_tag(part: str) -> str:
    """Return the tag of what belongs to an Aspect or Service; commas separate tags."""
    return f"part {part.replace(',', ' ')}"
