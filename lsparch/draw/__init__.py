"""Drawing: from a plan to a picture, the same bytes on every machine.

A plan and the symbology give a `LayoutRequest`; an engine answers it with positions; everything else is ours: one
scene of marks, written as SVG, and rasterised from that.
"""

from lsparch.draw.book import LaidOut, LayoutBook, lay_out
from lsparch.draw.compose import compose
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
    "compose",
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
