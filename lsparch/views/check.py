"""Checking view files against the model: names that mean nothing."""

from collections.abc import Iterable, Iterator
from typing import Any

from lsparch.diagnostics import Finding, Severity
from lsparch.load import Model
from lsparch.load.validate import suggest
from lsparch.models.view import ViewFile
from lsparch.views.kinds import known_kinds
from lsparch.yaml import place_of

__all__ = ["check_view"]


def check_view(view: ViewFile, root: Any, file: str, model: Model) -> Iterator[Finding]:
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
    key = "level" if view.show.level is not None else "concern"
    yield from _unknown("kind of view", view.show.kind, known_kinds(), ("show", key), root, file)
    if view.show.aspect is not None:
        yield from _unknown("Aspect or Service", view.show.aspect, model.parts, ("show", "aspect"), root, file)
    for position, part in enumerate(view.show.parts):
        yield from _unknown("Aspect or Service", part, model.parts, ("show", "parts", position), root, file)
    if not isinstance(view.environments, str):
        for position, name in enumerate(view.environments):
            yield from _unknown("environment", name, model.environments, ("environments", position), root, file)
    for position, name in enumerate(view.show.without):
        if "*" not in name and "?" not in name:
            yield from _unknown("element", name, model.declared, ("show", "without", position), root, file)


def _unknown(
    what: str, name: str, known: Iterable[str], path: tuple[str | int, ...], root: Any, file: str
) -> Iterator[Finding]:
    names = sorted(known)
    if name not in names:
        advice = suggest(name, names) or (f"known: {', '.join(names)}" if len(names) < 20 else "")  # noqa: PLR2004
        message = f"the view names the {what} `{name}`, which does not exist"
        yield Finding("VIW001", Severity.ERROR, place_of(root, path, file), message, help=advice)
