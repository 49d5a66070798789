"""Widths of texts in the font that ships with the package, and wrapping by them.

No font of the machine is asked: the widths are those of ``fonts/LsparchSans-*.ttf``, which has neither kerning nor
ligatures, so a text is exactly as wide as the sum of its advances, in every renderer.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import ceil
from pathlib import Path

__all__ = ["FAMILY", "FONTS", "ascent", "font_bytes", "line_height", "printable", "shorten", "text_width", "wrap"]

FAMILY = "Lsparch Sans"
FONTS = Path(__file__).with_name("fonts")
ELLIPSIS = "…"
FILLER = "?"
KEPT = 16_384
"""Texts of which is remembered how wide they are and how they break."""

PIECE = re.compile(r"\s+|[^\s\-./_:,@]+[\-./_:,@]*|[\-./_:,@]+")
"""White space, or a word that may break after each separator."""


class Widths(dict[str, int]):
    """Advance widths by character; characters that the font lacks are as wide as the filler."""

    def __missing__(self, sign: str) -> int:
        return self[FILLER]


@dataclass(frozen=True, slots=True)
class FontMetrics:
    """Advance widths by character, in font units, and the vertical extent."""

    regular: "Widths"
    bold: "Widths"
    units: int
    ascent: int
    descent: int


@cache
def metrics() -> FontMetrics:
    """Return the metrics table that ships with the font."""
    table = json.loads(font_bytes("metrics.json"))
    regular, bold = Widths(table["regular"]), Widths(table["bold"])
    return FontMetrics(regular, bold, table["unitsPerEm"], table["ascent"], table["descent"])


@cache
def font_bytes(name: str) -> bytes:
    """Return a file of the package's font folder, such as ``LsparchSans-Bold.woff2``."""
    return FONTS.joinpath(name).read_bytes()


def printable(text: str) -> str:
    """Return the text with white space joined and every character the font lacks replaced by ``?``."""
    known = metrics().regular
    return "".join(sign if sign in known else FILLER for sign in " ".join(text.split()))


@lru_cache(maxsize=KEPT)
def text_width(text: str, size: float, *, bold: bool = False) -> int:
    """Return the width of one line in points, rounded up."""
    table = metrics()
    widths = table.bold if bold else table.regular
    return ceil(sum(map(widths.__getitem__, text)) * size / table.units)


def ascent(size: float) -> int:
    """Return the distance from the top of a line of text to its base line."""
    return round(size * 0.96)


def line_height(size: float) -> int:
    """Return the distance between base lines."""
    return round(size * 1.26)


def shorten(text: str, size: float, width: int, *, bold: bool = False) -> str:
    """Return the text, cut with an ellipsis when it is wider than ``width``."""
    if text_width(text, size, bold=bold) <= width:
        return text
    found = ELLIPSIS
    for end in range(1, len(text)):
        cut = text[:end].rstrip() + ELLIPSIS
        if text_width(cut, size, bold=bold) > width:
            break
        found = cut
    return found


@lru_cache(maxsize=KEPT)
def wrap(text: str, size: float, width: int, *, bold: bool = False, lines: int = 99) -> tuple[str, ...]:
    """Break a text into lines of at most ``width``, after spaces or after ``-``, ``.``, ``/``, ``_``, ``:``.

    A piece that is wider than a line is broken between characters. What is beyond ``lines`` lines is replaced by
    an ellipsis. The result is empty for an empty text.
    """

    def fits(line: str) -> bool:
        return text_width(line.rstrip(), size, bold=bold) <= width

    done: list[str] = []
    line = ""
    for piece in PIECE.findall(printable(text)):
        if fits(line + piece):
            line += piece
            continue
        if line.strip():
            done.append(line.strip())
        line = piece.lstrip()
        while not fits(line):
            end = next((n - 1 for n in range(2, len(line)) if not fits(line[:n])), max(1, len(line) - 1))
            done.append(line[:end])
            line = line[end:]
    if line.strip():
        done.append(line.strip())
    return cut(done, lines, size, width, bold=bold)


def cut(done: Sequence[str], lines: int, size: float, width: int, *, bold: bool) -> tuple[str, ...]:
    """Return at most ``lines`` lines, the last one with an ellipsis when there were more."""
    if len(done) <= lines:
        return tuple(done)
    last = done[lines - 1]
    while last and text_width(last + ELLIPSIS, size, bold=bold) > width:
        last = last[:-1]
    return (*done[: lines - 1], last.rstrip() + ELLIPSIS)
