"""Undecided questions, with what each alternative would change, drawn side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from lsparch.analysis.alternative import Change, change_of, concerned
from lsparch.analysis.unsettled import source_of
from lsparch.api.layouts import layout_book
from lsparch.api.platform import Platform
from lsparch.api.symbology_needs import require_symbols
from lsparch.api.view_files import load_symbology, load_views
from lsparch.api.worlds import World, WorldViews, worlds_of
from lsparch.draw.beside import Beside, draw_beside
from lsparch.draw.shelf import Shelf
from lsparch.emit.review import Alternative, Cut, Figure, Question
from lsparch.models.catalogue import Option
from lsparch.models.symbology import Symbology
from lsparch.models.view import QUESTIONS, ViewFile
from lsparch.views.beside import united
from lsparch.views.difference import difference
from lsparch.views.focus import changed_ids, focus, settled, with_neighbours
from lsparch.views.plan import Arrow, Box, DiagramPlan, Group
from lsparch.views.remarks import Remark, remarked
from lsparch.views.wording import joined

__all__ = ["questions_of"]

LEVELS = ("platform", "pod")
"""Kinds of views in which people look for a change first."""

MOST_BOXES = 20
"""Boxes of a cut-out beyond which it is not legible beside another one."""

FEW_BOXES = 9
"""Boxes up to which there is room for what is next to what changes."""


def questions_of(platform: Platform, environment: str, shelf: Shelf | None = None) -> list[Question]:
    """Return every undecided question of the model, those that views show first.

    Parameters
    ----------
    platform
        The platform.
    environment
        Environment in which alternatives are drawn, but for those that are about another one.
    shelf
        Where layouts of before are; only those that are not there are made.
    """
    symbology = load_symbology(platform)
    every = (view for view in load_views(platform).values() if not view.on_request)
    views = [view for view in every if view.show.against is None and view.show.kind not in QUESTIONS]
    asked = [_Asked(platform, name, option, environment) for name, option in platform.model.options.items()]
    today = cache(lambda name: WorldViews(World(platform, name, Change()), symbology))
    shown = [
        (one, place, best)
        for one in asked
        for place, best in enumerate(one.best(views, symbology, today(one.environment)))
    ]
    sets = [
        [replace(cut, id=f"option-{one.name}-{place}-{number}") for number, cut in enumerate(best.cuts.values())]
        for one, place, best in shown
    ]
    require_symbols(platform, symbology, (plan for plans in sets for plan in plans))
    book = layout_book(platform, [(plans[0].id, united(plans)) for plans in sets], shelf)
    figures: dict[str, list[tuple[_Shown, Figure]]] = {}
    for (one, _, best), beside in zip(shown, draw_beside(sets, symbology, book), strict=True):
        figures.setdefault(one.name, []).append((best, one.figure(best, beside)))
    return sorted((one.question(figures.get(one.name, ())) for one in asked), key=lambda one: not one.figures)


@dataclass(frozen=True)
class _Asked:
    """A question, and the environment in which its alternatives are drawn."""

    platform: Platform
    name: str
    option: Option
    of: str
    """Environment that is reviewed."""

    @cached_property
    def changes(self) -> dict[str, Change]:
        """What each alternative changes that is not followed today."""
        model = self.platform.model
        others = {key: found for key, found in self.option.alternatives.items() if key != self.option.baseline}
        return {key: change_of(model, self.environment, found.effects) for key, found in others.items()}

    @cached_property
    def environment(self) -> str:
        """Environment in which alternatives are drawn."""
        named = (key for found in self.option.alternatives.values() for key in found.effects)
        return concerned(self.platform.model, self.of, named)

    def best(self, views: list[ViewFile], symbology: Symbology, today: WorldViews) -> list["_Shown"]:
        """Return the views that show most of what alternatives change, cut out, until all are shown that views show."""
        worlds = {
            key: today if world.is_today else WorldViews(world, symbology)
            for key, world in worlds_of(self.platform, self.environment, self.changes)
        }
        known = [self._shown(view, today, worlds) for view in views] if worlds else []
        waiting = [one for one in known if one is not None and one.is_legible]
        found: list[_Shown] = []
        while waiting:
            best = min(waiting, key=lambda one: one.rank)
            found.append(best)
            rest = [one.without(best.signed) for one in waiting]
            waiting = [one for one in rest if one.signed and one.is_legible]
        return found

    def _shown(self, view: ViewFile, today: WorldViews, worlds: Mapping[str, WorldViews]) -> "_Shown | None":
        """Return what a view shows of the alternatives; None if it shows no difference."""
        base = today.plan(view)
        if base is None:
            return None
        signed: dict[str, DiagramPlan] = {}
        told = 0
        for key, world in worlds.items():
            plan = world.plan(view)
            if plan is not None:
                words = self.changes[key].words
                found = remarked(settled(difference(base, plan)), [Remark(*said) for said in words])
                signed |= {key: found} if changed_ids(found) else {}
                told += sum(element in changed_ids(found) for element in dict(words))
        return _Shown(view, difference(base, base), signed, self.option.baseline, told) if signed else None

    def figure(self, best: "_Shown", beside: Beside) -> Figure:
        """Return the pictures of alternatives."""
        alternatives = self.option.alternatives
        cuts = (
            Cut(alternatives[key].title, key == self.option.baseline, svg.encode())
            for key, svg in zip(best.cuts, beside.pictures, strict=True)
        )
        other = best.view.environments != "none" and self.environment != self.of
        of = f" of {self.environment}" if other else ""
        what = "what the alternatives change, with what it touches; in one scale, each thing at one place"
        caption = f"From the view {best.view.title}{of}: {what}."
        return Figure(best.view.title, caption, tuple(cuts), beside.size, beside.legend.encode(), beside.legend_size)

    def question(self, found: Sequence[tuple["_Shown", Figure]]) -> Question:
        """Return the question with its pictures."""
        model, option = self.platform.model, self.option
        source = source_of(model, model.declared[f"option/{self.name}"])
        facts = [("decided by:", option.decides), ("by when:", option.by or ""), ("source:", source)]
        drawn = {key for best, _ in found for key in best.signed}
        return Question(
            option.title or self.name,
            tuple(pair for pair in facts if pair[1]),
            option.note or "",
            tuple(
                Alternative(one.title, key == option.baseline, tuple(one.effects.items()))
                for key, one in option.alternatives.items()
            ),
            tuple(figure for _, figure in found),
            self._undrawn([key for key in option.alternatives if key not in {*drawn, option.baseline}]),
        )

    def _undrawn(self, keys: Sequence[str]) -> str:
        """Return which alternatives no picture shows, and why."""
        said = []
        for key in keys:
            alternative = self.option.alternatives[key]
            effects = joined(f"{path}: {value}" for path, value in alternative.effects.items())
            why = f"no view shows what tells it apart ({effects})" if effects else "nothing in the model tells it apart"
            said.append(f"Not drawn: {alternative.title}; {why}.")
        return " ".join(said)


@dataclass(frozen=True)
class _Shown:
    """What a view shows of alternatives."""

    view: ViewFile
    base: DiagramPlan
    signed: Mapping[str, DiagramPlan]
    """Alternatives that differ, with signs at what does."""

    baseline: str | None
    told: int
    """Elements of which alternatives say something, and that are marked."""

    def without(self, keys: Iterable[str]) -> "_Shown":
        """Return what is shown of other alternatives."""
        return replace(self, signed={key: plan for key, plan in self.signed.items() if key not in keys})

    @property
    def rank(self) -> tuple[int, int, int, bool, bool, int, int, str]:
        """Place among other views: those that tell most alternatives and effects apart, then small ones, levels."""
        marks = sum(_marks(plan) for plan in self.signed.values())
        level = self.view.show.kind in LEVELS
        big = max(len(cut.boxes) for cut in self.cuts.values()) > FEW_BOXES
        apart = len(set(self.signed.values()))
        size = len(self.base.boxes)
        return -apart, -len(self.signed), -self.told, big, not level, -marks, size, self.view.view

    @property
    def is_legible(self) -> bool:
        """Whether each cut-out can be read beside the others."""
        return all(0 < len(cut.boxes) <= MOST_BOXES for cut in self.cuts.values())

    @cached_property
    def cuts(self) -> dict[str, DiagramPlan]:
        """What changes, with what it touches if there is room: the same cut-out of every alternative, and of today."""
        plans = [self.base, *self.signed.values()]
        narrow = frozenset(element for plan in plans for element in changed_ids(plan))
        wide = frozenset(element for plan in plans for element in with_neighbours(plan, narrow))
        boxes = {box.id for plan in plans for box in plan.boxes}
        ids = wide if len(boxes & wide) <= FEW_BOXES else narrow
        cuts = {key: focus(plan, ids) for key, plan in self.signed.items()}
        return cuts if self.baseline is None else {self.baseline: focus(self.base, ids), **cuts}


def _marks(plan: DiagramPlan) -> int:
    """Return how many signs there are in a plan."""
    elements: tuple[Group | Box | Arrow, ...] = (*plan.groups, *plan.boxes, *plan.arrows)
    return sum(len(one.signs) for one in elements)
