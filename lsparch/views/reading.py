"""The order in which views are read: from afar to near, then concerns, ways, stories and figures."""

from dataclasses import dataclass

from lsparch.models.view import ViewFile

__all__ = ["FIGURES", "Reading", "reading"]

FIGURES = "Figures"
"""Title of the chapter of charts."""

LEVELS = ("context", "platform", "pod", "container", "deployment")
WAYS = ("path", "around", "reach", "impact")
STORIES = ("sequence", "story")
CHARTS = ("chart-capacity", "chart-registry", "chart-findings")

CHAPTERS = (
    ("From afar to near", LEVELS),
    ("Concerns", ()),
    ("Ways, reach and failures", WAYS),
    ("Stories", STORIES),
    (FIGURES, CHARTS),
)
"""Titles, and kinds of views in the order in which they are read; what has no other place is a concern."""


@dataclass(frozen=True, order=True, slots=True)
class Reading:
    """The place of a view among others."""

    number: int
    """Of its chapter."""

    kind: int
    is_difference: bool
    is_of_one: bool
    """Whether it shows one part; pictures of several come before."""

    name: str

    @property
    def chapter(self) -> str:
        """Title of its chapter."""
        return CHAPTERS[self.number][0]


def reading(view: ViewFile) -> Reading:
    """Return the place of a view."""
    kind = view.show.kind
    number, place = next(
        ((number, kinds.index(kind)) for number, (_, kinds) in enumerate(CHAPTERS) if kind in kinds), (1, 0)
    )
    return Reading(number, place, view.show.against is not None, view.show.aspect is not None, view.view)
