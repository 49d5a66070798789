"""Views that somebody asks for in a few words, without writing a file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from lsparch.diagnostics import LsparchError
from lsparch.load.validate import validate
from lsparch.models.view import Choice, Grouping, Selector, Show, ViewFile

__all__ = ["Asked", "Shape", "choice_of"]

M = TypeVar("M", bound=BaseModel)

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
        if any("" in about for about in (self.path or (), self.impact, (self.around, self.reach, self.story))):
            raise LsparchError("a question is about an element or a story; its name should not be empty")
        if self.path is not None:
            start, end = self.path
            show = _show(path={"from": start, "to": end})
            text = "Steps of the shortest way are numbered; ways at most two steps longer are shown too."
            yield _view(f"path-{start}-to-{end}", f"From {start} to {end}", text, show)
        if self.around is not None:
            text = f"What {self.around} connects to, and who connects to it."
            show = _show(around=self.around, depth=self.depth)
            yield _view(f"around-{self.around}", f"Around {self.around}", text, show)
        if self.reach is not None:
            text = "Everybody from whom a chain of connections leads there."
            show = _show(reach=self.reach, depth=self.depth)
            yield _view(f"reach-{self.reach}", f"Who can reach {self.reach}", text, show)
        if self.impact:
            what = ", ".join(self.impact)
            text = "What stops, and what keeps running with less."
            yield _view(f"impact-{'-'.join(self.impact)}", f"When {what} fails", text, _show(impact=tuple(self.impact)))
        if self.story is not None:
            yield _view(f"story-{self.story}", f"Story {self.story}", None, _show(story=self.story))


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
            "collapse": (*show.collapse, *(_not_empty("--collapse", frame) for frame in self.collapse)),
            "group_by": self.group_by or show.group_by,
        }
        return view.model_copy(update={"show": show.model_copy(update=changed)})


def choice_of(text: str) -> Choice:
    """Return the selector that a word means: an id, or facts as ``part=api,kind=statefulset``.

    Raises
    ------
    LsparchError
        If it is empty, or a fact has a name or a value that selectors do not know, or is stated twice.
    """
    if "=" not in text:
        return _not_empty("a selector", text)
    facts: dict[str, str] = {}
    for fact in text.split(","):
        key, _, value = fact.partition("=")
        if key not in Selector.model_fields or not value:
            raise LsparchError(
                f"`{fact}` is no selector; write an id, or {', '.join(f'{k}=…' for k in Selector.model_fields)}"
            )
        if key in facts:
            raise LsparchError(f"`{text}` states {key} twice; give two selectors")
        facts[key] = value
    return _valid(Selector, facts, f"`{text}`: ")


def _show(**told: Any) -> Show:
    """Return what a question shows; each key is the option that asks it."""
    return _valid(Show, told, "--")


def _valid(cls: type[M], told: Mapping[str, Any], before: str) -> M:
    """Return a value of the language of views from what somebody typed."""
    value, findings = validate(cls, told, "")
    if value is None:
        first = findings[0]
        raise LsparchError(f"{before}{first.message}{f'; {first.help}' if first.help else ''}")
    return value


def _not_empty(what: str, text: str) -> str:
    if not text:
        raise LsparchError(f"{what} should not be empty")
    return text


def _view(name: str, title: str, description: str | None, show: Show) -> ViewFile:
    identifier = re.sub(r"[^a-z0-9]+", "-", name.lower())[:_LONGEST].strip("-")
    return ViewFile(view=identifier, title=title, description=description, show=show)
