"""The part of a picture that changed, with what it touches."""

from dataclasses import replace

from lsparch.views.difference import ADDED, DIFFERS, REMOVED
from lsparch.views.plan import Arrow, Box, DiagramPlan

__all__ = ["changed_ids", "focus", "settled", "with_neighbours"]

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


def settled(plan: DiagramPlan) -> DiagramPlan:
    """Return a difference without arrows that are gone only because they became surer; what is added stands."""
    added = {(arrow.source, arrow.target, arrow.label) for arrow in plan.arrows if ADDED in arrow.signs}
    gone = {
        arrow.id
        for arrow in plan.arrows
        if REMOVED in arrow.signs and (arrow.source, arrow.target, arrow.label) in added
    }
    return replace(plan, arrows=tuple(arrow for arrow in plan.arrows if arrow.id not in gone))


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
