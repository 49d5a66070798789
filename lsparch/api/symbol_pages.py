"""The pages of all symbols, one for each theme."""

from collections.abc import Container

from lsparch.api.drawn import Drawer
from lsparch.draw.symbol_page import PAGES, symbol_plan
from lsparch.emit.drawing_format import DrawingFormat
from lsparch.models.symbology import Symbology
from lsparch.views.plan import DiagramPlan

__all__ = ["of_parts", "symbol_pages", "symbol_plans"]


def of_parts(symbology: Symbology, parts: Container[str]) -> Symbology:
    """Return a symbology without the hues of parts that a platform does not have."""
    return symbology.model_copy(update={"parts": {key: hue for key, hue in symbology.parts.items() if key in parts}})


def symbol_pages(drawer: Drawer, symbology: Symbology, form: DrawingFormat) -> dict[str, bytes]:
    """Return the pages by the names of their files, if the format is one of single pictures."""
    if form not in {DrawingFormat.SVG, DrawingFormat.PNG}:
        return {}
    pages = drawer.symbols(symbology)
    pictures = drawer.png(pages, None) if form is DrawingFormat.PNG else pages
    return {f"{name}{form.suffix}": picture for name, picture in zip(PAGES, pictures, strict=True)}


def symbol_plans(symbology: Symbology) -> list[tuple[str, DiagramPlan]]:
    """Return name of the file, without ending, and what each page says about itself."""
    return [(name, symbol_plan(symbology, theme)) for name, theme in PAGES.items()]
