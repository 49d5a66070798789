"""An SVG of ours as PNG: rasterised with the shipped font and no other."""

import importlib
import re

from lsparch.draw.text import FAMILY, FONTS

__all__ = ["PngRequest", "draw_png", "png_request"]

WEIGHTS = ("LsparchSans-Regular.ttf", "LsparchSans-Bold.ttf")

WIDTH = 2400
"""Pixels that a picture is wide by default, where that neither shrinks it nor more than doubles it."""

PngRequest = dict[str, str | bool | float | list[str]]
"""What the rasteriser is asked for: its arguments, by name."""


def png_scale(svg: str) -> float:
    """Return the pixels per point at which a picture can be read on a screen."""
    width = re.search(r'<svg[^>]* width="([0-9.]+)"', svg)
    return max(1.0, min(2.0, WIDTH / float(width[1]))) if width else 1.0


def png_request(svg: str, scale: float | None = None) -> PngRequest:
    """Return the arguments with which the rasteriser makes the PNG of an SVG drawn by this package.

    Parameters
    ----------
    svg
        The picture.
    scale
        Pixels per point; between 1 and 2 when not given, so that pictures are about 2400 pixels wide.
    """
    return {
        "svg_string": svg,
        "skip_system_fonts": True,
        "font_files": [str(FONTS / name) for name in WEIGHTS],
        "font_family": FAMILY,
        "sans_serif_family": FAMILY,
        "zoom": png_scale(svg) if scale is None else scale,
        "background": "#ffffff",
    }


def draw_png(svg: str, scale: float | None = None) -> bytes:
    """Return the PNG of an SVG drawn by this package; parameters are those of `png_request`."""
    return bytes(importlib.import_module("resvg_py").svg_to_bytes(**png_request(svg, scale)))
