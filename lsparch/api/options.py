"""Undecided questions, with what each alternative would change, drawn side by side."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from lsparch.analysis.alternative import Change, change_of, concerned, named_in
from lsparch.analysis.unsettled import source_of
from lsparch.api.layouts import layout_book
from lsparch.api.platform import Platform
from lsparch.api.symbology_needs import require_symbols
from lsparch.api.view_files import load_symbology, load_views
from lsparch.api.worlds import World, WorldViews, world_of
from lsparch.draw.beside import Beside, draw_beside
from lsparch.draw.shelf import Shelf
from lsparch.emit.review import Alternative, Cut, Figure, Question
from lsparch.models.catalogue import Option
from lsparch.models.symbology import Symbology
from lsparch.models.view import QUESTIONS, ViewFile
from lsparch.views.beside import united
from lsparch.views.difference import difference
from lsparch.views.focus import changed_ids, focus, with_neighbours
from lsparch.views.plan import Arrow, Box, DiagramPlan, Group
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

    @cached_property
    def named(self) -> frozenset[str]:
        """Elements of which alternatives speak."""
        found = (named_in(self.platform.model, one.effects) for one in self.option.alternatives.values())
        return frozenset[str]().union(*found)

    def best(self, views: list[ViewFile], symbology: Symbology, today: WorldViews) -> list["_Shown"]:
        """Return the views that show most of what alternatives change, cut out, until all is shown that views show."""
        worlds = {key: self._world(change, symbology, today) for key, change in self.changes.items()}
        parts = {
            (key, effect): worlds[key] if len(effects) == 1 else self._world(change, symbology, today)
            for key, effects in self._effects.items()
            for effect, change in effects.items()
        }
        known = [self._shown(view, today, worlds, parts) for view in views]
        waiting = [one for one in known if one is not None and one.is_legible]
        found: list[_Shown] = []
        while waiting:
            best = min(waiting, key=lambda one: one.rank)
            found.append(best)
            rest = [one.without(best.told) for one in waiting]
            waiting = [one for one in rest if one.told and one.is_legible]
        return found

    @cached_property
    def _effects(self) -> dict[str, dict[str, Change]]:
        """What each effect of an alternative changes by itself."""
        model, alternatives = self.platform.model, self.option.alternatives
        return {
            key: {
                effect: change_of(model, self.environment, {effect: value})
                for effect, value in alternatives[key].effects.items()
            }
            for key in self.changes
        }

    def _world(self, change: Change, symbology: Symbology, today: WorldViews) -> WorldViews:
        world = world_of(self.platform, self.environment, change)
        return WorldViews(world, symbology, today if world.is_today else None)

    def _shown(
        self,
        view: ViewFile,
        today: WorldViews,
        worlds: Mapping[str, WorldViews],
        parts: Mapping[tuple[str, str], WorldViews],
    ) -> "_Shown | None":
        """Return what a view shows of the alternatives; None if it shows no difference."""
        base = today.plan(view)
        if base is None:
            return None
        signed = {key: plan for key, world in worlds.items() if (plan := world.against(today, view)) is not None}
        told = frozenset(
            (key, effect) for (key, effect), world in parts.items() if key in signed and world.against(today, view)
        )
        return _Shown(view, difference(base, base), signed, self.option.baseline, told, self.named) if told else None

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
        caption = " ".join([f"From the view {best.view.title}{of}: {what}.", *self._alike(best.cuts)])
        return Figure(best.view.title, caption, tuple(cuts), beside.size, beside.legend.encode(), beside.legend_size)

    def _alike(self, cuts: Mapping[str, DiagramPlan]) -> list[str]:
        """Return sentences about alternatives that a view does not tell apart."""
        alike: dict[DiagramPlan, list[str]] = {}
        for key, cut in cuts.items():
            alike.setdefault(cut, []).append(f"“{self.option.alternatives[key].title}”")
        return [f"Here {' and '.join(titles)} are alike." for titles in alike.values() if len(titles) > 1]

    def question(self, found: Sequence[tuple["_Shown", Figure]]) -> Question:
        """Return the question with its pictures."""
        model, option = self.platform.model, self.option
        source = source_of(model, model.declared[f"option/{self.name}"])
        facts = [("decided by:", option.decides), ("by when:", option.by or ""), ("source:", source)]
        told = frozenset[tuple[str, str]]().union(*(best.told for best, _ in found))
        return Question(
            option.title or self.name,
            tuple(pair for pair in facts if pair[1]),
            option.note or "",
            tuple(
                Alternative(one.title, key == option.baseline, tuple(one.effects.items()))
                for key, one in option.alternatives.items()
            ),
            tuple(figure for _, figure in found),
            self._undrawn(told),
        )

    def _undrawn(self, told: Collection[tuple[str, str]]) -> str:
        """Return what of which alternatives no picture shows, and why."""
        said = []
        for key, effects in self._effects.items():
            stated = self.option.alternatives[key].effects
            rest = [effect for effect in effects if (key, effect) not in told]
            if rest or not stated:
                what = joined(f"{path}: {stated[path]}" for path in rest)
                title = self.option.alternatives[key].title
                if len(rest) < len(stated):
                    said.append(f"Not drawn of {title}: {what}.")
                else:
                    why = (
                        f"no view shows what tells it apart ({what})" if rest else "nothing in the model tells it apart"
                    )
                    said.append(f"Not drawn: {title}; {why}.")
        return " ".join(said)


@dataclass(frozen=True)
class _Shown:
    """What a view shows of alternatives."""

    view: ViewFile
    base: DiagramPlan
    signed: Mapping[str, DiagramPlan]
    """Alternatives that differ, with signs at what does."""

    baseline: str | None
    told: frozenset[tuple[str, str]]
    """Alternatives, each with an effect that is marked."""

    named: frozenset[str]
    """Elements of which alternatives speak."""

    def without(self, told: Collection[tuple[str, str]]) -> "_Shown":
        """Return what is shown of other effects, with the alternatives that have them."""
        left = frozenset(pair for pair in self.told if pair not in told)
        keys = {key for key, _ in left}
        return replace(self, signed={key: plan for key, plan in self.signed.items() if key in keys}, told=left)

    @property
    def rank(self) -> tuple[int, int, int, bool, bool, int, int, int, str]:
        """Place among other views: those that tell most effects and alternatives apart, then small ones, levels."""
        marks = sum(_marks(plan) for plan in self.signed.values())
        level = self.view.show.kind in LEVELS
        big = max(len(cut.boxes) for cut in self.cuts.values()) > FEW_BOXES
        apart = len(set(self.signed.values()))
        size = len(self.base.boxes)
        shown = [(one, _shown_as(one, self.base)) for one in self.named]
        named, own = sum(bool(box) for _, box in shown), sum(one == box for one, box in shown)
        return -len(self.told), -named, -apart, big, not level, -own, -marks, size, self.view.view

    @property
    def is_legible(self) -> bool:
        """Whether each cut-out can be read beside the others."""
        return all(0 < len(cut.boxes) <= MOST_BOXES for cut in self.cuts.values())

    @cached_property
    def cuts(self) -> dict[str, DiagramPlan]:
        """What changes, with what it touches if there is room: the same cut-out of every alternative, and of today."""
        plans = [self.base, *self.signed.values()]
        boxes = {box.id for plan in plans for box in plan.boxes}
        named = {_shown_as(one, plan) for plan in plans for one in self.named}
        narrow = frozenset(element for plan in plans for element in changed_ids(plan)) | named
        wide = frozenset(element for plan in plans for element in with_neighbours(plan, narrow))
        ids = wide if len(boxes & wide) <= FEW_BOXES else narrow
        cuts = {key: focus(plan, ids) for key, plan in self.signed.items()}
        return cuts if self.baseline is None else {self.baseline: focus(self.base, ids), **cuts}


def _shown_as(element: str, plan: DiagramPlan) -> str:
    """Return what is drawn of an element: its box or frame, else the box of its part's pods, or of its part."""
    boxes = {box.id for box in plan.boxes}
    part = element.partition("/")[0]
    own = element in boxes or any(group.id == element for group in plan.groups)
    return element if own else next((one for one in (f"{part}/pods", part) if one in boxes), "")


def _marks(plan: DiagramPlan) -> int:
    """Return how many signs there are in a plan."""
    elements: tuple[Group | Box | Arrow, ...] = (*plan.groups, *plan.boxes, *plan.arrows)
    return sum(len(one.signs) for one in elements)
