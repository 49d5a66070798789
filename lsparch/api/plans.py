"""What is drawn: the plans of all pictures, before anything has a place."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import chain
from pathlib import Path, PurePosixPath

from lsparch.api.day import EARLY
from lsparch.api.named import names_of_graph, names_of_model, require_elements
from lsparch.api.object_plans import plans_of_difference, plans_of_objects, read_objects, undrawable
from lsparch.api.planned import PlannedDrawing
from lsparch.api.platform import Platform
from lsparch.api.sources import split_sources
from lsparch.api.symbology_needs import require_symbols
from lsparch.api.view_files import load_symbology
from lsparch.api.wanted import Wanted
from lsparch.diagnostics import LsparchError
from lsparch.models.symbology import Symbology
from lsparch.views.asked import Asked, Shape

__all__ = ["plan_drawings"]


def plan_drawings(
    platform: Platform,
    sources: Iterable[str] = (),
    views: Iterable[str] = (),
    asked: Asked = Asked(),  # noqa: B008 - a frozen value
    shape: Shape = Shape(),  # noqa: B008
    *,
    diff: bool = False,
    as_of: date = EARLY,
) -> tuple[list[PlannedDrawing], Symbology]:
    """Return the plans of all views, or of some, and the symbology.

    Parameters
    ----------
    platform
        The platform.
    sources
        What is drawn: environments, those that each view names when empty; ``git:REV`` draws the model of a revision,
        with the views of that.
        Manifests and clusters have views of their own: an overview, the pods of each part, and more.
    views
        Ids of views; all when empty, unless something is asked.
    asked
        Questions that are views, too.
    shape
        How all of them are narrowed and framed.
    diff
        Whether the difference between two sources is drawn, the older one first: with the views of the platform as it
        is where both are of the model.
    as_of
        Day on which exceptions are judged, where findings are drawn; before any ends when not given.

    Raises
    ------
    LsparchError
        If a source or a view does not exist.
    UnreadableInputError
        If the model, the symbology, a view or a manifest is faulty.
    """
    wanted = Wanted(list(views), tuple(asked.views()), shape)
    if diff:
        symbology = load_symbology(platform)
        drawings = list(plans_of_difference(platform, symbology, list(sources), wanted))
        require_symbols(platform, symbology, (drawing.plan for drawing in drawings))
        return drawings, symbology
    platform, environments, others = split_sources(platform, sources)
    symbology = load_symbology(platform)
    of_model = bool(environments) or not others
    names = [file_name(other) for other in others]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise LsparchError(f"two sources would have pictures named `{twice}`; draw one at a time")
    read = [read_objects(platform, other) for other in others]
    known = names_of_model(platform, environments) if of_model else ()
    require_elements(shape, chain(known, (names_of_graph(one.graph) for one in read)))
    drawings = []
    if of_model:
        from lsparch.api.model_plans import plans_of_model  # noqa: PLC0415 - manifests need none of it

        drawings += plans_of_model(platform, symbology, environments, wanted, as_of)
    for one, name in zip(read, names, strict=True):
        drawings += plans_of_objects(
            platform, symbology, one, wanted, "" if not of_model and len(read) == 1 else f"-{name}"
        )
    if others and not drawings:
        raise LsparchError(undrawable(read))
    require_symbols(platform, symbology, (drawing.plan for drawing in drawings))
    return drawings, symbology


def file_name(source: str) -> str:
    """Return how files are named after a source."""
    if source == "-":
        return "stdin"
    if source.startswith("kube:"):
        return re.sub(r"[^A-Za-z0-9.-]+", "-", source.removeprefix("kube:")).strip("-")
    return PurePosixPath(Path(source).resolve()).stem
