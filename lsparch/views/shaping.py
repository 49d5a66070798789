"""Shaping plans of any kind: other frames around the boxes, and frames drawn as one box."""

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase

from lsparch.graph import ArchGraph, EdgeKind, Node
from lsparch.models.view import Grouping
from lsparch.views.elements import part_frame
from lsparch.views.plan import Arrow, Box, DiagramPlan, Group
from lsparch.views.wording import joined

__all__ = ["collapsed", "merged", "regrouped"]

MOST_NAMES = 10
"""How many boxes are named in the one that stands for them."""

_PARTS = frozenset({"aspect", "service", "namespace", "application", "team"})
"""Frames that a pattern chooses; others are chosen by their id alone."""

_WIDTH = 34


def collapsed(plan: DiagramPlan, patterns: Iterable[str]) -> DiagramPlan:
    """Return a plan in which frames are one box each, with the names of what was in it.

    Parameters
    ----------
    plan
        Any plan.
    patterns
        Ids of frames; patterns, in which ``*`` and ``?`` stand for any characters, choose among the parts.
    """
    groups = {group.id: group for group in plan.groups}
    wanted = list(patterns)
    chosen = {
        key
        for key, group in groups.items()
        if key in wanted or (group.symbol in _PARTS and any(fnmatchcase(key, pattern) for pattern in wanted))
    }
    stands = {group.id: top for group in plan.groups if (top := _outermost(group.id, groups, chosen))}
    inside: dict[str, list[Box]] = {}
    for box in plan.boxes:
        if box.group in stands:
            stands[box.id] = stands[box.group]
            inside.setdefault(stands[box.id], []).append(box)
    boxes: dict[str, Box] = {}
    for box in plan.boxes:
        top = stands.get(box.id, "")
        boxes.setdefault(top or box.id, _one_box(groups[top], inside[top]) if top else box)
    arrows = (
        replace(a, source=stands.get(a.source, a.source), target=stands.get(a.target, a.target)) for a in plan.arrows
    )
    kept = tuple(group for group in plan.groups if group.id not in stands)
    return replace(plan, groups=kept, boxes=tuple(boxes.values()), arrows=merged(arrows))


def _outermost(identifier: str, groups: Mapping[str, Group], chosen: set[str]) -> str:
    """Return the outermost of the chosen frames that a frame is, or is in; empty if there is none."""
    found, here = "", identifier
    while here in groups:
        found = here if here in chosen else found
        here = groups[here].parent or ""
    return found


def _one_box(group: Group, inside: list[Box]) -> Box:
    names = joined((box.label for box in inside), MOST_NAMES)
    lines = [*([group.detail] if group.detail else []), *textwrap.wrap(names, _WIDTH, break_long_words=False)]
    badges = tuple(dict.fromkeys(badge for box in inside for badge in box.badges))
    signs = tuple(dict.fromkeys(sign for box in inside for sign in box.signs))
    symbols = {box.symbol for box in inside}
    general = "external" if group.symbol == "external" else "deployment"
    symbol = symbols.pop() if len(symbols) == 1 else general
    return Box(
        group.id, group.label, symbol, group.parent, tuple(lines), badges, group.status, group.label, group.part,
        signs=signs,
    )  # fmt: skip


def merged(arrows: Iterable[Arrow]) -> tuple[Arrow, ...]:
    """Return arrows with those between the same boxes, of one style and status, as one; none from a box to itself."""
    found: dict[tuple[str, str, str, str], list[Arrow]] = {}
    for arrow in arrows:
        if arrow.source != arrow.target:
            found.setdefault((arrow.source, arrow.target, arrow.style, arrow.status), []).append(arrow)
    return tuple(_one_arrow(same) if len(same) > 1 else same[0] for same in found.values())


def _one_arrow(same: list[Arrow]) -> Arrow:
    first = same[0]
    return replace(
        first,
        label=joined(filter(None, (arrow.label for arrow in same))),
        optional=all(arrow.optional for arrow in same),
        description=joined(filter(None, (arrow.description for arrow in same)), most=9),
        auth=tuple(dict.fromkeys(auth for arrow in same for auth in arrow.auth)),
        signs=tuple(dict.fromkeys(sign for arrow in same for sign in arrow.signs)),
    )


def regrouped(plan: DiagramPlan, graph: ArchGraph, by: Grouping) -> DiagramPlan:
    """Return a plan with other frames around those boxes that are elements of a graph."""
    groups: dict[str, Group] = {}
    boxes = []
    for box in plan.boxes:
        frame = _frame(graph, graph.node(box.id), by) if box.id in graph else None
        if frame is not None:
            groups.setdefault(frame.id, frame)
        boxes.append(replace(box, group=frame.id if frame is not None else None))
    shown = {*(box.id for box in boxes), *groups}
    arrows = tuple(arrow for arrow in plan.arrows if {arrow.source, arrow.target} <= shown)
    return replace(plan, groups=tuple(groups.values()), boxes=tuple(boxes), arrows=arrows)


def _frame(graph: ArchGraph, node: Node, by: Grouping) -> Group | None:
    match by:
        case "part":
            return part_frame(graph, node.part, None) if node.part in graph else None
        case "owner":
            return Group(f"owner/{node.owner}", f"Owner {node.owner}", "team") if node.owner else None
        case "namespace":
            name = _namespace(graph, node)
            return Group(f"namespace/{name}", name, "namespace") if name else None
        case "pool":
            name = _pool(graph, node)
            return Group(f"pool/{name}", name, "node-pool") if name else None
        case "none":
            return None


def _namespace(graph: ArchGraph, node: Node) -> str:
    """Return the namespace of an element; empty where it has none, or it is not stated."""
    deployment = graph.deployment
    names = deployment.ids.get(node.id, ()) if deployment is not None else ((node.id,) if node.part else ())
    return names[0].rpartition("/")[0] if names and node.kind.value in {"component", "balancer"} else ""


def _pool(graph: ArchGraph, node: Node) -> str:
    for edge in graph.out_edges(node.id, EdgeKind.PLACED_ON):
        return edge.target.rpartition(".")[2]
    if node.kind.value != "component":
        return ""
    return "Every node" if node.labels.get("kind") == "daemonset" else node.labels.get("pool", "") or "Any node"
