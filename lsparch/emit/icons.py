"""Glyphs and samples of the legend as pictures of their own, for notations whose shapes can show one."""

from base64 import b64encode

from lsparch.draw.glyphs import FIELD, GLYPHS, stroke_of
from lsparch.draw.legend import ROW, SAMPLE_WIDTH, Entry
from lsparch.draw.look import Look
from lsparch.draw.svg import element, glyphs_of, symbol

__all__ = ["icon", "sample"]


def icon(glyph: str, colour: str) -> str:
    """Return the SVG of a glyph in a colour, in base64."""
    return _coded(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{FIELD}" height="{FIELD}" viewBox="0 0 {FIELD} {FIELD}">'
        f'<path d="{GLYPHS[glyph]}" fill="none" stroke="{colour}" stroke-width="{stroke_of(glyph)}" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )


def sample(entry: Entry, look: Look) -> str:
    """Return the SVG of the sample in a line of the legend, in base64."""
    marks = tuple(entry.sample(0, 0, look))
    size = f'width="{SAMPLE_WIDTH}" height="{ROW}" viewBox="0 -2 {SAMPLE_WIDTH} {ROW}"'
    symbols = "".join(symbol("sample", glyph) for glyph in sorted(set(glyphs_of(marks))))
    drawn = "".join(line for mark in marks for line in element(mark, "sample"))
    return _coded(f'<svg xmlns="http://www.w3.org/2000/svg" {size}><defs>{symbols}</defs>{drawn}</svg>')


def _coded(svg: str) -> str:
    return b64encode(svg.encode()).decode("ascii")
