"""Rendering: views of the model, of manifests or of a cluster, as pictures and in other notations."""

from collections.abc import Callable, Container, Iterable
from datetime import date
from pathlib import PurePosixPath

from lsparch.api.day import EARLY
from lsparch.api.drawn import Drawer
from lsparch.api.layouts import LAID_OUT, layout_book, layout_files, layout_news, on_pages
from lsparch.api.links import elements_of, links_to
from lsparch.api.named import names_of_model, require_frames
from lsparch.api.pictures import Renderer
from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform
from lsparch.diagnostics import Finding
from lsparch.draw import Finish
from lsparch.draw.shelf import Shelf
from lsparch.emit.drawing_format import DrawingFormat
from lsparch.emit.drawing_index import drawing_index
from lsparch.models.paper import Paper
from lsparch.models.symbology import Symbology
from lsparch.models.theme_name import ThemeName
from lsparch.outside.memory import collection_paused
from lsparch.views.asked import Asked, Shape
from lsparch.views.plan import DiagramPlan, SourceKind
from lsparch.views.plans import source_word

__all__ = ["INDEX", "RENDERED", "render_files"]

INDEX = "README.md"
"""Name of the index beside the pictures."""

_OF_OBJECTS = (SourceKind.MANIFESTS.value, SourceKind.CLUSTER.value)

RENDERED = "render"
"""What a folder of pictures is: the command that writes it."""


@collection_paused()
def render_files(
    platform: Platform,
    sources: Iterable[str] = (),
    views: Iterable[str] = (),
    formats: Iterable[DrawingFormat] = (DrawingFormat.SVG,),
    say: Callable[[str], None] = lambda _: None,
    asked: Asked = Asked(),  # noqa: B008 - a frozen value
    shape: Shape = Shape(),  # noqa: B008
    *,
    diff: bool = False,
    as_of: date = EARLY,
    theme: ThemeName = ThemeName.LIGHT,
    link_base: str = "",
    scale: float | None = None,
    paper: Paper = Paper.SLIDE,
    shelf: Shelf | None = None,
    warn: Callable[[Finding], None] = lambda _: None,
) -> dict[str, bytes]:
    """Return the files of some views, and an index of them; with all views, the pages of all symbols too.

    Parameters
    ----------
    platform
        The platform.
    sources, views, asked, shape, diff, as_of
        What is drawn; see `plan_drawings`.
    formats
        Formats, each view in each of them.
    say
        Called with a line of progress for each format.
    theme
        Colours of pictures.
    link_base
        Address to which shapes in pictures lead, with ``{file}`` and ``{element}``; empty for none.
    scale
        Pixels of a PNG for each point; chosen by width when not given.
    paper
        What pictures are made to fill; only those for slides have locked layouts.
    shelf
        Where pictures of before are; only those that are not there are drawn.
    warn
        Called with what of a cluster could not be read.
    """
    drawings, symbology = plan_drawings(platform, sources, views, asked, shape, diff=diff, as_of=as_of)
    if not diff:
        of_model = any(source_word(drawing.plan) not in _OF_OBJECTS for drawing in drawings)
        known = names_of_model(platform, ()) if of_model else ()
        require_frames(shape, [drawing.plan for drawing in drawings], known)
    for lack in dict.fromkeys(lack for drawing in drawings for lack in drawing.lacks):
        warn(lack)
    unpaged = [(drawing.name, drawing.plan) for drawing in drawings]
    paged = list(on_pages(platform, unpaged))
    named = [page for pages in paged for page in pages]
    book = layout_book(platform, named, shelf, paper)
    links = links_to(platform.model, elements_of([plan for _, plan in unpaged]), link_base) if link_base else {}
    drawer = Drawer(symbology, book, Finish(theme, links), shelf)
    order = [drawing.reading for drawing, pages in zip(drawings, paged, strict=True) for _ in pages]
    pictures = Renderer([plan for _, plan in named], symbology, book, drawer, scale, order, paper)
    texts = Renderer([plan for _, plan in unpaged], symbology, book, drawer)
    whole = not (sources or views or asked != Asked() or shape != Shape())
    files: dict[str, bytes] = {}
    for form in formats:
        shown, made = (named, pictures) if form in LAID_OUT else (unpaged, texts)
        say(f"drawing {len(shown)} pictures as {form}")
        files |= made.files([name for name, _ in shown], form)
    pages = with_symbols(files, drawer, symbology, platform.model.parts, formats) if whole else []
    files[INDEX] = drawing_index([*named, *pages], list(files)).encode()
    if DrawingFormat.SVG in formats and paper is Paper.SLIDE:
        files |= layout_files(drawer, named, measures=whole)
        for line in layout_news(book, named, symbology):
            say(line)
    return files


def with_symbols(
    files: dict[str, bytes],
    drawer: Drawer,
    symbology: Symbology,
    parts: Container[str],
    formats: Iterable[DrawingFormat],
) -> list[tuple[str, DiagramPlan]]:
    """Add the pages of all symbols to some files, and return what those that were drawn say about themselves."""
    from lsparch.api.symbol_pages import of_parts, symbol_pages, symbol_plans  # noqa: PLC0415 - drawn with all views alone

    shown = of_parts(symbology, parts)
    for form in formats:
        files |= symbol_pages(drawer, shown, form)
    drawn = {PurePosixPath(file).stem for file in files}
    return [(name, plan) for name, plan in symbol_plans(shown) if name in drawn]
