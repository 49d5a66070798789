"""The difference of two plans of one view, drawn in one picture."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from lsparch.views.outside import OUTSIDE
from lsparch.views.plan import Arrow, Box, DiagramPlan, Panel
from lsparch.views.wording import counted, joined

__all__ = ["ADDED", "CHANGED", "DIFFERS", "REMOVED", "difference", "what_differs"]

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
"""Signs of what only one of two plans shows, and of what both show otherwise."""

DIFFERS = frozenset({ADDED, REMOVED, CHANGED})
MOST_WHOLE = 24
"""Boxes up to which a difference shows what is the same, too."""

_CLUSTER = "cluster"
_NO_PLACE = frozenset({None, _CLUSTER, OUTSIDE})
"""Frames that are there or not as a cluster has a name or not, which is no difference."""

T = TypeVar("T", Box, Arrow)


def difference(old: DiagramPlan, new: DiagramPlan) -> DiagramPlan:
    """Return what both plans show, with a sign at what only one of them has, and at what both have otherwise."""
    old, new = _one_cluster(old, new), _one_cluster(new, old)
    boxes = _union(old.boxes, new.boxes, _both_boxes)
    arrows = _union(old.arrows, new.arrows, _both_arrows)
    groups = {**{group.id: group for group in old.groups}, **{group.id: group for group in new.groups}}
    order = dict.fromkeys([*(group.id for group in new.groups), *groups])
    return replace(
        new,
        environment=f"{old.environment} → {new.environment}",
        groups=tuple(groups[key] for key in order),
        boxes=boxes,
        arrows=arrows,
        panels=(_summary(boxes, arrows),),
        description=f"What {new.environment} has more than {old.environment}, lacks, or has otherwise.",
        parts=tuple(dict((*old.parts, *new.parts)).items()),
    )


def what_differs(plan: DiagramPlan) -> DiagramPlan:
    """Return a difference of many boxes without those that are the same on both sides and joined to nothing else.

    What differs is shown, with what arrows that differ lead to; the panel tells how much is left out. A small
    difference is shown with all that is around it, and so is one where nothing differs.
    """
    arrows = [arrow for arrow in plan.arrows if not DIFFERS.isdisjoint(arrow.signs)]
    ends = {end for arrow in arrows for end in (arrow.source, arrow.target)}
    parents = {group.id: group.parent for group in plan.groups}

    def around(group: str | None) -> Iterator[str]:
        while group is not None:
            yield group
            group = parents[group]

    kept = tuple(
        box
        for box in plan.boxes
        if box.id in ends or not DIFFERS.isdisjoint(box.signs) or not ends.isdisjoint(around(box.group))
    )
    if len(plan.boxes) <= MOST_WHOLE or not kept:
        return plan
    frames = {frame for box in kept for frame in around(box.group)}
    shown = {box.id for box in kept} | frames
    ways = tuple(arrow for arrow in plan.arrows if {arrow.source, arrow.target} <= shown)
    boxes = len(plan.boxes) - len(kept)
    left = f"{boxes} {'box' if boxes == 1 else 'boxes'}, left out"
    less = ("same", left, counted(len(plan.arrows) - len(ways), "arrow"))
    return replace(
        plan,
        groups=tuple(group for group in plan.groups if group.id in frames),
        boxes=kept,
        arrows=ways,
        panels=tuple(replace(panel, rows=(*panel.rows, less)) for panel in plan.panels),
    )


def _one_cluster(plan: DiagramPlan, other: DiagramPlan) -> DiagramPlan:
    """Return a plan whose cluster has an id that does not depend on which cluster it is."""
    found = [group for group in plan.groups if group.symbol == _CLUSTER]
    if len(found) != 1:
        return plan
    title, beside = found[0].label, [group.label for group in other.groups if group.symbol == _CLUSTER]
    if beside and beside[0] != title:
        title = "Clusters"
    own = found[0].id

    def new_id(identifier: str | None) -> str | None:
        if identifier is None or not (identifier == own or identifier.startswith(f"{own}.")):
            return identifier
        return f"{_CLUSTER}{identifier.removeprefix(own)}"

    groups = (replace(g, id=new_id(g.id) or "", parent=new_id(g.parent)) for g in plan.groups)
    groups = (replace(g, label=title, detail="") if g.id == _CLUSTER else g for g in groups)
    boxes = (replace(box, group=new_id(box.group)) for box in plan.boxes)
    return replace(plan, groups=tuple(groups), boxes=tuple(boxes))


def _union(old: Iterable[T], new: Iterable[T], both: Callable[[T, T], T]) -> tuple[T, ...]:
    """Return everything once: in the order of the new plan, and then what only the old one has."""
    before = {one.id: one for one in old}
    after = {one.id: one for one in new}
    found = [both(before[key], one) if key in before else _signed(one, ADDED) for key, one in after.items()]
    found += [_signed(one, REMOVED) for key, one in before.items() if key not in after]
    return tuple(found)


def _signed(one: T, sign: str) -> T:
    return replace(one, signs=(*one.signs, sign))


def _both_boxes(old: Box, new: Box) -> Box:
    moved = old.group != new.group and not {old.group, new.group} <= _NO_PLACE
    if replace(old, group=new.group) == new and not moved:
        return new
    lines = [line if line in old.details else f"now {line}" for line in new.details]
    lines += [f"was {line}" for line in old.details if line not in new.details]
    if any(line.startswith("was ") and line.endswith(" pods") for line in lines) and new.replicas == 1:
        lines.append("now 1 pod")
    lines += [f"now with {badge}" for badge in new.badges if badge not in old.badges]
    lines += [f"was with {badge}" for badge in old.badges if badge not in new.badges]
    if moved and old.group is not None:
        lines.append(f"was in {old.group.rpartition('.')[2]}")
    if old.status is not new.status:
        lines.append(f"was {old.status}")
    if old.label != new.label:
        lines.append(f"was called {old.label}")
    return _signed(replace(new, details=tuple(lines)), CHANGED)


def _both_arrows(old: Arrow, new: Arrow) -> Arrow:
    if (old.label, old.optional, old.auth) == (new.label, new.optional, new.auth):
        return new
    label = new.label if old.label == new.label else f"{old.label or 'nothing'} → {new.label or 'nothing'}"
    return _signed(replace(new, label=label), CHANGED)


def _summary(boxes: tuple[Box, ...], arrows: tuple[Arrow, ...]) -> Panel:
    rows = []
    for sign in (ADDED, REMOVED, CHANGED):
        found = [box.id for box in boxes if sign in box.signs]
        lines = sum(sign in arrow.signs for arrow in arrows)
        rows.append((sign, joined(found, most=12) or "no box", counted(lines, "arrow")))
    return Panel("Difference", tuple(rows))
