"""Layouts of the platform's pictures: those of before, which guide the next ones, and what has become of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lsparch.api.drawn import Drawer
from lsparch.api.platform import Platform
from lsparch.draw import LOCK, LayoutBook
from lsparch.draw.shelf import Shelf
from lsparch.emit.drawing_format import DrawingFormat
from lsparch.emit.drawing_measures import measures_table
from lsparch.models.paper import Paper
from lsparch.models.symbology import Symbology
from lsparch.outside.crew import ProcessCrew
from lsparch.outside.graphviz import GraphvizEngine
from lsparch.views import by_part
from lsparch.views.pages import PAGE
from lsparch.views.plan import DiagramPlan
from lsparch.views.plans import Plan

__all__ = ["LAID_OUT", "LOCK", "MEASURES", "layout_book", "layout_files", "layout_news", "on_pages"]

LAID_OUT = (DrawingFormat.SVG, DrawingFormat.PNG, DrawingFormat.PDF, DrawingFormat.DRAWIO, DrawingFormat.JSON)
"""Formats in which things have places, so that a big view goes on several pages."""

MEASURES = "measures.md"
"""Name of the table of measures beside the pictures."""

Named = Sequence[tuple[str, Plan]]
"""Plans with the names of their pictures."""


def on_pages(platform: Platform, drawings: Iterable[tuple[str, Plan]]) -> Iterator[list[tuple[str, Plan]]]:
    """Yield the pictures of each drawing: several, if it is too big for a page or its type would be too small.

    Locked layouts tell what was divided before.
    """
    files = locked(platform)
    for name, plan in drawings:
        if isinstance(plan, DiagramPlan):
            divided = any(f"{stem}-{PAGE}-1{LOCK}" in files for stem in stems(name, plan))
            yield [*by_part.on_pages(name, plan, divided=divided)]
        else:
            yield [(name, plan)]


def locked(platform: Platform) -> Mapping[str, tuple[str, bytes]]:
    """Return name and content of the locked layouts of a platform, by the name of the file alone."""
    return {name.rpartition("/")[2]: (name, data) for name, data in platform.files("diagrams", LOCK).items()}


def stems(name: str, plan: DiagramPlan) -> tuple[str, ...]:
    """Return the names of pictures that a plan may have had before, or that show the same elsewhere."""
    return name, f"{plan.id}-{plan.environment}", plan.id


def layout_book(
    platform: Platform, drawings: Named, shelf: Shelf | None = None, paper: Paper = Paper.SLIDE
) -> LayoutBook:
    """Return a layout engine that knows the locked layouts of the platform, which are for slides.

    A picture of another environment is guided by the one that is there: what they have in common stands alike.
    """
    if paper is not Paper.SLIDE:
        return LayoutBook(GraphvizEngine(), {}, shelf, ProcessCrew(), paper.ratio)
    files = locked(platform)
    locks: dict[tuple[str, str], tuple[str, str]] = {}
    for name, plan in drawings:
        stood = [f"{stem}{LOCK}" for stem in stems(name, plan)] if isinstance(plan, DiagramPlan) else []
        file = next((files[known] for known in stood if known in files), None)
        if file is not None:
            locks[plan.id, plan.environment] = (file[0], file[1].decode("utf-8", "replace"))
    return LayoutBook(GraphvizEngine(), locks, shelf, ProcessCrew())


def layout_files(drawer: Drawer, drawings: Named, *, measures: bool) -> dict[str, bytes]:
    """Return the locked layouts of some pictures, and the table of their measures if it is wanted."""
    named = [(name, plan) for name, plan in drawings if isinstance(plan, DiagramPlan)]
    made = drawer.beside([plan for _, plan in named], measures=measures)
    files = {f"{name}{LOCK}": lock for (name, _), (lock, _) in zip(named, made, strict=True)}
    if not measures:
        return files
    rows = [(name, row) for (name, _), (_, row) in zip(named, made, strict=True)]
    return files | {MEASURES: measures_table(rows).encode()}


def layout_news(book: LayoutBook, drawings: Named, symbology: Symbology) -> Iterator[str]:
    """Yield a line for each picture whose boxes are not where they were."""
    named = [(name, plan) for name, plan in drawings if isinstance(plan, DiagramPlan)]
    for (name, _), found in zip(named, book.lay_out([plan for _, plan in named], symbology), strict=True):
        if found.anew:
            yield f"{name}: laid out anew, because too little of it is as it was, or arrows find no room between"
        if found.moved:
            yield f"{name}: {found.moved} of {found.before} boxes moved"
