"""From a plan to positions: DOT texts of fixed sizes, and the answers read back as whole numbers.

Every size comes from our own font metrics, so the layout is the same whatever fonts a machine has. Parts that no
arrow joins are laid out one by one and packed to a page; of each part several arrangements are asked for, and the
best by size and shape is taken, which depends on the plan alone.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil, log
from typing import Any, Protocol

from lsparch.draw.dot import POINTS_PER_INCH, DotWriter, grid_name
from lsparch.draw.geometry import Curve, Frame, Point, clip_end, clip_start
from lsparch.draw.grid import Grid
from lsparch.draw.joints import Joint
from lsparch.draw.measure import ArrowLabel, BoxText, GroupHeading, arrow_label, box_text, group_heading
from lsparch.draw.structure import Structure
from lsparch.models.symbology import Symbology
from lsparch.views.plan import DiagramPlan, Flow

__all__ = ["Layout", "LayoutEngine", "LayoutRequest", "layout_request", "moved", "read_layout"]

PAGE_ASPECT = 1.75
"""Wanted width by height of the picture; title and legend make a page of 16:10 of it."""

GAP = 28
"""Distance between parts that no arrow joins."""

LENGTH_WEIGHT = 0.3
DISORDER_WEIGHT = 0.5


class LayoutEngine(Protocol):
    """Gives positions to DOT texts."""

    def layout_many(self, dots: Sequence[str]) -> list[str]:
        """Return Graphviz's ``json0`` for each DOT text, in order."""
        ...


@dataclass(frozen=True, slots=True)
class LayoutRequest:
    """What is asked of the engine, with the sizes that it was made from."""

    plan: DiagramPlan
    boxes: Mapping[str, BoxText]
    groups: Mapping[str, GroupHeading]
    labels: Mapping[str, ArrowLabel]
    joints: Mapping[str, Joint]
    """Arrows that share half of their way and one label with others, by id."""

    grids: Mapping[str, Grid]
    """Blocks of boxes that no arrow touches, by frame."""

    parts: tuple[tuple[str, ...], ...]
    """For each part that no arrow joins with others: DOT texts of its arrangements."""

    @property
    def dots(self) -> tuple[str, ...]:
        """All DOT texts, in the order in which `read_layout` wants the answers."""
        return tuple(dot for part in self.parts for dot in part)


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

    lost: int = 0
    """Arrows for which Graphviz found no way, so that a plain one is drawn."""


def layout_request(plan: DiagramPlan, symbology: Symbology) -> LayoutRequest:
    """Return the DOT texts for a plan, with the sizes of everything in it."""
    structure = Structure(plan)
    boxes = {box.id: box_text(box, symbology) for box in plan.boxes}
    groups = {group.id: group_heading(group, symbology) for group in plan.groups}
    labels = {
        arrow.id: label
        for arrow in plan.arrows
        if (label := arrow_label(arrow, symbology, inside=structure.encloses(arrow)))
    }
    writer = DotWriter(structure, boxes, groups, labels)
    parts = tuple(tuple(dict.fromkeys(writer.variants(part))) for part in structure.components())
    return LayoutRequest(plan, boxes, groups, labels, writer.joints, writer.grids, parts)


def read_layout(request: LayoutRequest, answers: Sequence[str]) -> Layout:
    """Return the positions in an engine's answers to `LayoutRequest.dots`."""
    found: list[Layout] = []
    start = 0
    for part in request.parts:
        choices = [read_part(request, answer) for answer in answers[start : start + len(part)]]
        found.append(min(choices, key=lambda choice: strain(choice) + disorder(request.plan, choice) + choice.lost))
        start += len(part)
    return packed(found)


def strain(layout: Layout) -> float:
    """Return how bad an arrangement is: large, far from the shape of a page, with long arrows."""
    length = sum(curve[0].distance(curve[-1]) for curves in layout.curves.values() for curve in curves)
    shape = abs(log(layout.width / layout.height / PAGE_ASPECT))
    return log(layout.width * layout.height) + shape + LENGTH_WEIGHT * log(1 + length)


def disorder(plan: DiagramPlan, layout: Layout) -> float:
    """Return the share of pairs of neighbours in one frame that stand against plan order, across the flow."""
    homes: dict[tuple[str, str | None], list[Frame]] = {}
    for group in plan.groups:
        if group.id in layout.groups:
            homes.setdefault(("group", group.parent), []).append(layout.groups[group.id])
    for box in plan.boxes:
        if box.id in layout.boxes:
            homes.setdefault(("box", box.group), []).append(layout.boxes[box.id])
    right = plan.flow is Flow.RIGHT
    pairs = [pair for frames in homes.values() for pair in combinations(frames, 2)]
    against = sum((one.y > two.y) if right else (one.x > two.x) for one, two in pairs)
    return DISORDER_WEIGHT * against / max(1, len(pairs))


def packed(parts: Sequence[Layout]) -> Layout:
    """Return one layout of several, the highest first, in the rows that come nearest to the shape of a page."""
    if not parts:
        return Layout(0, 0, {}, {}, {}, {})
    ordered = sorted(parts, key=lambda part: -part.height)
    widths = sorted({sum(part.width + GAP for part in ordered[: n + 1]) for n in range(len(ordered))})
    rows = [in_rows(ordered, width) for width in widths]
    return min((merged(choice) for choice in rows), key=strain)


def in_rows(parts: Sequence[Layout], width: int) -> list[Layout]:
    """Return the parts moved into rows of at most a width; parts lower than a row share a column of it."""
    found: list[Layout] = []
    x = top = used = column = row = 0
    for part in parts:
        if found and used + part.height <= row and part.width <= column:
            found.append(moved(part, x, top + used))
        else:
            x += column + GAP if found else 0
            if found and x + part.width > width:
                x, top, row = 0, top + row + GAP, 0
            used, column = 0, part.width
            row = max(row, part.height)
            found.append(moved(part, x, top))
        used += part.height + GAP
    return found


def merged(parts: Sequence[Layout]) -> Layout:
    """Return the layout of everything in some layouts."""
    boxes: dict[str, Frame] = {}
    groups: dict[str, Frame] = {}
    labels: dict[str, Frame] = {}
    curves: dict[str, tuple[Curve, ...]] = {}
    for part in parts:
        boxes |= part.boxes
        groups |= part.groups
        labels |= part.labels
        curves |= part.curves
    right, bottom = extent((*boxes.values(), *groups.values(), *labels.values()), curves.values())
    return Layout(right, bottom, boxes, groups, labels, curves)


def extent(frames: Iterable[Frame], curves: Iterable[tuple[Curve, ...]]) -> tuple[int, int]:
    """Return the greatest x and y of anything."""
    places = [Point(frame.right, frame.bottom) for frame in frames]
    places += [point for parts in curves for curve in parts for point in curve]
    return ceil(max(place.x for place in places)), ceil(max(place.y for place in places))


def moved(layout: Layout, x: int, y: int) -> Layout:
    """Return the layout, moved."""

    def shift(curve: Curve) -> Curve:
        return tuple(Point(point.x + x, point.y + y) for point in curve)

    return Layout(
        layout.width,
        layout.height,
        {key: frame.moved(x, y) for key, frame in layout.boxes.items()},
        {key: frame.moved(x, y) for key, frame in layout.groups.items()},
        {key: frame.moved(x, y) for key, frame in layout.labels.items()},
        {key: tuple(shift(curve) for curve in curves) for key, curves in layout.curves.items()},
    )


def read_part(request: LayoutRequest, answer: str) -> Layout:
    """Return the positions in one answer, of whatever is in it."""
    plan = request.plan
    graph: dict[str, Any] = json.loads(answer)
    _, _, width, height = (float(number) for number in graph["bb"].split(","))
    found: dict[str, dict[str, Any]] = {item["name"]: item for item in graph.get("objects", ())}
    edges: dict[str, dict[str, Any]] = {item["id"]: item for item in graph.get("edges", ()) if "id" in item}
    boxes = {
        box.id: centred(found[f"b{index}"]["pos"], height, request.boxes[box.id])
        for index, box in enumerate(plan.boxes)
        if f"b{index}" in found
    }
    groups = {
        group.id: bounds(found[f"cluster_{index}"]["bb"], height)
        for index, group in enumerate(plan.groups)
        if f"cluster_{index}" in found
    }
    for group, grid in request.grids.items():
        if group in groups:
            block = extent_of(found[grid_name(plan, group)], height)
            boxes |= {box: frame.moved(block.x, block.y) for box, frame in grid.boxes.items()}
    labels, curves = {}, {}
    nodes: dict[int, dict[str, Any]] = {item["_gvid"]: item for item in graph.get("objects", ())}
    order = {arrow.id: index for index, arrow in enumerate(plan.arrows)}
    for index, arrow in enumerate(plan.arrows):
        if f"l{index}" in found:
            labels[arrow.id] = centred(found[f"l{index}"]["pos"], height, request.labels[arrow.id])
        names = halves(index, request.joints.get(arrow.id), order)
        parts = [way(edges[name], nodes, height) for name in names[:2] if name in edges]
        parts += [way(edges[name], nodes, height)[::-1] for name in names[2:] if name in edges]
        if parts:
            curves[arrow.id] = cut(parts, groups.get(arrow.source), groups.get(arrow.target))
    lost = sum("pos" not in edge for edge in edges.values())
    return Layout(ceil(width), ceil(height), boxes, groups, labels, curves, lost)


def halves(index: int, joint: Joint | None, order: Mapping[str, int]) -> tuple[str, str, str, str]:
    """Return the names of an arrow's two halves, and of those of one that runs against the flow."""
    start = end = index
    if joint is not None:
        start, end = (index, order[joint.leader]) if joint.into else (order[joint.leader], index)
    return f"a{start}s", f"a{end}t", f"a{index}u", f"a{index}v"


def cut(parts: Sequence[Curve], source: Frame | None, target: Frame | None) -> tuple[Curve, ...]:
    """Cut an arrow at the frames that it joins."""
    curves = list(parts)
    if source is not None and not source.holds(curves[-1][-1]):
        curves[0] = clip_start(curves[0], source)
    if target is not None and not target.holds(curves[0][0]):
        curves[-1] = clip_end(curves[-1], target)
    return tuple(tuple(Point(round(p.x), round(p.y)) for p in curve) for curve in curves)


def centred(position: str, height: float, size: BoxText | ArrowLabel) -> Frame:
    """Return the frame of a node."""
    x, y = (float(number) for number in position.split(","))
    return Frame(round(x - size.width / 2), round(height - y - size.height / 2), size.width, size.height)


def bounds(text: str, height: float) -> Frame:
    """Return the frame of a cluster."""
    left, low, right, high = (float(number) for number in text.split(","))
    x, y = round(left), round(height - high)
    return Frame(x, y, round(right) - x, round(height - low) - y)


def way(edge: Mapping[str, Any], nodes: Mapping[int, Mapping[str, Any]], height: float) -> Curve:
    """Return the curve of an edge; a straight one from box to box if Graphviz found no way for it."""
    if "pos" in edge:
        return curve_of(edge["pos"], height)
    start, end = (extent_of(nodes[edge[key]], height) for key in ("tail", "head"))
    straight = tuple(start.centre.towards(end.centre, share / 3) for share in range(4))
    return clip_end(clip_start(straight, start), end)


def extent_of(item: Mapping[str, Any], height: float) -> Frame:
    """Return the frame of a node in Graphviz's answer."""
    x, y = (float(number) for number in item["pos"].split(","))
    across, down = float(item["width"]) * POINTS_PER_INCH, float(item["height"]) * POINTS_PER_INCH
    return Frame(round(x - across / 2), round(height - y - down / 2), round(across), round(down))


def curve_of(text: str, height: float) -> Curve:
    """Return the curve of an edge."""
    words = [word for word in text.split() if word[0] not in "se"]
    places = [tuple(float(number) for number in word.split(",")) for word in words]
    return tuple(Point(x, height - y) for x, y in places)
