"""The platform as it would be if an alternative of an undecided question were taken."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lsparch.analysis.alternative import Change, changed_graph
from lsparch.api.model_plans import Lazy, model_context, part_titles
from lsparch.api.platform import Platform
from lsparch.diagnostics import LsparchError, UnreadableInputError
from lsparch.graph import ArchGraph
from lsparch.load import Model
from lsparch.models.symbology import Symbology
from lsparch.models.view import ViewFile
from lsparch.outside.files import Files
from lsparch.views.answer import answer
from lsparch.views.belonging import belong
from lsparch.views.plan import DiagramPlan
from lsparch.yaml import emit

__all__ = ["World", "WorldViews", "world_of", "worlds_of"]


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
    """

    def __init__(self, world: World, symbology: Symbology) -> None:
        self.world = world
        graphs = Lazy(world.platform.environments, world.graph)
        self._context = replace(model_context(world.platform, symbology), graphs=graphs)
        self._plans: dict[str, DiagramPlan | None] = {}

    def plan(self, view: ViewFile) -> DiagramPlan | None:
        """Return what a view shows; None if that is no diagram, or of nothing that there is."""
        if view.view not in self._plans:
            self._plans[view.view] = self._planned(view)
        return self._plans[view.view]

    def _planned(self, view: ViewFile) -> DiagramPlan | None:
        name = "" if view.environments == "none" else self.world.environment
        try:
            plan = answer(self._context, view, name)
        except LsparchError:
            return None
        if not isinstance(plan, DiagramPlan):
            return None
        return belong(plan, self._context.graphs[name], part_titles(self.world.platform)) if name else plan


def worlds_of(platform: Platform, environment: str, changes: Mapping[str, Change]) -> Iterator[tuple[str, World]]:
    """Yield an environment as each alternative would have it; one that changes nothing is left out."""
    for key, change in changes.items():
        if change != Change():
            yield key, world_of(platform, environment, change)


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
        for element in change.gone:
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


def _more(stated: Any, parts: tuple[str, ...]) -> Any:
    """Return a list of parts, or a change of an inherited one, with some more."""
    if isinstance(stated, list):
        return [*stated, *parts]
    change = stated or {}
    return {**change, "add": [*change.get("add", []), *parts]}
