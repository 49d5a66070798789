"""Who takes part in a story: a box for each actor, component, balancer and system outside."""

from dataclasses import replace

from lsparch.graph import ArchGraph, NodeKind
from lsparch.views.elements import balancer_box, component_box, external_box, local_name, part_frame
from lsparch.views.given import ViewContext
from lsparch.views.plan import Box, Group, Status
from lsparch.views.wording import clause

__all__ = ["Participants"]

OUTSIDE = "outside"
"""Key under which participants that belong to no part stand together, each where it first appears."""


class Participants:
    """Boxes in the order of their first appearance, those of a part together.

    Parameters
    ----------
    context
        The model, its environments and their graphs.
    environment
        Environment shown.
    """

    def __init__(self, context: ViewContext, environment: str) -> None:
        self._context = context
        self._environment = environment
        self._graph: ArchGraph = context.graphs[environment]
        self._boxes: dict[str, Box] = {}
        self._parts: dict[str, Group] = {}

    def host(self, element: str) -> str:
        """Return the component inside which a logical service runs, or the element itself."""
        env = self._context.environments[self._environment]
        declared = self._context.model.declared.get(element)
        inside = getattr(declared.element, "realised_by", None) if declared is not None else None
        return env.qualify(inside, ("component",), declared.part) if inside and declared is not None else element

    def add(self, element: str) -> str:
        """Add an element, unless it is there, and return the id of its box."""
        host = self.host(element)
        if host not in self._boxes:
            self._boxes[host] = self._box(host)
        if host != element:
            box, name = self._boxes[host], f"as {local_name(element)}"
            if name not in box.details:
                self._boxes[host] = replace(box, details=(*box.details, name))
        return host

    def _box(self, element: str) -> Box:
        if element not in self._graph:
            return self._absent(element)
        node = self._graph.node(element)
        symbology = self._context.symbology
        match node.kind:
            case NodeKind.EXTERNAL:
                return external_box(symbology, self._graph, node)
            case NodeKind.BALANCER:
                return balancer_box(self._graph, node, self._frame(node.part, self._graph))
            case NodeKind.ACTOR:
                return Box(element, clause(node.title), "user", status=Status(node.status), description=node.title)
            case _:
                frame = self._frame(node.part, self._graph)
                return component_box(symbology, self._graph, element, frame, full=False)

    def _absent(self, element: str) -> Box:
        """Return the box of what this environment does not have, as the default environment shows it."""
        model = self._context.model
        kind, _, name = element.partition("/")
        actor = model.actors.get(name) if kind == "actor" else None
        if actor is not None:
            title = actor.title or name
            return Box(element, clause(title), "user", status=Status(actor.status), description=title)
        declared = model.declared.get(element)
        title = clause(getattr(declared.element, "title", None) or name) if declared is not None else name
        graph = self._context.graphs[self._context.default]
        missing = f"not in {self._environment}"
        group = self._frame(kind, graph) if kind in model.parts else None
        symbol = "external" if group is None else "deployment"
        if element in graph and graph.node(element).kind is NodeKind.COMPONENT:
            symbol = component_box(self._context.symbology, graph, element, group, full=False).symbol
        return Box(element, name, symbol, group, (title, missing), (), Status.OPEN if group is None else Status.KNOWN)

    def _frame(self, part: str, graph: ArchGraph) -> str | None:
        if not part or part not in self._context.model.parts:
            return None
        title = self._context.model.parts[part].title or part
        frame = part_frame(graph, part, None) if part in graph else Group(part, title, "service")
        if frame is not None:
            self._parts.setdefault(part, frame)
        return part

    def in_order(self) -> tuple[tuple[Group, ...], tuple[Box, ...]]:
        """Return the parts, and the boxes with those of one part side by side."""
        sets: dict[str, list[Box]] = {}
        for box in self._boxes.values():
            sets.setdefault(box.group or f"{OUTSIDE} {box.id}", []).append(box)
        return tuple(self._parts.values()), tuple(box for boxes in sets.values() for box in boxes)
