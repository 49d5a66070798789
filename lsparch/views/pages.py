"""Big plans on several pages: an overview with a box for each page, and pages with signs where arrows go on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lsparch.views.plan import Arrow, Box, DiagramPlan, Group
from lsparch.views.shaping import merged
from lsparch.views.wording import joined

__all__ = [
    "FULL",
    "MOST",
    "MOST_HUBS",
    "PAGE",
    "Unit",
    "frames_around",
    "homes",
    "hubs",
    "inside",
    "page",
    "paged",
    "sign_id",
]

MOST = 60
"""Boxes above which there are several pages, and of a frame above which it is divided."""

FULL = 36
"""Boxes of a page that no frame holds together: what must be divided is divided so that type is large enough."""

MOST_HUBS = 4
"""Boxes that may stand on several pages."""

USER = "user"
MOST_NAMES = 4
MOST_LABELLED = 90
"""Arrows of a page above which those that lead to other pages lose their labels."""

PAGE = "page"
OVERVIEW = "overview"


@dataclass(frozen=True, slots=True)
class Unit:
    """What stands on one page."""

    title: str
    boxes: tuple[str, ...]


def paged(name: str, plan: DiagramPlan, most: int = MOST, word: str = PAGE) -> list[tuple[str, DiagramPlan]]:
    """Return a plan as pictures with names: itself if it is small enough, else an overview and pages.

    Parameters
    ----------
    name
        Name of the picture.
    plan
        Any plan.
    most
        Boxes of a page.
    word
        What a page is called: parts of an overview that is too big itself are called so.
    """
    if len(plan.boxes) <= most:
        return [(name, plan)]
    shared = hubs(plan)
    units = units_of(replace(plan, boxes=tuple(box for box in plan.boxes if box.id not in shared)), most)
    names = [f"{name}-{word}-{number}" for number in range(1, len(units) + 1)]
    titles = [f"{word.capitalize()} {number}: {unit.title}" for number, unit in enumerate(units, 1)]
    home = homes(plan, units)
    pages = [page(plan, number, home, names, titles) for number in range(len(units))]
    overview = paged(name, overview_of(plan, units, home, names, titles), most, OVERVIEW)
    return [*overview, *zip(names, pages, strict=True)]


def hubs(plan: DiagramPlan) -> set[str]:
    """Return the boxes that arrows join to more than a page shows well, and users who are joined to these alone.

    They stand on the overview, and on each page to which they are joined.
    """
    near: dict[str, set[str]] = {box.id: set() for box in plan.boxes}
    for arrow in plan.arrows:
        for end, other in ((arrow.source, arrow.target), (arrow.target, arrow.source)):
            if end in near:
                near[end].add(other)
    most = sorted((box for box in near if len(near[box]) > FULL), key=lambda box: -len(near[box]))
    found = set(most[:MOST_HUBS])
    return found | {box.id for box in plan.boxes if box.symbol == USER and near[box.id] and near[box.id] <= found}


def homes(plan: DiagramPlan, units: Sequence[Unit]) -> dict[str, int]:
    """Return the page of each box, and of each frame the first that shows any of it: arrows may lead to both."""
    found = {box: number for number, unit in enumerate(units) for box in unit.boxes}
    groups = {group.id: group for group in plan.groups}
    for box in sorted((box for box in plan.boxes if box.id in found), key=lambda box: found[box.id]):
        for frame in frames_around(box.group, groups):
            found.setdefault(frame, found[box.id])
    return found


def units_of(plan: DiagramPlan, most: int) -> list[Unit]:
    """Return the parts of a plan that make a page each: frames, several small ones together, large ones divided."""
    groups = {group.id: group for group in plan.groups}
    around: dict[str, list[str]] = {}
    for box in plan.boxes:
        around[box.id] = [*reversed([*frames_around(box.group, groups)])]
    labels = {box.id: box.label for box in plan.boxes}
    return [
        Unit(title, tuple(boxes))
        for title, boxes in divided(plan, [box.id for box in plan.boxes], around, 0, groups, labels, most)
    ]


def frames_around(group: str | None, groups: Mapping[str, Group]) -> Iterator[str]:
    """Yield a frame and those around it, from the inside out."""
    while group is not None:
        yield group
        group = groups[group].parent


def divided(
    plan: DiagramPlan,
    boxes: Sequence[str],
    around: Mapping[str, Sequence[str]],
    depth: int,
    groups: Mapping[str, Group],
    labels: Mapping[str, str],
    most: int,
) -> Iterator[tuple[str, list[str]]]:
    """Yield title and boxes of pages for some boxes that stand in the same frames down to a depth."""
    items: dict[str, list[str]] = {}
    for box in boxes:
        items.setdefault(around[box][depth] if len(around[box]) > depth else "", []).append(box)
    waiting: list[tuple[str, list[str]]] = []

    def together() -> Iterator[tuple[str, list[str]]]:
        if waiting:
            yield joined((title for title, _ in waiting), MOST_NAMES - 1), [box for _, part in waiting for box in part]
            waiting.clear()

    for item, inside in items.items():
        if len(inside) > most:
            yield from together()
            if item:
                yield from divided(plan, inside, around, depth + 1, groups, labels, most)
            else:
                yield from runs(plan, inside, labels, most)
            continue
        if sum(len(part) for _, part in waiting) + len(inside) > min(most, FULL):
            yield from together()
        waiting.append(
            (groups[item].label if item else joined((labels[box] for box in inside), MOST_NAMES - 2), inside)
        )
    yield from together()


def runs(
    plan: DiagramPlan, boxes: Sequence[str], labels: Mapping[str, str], most: int
) -> Iterator[tuple[str, list[str]]]:
    """Yield boxes without frames in pages, those that arrows join near each other, named by those of the usual kind."""
    kinds = {box.id: box.symbol for box in plan.boxes}
    near: dict[str, list[str]] = {box: [] for box in boxes}
    for arrow in plan.arrows:
        if arrow.source in near and arrow.target in near:
            near[arrow.source].append(arrow.target)
            near[arrow.target].append(arrow.source)
    order: dict[str, None] = {}
    for box in boxes:
        queue = [] if box in order else [box]
        order.setdefault(box)
        for next_box in queue:
            fresh = dict.fromkeys(other for other in near[next_box] if other not in order)
            order.update(fresh)
            queue += fresh
    ordered = list(order)
    count = -(-len(ordered) // min(most, FULL))
    size = -(-len(ordered) // count)
    for start in range(0, len(ordered), size):
        part = ordered[start : start + size]
        usual = Counter(kinds[box] for box in part).most_common(1)[0][0]
        named = [labels[box] for box in part if kinds[box] == usual]
        yield " … ".join(dict.fromkeys((named[0], named[-1]))), part


def page(
    plan: DiagramPlan, number: int, home: Mapping[str, int], names: Sequence[str], titles: Sequence[str]
) -> DiagramPlan:
    """Return the plan of one page; where an arrow leads to another page or comes from one, a box names that.

    Boxes that have no page are beside those of this one, where an arrow joins them.
    """
    groups = {group.id: group for group in plan.groups}
    ends = {end for end, own in home.items() if own == number}
    touching = [arrow for arrow in plan.arrows if {arrow.source, arrow.target} & ends]
    reachable = {end for arrow in touching for end in (arrow.source, arrow.target)}
    here = {box.id for box in plan.boxes if home.get(box.id) == number or (box.id not in home and box.id in reachable)}
    shown = {frame for box in plan.boxes if box.id in here for frame in frames_around(box.group, groups)}
    labels = {box.id: box.label for box in plan.boxes} | {group.id: group.label for group in plan.groups}
    arrows: list[Arrow] = []
    reached: dict[tuple[bool, int], list[str]] = {}
    for arrow in touching:
        out = arrow.source in ends
        other = home.get(arrow.target if out else arrow.source)
        if {arrow.source, arrow.target} <= ends | here:
            arrows.append(arrow)
        elif other is not None:
            reached.setdefault((out, other), []).append(labels[arrow.target if out else arrow.source])
            sign = sign_id(names[other], out=out)
            arrows.append(replace(arrow, target=sign) if out else replace(arrow, source=sign))
    if len(arrows) > MOST_LABELLED:
        arrows = [arrow if {arrow.source, arrow.target} <= ends else replace(arrow, label="") for arrow in arrows]
    signs = [
        Box(
            sign_id(names[other], out=out),
            titles[other],
            PAGE,
            details=(way(reached[out, other], out=out),),
            description=f"{'Goes on' if out else 'Comes from'} {titles[other]}",
            link=names[other],
        )
        for out, other in sorted(reached)
    ]
    return replace(
        plan,
        id=names[number],
        title=f"{plan.title}, {titles[number][0].lower()}{titles[number][1:]}",
        groups=tuple(group for group in plan.groups if group.id in shown),
        boxes=(*(box for box in plan.boxes if box.id in here), *signs),
        arrows=merged(arrows),
        panels=(),
    )


def inside(plan: DiagramPlan, frame: str, groups: Mapping[str, Group]) -> Iterator[str]:
    """Yield the boxes in a frame at any depth."""
    return (box.id for box in plan.boxes if frame in frames_around(box.group, groups))


def way(names: Iterable[str], *, out: bool) -> str:
    """Return in words where arrows go on, or come from."""
    return f"{'to' if out else 'from'} {joined(dict.fromkeys(names), MOST_NAMES)}"


def sign_id(name: str, *, out: bool) -> str:
    """Return the id of the box that names another page."""
    return f"{name}/{'to' if out else 'from'}"


def overview_of(
    plan: DiagramPlan, units: Sequence[Unit], home: Mapping[str, int], names: Sequence[str], titles: Sequence[str]
) -> DiagramPlan:
    """Return the plan with one box for each page."""
    groups = {group.id: group for group in plan.groups}
    of = {box.id: box for box in plan.boxes}
    boxes = [box for box in plan.boxes if box.id not in home]
    stands = {box.id: box.id for box in boxes}
    for number, unit in enumerate(units):
        frames = [list(frames_around(of[box].group, groups)) for box in unit.boxes]
        common = [frame for frame in frames[0] if all(frame in other for other in frames)]
        outer = next(
            (frame for frame in common if any(home.get(box) != number for box in inside(plan, frame, groups))), None
        )
        parts = dict.fromkeys(of[box].part for box in unit.boxes)
        boxes.append(
            Box(
                sign_id(names[number], out=True),
                titles[number],
                PAGE,
                outer,
                (f"{len(unit.boxes)} boxes",),
                part=next(iter(parts)) if len(parts) == 1 else "",
                description=joined((of[box].label for box in unit.boxes), len(unit.boxes)),
                link=names[number],
            )
        )
    kept = {frame for box in boxes for frame in frames_around(box.group, groups)}
    stands |= {end: sign_id(names[number], out=True) for end, number in home.items()}
    ends = {**stands, **{frame: frame for frame in kept}}
    arrows = [
        replace(arrow, source=ends[arrow.source], target=ends[arrow.target], label="")
        for arrow in plan.arrows
        if arrow.source in ends and arrow.target in ends
    ]
    return replace(
        plan,
        groups=tuple(group for group in plan.groups if group.id in kept),
        boxes=tuple(boxes),
        arrows=merged(arrow for arrow in arrows if arrow.source != arrow.target),
        description=f"{plan.description} Overview: a box for each page.".strip(),
    )
