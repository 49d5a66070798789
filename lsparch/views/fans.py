"""Many boxes with the same arrow from or to one other, in a frame that has that arrow once, in place of a star."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from lsparch.views.plan import Arrow, Box, DiagramPlan, Group

__all__ = ["ALIKE", "without_stars"]

ALIKE = "alike"
"""Symbol of the frame."""

FEWEST = 8
"""Boxes from which a star is hard to read."""

WORDS = {"page": "pages", "route": "routes"}
BOXES = "boxes"

MANY = 4
"""Boxes for each of which one may be joined to something else."""

Star = tuple[object, ...]
"""The end that arrows share, whether they lead from it, and all that is said of each of them."""


def without_stars(plan: DiagramPlan, fewest: int = FEWEST) -> DiagramPlan:
    """Return a plan in which boxes that stand together and are in the same stars have a frame around them.

    An arrow to a frame or from it is one of each box in it, so nothing is lost. Boxes of which many are joined to
    something else are not taken away from that.

    Parameters
    ----------
    plan
        Any plan.
    fewest
        How many boxes such a frame holds at least.
    """
    stars = stars_of(plan, fewest)
    within: dict[str, list[Star]] = {}
    for star, ways in stars.items():
        for end in ways:
            within.setdefault(end, []).append(star)
    alike: dict[tuple[str | None, frozenset[Star]], list[Box]] = {}
    for box in plan.boxes:
        if box.id in within:
            alike.setdefault((box.group, frozenset(within[box.id])), []).append(box)
    groups: list[Group] = []
    home: dict[str, str] = {}
    ends: dict[str, tuple[str, bool]] = {}
    for (parent, shared), boxes in alike.items():
        if len(boxes) >= fewest and stand_apart(plan, boxes, shared):
            frame = Group(f"{ALIKE}/{boxes[0].id}", heading(boxes), ALIKE, parent)
            groups.append(frame)
            home |= dict.fromkeys((box.id for box in boxes), frame.id)
            ends |= {stars[star][box.id].id: (frame.id, star[1] is True) for star in shared for box in boxes}
    return replace(
        plan,
        groups=(*plan.groups, *groups),
        boxes=tuple(replace(box, group=home.get(box.id, box.group)) for box in plan.boxes),
        arrows=tuple(once(plan.arrows, ends)),
    )


def stars_of(plan: DiagramPlan, fewest: int) -> dict[Star, dict[str, Arrow]]:
    """Return the arrows that say the same of one end and many boxes, by these boxes."""
    boxes = {box.id for box in plan.boxes}
    found: dict[Star, dict[str, Arrow]] = {}
    for arrow in plan.arrows:
        for out, end, box in ((True, arrow.source, arrow.target), (False, arrow.target, arrow.source)):
            if box in boxes:
                said = (arrow.style, arrow.label, arrow.status, arrow.optional, arrow.auth, arrow.signs)
                found.setdefault((end, out, *said), {})[box] = arrow
    many = {star: ways for star, ways in found.items() if len(ways) >= fewest}
    middles = {star[0] for star in many}
    return {star: {box: way for box, way in ways.items() if box not in middles} for star, ways in many.items()}


def stand_apart(plan: DiagramPlan, boxes: Collection[Box], shared: Collection[Star]) -> bool:
    """Tell whether few arrows of some boxes lead to others, or come from them, besides those of their stars."""
    own = {box.id for box in boxes}
    middles = {star[0] for star in shared}
    beyond = [({arrow.source, arrow.target} - own).pop() for arrow in plan.arrows if crosses(arrow, own)]
    return sum(end not in middles for end in beyond) * MANY <= len(boxes)


def crosses(arrow: Arrow, own: Collection[str]) -> bool:
    """Tell whether an arrow joins one of some boxes with another."""
    return (arrow.source in own) != (arrow.target in own)


def heading(boxes: Iterable[Box]) -> str:
    """Return what a frame is called by what is in it."""
    symbols = [box.symbol for box in boxes]
    return f"{len(symbols)} {WORDS.get(symbols[0], BOXES) if len(set(symbols)) == 1 else BOXES}"


def once(arrows: Iterable[Arrow], ends: Mapping[str, tuple[str, bool]]) -> Iterable[Arrow]:
    """Yield arrows with each that has another end for a frame there, and one of those that lead to the same then."""
    seen: set[tuple[object, ...]] = set()
    for arrow in arrows:
        if arrow.id not in ends:
            yield arrow
            continue
        frame, out = ends[arrow.id]
        moved = replace(arrow, target=frame) if out else replace(arrow, source=frame)
        key = (moved.source, moved.target, arrow.style, arrow.label, arrow.status, arrow.optional)
        if key not in seen:
            seen.add(key)
            yield moved
