"""Which views are drawn, of those that are there and those that are asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lsparch.diagnostics import LsparchError
from lsparch.load.validate import suggest
from lsparch.models.view import ViewFile
from lsparch.views.asked import Shape

__all__ = ["Wanted", "WantedView", "named_view"]


@dataclass(frozen=True, slots=True)
class WantedView:
    """A view that is drawn."""

    name: str

    view: ViewFile
    """The view in the shape that is wanted."""

    is_asked: bool
    """Whether it is a question that somebody asks, and no view that is there."""

    is_named: bool
    """Whether somebody names it, or asks it: it does not go without saying where it is about what is not there."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which views are drawn."""

    names: list[str]
    asked: tuple[ViewFile, ...]
    shape: Shape

    def of(self, known: Mapping[str, ViewFile]) -> Iterator[WantedView]:
        """Iterate over the views that are wanted, of those known and of those asked."""
        names = self.names or [name for name, view in known.items() if not (self.asked or view.on_request)]
        for name in names:
            view = self.shape.of(named_view(name, known))
            yield WantedView(name, view, is_asked=False, is_named=bool(self.names))
        for view in self.asked:
            yield WantedView(view.view, self.shape.of(view), is_asked=True, is_named=True)

    def lacks(self, known: Mapping[str, ViewFile]) -> bool:
        """Tell whether a view is named that is not known."""
        return any(name not in known for name in self.names)


def named_view(name: str, known: Mapping[str, ViewFile]) -> ViewFile:
    """Return the view of a name.

    Raises
    ------
    LsparchError
        If there is none.
    """
    if name not in known:
        advice = suggest(name, known) or f"known: {', '.join(known)}"
        raise LsparchError(f"no view `{name}`; {advice}")
    return known[name]
