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
from lsparch.models.symbology import Symbology
from lsparch.models.view import ViewFile
from lsparch.outside.files import Files
from lsparch.views.answer import answer
from lsparch.views.belonging import belong
from lsparch.views.given import ViewContext
from lsparch.views.plan import DiagramPlan
from lsparch.yaml import emit

__all__ = ["World", "world_of", "worlds_of"]


class World:
    """The platform as it is, or as it would be."""

    def __init__(self, platform: Platform, environment: str, change: Change) -> None:
        self.change = change
        self.platform = platform
        self._environment = environment
        self._graphs: dict[str, ArchGraph] = {}

    def plan(self, view: ViewFile, symbology: Symbology) -> DiagramPlan | None:
        """Return what a view shows of it; None if that is no diagram, or of nothing that there is."""
        name = "" if view.environments == "none" else self._environment
        context = self._context(symbology)
        try:
            plan = answer(context, view, name)
        except LsparchError:
            return None
        if not isinstance(plan, DiagramPlan):
            return None
        return belong(plan, context.graphs[name], part_titles(self.platform)) if name else plan

    def _context(self, symbology: Symbology) -> ViewContext:
        graphs = Lazy(self.platform.environments, self.graph)
        return replace(model_context(self.platform, symbology), graphs=graphs)

    def graph(self, name: str) -> ArchGraph:
        """Return the graph of an environment."""
        if name not in self._graphs:
            self._graphs[name] = changed_graph(self.platform.graph(name), self.change)
        return self._graphs[name]


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
    """The file system, with the file of one environment as an alternative would have it."""

    def __init__(self, platform: Platform, environment: str, change: Change, parts: tuple[str, ...]) -> None:
        declared = platform.model.declared[f"environment/{environment}"]
        self._folder = platform.root / "model"
        self._file = declared.file[len(platform.folder("model")) + 1 :]
        raw = dict(declared.raw) | {key: list(v) if isinstance(v, tuple) else v for key, v in change.settings}
        because = "an alternative of an undecided question"
        overrides = {path: {"value": value, "because": because, "permanent": True} for path, value in change.overrides}
        if overrides:
            raw["override"] = {**raw.get("override", {}), **overrides}
        if parts:
            raw["include"] = _more(raw.get("include"), parts)
        self._text = emit(raw)

    def tree(self, folder: Path, *suffixes: str) -> dict[str, bytes]:
        """Return the files of a folder, that of the environment changed."""
        found = super().tree(folder, *suffixes)
        return found | {self._file: self._text.encode()} if folder == self._folder else found


def _more(stated: Any, parts: tuple[str, ...]) -> Any:
    """Return a list of parts, or a change of an inherited one, with some more."""
    if isinstance(stated, list):
        return [*stated, *parts]
    change = stated or {}
    return {**change, "add": [*change.get("add", []), *parts]}
