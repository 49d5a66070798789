"""Glyphs as pictures of their own, for notations whose shapes can show one."""

from base64 import b64encode

from lsparch.draw.glyphs import FIELD, GLYPHS, stroke_of

__all__ = ["icon"]


def icon(glyph: str, colour: str) -> str:
    """Return the SVG of a glyph in a colour, in base64."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{FIELD}" height="{FIELD}" viewBox="0 0 {FIELD} {FIELD}">'
        f'<path d="{GLYPHS[glyph]}" fill="none" stroke="{colour}" stroke-width="{stroke_of(glyph)}" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
    return b64encode(svg.encode()).decode("ascii")
