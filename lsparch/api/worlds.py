"""The platform as it would be if an alternative of an undecided question were taken."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from lsparch.analysis.alternative import Change, changed_graph
from lsparch.api.model_plans import Lazy, model_context, part_titles
from lsparch.api.platform import Platform
from lsparch.diagnostics import LsparchError, UnreadableInputError
from lsparch.graph import ArchGraph
from lsparch.load import Model
from lsparch.models.catalogue import Option
from lsparch.models.symbology import Symbology
from lsparch.models.view import ViewFile
from lsparch.outside.files import Files
from lsparch.views.answer import answer
from lsparch.views.belonging import belong
from lsparch.views.difference import difference
from lsparch.views.focus import apart, changed_ids, settled
from lsparch.views.plan import DiagramPlan
from lsparch.views.remarks import Remark, remarked
from lsparch.yaml import emit

__all__ = ["World", "WorldViews", "world_of"]


class World:
    """The platform as it is, or as it would be."""

    def __init__(self, platform: Platform, environment: str, change: Change) -> None:
        self.change = change
        self.platform = platform
        self.environment = environment
        self._graphs: dict[str, ArchGraph] = {}

    @property
    def is_today(self) -> bool:
        """Whether views show what they show today: of what would be otherwise, words alone tell."""
        return replace(self.change, words=()) == Change()

    def graph(self, name: str) -> ArchGraph:
        """Return the graph of an environment."""
        if name not in self._graphs:
            self._graphs[name] = changed_graph(self.platform.graph(name), self.change)
        return self._graphs[name]


class WorldViews:
    """What views show of a world; each view is asked once.

    Parameters
    ----------
    world
        The world.
    symbology
        How everything is drawn.
    equal
        What views show of a world in which they show the same; None to ask them.
    """

    def __init__(self, world: World, symbology: Symbology, equal: "WorldViews | None" = None) -> None:
        self._equal = equal
        self.world = world
        graphs = Lazy(world.platform.environments, world.graph)
        self._context = replace(model_context(world.platform, symbology), graphs=graphs)
        self._plans: dict[str, DiagramPlan | None] = {}

    def plan(self, view: ViewFile) -> DiagramPlan | None:
        """Return what a view shows; None if that is no diagram, or of nothing that there is."""
        if self._equal is not None:
            return self._equal.plan(view)
        if view.view not in self._plans:
            self._plans[view.view] = self._planned(view)
        return self._plans[view.view]

    def against(self, today: "WorldViews", view: ViewFile) -> DiagramPlan | None:
        """Return what a view shows, with signs at what differs from today; None if nothing does."""
        base, plan = today.plan(view), self.plan(view)
        if base is None or plan is None:
            return None
        both = {box.id for box in base.boxes} & {box.id for box in plan.boxes}
        found = settled(difference(base, apart(base, plan)), self._same(today) - both)
        found = remarked(found, self._remarks())
        return found if changed_ids(found) else None

    def _remarks(self) -> list[Remark]:
        """Return what is said of elements, but for other clusters than that of which views show the frame."""
        world = self.world
        own = f"cluster/{world.platform.environment(world.environment).cluster.cluster}"
        return [
            Remark(element, words, always=not world.change.is_drawn(element))
            for element, words in world.change.words
            if element == own or not element.startswith("cluster/")
        ]

    def _same(self, today: "WorldViews") -> frozenset[str]:
        """Return the elements that there are today and in this world, in one state."""
        if self._equal is not None:
            return frozenset()
        before = today.world.graph(today.world.environment)
        after = self.world.graph(self.world.environment)
        return frozenset(
            node.id for node in before.nodes() if node.id in after and after.node(node.id).state is node.state
        )

    def _planned(self, view: ViewFile) -> DiagramPlan | None:
        name = "" if view.environments == "none" else self.world.environment
        try:
            plan = answer(self._context, view, name)
        except LsparchError:
            return None
        if not isinstance(plan, DiagramPlan):
            return None
        return belong(plan, self._context.graphs[name], part_titles(self.world.platform)) if name else plan


def world_of(platform: Platform, environment: str, change: Change) -> World:
    """Return an environment as a change would have it; one that makes no model is only said in words."""
    graph = platform.graph(environment)
    absent = dict.fromkeys(name.partition("/")[0] for name in change.deployed if name not in graph)
    if not (change.in_model or absent):
        return World(platform, environment, change)
    changed = Platform(platform.root, "", _Changed(platform, environment, change, tuple(absent)))
    try:
        graph = changed.graph(environment)
    except UnreadableInputError:
        return World(platform, environment, Change(words=change.words))
    whole = all(node.part in graph for node in graph.nodes() if node.part)  # what is included may need what is not
    return World(changed, environment, change) if whole else World(platform, environment, Change(words=change.words))


class _Changed(Files):
    """The file system, with the files of an environment and of catalogues as an alternative would have them."""

    def __init__(self, platform: Platform, environment: str, change: Change, parts: tuple[str, ...]) -> None:
        self._folder = platform.root / "model"
        self._start = len(platform.folder("model")) + 1
        declared = platform.model.declared[f"environment/{environment}"]
        raw = dict(declared.raw) | {key: list(v) if isinstance(v, tuple) else v for key, v in change.settings}
        because = "an alternative of an undecided question"
        overrides = {path: {"value": value, "because": because, "permanent": True} for path, value in change.overrides}
        if overrides:
            raw["override"] = {**raw.get("override", {}), **overrides}
        if parts:
            raw["include"] = _more(raw.get("include"), parts)
        self._texts = {declared.file[self._start :]: emit(raw), **self._catalogues(platform.model, change)}

    def _catalogues(self, model: Model, change: Change) -> dict[str, str]:
        """Return the files of images, pipelines and systems that change."""
        files: dict[str, Any] = {}

        def place(element: str) -> tuple[Any, str]:
            """Return a copy of the map in which an element stands, and its name there."""
            declared = model.declared[element]
            (first, name) = declared.path
            root = files.setdefault(declared.file[self._start :], {**declared.root})
            root[first] = dict(root[first])
            return root[first], str(name)

        for element, key, value in change.catalogue:
            there, name = place(element)
            there[name] = {**there[name], key: list(value) if isinstance(value, tuple) else value}
        for element in (*change.gone, *_asking(model, change.gone)):
            there, name = place(element)
            del there[name]
        other = next((key for key, found in model.declared.items() if found.kind == "external"), "")
        for element, title in change.systems if other else ():
            place(other)[0][element.partition("/")[2]] = {"title": title, "kind": "ci", "status": "open"}
        return {file: emit(root) for file, root in files.items()}

    def tree(self, folder: Path, *suffixes: str) -> dict[str, bytes]:
        """Return the files of a folder, as they would be."""
        found = super().tree(folder, *suffixes)
        changed = {file: text.encode() for file, text in self._texts.items()}
        return found | changed if folder == self._folder else found


def _asking(model: Model, gone: Collection[str]) -> list[str]:
    """Return the questions that name what there would not be."""
    return [
        declared.id
        for declared in model.declared.values()
        if isinstance(declared.element, Option)
        if any(effect in gone for one in declared.element.alternatives.values() for effect in one.effects)
    ]


def _more(stated: Any, parts: tuple[str, ...]) -> Any:
    """Return a list of parts, or a change of an inherited one, with some more."""
    if isinstance(stated, list):
        return [*stated, *parts]
    change = stated or {}
    return {**change, "add": [*change.get("add", []), *parts]}
