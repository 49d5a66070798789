"""Which views are drawn, of those that are there and those that are asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lsparch.diagnostics import LsparchError
from lsparch.load.validate import suggest
from lsparch.models.view import ViewFile
from lsparch.views.asked import Shape

__all__ = ["Wanted", "named_view"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which views are drawn."""

    names: list[str]
    asked: tuple[ViewFile, ...]
    shape: Shape

    def of(self, known: Mapping[str, ViewFile]) -> Iterator[tuple[str, ViewFile]]:
        """Iterate over the views that are wanted, of those known and of those asked."""
        names = self.names or [name for name, view in known.items() if not (self.asked or view.on_request)]
        for name in names:
            yield name, self.shape.of(named_view(name, known))
        for view in self.asked:
            yield view.view, self.shape.of(view)

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
