"""Pictures of plans: those that were drawn before are taken from a shelf, only the others are drawn."""

from collections.abc import Callable, Sequence

from lsparch.api.links import elements_of
from lsparch.draw import Finish, LayoutBook, draw_themes
from lsparch.draw.digest import key_of
from lsparch.draw.lock import lock_text
from lsparch.draw.png import png_request
from lsparch.draw.shelf import Shelf
from lsparch.draw.svg import svg_text
from lsparch.emit.drawing import json_files, render_drawings
from lsparch.emit.drawing_format import DrawingFormat
from lsparch.emit.drawing_measures import measures_row
from lsparch.models.symbology import Symbology
from lsparch.models.theme_name import ThemeName
from lsparch.outside.crew import ProcessCrew
from lsparch.views.plan import DiagramPlan
from lsparch.views.plans import Plan

__all__ = ["Drawer"]

PLAIN = Finish()

EACH = 8.0
"""Milliseconds that a picture takes whose layout is known."""


class Drawer:
    """Makes pictures of plans, and knows those of before.

    Parameters
    ----------
    symbology
        How everything is drawn.
    book
        Gives places.
    finish
        Theme and links of pictures.
    shelf
        Where pictures of before are; nothing is kept without one.
    """

    def __init__(
        self, symbology: Symbology, book: LayoutBook, finish: Finish = PLAIN, shelf: Shelf | None = None
    ) -> None:
        self._symbology = symbology
        self._book = book
        self._finish = finish
        self._shelf = shelf
        self._crew = ProcessCrew()

    def svg(self, plans: Sequence[Plan]) -> list[bytes]:
        """Return each plan as SVG."""
        self._lay_out(plans)
        keys = [key_of("svg", self._finished(plan), self._key(plan)) for plan in plans]

        def draw(plan: Plan) -> bytes:
            return render_drawings([plan], DrawingFormat.SVG, self._symbology, self._book, self._finish)[0]

        return self._each(plans, keys, draw)

    def viewer(self, plans: Sequence[Plan]) -> list[bytes]:
        """Return each plan as the viewer's part with its picture, in the inks of the light and of the dark theme."""
        from lsparch.emit.viewer import FORMAT, picture_part  # noqa: PLC0415
        from lsparch.emit.viewer.page import part_text  # noqa: PLC0415

        self._lay_out(plans)
        keys = [key_of("viewer", str(FORMAT), self._key(plan)) for plan in plans]

        def draw(plan: Plan) -> bytes:
            ((light, dark),) = draw_themes([plan], self._symbology, self._book, [ThemeName.LIGHT, ThemeName.DARK])
            return part_text(dict(picture_part(plan, light, dark))).encode()

        return self._each(plans, keys, draw)

    def png(self, pictures: Sequence[bytes], scale: float | None) -> list[bytes]:
        """Return each SVG as PNG."""
        from lsparch.outside.raster import rasterise  # noqa: PLC0415 - wanted by few

        texts = [picture.decode() for picture in pictures]
        keys = [key_of("png", text, str(scale)) for text in texts] if self._shelf is not None else [""] * len(texts)
        return self._kept(keys, lambda places: rasterise([png_request(texts[place], scale) for place in places]))

    def json(self, plans: Sequence[Plan]) -> list[bytes]:
        """Return each plan as JSON."""
        self._lay_out(plans)
        keys = [key_of("json", self._key(plan)) for plan in plans]
        return self._each(plans, keys, lambda plan: json_files([plan], self._symbology, self._book)[0])

    def beside(self, plans: Sequence[DiagramPlan], *, measures: bool) -> list[tuple[bytes, str]]:
        """Return the locked layout of each plan, and its row in the table of measures if that is wanted."""
        self._lay_out(plans)
        keys = [key_of("beside", str(measures), self._key(plan)) for plan in plans]

        def write(plan: Plan) -> bytes:
            assert isinstance(plan, DiagramPlan)
            (made,) = self._book.lay_out([plan], self._symbology)
            row = measures_row(made.request, made.layout) if measures else ""
            return f"{row}\n{lock_text(made.request, made.placement, made.detour)}".encode()

        found = [text.partition(b"\n") for text in self._each(plans, keys, write)]
        return [(lock, row.decode()) for row, _, lock in found]

    def symbols(self, symbology: Symbology) -> list[bytes]:
        """Return the page of all symbols of a symbology in each theme, as SVG."""
        from lsparch.draw.symbol_page import PAGES, symbol_page  # noqa: PLC0415 - drawn with all views alone

        themes = list(PAGES.values())
        symbols = symbology.model_dump_json() if self._shelf is not None else ""
        keys = [key_of("symbols", theme.value, symbols) for theme in themes]

        def draw(places: Sequence[int]) -> list[bytes]:
            return [svg_text(symbol_page(symbology, themes[place])).encode() for place in places]

        return self._kept(keys, draw)

    def _lay_out(self, plans: Sequence[Plan]) -> None:
        self._book.lay_out([plan for plan in plans if isinstance(plan, DiagramPlan)], self._symbology)

    def _key(self, plan: Plan) -> str:
        return self._book.key(plan, self._symbology)

    def _finished(self, plan: Plan) -> str:
        """Return what the finish means to one picture."""
        links = self._finish.links
        mine = [f"{element} {links[element]}" for element in elements_of([plan]) if element in links]
        return key_of(self._finish.theme.value, *mine)

    def _each(self, plans: Sequence[Plan], keys: Sequence[str], draw: Callable[[Plan], bytes]) -> list[bytes]:
        """Return what is drawn of each plan, whose layouts are known."""

        def draw_all(places: Sequence[int]) -> list[bytes]:
            return self._crew.share(lambda number: draw(plans[places[number]]), [EACH] * len(places))

        return self._kept(keys, draw_all)

    def _kept(self, keys: Sequence[str], make: Callable[[Sequence[int]], list[bytes]]) -> list[bytes]:
        """Return what is on the shelf under each key; what is not is made, and put there."""
        if self._shelf is None:
            return make(range(len(keys)))
        found = [self._shelf.read(key) for key in keys]
        missing = [place for place, content in enumerate(found) if content is None]
        made = dict(zip(missing, make(missing), strict=True)) if missing else {}
        self._shelf.write_all({keys[place]: content for place, content in made.items()})
        return [made[place] if content is None else content for place, content in enumerate(found)]
