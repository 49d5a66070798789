"""Plans as files of several formats: pictures are drawn once for all formats that need them."""

from collections.abc import Sequence
from functools import cached_property

from lsparch.api.drawn import Drawer
from lsparch.diagnostics import LsparchError
from lsparch.draw import LayoutEngine
from lsparch.emit.drawing import can_write, drawing_set, render_drawings
from lsparch.emit.drawing_format import DrawingFormat
from lsparch.models.paper import Paper
from lsparch.models.symbology import Symbology
from lsparch.views.plans import Plan
from lsparch.views.reading import Reading

__all__ = ["Renderer"]

SET = "diagrams"
"""Name of a file that holds all pictures, without ending."""

WORKSPACE = "workspace.dsl"
"""Name of Structurizr's file, which it looks for."""


class Renderer:
    """Plans in several formats; pictures are drawn once for all formats that need them."""

    def __init__(
        self,
        plans: Sequence[Plan],
        symbology: Symbology,
        engine: LayoutEngine,
        drawer: Drawer,
        scale: float | None = None,
        order: Sequence[Reading] = (),
        paper: Paper = Paper.SLIDE,
    ) -> None:
        self._paper = paper
        self._scale = scale
        self._order = order
        self._plans = plans
        self._symbology = symbology
        self._engine = engine
        self._drawer = drawer

    @cached_property
    def _pictures(self) -> list[bytes]:
        return self._drawer.svg(self._plans)

    def _as_pdf(self) -> bytes:
        """Return all plans as one document, in the order in which they are read."""
        from lsparch.emit.document import Picture, picture_set  # noqa: PLC0415
        from lsparch.outside.typeset import typeset  # noqa: PLC0415

        found = zip(self._order, self._plans, self._pictures, strict=True)
        pictures = [
            Picture(plan.title, plan.environment, plan.description, svg, chapter=place.chapter)
            for place, plan, svg in sorted(found, key=lambda one: one[0])
        ]
        shown = list(dict.fromkeys(plan.environment for plan in self._plans if plan.environment))
        return typeset(picture_set("Diagrams", ", ".join(shown) or "the whole model", pictures, self._paper.size))

    def files(self, names: Sequence[str], form: DrawingFormat) -> dict[str, bytes]:
        """Return the files of a format: one for each plan that it can show, or one for all.

        Parameters
        ----------
        names
            Name of each plan, without ending.
        form
            The format.

        Raises
        ------
        LsparchError
            If it can show none.
        """
        places = [place for place, plan in enumerate(self._plans) if can_write(plan, form)]
        if self._plans and not places:
            raise LsparchError(
                f"charts are pictures: they cannot be written as {form}; draw them as svg, png, pdf or json"
            )
        if form is DrawingFormat.PDF:
            return {f"{SET}{form.suffix}": self._as_pdf()}
        if form is DrawingFormat.STRUCTURIZR or (form is DrawingFormat.DRAWIO and len(places) > 1):
            whole = drawing_set([self._plans[place] for place in places], form, self._symbology, self._engine)
            return {WORKSPACE if form is DrawingFormat.STRUCTURIZR else f"{SET}{form.suffix}": whole}
        written = zip(places, self._written(form, places), strict=True)
        return {f"{names[place]}{form.suffix}": data for place, data in written}

    def _written(self, form: DrawingFormat, places: list[int]) -> list[bytes]:
        match form:
            case DrawingFormat.SVG:
                return self._pictures
            case DrawingFormat.PNG:
                return self._drawer.png(self._pictures, self._scale)
            case DrawingFormat.JSON:
                return self._drawer.json(self._plans)
            case _:
                plans = [self._plans[place] for place in places]
                return render_drawings(plans, form, self._symbology, self._engine)
