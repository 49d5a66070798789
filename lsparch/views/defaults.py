"""The views of a source that brings none of its own: manifests, or a cluster."""

import re
from collections.abc import Iterator, Mapping

from lsparch.graph import ArchGraph, EdgeKind, NodeKind
from lsparch.models.view import Show, ViewFile

__all__ = ["default_views"]

TOLD = "Pods, what they connect to, and who connects to them."
SILENT = "Pods. Neither policies nor configuration tell what they connect to."
"""Why a picture has no arrows between pods: programs may know by themselves what they ask."""

_LONGEST = 30


def default_views(graph: ArchGraph) -> Mapping[str, ViewFile]:
    """Return the views that show a graph whole, by id: an overview, the pods of each part, and what there is to see.

    Parameters
    ----------
    graph
        A graph as pictures show it.
    """
    return {view.view: view for view in _views(graph)}


def _views(graph: ArchGraph) -> Iterator[ViewFile]:
    parts = [part for part in graph.nodes(NodeKind.PART) if _has_boxes(graph, part.id)]
    if len(parts) > 1:
        show = Show(level="platform")
        yield _view("overview", "Overview", "Namespaces or applications, and what connects them.", show)
    names: dict[str, int] = {}
    for part in parts:
        name = "pods" if len(parts) == 1 else f"pods-{_slug(part.title)}"
        names[name] = names.get(name, 0) + 1
        identifier = name if names[name] == 1 else f"{name}-{names[name]}"
        title = "Pods" if len(parts) == 1 else f"Pods of {part.title}"
        show = Show(level="pod", aspect=part.id)
        yield _view(identifier, title, TOLD if _tells(graph, part.id) else SILENT, show)
    if any(graph.edges(EdgeKind.BALANCES)):
        yield _view(
            "exposure", "Exposure", "What is reached from outside, by which host and path.", Show(concern="exposure")
        )
    if any(graph.edges(EdgeKind.MOUNTS)):
        yield _view("storage", "Storage", "Volumes, and who mounts them.", Show(concern="storage"))
    if any(graph.edges(EdgeKind.PULLED_FROM)):
        text = "Registries, and the images that pods run."
        yield _view("images", "Images", text, Show(concern="supply-chain"))
    if any(graph.edges(EdgeKind.SHIPS_LOGS)):
        yield _view("logging", "Log collection", "Where pods send their logs.", Show(concern="logging"))


def _has_boxes(graph: ArchGraph, part: str) -> bool:
    return bool(graph.in_part(part, NodeKind.COMPONENT, NodeKind.RESOURCE))


def _tells(graph: ArchGraph, part: str) -> bool:
    members = (node.id for node in graph.in_part(part))
    return bool(graph.touching(members, EdgeKind.CONNECTS, EdgeKind.SPAWNED_BY))


def _view(identifier: str, title: str, description: str, show: Show) -> ViewFile:
    return ViewFile(view=identifier, title=title, description=description, show=show, flow="down")


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower())[:_LONGEST].strip("-") or "unnamed"
