"""From a plan to positions: a DOT text of fixed sizes, and the answer read back as whole numbers.

Every size comes from our own font metrics, so the layout is the same whatever fonts a machine has. Labels of arrows
are laid out as nodes in the middle of their arrow: nothing is then drawn over them, and no arrow runs through them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, sqrt
from typing import Any, Protocol

from lsparch.draw.geometry import Curve, Frame, Point, clip_end, clip_start
from lsparch.draw.measure import ArrowLabel, BoxText, GroupHeading, arrow_label, box_text, group_heading
from lsparch.models.symbology import Symbology
from lsparch.views.plan import Arrow, DiagramPlan, Flow, Group

__all__ = ["Layout", "LayoutEngine", "LayoutRequest", "layout_request", "read_layout"]

BIG = 260
"""Boxes and arrows above which the layout gives up some beauty for time."""

TUNED = ("nslimit=1", "nslimit1=1", "mclimit=0.2", "splines=line")
POINTS_PER_INCH = 72
LONE_ASPECT = 1.6
ROW_HEIGHT = 60
COLUMN_WIDTH = 190


class LayoutEngine(Protocol):
    """Gives positions to DOT texts."""

    def layout_many(self, dots: Sequence[str]) -> list[str]:
        """Return Graphviz's ``json0`` for each DOT text, in order."""
        ...


@dataclass(frozen=True, slots=True)
class LayoutRequest:
    """What is asked of the engine, with the sizes that it was made from."""

    plan: DiagramPlan
    dot: str
    boxes: Mapping[str, BoxText]
    groups: Mapping[str, GroupHeading]
    labels: Mapping[str, ArrowLabel]


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions: whole points, y downwards, origin at the upper left."""

    width: int
    height: int
    boxes: Mapping[str, Frame]
    groups: Mapping[str, Frame]
    labels: Mapping[str, Frame]
    """Frames of arrow labels, by arrow id."""

    curves: Mapping[str, tuple[Curve, ...]]
    """By arrow id: one curve, or two that meet in the label."""


def layout_request(plan: DiagramPlan, symbology: Symbology) -> LayoutRequest:
    """Return the DOT text for a plan, with the sizes of everything in it."""
    boxes = {box.id: box_text(box, symbology) for box in plan.boxes}
    groups = {group.id: group_heading(group, symbology) for group in plan.groups}
    labels = {arrow.id: label for arrow in plan.arrows if (label := arrow_label(arrow, symbology))}
    request = LayoutRequest(plan, "", boxes, groups, labels)
    return replace(request, dot=_Writer(request).text())


class _Writer:
    """Writes the DOT text of one request."""

    def __init__(self, request: LayoutRequest) -> None:
        self._request = request
        self._plan = request.plan
        self._parent: dict[str, str | None] = {group.id: group.parent for group in self._plan.groups}
        self._parent |= {box.id: box.group for box in self._plan.boxes}
        self._name = {box.id: f"b{index}" for index, box in enumerate(self._plan.boxes)}
        self._cluster = {group.id: f"cluster_{index}" for index, group in enumerate(self._plan.groups)}
        self._children: dict[str | None, list[Group]] = {}
        for group in self._plan.groups:
            self._children.setdefault(group.parent, []).append(group)
        self._members: dict[str | None, list[str]] = {}
        for box in self._plan.boxes:
            self._members.setdefault(box.group, []).append(box.id)
        self._labels: dict[str | None, list[str]] = {}
        for index, arrow in enumerate(self._plan.arrows):
            if arrow.id in request.labels:
                self._labels.setdefault(self._common(arrow), []).append(f"l{index}")

    def text(self) -> str:
        plan = self._plan
        big = len(plan.boxes) + len(plan.arrows) > BIG
        rank = "LR" if plan.flow is Flow.RIGHT else "TB"
        lines = [
            "digraph plan {",
            f"graph [rankdir={rank}, nodesep=0.3, ranksep=0.32, pack=16, remincross=true]",
            'node [shape=box, fixedsize=true, label=""]',
            "edge [arrowhead=none]",
            *([f"graph [{', '.join(TUNED)}]"] if big else []),
            *self._content(None),
        ]
        for index, arrow in enumerate(plan.arrows):
            lines += self._edges(index, arrow)
        return "\n".join([*lines, "}", ""])

    def _content(self, group: str | None) -> Iterable[str]:
        for box in self._members.get(group, ()):
            size = self._request.boxes[box]
            yield node(self._name[box], size.width, size.height)
        for label in self._labels.get(group, ()):
            size_of = self._request.labels[self._plan.arrows[int(label[1:])].id]
            yield node(label, size_of.width, size_of.height)
        for child in self._children.get(group, ()):
            yield from self._frame(child)
        yield from self._grid(group)

    def _frame(self, group: Group) -> Iterable[str]:
        head = self._request.groups[group.id]
        name = self._cluster[group.id]
        yield f"subgraph {name} {{"
        yield "graph [margin=12, labeljust=l, labelloc=t, label=" + table(head.width, head.height) + "]"
        if not self._members.get(group.id) and not self._children.get(group.id):
            yield node(f"empty_{name}", head.width, 12)
        yield from self._content(group.id)
        yield "}"

    def _grid(self, group: str | None) -> Iterable[str]:
        """Arrange boxes and frames that no arrow touches in a grid instead of one long row."""
        touched = {end for arrow in self._plan.arrows for end in (arrow.source, arrow.target)}
        lone = [box for box in self._members.get(group, ()) if box not in touched]
        columns = max(1, round(sqrt(len(lone) * LONE_ASPECT * ROW_HEIGHT / COLUMN_WIDTH)))
        if self._plan.flow is Flow.DOWN:
            columns = ceil(len(lone) / max(1, columns + 1))
        for start in range(0, len(lone), max(1, columns)):
            for one, other in pairwise(lone[start : start + columns]):
                yield f"{self._name[one]} -> {self._name[other]} [style=invis]"

    def _edges(self, index: int, arrow: Arrow) -> list[str]:
        source, target = self._anchor(arrow.source), self._anchor(arrow.target)
        if arrow.id in self._request.labels:
            middle = f"l{index}"
            return [
                f"{source} -> {middle} [id=a{index}s]",
                f"{middle} -> {target} [id=a{index}t]",
            ]
        length = 2 if self._request.labels else 1
        return [f"{source} -> {target} [id=a{index}s, minlen={length}]"]

    def _anchor(self, element: str) -> str:
        """Return the node at which an arrow to a box or a frame ends; the arrow is cut at the frame later."""
        if element in self._name:
            return self._name[element]
        queue = [element]
        for group in queue:
            if members := self._members.get(group):
                return self._name[members[0]]
            queue += [child.id for child in self._children.get(group, ())]
        return f"empty_{self._cluster[queue[-1]]}"

    def _path(self, element: str) -> list[str]:
        found: list[str] = []
        parent = self._parent[element]
        while parent is not None:
            found.append(parent)
            parent = self._parent[parent]
        return found

    def _common(self, arrow: Arrow) -> str | None:
        """Return the innermost frame around both ends of an arrow."""
        around = self._path(arrow.target)
        return next((group for group in self._path(arrow.source) if group in around), None)


def node(name: str, width: int, height: int) -> str:
    """Return a node statement of a fixed size in points."""
    return f"{name} [width={inches(width)}, height={inches(height)}]"


def inches(points: int) -> str:
    """Return points as inches, exactly enough to come back as the same whole number."""
    return f"{points / POINTS_PER_INCH:.6f}"


def table(width: int, height: int) -> str:
    """Return a label that is empty and has a fixed size."""
    size = f'FIXEDSIZE="TRUE" WIDTH="{width}" HEIGHT="{height}"'
    return f'<<TABLE BORDER="0" CELLPADDING="0" CELLSPACING="0" {size}><TR><TD></TD></TR></TABLE>>'


def read_layout(request: LayoutRequest, answer: str) -> Layout:
    """Return the positions in an engine's answer."""
    plan = request.plan
    graph: dict[str, Any] = json.loads(answer)
    _, _, width, height = (float(number) for number in graph["bb"].split(","))
    found: dict[str, dict[str, Any]] = {item["name"]: item for item in graph.get("objects", ())}
    edges: dict[str, dict[str, Any]] = {item["id"]: item for item in graph.get("edges", ()) if "id" in item}
    boxes = {
        box.id: _centred(found[f"b{index}"]["pos"], height, request.boxes[box.id])
        for index, box in enumerate(plan.boxes)
    }
    groups = {
        group.id: _bounds(found[f"cluster_{index}"]["bb"], height) for index, group in enumerate(plan.groups)
    }
    labels, curves = {}, {}
    for index, arrow in enumerate(plan.arrows):
        if arrow.id in request.labels:
            labels[arrow.id] = _centred(found[f"l{index}"]["pos"], height, request.labels[arrow.id])
        parts = [
            _curve(edges[name]["pos"], height) for name in (f"a{index}s", f"a{index}t") if name in edges
        ]
        curves[arrow.id] = _cut(parts, groups.get(arrow.source), groups.get(arrow.target))
    return Layout(ceil(width), ceil(height), boxes, groups, labels, curves)


def _cut(parts: Sequence[Curve], source: Frame | None, target: Frame | None) -> tuple[Curve, ...]:
    """Cut an arrow at the frames that it joins."""
    curves = list(parts)
    if source is not None:
        curves[0] = clip_start(curves[0], source)
    if target is not None:
        curves[-1] = clip_end(curves[-1], target)
    return tuple(tuple(Point(round(p.x), round(p.y)) for p in curve) for curve in curves)


def _centred(position: str, height: float, size: BoxText | ArrowLabel) -> Frame:
    x, y = (float(number) for number in position.split(","))
    return Frame(
        round(x - size.width / 2), round(height - y - size.height / 2), size.width, size.height
    )


def _bounds(text: str, height: float) -> Frame:
    left, low, right, high = (float(number) for number in text.split(","))
    x, y = round(left), round(height - high)
    return Frame(x, y, round(right) - x, round(height - low) - y)


def _curve(text: str, height: float) -> Curve:
    points = []
    for word in text.split():
        if word[0] in "se":
            continue
        x, y = word.split(",")
        points.append(Point(float(x), height - float(y)))
    return tuple(points)
