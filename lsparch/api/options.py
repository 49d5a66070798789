"""Undecided questions, with what each alternative would change, drawn side by side."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lsparch.analysis.alternative import Change, change_of, changed_graph
from lsparch.analysis.unsettled import source_of
from lsparch.api.platform import Platform
from lsparch.api.view_files import load_symbology, load_views
from lsparch.diagnostics import LsparchError, UnreadableInputError
from lsparch.draw.bare import draw_bare
from lsparch.emit.review import Alternative, Question
from lsparch.graph import ArchGraph
from lsparch.models.catalogue import Option
from lsparch.models.symbology import Symbology
from lsparch.models.view import ViewFile
from lsparch.outside.files import Files
from lsparch.outside.graphviz import GraphvizEngine
from lsparch.resolve import Environment
from lsparch.views.belonging import belong
from lsparch.views.difference import difference
from lsparch.views.focus import changed_ids, focus, settled
from lsparch.views.given import ViewContext
from lsparch.views.kinds import planner
from lsparch.views.plan import DiagramPlan
from lsparch.yaml import emit

__all__ = ["questions_of"]

LEVELS = ("platform", "pod")
"""Kinds of views in which people look for a change first."""

MOST_BOXES = 24
"""Boxes of a cut-out beyond which it is not legible beside another one."""


def questions_of(platform: Platform, environment: str) -> Iterator[Question]:
    """Yield every undecided question of the model.

    Parameters
    ----------
    platform
        The platform.
    environment
        Environment in which alternatives are drawn, as far as a view shows what they change.
    """
    model = platform.model
    symbology = load_symbology(platform)
    views = [view for view in load_views(platform).values() if not view.on_request and view.environments != "none"]
    for name, option in model.options.items():
        source = source_of(model, model.declared[f"option/{name}"])
        facts = [("decided by:", option.decides), ("by when:", option.by or ""), ("source:", source)]
        shown, pictures = _pictures(platform, environment, symbology, views, option)
        alternatives = tuple(
            Alternative(found.title, key == option.baseline, tuple(found.effects.items()), pictures.get(key, b""))
            for key, found in option.alternatives.items()
        )
        told = tuple(pair for pair in facts if pair[1])
        yield Question(option.title or name, told, option.note or "", alternatives, shown)


def _pictures(
    platform: Platform, environment: str, symbology: Symbology, views: list[ViewFile], option: Option
) -> tuple[str, Mapping[str, bytes]]:
    """Return the title of a view that shows what alternatives change, and a cut-out of it for each of them."""
    changes = {
        key: change_of(platform.model, environment, found.effects)
        for key, found in option.alternatives.items()
        if key != option.baseline
    }
    worlds = dict(_worlds(platform, environment, changes))
    today = _World(platform, platform.environment(environment), platform.graph(environment))
    found = [shown for view in views if (shown := _shown(view, symbology, today, worlds)) is not None]
    for shown in sorted(found, key=lambda shown: shown.rank):
        cuts = shown.cuts(option.baseline)
        if all(0 < len(cut.boxes) <= MOST_BOXES for cut in cuts.values()):
            drawn = draw_bare(list(cuts.values()), symbology, GraphvizEngine())
            return shown.view.title, {key: svg.encode() for key, svg in zip(cuts, drawn, strict=True)}
    return "", {}


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a view shows of alternatives."""

    view: ViewFile
    base: DiagramPlan
    signed: Mapping[str, DiagramPlan]
    """Alternatives that differ, with signs at what does."""

    @property
    def rank(self) -> tuple[int, bool, int, str]:
        """Place among other views: first those that tell most alternatives apart, then levels, then small ones."""
        return -len(set(self.signed.values())), self.view.show.kind not in LEVELS, len(self.base.boxes), self.view.view

    def cuts(self, baseline: str | None) -> dict[str, DiagramPlan]:
        """Return what changes, with what it touches: the same cut-out of every alternative, and of what is today."""
        ids = frozenset(element for plan in self.signed.values() for element in changed_ids(plan))
        cuts = {key: focus(plan, ids) for key, plan in self.signed.items()}
        if baseline is not None:
            cuts = {baseline: focus(difference(self.base, self.base), ids), **cuts}
        return cuts


def _shown(view: ViewFile, symbology: Symbology, today: "_World", worlds: Mapping[str, "_World"]) -> _Shown | None:
    """Return what a view shows of alternatives; None if it shows no difference."""
    base = today.plan(view, symbology)
    if base is None:
        return None
    plans = {key: world.plan(view, symbology) for key, world in worlds.items()}
    signed = {key: settled(difference(base, plan)) for key, plan in plans.items() if plan is not None}
    differing = {key: plan for key, plan in signed.items() if changed_ids(plan)}
    return _Shown(view, base, differing) if differing else None


@dataclass(frozen=True, slots=True)
class _World:
    """An environment as it is, or as it would be."""

    platform: Platform
    env: Environment
    graph: ArchGraph

    def plan(self, view: ViewFile, symbology: Symbology) -> DiagramPlan | None:
        """Return what a view shows of it; None if that is no diagram, or of nothing that there is."""
        make = planner(view.show.kind)
        assert make is not None, view.show.kind
        name, model = self.env.id, self.platform.model
        context = ViewContext(model, symbology, {name: self.env}, {name: self.graph}, name)
        try:
            plan = make(context, view, name)
        except (LsparchError, KeyError):
            return None
        if not isinstance(plan, DiagramPlan):
            return None
        titles = {part: declared.title or part for part, declared in model.parts.items()}
        return belong(plan, self.graph, titles)


def _worlds(platform: Platform, environment: str, changes: Mapping[str, Change]) -> Iterator[tuple[str, _World]]:
    """Yield an environment as each alternative would have it; one that makes no model is only said in words."""
    for key, change in changes.items():
        if change == Change():
            continue
        with suppress(UnreadableInputError):
            changed = (
                Platform(platform.root, "", _Changed(platform, environment, change)) if change.in_model else platform
            )
            graph = changed_graph(changed.graph(environment), change)
            yield key, _World(changed, changed.environment(environment), graph)


class _Changed(Files):
    """The file system, with the file of one environment as an alternative would have it."""

    def __init__(self, platform: Platform, environment: str, change: Change) -> None:
        declared = platform.model.declared[f"environment/{environment}"]
        self._folder = platform.root / "model"
        self._file = declared.file[len(platform.folder("model")) + 1 :]
        raw = dict(declared.raw) | dict(change.settings)
        because = "an alternative of an undecided question"
        overrides = {path: {"value": value, "because": because, "permanent": True} for path, value in change.overrides}
        if overrides:
            raw["override"] = {**raw.get("override", {}), **overrides}
        self._text = emit(raw)

    def tree(self, folder: Path, *suffixes: str) -> dict[str, bytes]:
        """Return the files of a folder, that of the environment changed."""
        found = super().tree(folder, *suffixes)
        return found | {self._file: self._text.encode()} if folder == self._folder else found
