"""Drawing: from a plan to a picture, the same bytes on every machine.

A plan and the symbology give a `LayoutRequest`; an engine answers it with positions; everything else is ours: one
scene of marks, written as SVG, and rasterised from that.

What is here is imported when it is first asked for: who wants the names of glyphs alone draws nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lsparch.draw.book import LaidOut, LayoutBook, lay_out
    from lsparch.draw.digest import plan_digest
    from lsparch.draw.facade import draw_all, draw_svg, draw_themes
    from lsparch.draw.finish import Finish
    from lsparch.draw.glyphs import glyph_table
    from lsparch.draw.layout import Layout, LayoutEngine, LayoutRequest, layout_request, read_layout
    from lsparch.draw.lock import LOCK, lock_text
    from lsparch.draw.png import draw_png
    from lsparch.draw.svg import svg_text

__all__ = [
    "LOCK",
    "Finish",
    "LaidOut",
    "Layout",
    "LayoutBook",
    "LayoutEngine",
    "LayoutRequest",
    "draw_all",
    "draw_png",
    "draw_svg",
    "draw_themes",
    "glyph_table",
    "lay_out",
    "layout_request",
    "lock_text",
    "plan_digest",
    "read_layout",
    "svg_text",
]

_PLACES = {
    "LOCK": "lock",
    "Finish": "finish",
    "LaidOut": "book",
    "Layout": "layout",
    "LayoutBook": "book",
    "LayoutEngine": "layout",
    "LayoutRequest": "layout",
    "draw_all": "facade",
    "draw_png": "png",
    "draw_svg": "facade",
    "draw_themes": "facade",
    "glyph_table": "glyphs",
    "lay_out": "book",
    "layout_request": "layout",
    "lock_text": "lock",
    "plan_digest": "digest",
    "read_layout": "layout",
    "svg_text": "svg",
}

if not TYPE_CHECKING:  # else every name would count as one of this package

    def __getattr__(name: str) -> object:
        """Return what a module of the package has."""
        if name not in _PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
