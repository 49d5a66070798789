"""Checking view files against the model: names that mean nothing."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from lsparch.diagnostics import Finding, Severity
from lsparch.load.validate import suggest
from lsparch.models.view import QUESTIONS, ViewFile
from lsparch.views.kinds import known_kinds
from lsparch.views.outside import USERS
from lsparch.views.selection import named_alone
from lsparch.yaml import place_of

if TYPE_CHECKING:
    from lsparch.load import Model

__all__ = ["check_view"]

CHART = "chart-"
"""What stands before the name of a chart in its kind."""

IN_ENVIRONMENT = (f"{CHART}capacity", f"{CHART}findings")
"""Charts of one environment; the others may be of the whole model."""


def check_view(view: ViewFile, root: Any, file: str, model: "Model") -> Iterator[Finding]:
    """Find names in a view that the model, or this release, does not know.

    Parameters
    ----------
    view
        The view.
    root
        Positioned tree of its file.
    file
        Name of the file, for places.
    model
        The model.
    """
    show = view.show
    if show.sequence is not None:
        path = ("show", "sequence")
        yield from _unknown("story", show.sequence.removeprefix("story/"), model.stories, path, root, file)
    elif show.chart is not None:
        charts = [kind.removeprefix(CHART) for kind in known_kinds() if kind.startswith(CHART)]
        yield from _unknown("chart", show.chart, charts, ("show", "chart"), root, file)
    elif show.level is not None or show.concern is not None:
        key = "level" if show.level is not None else "concern"
        kinds = [kind for kind in known_kinds() if kind not in QUESTIONS and not kind.startswith(CHART)]
        yield from _unknown("kind of view", show.kind, kinds, ("show", key), root, file)
    if view.environments == "none" and show.kind in {*QUESTIONS, *IN_ENVIRONMENT}:
        message = "the view shows no environment, but asks for what there is only in one"
        place = place_of(root, ("environments",), file)
        yield Finding("VIW003", Severity.ERROR, place, message, help="name an environment, or write `default` or `all`")
    if view.show.aspect is not None:
        yield from _unknown("Aspect or Service", view.show.aspect, model.parts, ("show", "aspect"), root, file)
    for position, part in enumerate(view.show.parts):
        yield from _unknown("Aspect or Service", part, model.parts, ("show", "parts", position), root, file)
    if not isinstance(view.environments, str):
        for position, name in enumerate(view.environments):
            yield from _unknown("environment", name, model.environments, ("environments", position), root, file)
    yield from _questions(view, root, file, model)
    for key, choices in (("include", show.include), ("exclude", show.exclude)):
        for position, choice in enumerate(choices):
            if isinstance(choice, str) and named_alone(choice):
                yield from _unknown("element", choice, model.declared, ("show", key, position), root, file)


def _questions(view: ViewFile, root: Any, file: str, model: "Model") -> Iterator[Finding]:
    """Find elements that questions are about and that the model does not have."""
    show = view.show
    asked: list[tuple[tuple[str | int, ...], str | None]] = [
        (("show", "around"), show.around),
        (("show", "reach"), show.reach),
        *((("show", "impact", position), name) for position, name in enumerate(show.impact)),
    ]
    if show.path is not None:
        asked += [(("show", "path", "from"), show.path.from_), (("show", "path", "to"), show.path.to)]
    for path, element in asked:
        if element is not None and (element != USERS or "impact" in path):
            yield from _unknown("element", element, model.declared, path, root, file)
    if show.story is not None:
        name = show.story.removeprefix("story/")
        yield from _unknown("story", name, model.stories, ("show", "story"), root, file)
    if show.against is not None:
        name = show.against.removeprefix("environment/")
        yield from _unknown("environment", name, model.environments, ("show", "against"), root, file)


def _unknown(
    what: str, name: str, known: Iterable[str], path: tuple[str | int, ...], root: Any, file: str
) -> Iterator[Finding]:
    names = sorted(known)
    if name not in names:
        advice = suggest(name, names) or (f"known: {', '.join(names)}" if len(names) < 20 else "")  # noqa: PLR2004
        message = f"the view names the {what} `{name}`, which does not exist"
        yield Finding("VIW001", Severity.ERROR, place_of(root, path, file), message, help=advice)
