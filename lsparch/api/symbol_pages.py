"""The pages of all symbols, one for each theme."""

from lsparch.api.drawn import Drawer
from lsparch.draw.symbol_page import PAGES, symbol_plan
from lsparch.emit.drawing_format import DrawingFormat
from lsparch.models.symbology import Symbology
from lsparch.views.plan import DiagramPlan

__all__ = ["symbol_pages", "symbol_plans"]


def symbol_pages(drawer: Drawer, form: DrawingFormat) -> dict[str, bytes]:
    """Return the pages by the names of their files, if the format is one of single pictures."""
    if form not in {DrawingFormat.SVG, DrawingFormat.PNG}:
        return {}
    pages = drawer.symbols()
    pictures = drawer.png(pages, None) if form is DrawingFormat.PNG else pages
    return {f"{name}{form.suffix}": picture for name, picture in zip(PAGES, pictures, strict=True)}


def symbol_plans(symbology: Symbology) -> list[tuple[str, DiagramPlan]]:
    """Return name of the file, without ending, and what each page says about itself."""
    return [(name, symbol_plan(symbology, theme)) for name, theme in PAGES.items()]
