"""An SVG of ours as PNG: rasterised with the shipped font and no other."""

import importlib
from contextlib import ExitStack
from importlib.resources import as_file, files

from lsparch.draw.text import FAMILY

__all__ = ["draw_png"]

FONTS = ("LsparchSans-Regular.ttf", "LsparchSans-Bold.ttf")


def draw_png(svg: str, scale: float = 2.0) -> bytes:
    """Return the PNG of an SVG drawn by this package; ``scale`` is pixels per point."""
    folder = files("lsparch.draw").joinpath("fonts")
    with ExitStack() as stack:
        paths = [str(stack.enter_context(as_file(folder.joinpath(name)))) for name in FONTS]
        image = importlib.import_module("resvg_py").svg_to_bytes(
            svg_string=svg,
            skip_system_fonts=True,
            font_files=paths,
            font_family=FAMILY,
            sans_serif_family=FAMILY,
            zoom=scale,
            background="#ffffff",
        )
    return bytes(image)
