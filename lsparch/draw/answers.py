"""Graphviz's answers, read as places of boxes and frames."""

import json
from collections.abc import Mapping
from typing import Any

from lsparch.draw.dot import BORDER, POINTS_PER_INCH, grid_name
from lsparch.draw.geometry import Frame
from lsparch.draw.measure import BoxText
from lsparch.draw.mesh import Placement
from lsparch.draw.positions import LayoutRequest, headings_of

__all__ = ["read_part"]


def read_part(request: LayoutRequest, answer: str) -> Placement:
    """Return the positions in one answer, of whatever is in it."""
    plan = request.plan
    graph: dict[str, Any] = json.loads(answer)
    height = float(graph["bb"].split(",")[3])
    found: dict[str, dict[str, Any]] = {item["name"]: item for item in graph.get("objects", ())}
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
            groups |= {inner: frame.moved(block.x, block.y) for inner, frame in grid.groups.items()}
    ordered = {group.id: groups[group.id] for group in plan.groups if group.id in groups}
    return Placement(boxes, ordered, headings_of(request, ordered))


def centred(position: str, height: float, size: BoxText) -> Frame:
    """Return the frame of a node."""
    x, y = (float(number) for number in position.split(","))
    return Frame(round(x - size.width / 2), round(height - y - size.height / 2), size.width, size.height)


def bounds(text: str, height: float) -> Frame:
    """Return the frame of a cluster, which is drawn a little inside it."""
    left, low, right, high = (float(number) for number in text.split(","))
    x, y = round(left) + BORDER, round(height - high) + BORDER
    return Frame(x, y, round(right) - BORDER - x, round(height - low) - BORDER - y)


def extent_of(item: Mapping[str, Any], height: float) -> Frame:
    """Return the frame of a node in Graphviz's answer."""
    x, y = (float(number) for number in item["pos"].split(","))
    across, down = float(item["width"]) * POINTS_PER_INCH, float(item["height"]) * POINTS_PER_INCH
    return Frame(round(x - across / 2), round(height - y - down / 2), round(across), round(down))
