"""The lines of a file in which something is declared."""

import re
from collections.abc import Iterable, Mapping, Sequence

from lsparch.diagnostics import Place
from lsparch.emit.viewer.document import ExcerptData, Sources

__all__ = ["HIDDEN_LINE", "declaring_lines", "sources_part"]

LONGEST = 30
"""Lines that are shown of one declaration."""

HIDDEN_LINE = "# (not shown: a secret in clear)"
"""Stands for a line that holds a secret."""

_BREAK = re.compile(r"\r\n|\r|\n")
_START = re.compile(r" *(?P<dashes>(?:- +)*)")


def sources_part(files: Mapping[str, bytes], places: Iterable[Place], secrets: Iterable[Place]) -> Sources:
    """Return what is written at places.

    Parameters
    ----------
    files
        The files by the name under which places name them; a place elsewhere has no lines.
    places
        Where something is declared.
    secrets
        Where secrets stand in clear, which are not shown.
    """
    texts: dict[str, list[str]] = {}
    for name in {one.file for one in (*places, *secrets)} & set(files):
        texts[name] = _BREAK.split(files[name].decode().removeprefix("\ufeff"))
    hidden = {
        (one.file, line) for one in secrets if one.file in texts for line in declaring_lines(texts[one.file], one)
    }
    written: dict[str, int] = {}
    found: dict[str, ExcerptData] = {}
    for place in sorted(set(places)):
        text = texts.get(place.file, ())
        numbers = declaring_lines(text, place)
        if numbers:
            shown = [
                HIDDEN_LINE if (place.file, number) in hidden else text[number - 1] for number in numbers[:LONGEST]
            ]
            lines = [written.setdefault(line, len(written)) for line in shown]
            found[str(place)] = {"line": place.line, "lines": lines, "more": len(numbers) - len(lines)}
    return {"lines": list(written), "excerpts": found}


def declaring_lines(text: Sequence[str], place: Place) -> range:
    """Return the numbers of the lines that hold what begins at a place: a key with its value, an item, or a document.

    Parameters
    ----------
    text
        The lines of the file.
    place
        Where it begins; in the middle of a line, what that line begins counts.
    """
    if place.line > len(text):
        return range(0)
    start = _START.match(text[place.line - 1])
    column = start.end() if start else 0
    dashed = bool(start and start["dashes"])
    least = column if place.column == 1 or (dashed and place.column <= column + 1) else column + 1
    last = place.line
    for number in range(place.line + 1, len(text) + 1):
        line = text[number - 1]
        content = line.lstrip(" ")
        indent = len(line) - len(content)
        if line.startswith(("---", "...")):
            break
        if indent >= least or (indent == column and not dashed and content.startswith("- ")):
            last = number if content.strip() else last
        elif content.strip() and not content.startswith("#"):
            break
    return range(place.line, last + 1)
