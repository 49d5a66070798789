"""The part of a picture that changed, with what it touches."""

from collections.abc import Collection
from dataclasses import replace

from lsparch.views.difference import ADDED, DIFFERS, REMOVED
from lsparch.views.plan import Arrow, Box, DiagramPlan

__all__ = ["apart", "changed_ids", "focus", "settled", "with_neighbours"]

MOST_ARROWS = 8
"""Arrows of one box beyond which its other ends are left out: everything touches it."""


def changed_ids(plan: DiagramPlan) -> frozenset[str]:
    """Return the boxes, frames and ends of arrows that differ, and the boxes in such frames."""
    found = {box.id for box in plan.boxes if DIFFERS & set(box.signs)}
    found |= {end for arrow in plan.arrows if DIFFERS & set(arrow.signs) for end in (arrow.source, arrow.target)}
    frames = {group.id for group in plan.groups if DIFFERS & set(group.signs)}
    return frozenset(found | frames | {box.id for box in plan.boxes if box.group in frames})


def with_neighbours(plan: DiagramPlan, ids: frozenset[str]) -> frozenset[str]:
    """Return some boxes and frames with those next to them, but for those that everything touches."""
    found = set(ids)
    for identifier in ids:
        arrows = [arrow for arrow in plan.arrows if identifier in {arrow.source, arrow.target}]
        if len(arrows) <= MOST_ARROWS:
            found |= {end for arrow in arrows for end in (arrow.source, arrow.target)}
    return frozenset(found)


def apart(old: DiagramPlan, new: DiagramPlan) -> DiagramPlan:
    """Return a new plan in which a box that stands in another frame than before is another box.

    So that the old one is gone and the new one is added, where pictures show each thing at one place.
    """
    frames = {box.id: box.group for box in old.boxes}
    moved = {box.id: f"{box.id} elsewhere" for box in new.boxes if frames.get(box.id, box.group) != box.group}
    return replace(
        new,
        boxes=tuple(replace(box, id=moved.get(box.id, box.id)) for box in new.boxes),
        arrows=tuple(
            replace(
                arrow,
                id=f"{arrow.id} elsewhere" if {arrow.source, arrow.target} & moved.keys() else arrow.id,
                source=moved.get(arrow.source, arrow.source),
                target=moved.get(arrow.target, arrow.target),
            )
            for arrow in new.arrows
        ),
    )


def settled(plan: DiagramPlan, same: Collection[str] = ()) -> DiagramPlan:
    """Return a difference without arrows that are gone only because they became surer; what is added stands.

    Parameters
    ----------
    plan
        A difference of two plans.
    same
        Elements that are there on both sides: a box of one that only one side shows differs in nothing.
    """
    added = {(arrow.source, arrow.target, arrow.label) for arrow in plan.arrows if ADDED in arrow.signs}
    gone = {
        arrow.id
        for arrow in plan.arrows
        if REMOVED in arrow.signs and (arrow.source, arrow.target, arrow.label) in added
    }
    boxes = tuple(
        replace(box, signs=tuple(sign for sign in box.signs if sign not in {ADDED, REMOVED})) if box.id in same else box
        for box in plan.boxes
    )
    return replace(plan, boxes=boxes, arrows=tuple(arrow for arrow in plan.arrows if arrow.id not in gone))


def focus(plan: DiagramPlan, ids: frozenset[str]) -> DiagramPlan:
    """Return the boxes and frames of some ids, with the arrows between them and the frames around them."""
    boxes = tuple(box for box in plan.boxes if box.id in ids)
    parents = {group.id: group.parent for group in plan.groups}
    filled: set[str] = set()
    for inner in [*(box.group for box in boxes), *(group.id for group in plan.groups if group.id in ids)]:
        outer = inner
        while outer is not None and outer not in filled:
            filled.add(outer)
            outer = parents.get(outer)
    shown = {box.id for box in boxes} | filled
    groups = tuple(group for group in plan.groups if group.id in filled)
    arrows = tuple(arrow for arrow in plan.arrows if _between(arrow, boxes, shown))
    return replace(plan, groups=groups, boxes=boxes, arrows=arrows, panels=(), description="")


def _between(arrow: Arrow, boxes: tuple[Box, ...], shown: set[str]) -> bool:
    return bool(boxes) and arrow.source in shown and arrow.target in shown
