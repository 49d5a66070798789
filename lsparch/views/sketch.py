"""Pictures of some boxes of a graph, whatever they are, and the relations between them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from lsparch.graph import EdgeKind, Node, NodeKind
from lsparch.models.view import ViewFile
from lsparch.views.canvas import Canvas
from lsparch.views.elements import (
    balancer_box,
    component_box,
    external_box,
    is_shared,
    part_frame,
    realised,
    resource_box,
    volume_box,
)
from lsparch.views.given import ViewContext
from lsparch.views.outside import USERS, add_users
from lsparch.views.relations import Relation
from lsparch.views.symbols import arrow_style

__all__ = ["Sketch"]

_PLAIN = {
    EdgeKind.ACTS_ON: ("kubernetes-api", "acts on"),
    EdgeKind.AUTHENTICATES: ("identity", "who is it?"),
    EdgeKind.MOUNTS: ("mounts", ""),
    EdgeKind.NAMES: ("names", ""),
    EdgeKind.SERVED_BY: ("nfs", "nfs"),
    EdgeKind.SHIPS_LOGS: ("logs", ""),
    EdgeKind.SPAWNED_BY: ("spawns", "spawns"),
}
"""Style and label of relations that are no connections."""


class Sketch:
    """A picture of some boxes.

    Parameters
    ----------
    context
        What views are made from.
    view
        The view.
    environment
        Name of the graph.
    """

    def __init__(self, context: ViewContext, view: ViewFile, environment: str) -> None:
        self.context = context
        self.graph = context.graphs[environment]
        self.canvas = Canvas(view, context.symbology, environment)

    def add(self, boxes: Iterable[str], signs: Mapping[str, Collection[str]] | None = None) -> None:
        """Add boxes, each in the frame of its part, with their signs; the order is that of the ids."""
        for identifier in sorted(boxes):
            self._add(identifier)
            for sign in (signs or {}).get(identifier, ()):
                box = self.canvas.boxes[identifier]
                self.canvas.boxes[identifier] = replace(box, signs=(*box.signs, sign))

    def _frame(self, node: Node) -> str | None:
        own = node.part in self.graph and not is_shared(node)
        return self.canvas.frame(part_frame(self.graph, node.part, None)) if own else None

    def _add(self, identifier: str) -> None:
        if identifier == USERS:
            add_users(self.canvas, self.context, self.graph)
            return
        node, symbology = self.graph.node(identifier), self.context.symbology
        frame = self._frame(node)
        match node.kind:
            case NodeKind.EXTERNAL:
                self.canvas.box(external_box(symbology, self.graph, node, frame))
            case NodeKind.BALANCER:
                self.canvas.box(balancer_box(self.graph, node, frame))
            case NodeKind.VOLUME:
                self.canvas.box(volume_box(node, frame))
            case NodeKind.RESOURCE:
                self.canvas.box(resource_box(node, frame))
            case _:
                box = component_box(symbology, self.graph, identifier, frame, full=False)
                self.canvas.box(box, *realised(self.graph, identifier))

    def draw(self, found: Iterable[Relation]) -> None:
        """Draw relations between boxes that are there."""
        for relation in found:
            edge = relation.edge
            if edge.kind in _PLAIN:
                style, label = _PLAIN[edge.kind]
                self.canvas.arrow(relation.source, relation.target, style, label, edge.status)
            elif edge.kind is EdgeKind.CALLS:
                label = f"{edge.protocol} {edge.port}" if edge.port else edge.protocol
                self.canvas.arrow(
                    relation.source, relation.target, arrow_style(self.canvas.symbology, edge.protocol), label
                )
            else:
                self.canvas.connection(replace(edge, source=relation.source, target=relation.target))
