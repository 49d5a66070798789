"""An SVG of ours as PNG: rasterised with the shipped font and no other."""

import importlib

from lsparch.draw.text import FAMILY, FONTS

__all__ = ["draw_png"]

WEIGHTS = ("LsparchSans-Regular.ttf", "LsparchSans-Bold.ttf")


def draw_png(svg: str, scale: float = 2.0) -> bytes:
    """Return the PNG of an SVG drawn by this package; ``scale`` is pixels per point."""
    image = importlib.import_module("resvg_py").svg_to_bytes(
        svg_string=svg,
        skip_system_fonts=True,
        font_files=[str(FONTS / name) for name in WEIGHTS],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
        zoom=scale,
        background="#ffffff",
    )
    return bytes(image)
