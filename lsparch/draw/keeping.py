"""A placement made from an earlier one: what was there stays, what is new finds room near what it is joined to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lsparch.draw.geometry import Frame, Point
from lsparch.draw.grid import in_rows
from lsparch.draw.lock import Lock
from lsparch.draw.measure import MARGIN, BoxText, GroupHeading
from lsparch.draw.mesh import Placement
from lsparch.draw.positions import LayoutRequest, headings_of
from lsparch.draw.structure import Structure

__all__ = ["kept_placement", "locked_placement"]

ENOUGH = 0.6
"""Share of boxes that must have been there before."""

GAP = 16
"""Distance that boxes and frames keep."""

ROOM = 64
"""Distance at which something new is set."""

TIGHT = 60
"""Cost of a place that is nearer than that to something."""

PUSHES = 400
"""Cost of a place for which something must move."""

STEP = 12
ROUNDS = 60

Frames = dict[str, Frame]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of boxes and headings."""

    boxes: Mapping[str, BoxText]
    groups: Mapping[str, GroupHeading]


def kept_placement(request: LayoutRequest, structure: Structure, lock: Lock) -> Placement | None:
    """Return a placement near an earlier one; None when too little of that is left."""
    sizes = Sizes(request.boxes, request.groups)
    places = {group: frame for group, frame in lock.groups.items() if group in structure.parent}
    for box in request.plan.boxes:
        frame = lock.boxes.get(box.id)
        if frame is not None and stands_in(frame, box.group, lock):
            places[box.id] = resized(frame, request.boxes[box.id])
    kept = [box.id for box in request.plan.boxes if box.id in places]
    if not kept or len(kept) < ENOUGH * len(request.plan.boxes):
        return None
    for group in [group.id for group in request.plan.groups]:
        if group in places and not any(item in places for item in structure.inner(group)):
            del places[group]
    for element in units(structure, places):
        add(structure, sizes, places, element)
    settle(structure, sizes, places, None)
    return as_placement(request, places)


def locked_placement(request: LayoutRequest, lock: Lock) -> Placement | None:
    """Return the placement of a lock whose plan has not changed since; None if a merge has taken places out of it."""
    whole = {box.id for box in request.plan.boxes} <= set(lock.boxes)
    whole = whole and {group.id for group in request.plan.groups} <= set(lock.groups)
    return as_placement(request, {**lock.groups, **lock.boxes}) if whole else None


def as_placement(request: LayoutRequest, places: Mapping[str, Frame]) -> Placement:
    """Return the placement with everything in plan order."""
    boxes = {box.id: places[box.id] for box in request.plan.boxes}
    groups = {group.id: places[group.id] for group in request.plan.groups}
    return Placement(boxes, groups, headings_of(request, groups))


def stands_in(frame: Frame, group: str | None, lock: Lock) -> bool:
    """Whether a box was in its frame before; one that has moved to another frame is new there."""
    if group is None:
        return not any(around.encloses(frame) for around in lock.groups.values())
    return group not in lock.groups or lock.groups[group].encloses(frame)


def resized(frame: Frame, text: BoxText) -> Frame:
    """Return a frame with the size that its box needs now, around the same centre."""
    across, down = frame.width - text.width, frame.height - text.height
    return Frame(frame.x + across // 2, frame.y + down // 2, text.width, text.height)


def units(structure: Structure, places: Mapping[str, Frame]) -> Iterator[str]:
    """Yield what is new: boxes, and frames with all that is in them."""
    for group in structure.plan.groups:
        if group.id not in places and (group.parent is None or group.parent in places):
            yield group.id
    for box in structure.plan.boxes:
        if box.id not in places and (box.group is None or box.group in places):
            yield box.id


def add(structure: Structure, sizes: Sizes, places: Frames, element: str) -> None:
    """Give something new a place, near what it is joined to."""
    content = block(structure, sizes, element)
    size = content[element]
    parent = structure.parent[element]
    near = joined(structure, places, element)
    siblings = [places[item] for item in inside(structure, parent) if item in places]
    field = places[parent] if parent is not None else around(siblings)
    top = field.y + (sizes.groups[parent].height + 2 * MARGIN if parent is not None else 0)
    wanted = centre_of(near) if near else Point(field.x + size.width / 2, field.bottom)
    others = strangers(structure, places, parent)
    choices: list[tuple[float, int, int]] = []
    for x in range(field.x - size.width - ROOM, field.right + ROOM + 1, STEP):
        for y in range(top - (size.height + ROOM if parent is None else 0), field.bottom + ROOM + 1, STEP):
            frame = Frame(x, y, size.width, size.height)
            if not any(other.grown(GAP).overlaps(frame) for other in siblings):
                tight = any(other.grown(ROOM).overlaps(frame) for other in siblings)
                choices.append((cost(frame, wanted, field, others) + TIGHT * tight, y, x))
    _, y, x = min(choices, default=(0.0, field.bottom + ROOM, field.x + MARGIN))
    places.update({key: frame.moved(x, y) for key, frame in content.items()})


def strangers(structure: Structure, places: Mapping[str, Frame], parent: str | None) -> list[list[Frame]]:
    """Return, for each frame around something new, from the inside out, what must move if that frame grows."""
    chain = [parent, *structure.around(parent)] if parent is not None else []
    return [
        [places[item] for item in inside(structure, structure.parent[group]) if item != group and item in places]
        for group in chain
    ]


def cost(frame: Frame, wanted: Point, field: Frame, others: Sequence[Sequence[Frame]]) -> float:
    """Return how far a place is from where it should be, and how much would grow or move for it."""
    whole = around([field, frame.grown(MARGIN)])
    beyond = whole.width - field.width + whole.height - field.height
    found = frame.centre.distance(wanted) + 2 * beyond
    for siblings in others:
        if beyond:
            found += PUSHES * sum(other.grown(GAP).overlaps(whole) for other in siblings)
        whole = whole.grown(MARGIN)
    return found


def block(structure: Structure, sizes: Sizes, element: str) -> Frames:
    """Return the places of something new and of all that is in it, from its upper left corner."""
    if element in sizes.boxes:
        return {element: Frame(0, 0, sizes.boxes[element].width, sizes.boxes[element].height)}
    members = structure.members.get(element, [])
    heading = sizes.groups[element]
    y = heading.height + MARGIN
    found: Frames = {}
    if members:
        grid = in_rows(members, sizes.boxes, max(1, round(len(members) ** 0.5)))
        found |= {box: frame.moved(MARGIN, y) for box, frame in grid.boxes.items()}
        y += grid.height + ROOM
    for child in structure.children.get(element, ()):
        inner = block(structure, sizes, child)
        found |= {key: frame.moved(MARGIN, y) for key, frame in inner.items()}
        y += inner[child].height + ROOM
    width = max([heading.width + 2 * MARGIN, *(frame.right + MARGIN for frame in found.values())])
    height = max([y, *(frame.bottom + MARGIN for frame in found.values())])
    return {**found, element: Frame(0, 0, width, height)}


def joined(structure: Structure, places: Mapping[str, Frame], element: str) -> list[Frame]:
    """Return the places of what an element, or something in it, is joined to."""
    own = {element, *structure.inner(element)}
    found = []
    for arrow in structure.plan.arrows:
        for one, other in ((arrow.source, arrow.target), (arrow.target, arrow.source)):
            if one in own and other not in own and other in places:
                found.append(places[other])
    return found


def inside(structure: Structure, group: str | None) -> list[str]:
    """Return what stands directly in a frame."""
    return [*structure.children.get(group, ()), *structure.members.get(group, ())]


def around(frames: Sequence[Frame]) -> Frame:
    """Return the rectangle around some frames."""
    left, top = min(frame.x for frame in frames), min(frame.y for frame in frames)
    return Frame(left, top, max(frame.right for frame in frames) - left, max(frame.bottom for frame in frames) - top)


def centre_of(frames: Sequence[Frame]) -> Point:
    """Return the middle of the centres of some frames."""
    centres = [frame.centre for frame in frames]
    return Point(sum(place.x for place in centres) / len(centres), sum(place.y for place in centres) / len(centres))


def settle(structure: Structure, sizes: Sizes, places: Frames, group: str | None) -> None:
    """Let frames grow with their content, from the inside out, and push apart what then overlaps."""
    for child in structure.children.get(group, ()):
        settle(structure, sizes, places, child)
    items = inside(structure, group)
    for _ in range(ROUNDS):
        if not push(structure, places, items):
            break
    if group is not None:
        heading = sizes.groups[group]
        old = places[group]
        least = Frame(old.x, old.y, max(old.width, heading.width + 2 * MARGIN), old.height)
        needed = [places[item].grown(MARGIN) for item in items]
        roof = [Frame(frame.x, frame.y - heading.height, frame.width, 1) for frame in needed]
        places[group] = around([least, *needed, *roof])


def push(structure: Structure, places: Frames, items: Sequence[str]) -> bool:
    """Push apart what is too near, the lower or right one of each two by the shorter way; return whether any was."""
    moved = False
    ordered = sorted(items, key=lambda item: (places[item].y + places[item].x, item))
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            a, b = places[one], places[other]
            across = min(a.right, b.right) - max(a.x, b.x) + GAP
            down = min(a.bottom, b.bottom) - max(a.y, b.y) + GAP
            if across <= 0 or down <= 0:
                continue
            if across < down:
                shift(structure, places, other if a.centre.x <= b.centre.x else one, across, 0)
            else:
                shift(structure, places, other if a.centre.y <= b.centre.y else one, 0, down)
            moved = True
    return moved


def shift(structure: Structure, places: Frames, element: str, x: int, y: int) -> None:
    """Move something with all that is in it."""
    for item in (element, *structure.inner(element)):
        places[item] = places[item].moved(x, y)
