"""What an alternative of an undecided question would change: in an environment's file, and in its graph."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from lsparch.diagnostics import Place
from lsparch.graph import ArchGraph, Edge, EdgeKind, Node, State
from lsparch.load import Model
from lsparch.load.names import split_member

__all__ = ["Change", "change_of", "changed_graph", "concerned", "named_in"]

SETTINGS = ("balancers", "routing", "exposure")
"""Keys of an environment's file that a picture shows."""

DATASETS = ("holds", "plans")
"""Keys with names of datasets, which a picture of datasets shows."""

CONNECTS = re.compile(r"connects to (\S+)")
BUILT = re.compile(r"built on (image/\S+)")
RUNS_ON = re.compile(r"runs on (.+)")
REPLACES = re.compile(r"replaces (pipeline/\S+)")
NO_NAME = re.compile(r"[^a-z0-9]+")
WORD = re.compile(r"[\w./-]+")


@dataclass(frozen=True, slots=True)
class Change:
    """Effects of an alternative that pictures can show."""

    settings: tuple[tuple[str, str | tuple[str, ...]], ...] = ()
    """Keys of the environment's file, with their values."""

    overrides: tuple[tuple[str, str], ...] = ()
    """Paths of values of components and volumes, with their values."""

    deployed: tuple[str, ...] = ()
    """Planned components that would run."""

    edges: tuple[tuple[EdgeKind, str, str], ...] = ()
    """Relations that there would be: kind, source, and target or endpoint."""

    catalogue: tuple[tuple[str, str, str | tuple[str, ...]], ...] = ()
    """Keys of images and pipelines, with their values: the element, the key, the value."""

    systems: tuple[tuple[str, str], ...] = ()
    """Systems that build and deliver, which there would be: name and title."""

    gone: tuple[str, ...] = ()
    """Pipelines that there would not be any more."""

    words: tuple[tuple[str, str], ...] = ()
    """What is said of an element: its id, and words."""

    @property
    def in_model(self) -> bool:
        """Whether it changes what files of the model say."""
        return bool(self.settings or self.overrides or self.catalogue or self.gone)

    def is_drawn(self, element: str) -> bool:
        """Tell whether a picture may show what is said of an element, so that words are for those that do not."""
        paths = (path for path, _ in self.overrides)
        others = {*self.deployed, *(one for one, _, _ in self.catalogue), *(source for _, source, _ in self.edges)}
        return element in others or any(path.startswith(f"{element}.") for path in paths)


def change_of(model: Model, environment: str, effects: Mapping[str, str]) -> Change:
    """Return what effects change in an environment: ``environment/ENV.KEY: VALUE``, ``ELEMENT.PATH: VALUE``,
    ``ELEMENT: deployed``, ``ELEMENT: connects to ENDPOINT``, ``IMAGE: built on IMAGE``, ``PIPELINE: runs on SYSTEM``,
    ``PIPELINE: replaces PIPELINE``, ``ELEMENT.spawned.by: ELEMENT``. What is said of an element is kept as words, too.
    """  # noqa: D205 - the forms are one list
    settings: list[tuple[str, str | tuple[str, ...]]] = []
    overrides, deployed, gone, words = [], [], [], []
    catalogue: list[tuple[str, str, str | tuple[str, ...]]] = []
    systems: list[tuple[str, str]] = []
    edges: list[tuple[EdgeKind, str, str]] = []
    own = f"environment/{environment}."
    for key, value in effects.items():
        element = _longest(model, key)
        path = key[len(element) + 1 :]
        kind = model.declared[element].kind if element else ""
        words += _words(kind, element, path, value)
        names = tuple(name.strip() for name in value.split(","))
        if key.startswith(own) and path in SETTINGS:
            settings.append((path, value))
        elif key.startswith(own) and path in DATASETS and all(f"dataset/{name}" in model.declared for name in names):
            settings.append((path, names))
        elif path == "spawned.by":
            edges.append((EdgeKind.SPAWNED_BY, element, value))
        elif path and kind in {"component", "volume"} and WORD.fullmatch(value):
            overrides.append((key, value))
        elif not path and value == "deployed":
            deployed.append(element)
        elif not path and (found := CONNECTS.fullmatch(value)):
            edges.append((EdgeKind.CONNECTS, element, found[1]))
        elif key == element and kind == "image" and (found := BUILT.fullmatch(value)) and found[1] in model.declared:
            catalogue.append((element, "built-on", (found[1],)))
        elif key == element and kind == "pipeline" and (found := RUNS_ON.fullmatch(value)):
            known = found[1] in model.declared
            name = found[1] if known else f"external/{NO_NAME.sub('-', found[1].lower()).strip('-')}"
            catalogue.append((element, "controller", name))
            systems += [] if known else [(name, found[1][:1].upper() + found[1][1:])]
        elif key == element and kind == "pipeline" and (found := REPLACES.fullmatch(value)):
            gone += [found[1]] if found[1] in model.declared else []
    return Change(
        tuple(settings), tuple(overrides), tuple(deployed), tuple(edges), tuple(catalogue), tuple(systems),
        tuple(gone), tuple(words),
    )  # fmt: skip


def named_in(model: Model, effects: Mapping[str, str]) -> frozenset[str]:
    """Return the elements of which effects speak, in what they say too."""
    texts = (text for key, value in effects.items() for text in (key, *WORD.findall(value)))
    return frozenset(element for text in texts if (element := _longest(model, text)))


def concerned(model: Model, environment: str, effects: Iterable[str]) -> str:
    """Return the environment in which effects can be seen: one that they name, else the given one."""
    names = {key.partition("/")[2].partition(".")[0] for key in effects if key.startswith("environment/")}
    known = [name for name in model.environments if name in names]
    return environment if environment in known or not known else known[0]


def _words(kind: str, element: str, path: str, value: str) -> list[tuple[str, str]]:
    """Return what an effect says of an element that pictures show; a table is shown with its dataset.

    Connections are drawn, and not said.
    """
    if kind in {"", "environment", "profile"} or CONNECTS.fullmatch(value):
        return []
    if kind == "table":
        element, _, table = element.partition(".")
        path = ".".join(filter(None, (table, path)))
    return [(element, f"{path}: {value}" if path else value)]


def _longest(model: Model, key: str) -> str:
    """Return the longest beginning of a path that is an element; empty if none is."""
    pieces = key.split(".")
    heads = (".".join(pieces[:end]) for end in range(len(pieces), 0, -1))
    return next((head for head in heads if head in model.declared), "")


def changed_graph(graph: ArchGraph, change: Change) -> ArchGraph:
    """Return a graph with the relations that there would be, and with planned components as if they ran."""
    running = set(change.deployed)
    nodes = [_running(node) if node.id in running else node for node in graph.nodes()]
    edges = {edge.id: edge for edge in graph.edges()}
    for edge in list(edges.values()):
        if edge.source in running or edge.target in running:
            edges[edge.id] = replace(edge, status="known")
    for kind, source, target in change.edges:
        for edge in _edges(graph, kind, source, target):
            edges[edge.id] = edge
    deployment = graph.deployment
    return ArchGraph(graph.environment, nodes, edges.values(), None if deployment is None else lambda: deployment)


def _running(node: Node) -> Node:
    return replace(node, state=State.DEPLOYED, status="known")


def _edges(graph: ArchGraph, kind: EdgeKind, source: str, target: str) -> list[Edge]:
    """Return a relation as it would be; nothing if its ends are not in the graph."""
    holder, member = split_member(target) if kind is EdgeKind.CONNECTS else (target, "")
    if source not in graph or holder not in graph:
        return []
    there = [e for e in graph.out_edges(source, kind) if e.target == holder and e.detail == member]
    if there:
        return [replace(edge, status="known") for edge in there]
    others = [edge for edge in graph.in_edges(holder, kind) if edge.detail == member]
    protocol, port = (others[0].protocol, others[0].port) if others else ("", None)
    return [Edge(kind, source, holder, Place(""), member, protocol, port)]
