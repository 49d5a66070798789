"""Locked layouts: places of boxes and frames as a file beside a picture, which guides the next layout of it.

One element a line, in the order of the plan, so that changes of two people merge, and a change shows what moved.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from lsparch.diagnostics import LsparchError
from lsparch.draw.digest import value_digest
from lsparch.draw.geometry import Frame, median
from lsparch.draw.mesh import Placement
from lsparch.draw.positions import LayoutRequest

__all__ = ["LOCK", "Lock", "lock_text", "moved_boxes", "read_lock", "request_digest"]

LOCK = ".layout.json"
"""Ending of the files."""

FAR = 20
"""Points by which a box must have moved against the others to count as moved."""


@dataclass(frozen=True, slots=True)
class Lock:
    """An earlier layout."""

    digest: str
    """Of all that a layout depends on; see `request_digest`."""

    detour: int
    """Detours that labels may cause in it."""

    boxes: Mapping[str, Frame]
    groups: Mapping[str, Frame]


def request_digest(request: LayoutRequest) -> str:
    """Return the digest of everything in a plan on which its layout depends: sizes, nesting, arrows; not colours."""
    plan, leaders = request.plan, request.leaders
    return value_digest(
        {
            "boxes": [
                [box.id, box.group, request.boxes[box.id].width, request.boxes[box.id].height] for box in plan.boxes
            ],
            "groups": [
                [group.id, group.parent, request.groups[group.id].width, request.groups[group.id].height]
                for group in plan.groups
            ],
            "arrows": [
                [arrow.id, arrow.source, arrow.target, leaders[arrow.id], *sizes(request, arrow.id)]
                for arrow in plan.arrows
            ],
            "flow": plan.flow.value,
        }
    )


def sizes(request: LayoutRequest, arrow: str) -> list[int]:
    """Return width and height of an arrow's label."""
    label = request.labels.get(arrow)
    return [label.width, label.height] if label else []


def lock_text(request: LayoutRequest, placement: Placement, detour: int) -> str:
    """Return the file for a layout."""
    boxes = [(box.id, placement.boxes[box.id]) for box in request.plan.boxes]
    groups = [(group.id, placement.groups[group.id]) for group in request.plan.groups]
    lines = [
        "{",
        f'"digest": "{request_digest(request)}",',
        f'"detour": {detour},',
        *section("boxes", boxes, ","),
        *section("frames", groups, ""),
        "}",
        "",
    ]
    return "\n".join(lines)


def section(name: str, frames: list[tuple[str, Frame]], end: str) -> list[str]:
    """Return the lines of one section."""
    lines = [f"{json.dumps(key)}: [{f.x}, {f.y}, {f.width}, {f.height}]" for key, f in frames]
    return [f'"{name}": {{', *(f"{line}," for line in lines[:-1]), *lines[-1:], f"}}{end}"]


def read_lock(text: str, name: str) -> Lock:
    """Return the lock in a file.

    Raises
    ------
    LsparchError
        If it is not one, as after a merge with conflicts.
    """
    advice = "delete it, and the picture is laid out anew"
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise LsparchError(
            f"{name}:{error.lineno}:{error.colno}: not a locked layout ({error.msg}); {advice}"
        ) from None
    try:
        return Lock(str(value["digest"]), int(value["detour"]), frames(value["boxes"]), frames(value["frames"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise LsparchError(f"{name}:1:1: not a locked layout; {advice}") from None


def frames(value: Mapping[str, list[int]]) -> dict[str, Frame]:
    """Return the frames of a section."""
    found = {}
    for key, (x, y, width, height) in value.items():
        if not all(type(number) is int for number in (x, y, width, height)):
            raise ValueError(key)
        found[key] = Frame(x, y, width, height)
    return found


def moved_boxes(before: Mapping[str, Frame], after: Mapping[str, Frame]) -> list[str]:
    """Return the boxes of both layouts that have moved against the others."""
    shared = [box for box in after if box in before]
    if not shared:
        return []
    across = {box: after[box].centre.x - before[box].centre.x for box in shared}
    down = {box: after[box].centre.y - before[box].centre.y for box in shared}
    x, y = median(across.values()), median(down.values())
    return [box for box in shared if ((across[box] - x) ** 2 + (down[box] - y) ** 2) ** 0.5 > FAR]
