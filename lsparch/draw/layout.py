"""From a plan to positions: DOT texts of fixed sizes, and the answers read back as whole numbers.

Every size comes from our own font metrics, so the layout is the same whatever fonts a machine has. Parts that no
arrow joins are laid out one by one and packed to a page; of each part several arrangements are asked for, and the
best by size, shape and order is taken, which depends on the plan alone. Arrows are led through it by us.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from heapq import heapify, heappop, heappush, nsmallest
from itertools import chain, combinations, islice
from math import log

from lsparch.draw.answers import read_part
from lsparch.draw.clearing import clear_of_edges
from lsparch.draw.compaction import compacted
from lsparch.draw.dot import DotWriter, flow_of
from lsparch.draw.folding import folded, with_blocks_moved
from lsparch.draw.geometry import Frame, crossings_of
from lsparch.draw.legend import legend_of
from lsparch.draw.look import look_of
from lsparch.draw.measure import ArrowLabel, BoxText, arrow_label, box_text, group_heading
from lsparch.draw.mesh import Placement
from lsparch.draw.nets import Net, any_joined, nets_of
from lsparch.draw.packing import packed
from lsparch.draw.page import WIDE, Surroundings, legends_of
from lsparch.draw.panels import panel_table
from lsparch.draw.positions import Layout, LayoutEngine, LayoutRequest, extent, headings_of, moved
from lsparch.draw.quality import Quality, covered_labels, measured
from lsparch.draw.room import cuts_for, limited, with_room
from lsparch.draw.routing import Routed, Router, as_layout
from lsparch.draw.structure import Structure
from lsparch.draw.tightening import tightened
from lsparch.models.symbology import Symbology
from lsparch.views.plan import DiagramPlan, Flow

__all__ = [
    "UNLIMITED",
    "Layout",
    "LayoutEngine",
    "LayoutRequest",
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

PAGE_WEIGHT = 2.0
LENGTH_WEIGHT = 0.5
DISORDER_WEIGHT = 0.5
AGAINST_WEIGHT = 1.5
TURNED_WEIGHT = 0.3
CROSSING_WEIGHT = 0.01
DRAWN_CROSSING_WEIGHT = 0.03
CROSSED_WEIGHT = 1.5
"""Weight of crossings for each arrow."""

FAULT_WEIGHT = 2.0

MOST_TRIED = 16
TRIED = 4
"""Arrangements through which arrows are led, more if there are few arrows; the best of these is taken."""

FEW = 30
"""Arrows up to which there is time for more arrangements, and for room that helps no label at once."""

PROMISING = 2
"""Answers of the engine of which more arrangements are made where a layout is wanted soon."""

VERY_FEW = 10
"""Arrows, and twice as many boxes, up to which room is taken out of a finished layout; edits of others need it."""

LED = 100
"""Times that arrows are led at most for the sake of less room."""

COMPARED = 5
"""Arrangements that are compared in haste where a layout is wanted soon."""

SMALL = 40
"""Boxes above which nothing is compared there at all."""

LACK_WEIGHT = 0.1
"""Weight of a label that has no good place when arrows are led in haste."""

CLOSE = 150
"""Boxes and frames above which no room is taken out of arrangements."""


def layout_request(plan: DiagramPlan, symbology: Symbology, ratio: float = WIDE) -> LayoutRequest:
    """Return the DOT texts for a plan, with the sizes of everything in it, for a page of some width by height.

    What only a new layout needs is made when it is first asked for.
    """
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

    @cache
    def parts() -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(dict.fromkeys(writer.variants(part))) for part in structure.components())

    @cache
    def around() -> Surroundings:
        tables = [panel_table(panel) for panel in plan.panels]
        sections = legend_of(plan, look_of(plan, symbology), joined=any_joined(nets))
        return Surroundings(plan, legends_of(sections), tables, ratio)

    def page(width: int, height: int) -> tuple[int, int]:
        return around().size(width, height)

    @cache
    def strained(width: int, height: int) -> float:
        return around().strain(width, height)

    return LayoutRequest(plan, boxes, groups, labels, nets, writer.grids, parts, page, strained, ratio)


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
    structure = Structure(request.plan)
    router = Router(structure, request.nets, request.labels)
    parts: list[list[tuple[Placement, Flow]]] = []
    start = 0
    for part in request.parts:
        parts.append(arrangements(request, structure, part, answers[start : start + len(part)]))
        start += len(part)
    areas = [min(area(placement) for placement, _ in choices) for choices in parts]
    found = [best_of(request, router, choices, sum(areas) - own) for choices, own in zip(parts, areas, strict=True)]
    placement, layout = found[0] if len(found) == 1 else together(request, router, [layout for _, layout in found])
    return finished(request, router, placement, layout)


def finished(request: LayoutRequest, router: Router, placement: Placement, layout: Layout) -> tuple[Placement, Layout]:
    """Return a layout with labels off the edges of frames and without needless room, where there is time for that."""
    plan = request.plan
    if plan.quick or not 0 < len(plan.arrows) <= VERY_FEW or len(plan.boxes) > 2 * VERY_FEW:
        return placement, layout
    placement, _ = clear_of_edges(request, router, placement, layout)
    return tightened(request, router, placement, LED)


def area(placement: Placement) -> int:
    """Return the area that a placement takes."""
    width, height = extent((*placement.groups.values(), *placement.boxes.values()), ())
    return width * height


def best_of(
    request: LayoutRequest, router: Router, choices: Sequence[tuple[Placement, Flow]], others: int
) -> tuple[Placement, Layout]:
    """Return the best of some arrangements with its arrows, which are led through the most promising ones.

    They are led through more where all those have faults. ``others`` is the area of what else is on the page.
    """
    if len(choices) == 1:
        return routed(router, choices[0][0])
    ranked = sorted(choices, key=lambda choice: strain(request, choice[0], choice[1], others))
    quick = request.plan.quick
    if router.is_hurried(ranked[0][0]) or (quick and len(request.plan.boxes) > SMALL):
        return routed(router, ranked[0][0])
    least = 1 if quick else 2 * TRIED if len(request.plan.arrows) <= FEW else TRIED
    best: tuple[Placement, Layout] | None = None
    least_bad = 0.0
    clean = False
    hasty = COMPARED if quick else 0
    tries = chain(by_haste(request, router, ranked[:hasty], others), ranked[hasty:])
    for number, (placement, flow) in enumerate(islice(tries, MOST_TRIED), 1):
        order = habit(request.plan, placement, flow)
        if best is not None and least_badness(request, placement) + order >= least_bad:
            continue
        option = routed(router, placement)
        quality = measured(request, option[1])
        bad = badness(request, option[1], quality, others) + order
        clean = clean or not quality.faults
        if best is None or bad < least_bad:
            best, least_bad = option, bad
        if clean and number >= least:
            break
    assert best is not None
    return best


def by_haste(
    request: LayoutRequest, router: Router, choices: Sequence[tuple[Placement, Flow]], others: int
) -> Iterator[tuple[Placement, Flow]]:
    """Yield some arrangements, the best first, as they are with arrows that are led through them in haste.

    No more is found out about each than tells that it is not the next one: how bad it is at least, then with arrows,
    then in full.
    """
    orders = [habit(request.plan, *choice) for choice in choices]
    waiting = [
        (least_badness(request, one) + order, 0, n)
        for n, ((one, _), order) in enumerate(zip(choices, orders, strict=True))
    ]
    heapify(waiting)
    led: dict[int, Layout] = {}
    while waiting:
        bad, known, number = heappop(waiting)
        if number not in led:
            ways = router.routed(choices[number][0], quick=True)
            led[number] = as_layout(choices[number][0], ways)
            orders[number] += LACK_WEIGHT * len(ways.lacks)
            bad += LACK_WEIGHT * len(ways.lacks) + FAULT_WEIGHT * len(list(covered_labels(request, led[number])))
        elif not known:
            bad = badness(request, led[number], measured(request, led[number]), others) + orders[number]
            known = 1
        else:
            yield choices[number]
            continue
        heappush(waiting, (bad, known, number))


def arrangements(
    request: LayoutRequest, structure: Structure, part: Sequence[str], answers: Sequence[str]
) -> list[tuple[Placement, Flow]]:
    """Return the arrangements of a part with the directions of their flow: the engine's, and others made of these."""
    given = [(read_part(request, answer), flow_of(dot)) for dot, answer in zip(part, answers, strict=True)]
    if request.plan.quick:
        given = nsmallest(PROMISING, given, key=lambda choice: strain(request, choice[0], choice[1], 0))
    found = list(given)
    if len(request.plan.boxes) + len(request.plan.groups) <= (SMALL if request.plan.quick else CLOSE):
        for placement, flow in given:
            close = compacted(request, structure, placement, flow)
            more = (*folded(request, structure, close), *with_blocks_moved(request, structure, close))
            found += [(close, flow), *((compacted(request, structure, one, flow), flow) for one in more)]
    return list({(*one.boxes.values(), *one.groups.values()): (one, flow) for one, flow in found}.values())


def together(request: LayoutRequest, router: Router, parts: Sequence[Layout]) -> tuple[Placement, Layout]:
    """Return parts packed to a page, their arrows led once more, as they will be in the next layout."""
    page = packed(parts, request.strain)
    placement = Placement(page.boxes, page.groups, headings_of(request, page.groups))
    layout = as_layout(placement, router.routed(placement))
    return (placement, layout) if not measured(request, layout).faults else routed(router, placement)


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
        if lacking(led) == lacking(ways) and len(ways.curves) > FEW:
            break
        placement, ways = roomy, led
    return placement, as_layout(placement, ways)


def lacking(ways: Routed) -> tuple[Collection[str], Collection[tuple[int, int]]]:
    """Return for what there is no room: labels, by arrow, and lines side by side, by net."""
    return ways.lacks.keys(), {pair.nets for pair in ways.tight}


def strain(request: LayoutRequest, placement: Placement, flow: Flow, others: int) -> float:
    """Return how bad an arrangement is: large, far from the shape of a page, with long or crossing arrows."""
    plan = request.plan
    places = {**placement.groups, **placement.boxes}
    lines = [
        (places[arrow.source].centre, places[arrow.target].centre) for arrow in plan.arrows if arrow.source in places
    ]
    length = sum(one.distance(other) for one, other in lines)
    width, height = extent(places.values(), ())
    crossings = crossings_of(lines)
    size = PAGE_WEIGHT * request.strain(width, height + others // width) + LENGTH_WEIGHT * log(1 + length)
    return size + CROSSING_WEIGHT * crossings + habit(plan, placement, flow)


def habit(plan: DiagramPlan, placement: Placement, flow: Flow) -> float:
    """Return how far an arrangement is from the usual: the flow of the plan, arrows along it, and elements in order."""
    turned = TURNED_WEIGHT * (flow is not plan.flow)
    return disorder(plan, placement, flow) + against(plan, placement, flow) + turned


def against(plan: DiagramPlan, placement: Placement, flow: Flow) -> float:
    """Return the share of arrows that run against the flow."""
    places = {**placement.groups, **placement.boxes}
    ends = [(places[arrow.source], places[arrow.target]) for arrow in plan.arrows if arrow.source in places]
    right = flow is Flow.RIGHT
    back = sum((one.x > other.right) if right else (one.y > other.bottom) for one, other in ends)
    return AGAINST_WEIGHT * back / max(1, len(ends))


def badness(request: LayoutRequest, layout: Layout, quality: Quality, others: int) -> float:
    """Return how bad a finished layout is: large, far from the shape of a page, hard to follow."""
    height = layout.height + others // layout.width
    size = PAGE_WEIGHT * request.strain(layout.width, height) + LENGTH_WEIGHT * log(1 + quality.length)
    crossed = CROSSED_WEIGHT * quality.crossings / max(1, len(request.plan.arrows))
    return size + DRAWN_CROSSING_WEIGHT * quality.crossings + crossed + FAULT_WEIGHT * quality.faults


def least_badness(request: LayoutRequest, placement: Placement) -> float:
    """Return how bad any layout of a placement is at least: nothing grows, and arrows go straight from edge to edge.

    Room that is let in makes the page larger or leaves it as it is.
    """
    plan = request.plan
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
    return PAGE_WEIGHT * request.strain(width, height) + LENGTH_WEIGHT * log(1 + length)


def disorder(plan: DiagramPlan, layout: Placement, flow: Flow) -> float:
    """Return the share of pairs of neighbours in one frame that stand against plan order, across the flow."""
    homes: dict[tuple[str, str | None], list[Frame]] = {}
    for group in plan.groups:
        if group.id in layout.groups:
            homes.setdefault(("group", group.parent), []).append(layout.groups[group.id])
    for box in plan.boxes:
        if box.id in layout.boxes:
            homes.setdefault(("box", box.group), []).append(layout.boxes[box.id])
    right = flow is Flow.RIGHT
    pairs = [pair for frames in homes.values() for pair in combinations(frames, 2)]
    against = sum((one.y > two.y) if right else (one.x > two.x) for one, two in pairs)
    return DISORDER_WEIGHT * against / max(1, len(pairs))
