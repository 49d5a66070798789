"""Views that somebody asks for in a few words, without writing a file."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lsparch.diagnostics import LsparchError
from lsparch.models.view import Choice, Ends, Grouping, Selector, Show, ViewFile

__all__ = ["Asked", "Shape", "choice_of"]

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions, each of which is a picture."""

    path: tuple[str, str] | None = None
    around: str | None = None
    reach: str | None = None
    impact: Sequence[str] = ()
    story: str | None = None
    depth: int | None = None

    def views(self) -> Iterator[ViewFile]:
        """Iterate over the views of the questions that are asked."""
        if self.depth is not None and self.around is None and self.reach is None:
            raise LsparchError("--depth is about --around and --reach")
        if self.path is not None:
            start, end = self.path
            show = Show(path=Ends.model_validate({"from": start, "to": end}))
            text = "Steps of the shortest way are numbered; ways at most two steps longer are shown too."
            yield _view(f"path-{start}-to-{end}", f"From {start} to {end}", text, show)
        if self.around is not None:
            text = f"What {self.around} connects to, and who connects to it."
            yield _view(
                f"around-{self.around}", f"Around {self.around}", text, Show(around=self.around, depth=self.depth)
            )
        if self.reach is not None:
            text = "Everybody from whom a chain of connections leads there."
            show = Show(reach=self.reach, depth=self.depth)
            yield _view(f"reach-{self.reach}", f"Who can reach {self.reach}", text, show)
        if self.impact:
            what = ", ".join(self.impact)
            text = "What stops, and what keeps running with less."
            yield _view(f"impact-{'-'.join(self.impact)}", f"When {what} fails", text, Show(impact=tuple(self.impact)))
        if self.story is not None:
            yield _view(f"story-{self.story}", f"Story {self.story}", None, Show(story=self.story))


@dataclass(frozen=True, slots=True)
class Shape:
    """How pictures of any view are narrowed and framed."""

    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    collapse: Sequence[str] = ()
    group_by: Grouping | None = None

    def of(self, view: ViewFile) -> ViewFile:
        """Return a view with this shape on top of its own."""
        show = view.show
        changed = {
            "include": (*show.include, *map(choice_of, self.include)),
            "exclude": (*show.exclude, *map(choice_of, self.exclude)),
            "collapse": (*show.collapse, *self.collapse),
            "group_by": self.group_by or show.group_by,
        }
        return view.model_copy(update={"show": show.model_copy(update=changed)})


def choice_of(text: str) -> Choice:
    """Return the selector that a word means: an id, or facts as ``part=api,kind=statefulset``.

    Raises
    ------
    LsparchError
        If a fact has a name that selectors do not know.
    """
    if "=" not in text:
        return text
    facts: dict[str, str] = {}
    for fact in text.split(","):
        key, _, value = fact.partition("=")
        if key not in Selector.model_fields or not value:
            raise LsparchError(
                f"`{fact}` is no selector; write an id, or {', '.join(f'{k}=…' for k in Selector.model_fields)}"
            )
        facts[key] = value
    return Selector.model_validate(facts)


def _view(name: str, title: str, description: str | None, show: Show) -> ViewFile:
    identifier = re.sub(r"[^a-z0-9]+", "-", name.lower())[:_LONGEST].strip("-")
    return ViewFile(view=identifier, title=title, description=description, show=show)
