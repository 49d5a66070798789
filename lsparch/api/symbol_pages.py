"""The pages of all symbols, one for each theme."""

from lsparch.draw.png import png_request
from lsparch.draw.svg import svg_text
from lsparch.draw.symbol_page import PAGES, symbol_page, symbol_plan
from lsparch.emit.drawing_format import DrawingFormat
from lsparch.models.symbology import Symbology
from lsparch.views.plan import DiagramPlan

__all__ = ["symbol_pages", "symbol_plans"]


def symbol_pages(symbology: Symbology, form: DrawingFormat) -> dict[str, bytes]:
    """Return the pages by the names of their files, if the format is one of single pictures."""
    if form not in {DrawingFormat.SVG, DrawingFormat.PNG}:
        return {}
    pages = {name: svg_text(symbol_page(symbology, theme)) for name, theme in PAGES.items()}
    if form is DrawingFormat.SVG:
        return {f"{name}.svg": page.encode() for name, page in pages.items()}
    from lsparch.outside.raster import rasterise  # noqa: PLC0415

    pictures = rasterise([png_request(page) for page in pages.values()])
    return {f"{name}.png": picture for name, picture in zip(pages, pictures, strict=True)}


def symbol_plans(symbology: Symbology) -> list[tuple[str, DiagramPlan]]:
    """Return name of the file, without ending, and what each page says about itself."""
    return [(name, symbol_plan(symbology, theme)) for name, theme in PAGES.items()]
