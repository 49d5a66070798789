"""From a plan to positions: DOT texts of fixed sizes, and the answers read back as whole numbers.

Every size comes from our own font metrics, so the layout is the same whatever fonts a machine has. Parts that no
arrow joins are laid out one by one and packed to a page; of each part several arrangements are asked for, and the
best by size, shape and order is taken, which depends on the plan alone. Arrows are led through it by us.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from math import log

from lsparch.draw.answers import read_part
from lsparch.draw.dot import DotWriter
from lsparch.draw.geometry import Frame, crosses
from lsparch.draw.measure import ArrowLabel, BoxText, arrow_label, box_text, group_heading
from lsparch.draw.mesh import Placement
from lsparch.draw.nets import Net, nets_of
from lsparch.draw.packing import PAGE_ASPECT, packed
from lsparch.draw.positions import Layout, LayoutEngine, LayoutRequest, extent, fitted, headings_of, moved
from lsparch.draw.quality import measured
from lsparch.draw.room import cuts_for, limited, with_room
from lsparch.draw.routing import Routed, Router
from lsparch.draw.structure import Structure
from lsparch.models.symbology import Symbology
from lsparch.views.plan import DiagramPlan, Flow

__all__ = [
    "UNLIMITED",
    "Layout",
    "LayoutEngine",
    "LayoutRequest",
    "as_layout",
    "chosen",
    "layout_request",
    "moved",
    "read_layout",
    "routed",
]

BESIDE = 8
"""Distance of labels side by side between two boxes."""

UNLIMITED = 10_000
ATTEMPTS = 6
"""Times that arrows are routed, each with more room where some was missing."""

LENGTH_WEIGHT = 0.5
DISORDER_WEIGHT = 0.5
AGAINST_WEIGHT = 1.5
CROSSING_WEIGHT = 0.01
DRAWN_CROSSING_WEIGHT = 0.025
FAULT_WEIGHT = 2.0

TRIED = 3
"""Arrangements through which arrows are led, or two if there are many arrows; the best of these is taken."""

MANY = 30


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
    nets = tuple(nets_of(structure))
    boxes |= wide_enough(plan, boxes, labels, nets)
    writer = DotWriter(structure, boxes, groups, labels)
    parts = tuple(tuple(dict.fromkeys(writer.variants(part))) for part in structure.components())
    return LayoutRequest(plan, boxes, groups, labels, nets, writer.grids, parts)


def wide_enough(
    plan: DiagramPlan, boxes: Mapping[str, BoxText], labels: Mapping[str, ArrowLabel], nets: Sequence[Net]
) -> dict[str, BoxText]:
    """Return the boxes that must be larger, so that labels of several arrows between two of them fit side by side."""
    leaders = {net.leader for net in nets}
    between: dict[frozenset[str], list[ArrowLabel]] = {}
    for arrow in plan.arrows:
        if arrow.id in labels and arrow.id in leaders and arrow.source in boxes and arrow.target in boxes:
            between.setdefault(frozenset((arrow.source, arrow.target)), []).append(labels[arrow.id])
    found: dict[str, BoxText] = {}
    for ends, beside in between.items():
        for box in sorted(ends) if len(beside) > 1 else ():
            text = found.get(box, boxes[box])
            if plan.flow is Flow.DOWN:
                width = sum(label.width for label in beside) + BESIDE * (len(beside) + 1)
                found[box] = replace(text, width=max(text.width, width + width % 2))
            else:
                height = sum(label.height for label in beside) + BESIDE * (len(beside) + 1)
                found[box] = replace(text, height=max(text.height, height + height % 2))
    return found


def read_layout(request: LayoutRequest, answers: Sequence[str]) -> Layout:
    """Return the positions in an engine's answers to `LayoutRequest.dots`."""
    return chosen(request, answers)[1]


def chosen(request: LayoutRequest, answers: Sequence[str]) -> tuple[Placement, Layout]:
    """Return the best of an engine's answers to `LayoutRequest.dots`, as placement and with its arrows."""
    router = Router(Structure(request.plan), request.nets, request.labels)
    found: list[tuple[Placement, Layout]] = []
    start = 0
    for part in request.parts:
        choices = [read_part(request, answer) for answer in answers[start : start + len(part)]]
        tried = sorted(choices, key=lambda choice: strain(request.plan, choice))
        tried = tried[: 1 if router.is_hurried(tried[0]) else TRIED if len(request.plan.arrows) <= MANY else 2]
        found.append(best_of(request, router, tried))
        start += len(part)
    return found[0] if len(found) == 1 else together(request, router, [layout for _, layout in found])


def best_of(request: LayoutRequest, router: Router, tried: Sequence[Placement]) -> tuple[Placement, Layout]:
    """Return the best of some arrangements with its arrows; none are led through one that cannot be the best."""
    found = routed(router, tried[0])
    best = badness(request, found[1]) + misplaced(request.plan, tried[0]) if len(tried) > 1 else 0.0
    for choice in tried[1:]:
        order = misplaced(request.plan, choice)
        if least_badness(request.plan, choice) + order < best:
            option = routed(router, choice)
            if (bad := badness(request, option[1]) + order) < best:
                best, found = bad, option
    return found


def misplaced(plan: DiagramPlan, placement: Placement) -> float:
    """Return how much in a placement stands against the flow and the order of its plan."""
    return disorder(plan, placement) + against(plan, placement)


def together(request: LayoutRequest, router: Router, parts: Sequence[Layout]) -> tuple[Placement, Layout]:
    """Return parts packed to a page, their arrows led once more, as they will be in the next layout."""
    page = packed(parts)
    placement = Placement(page.boxes, page.groups, headings_of(request, page.groups))
    return placement, as_layout(placement, router.routed(placement))


def routed(router: Router, placement: Placement, most: int = UNLIMITED) -> tuple[Placement, Layout]:
    """Return a placement with its arrows; it gets more room, at most so much, where lines or labels need it."""
    ways = router.routed(placement)
    attempts = 1 if router.is_hurried(placement) else ATTEMPTS - 1 if most == UNLIMITED else min(1, most)
    for _ in range(attempts):
        cuts = limited(cuts_for(ways.lacks.values(), ways.tight), most)
        if not cuts:
            break
        roomy = with_room(placement, cuts)
        led = router.routed(roomy)
        if lacking(led) == lacking(ways):
            break
        placement, ways = roomy, led
    return placement, as_layout(placement, ways)


def lacking(ways: Routed) -> tuple[Collection[str], Collection[tuple[int, int]]]:
    """Return for what there is no room: labels, by arrow, and lines side by side, by net."""
    return ways.lacks.keys(), {pair.nets for pair in ways.tight}


def as_layout(placement: Placement, ways: Routed) -> Layout:
    """Return the layout of a placement and its arrows."""
    return fitted(Layout(0, 0, placement.boxes, placement.groups, ways.labels, ways.curves))


def strain(plan: DiagramPlan, placement: Placement) -> float:
    """Return how bad an arrangement is: large, far from the shape of a page, with long or crossing arrows."""
    places = {**placement.groups, **placement.boxes}
    lines = [
        (places[arrow.source].centre, places[arrow.target].centre) for arrow in plan.arrows if arrow.source in places
    ]
    length = sum(one.distance(other) for one, other in lines)
    width, height = extent(places.values(), ())
    shape = abs(log(width / height / PAGE_ASPECT))
    crossings = sum(crosses(one, other) for one, other in combinations(lines, 2))
    size = log(width * height) + LENGTH_WEIGHT * log(1 + length)
    return size + shape + CROSSING_WEIGHT * crossings + misplaced(plan, placement)


def against(plan: DiagramPlan, placement: Placement) -> float:
    """Return the share of arrows that run against the flow."""
    places = {**placement.groups, **placement.boxes}
    ends = [(places[arrow.source], places[arrow.target]) for arrow in plan.arrows if arrow.source in places]
    right = plan.flow is Flow.RIGHT
    back = sum((one.x > other.right) if right else (one.y > other.bottom) for one, other in ends)
    return AGAINST_WEIGHT * back / max(1, len(ends))


def badness(request: LayoutRequest, layout: Layout) -> float:
    """Return how bad a finished layout is: large, far from the shape of a page, hard to follow."""
    quality = measured(request, layout)
    faults = len(quality.through) + len(quality.hidden) + len(quality.labels)
    size = log(layout.width * layout.height) + LENGTH_WEIGHT * log(1 + quality.length)
    shape = abs(log(layout.width / layout.height / PAGE_ASPECT))
    return size + shape + DRAWN_CROSSING_WEIGHT * quality.crossings + FAULT_WEIGHT * faults


def least_badness(plan: DiagramPlan, placement: Placement) -> float:
    """Return how bad any layout of a placement is at least: nothing grows, and arrows go straight from edge to edge.

    Room that is let in makes it larger or leaves size and shape together as they are.
    """
    places = {**placement.groups, **placement.boxes}
    ends = [(places[arrow.source], places[arrow.target]) for arrow in plan.arrows if arrow.source in places]
    length = sum(
        max(0, one.x - other.right, other.x - one.right) + max(0, one.y - other.bottom, other.y - one.bottom)
        for one, other in ends
    )
    width, height = extent(places.values(), ())
    width, height = (
        width - min(frame.x for frame in places.values()),
        height - min(frame.y for frame in places.values()),
    )
    return log(width * height) + LENGTH_WEIGHT * log(1 + length) + abs(log(width / height / PAGE_ASPECT))


def disorder(plan: DiagramPlan, layout: Placement) -> float:
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
