"""Small edits of plans, and how much of what they leave alone moves."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from lsparch.draw import LaidOut, LayoutBook
from lsparch.draw.geometry import Frame
from lsparch.draw.lock import lock_text, moved_boxes
from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Group
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY

__all__ = [
    "cross_arrow",
    "edits",
    "flipped_share",
    "flow_of_services",
    "locked",
    "longer_label",
    "moved_share",
    "new_leaf",
]


def cross_arrow(plan: DiagramPlan, shift: int) -> DiagramPlan:
    """Return a plan with one more arrow, between boxes far from each other in plan order."""
    boxes = plan.boxes
    for step in range(len(boxes)):
        one, other = boxes[(shift + step) % len(boxes)], boxes[(shift + step + len(boxes) // 2) % len(boxes)]
        if one.id != other.id and not any({a.source, a.target} == {one.id, other.id} for a in plan.arrows):
            style = plan.arrows[0].style if plan.arrows else "http"
            arrow = Arrow("an extra arrow", one.id, other.id, style, "https 8443")
            return replace(plan, arrows=(*plan.arrows, arrow))
    return plan


def new_leaf(plan: DiagramPlan) -> DiagramPlan:
    """Return a plan with one more box, which one arrow leads to."""
    host = plan.boxes[len(plan.boxes) // 2]
    leaf = Box("an extra box", "extra", host.symbol, host.group)
    style = plan.arrows[0].style if plan.arrows else "http"
    arrow = Arrow("to the extra box", host.id, leaf.id, style, "https 8443")
    return replace(plan, boxes=(*plan.boxes, leaf), arrows=(*plan.arrows, arrow))


def longer_label(plan: DiagramPlan) -> DiagramPlan:
    """Return a plan in which one box has a label longer by half."""
    index = len(plan.boxes) // 3
    box = plan.boxes[index]
    longer = replace(box, label=f"{box.label}-{'x' * max(3, len(box.label) // 2)}")
    return replace(plan, boxes=(*plan.boxes[:index], longer, *plan.boxes[index + 1 :]))


def edits(plan: DiagramPlan) -> Iterator[tuple[str, DiagramPlan]]:
    """Yield each edit with its name."""
    for shift in (0, 3, 7):
        yield f"cross arrow {shift}", cross_arrow(plan, shift)
    yield "new leaf", new_leaf(plan)
    yield "longer label", longer_label(plan)


def locked(plan: DiagramPlan, before: LaidOut | None = None) -> LaidOut:
    """Return the layout of a plan, guided by an earlier one."""
    locks = {}
    if before is not None:
        locks = {(plan.id, plan.environment): ("lock", lock_text(before.request, before.placement, before.detour))}
    return LayoutBook(ENGINE, locks).lay_out([plan], SYMBOLOGY)[0]


def moved_share(before: Mapping[str, Frame], after: Mapping[str, Frame]) -> float:
    """Return the share of boxes that moved against the others."""
    return len(moved_boxes(before, after)) / max(1, len(before))


def flipped_share(before: Mapping[str, Frame], after: Mapping[str, Frame]) -> float:
    """Return the share of pairs that stand in the opposite order, from left to right or from top to bottom."""
    pairs = list(combinations([box for box in before if box in after], 2))
    flips = 0
    for one, other in pairs:
        for across in (True, False):
            a, b = (centre(frames[one], across) - centre(frames[other], across) for frames in (before, after))
            flips += a * b < 0
    return flips / max(1, 2 * len(pairs))


def centre(frame: Frame, across: bool) -> float:
    return frame.centre.x if across else frame.centre.y


def flow_of_services(size: int) -> DiagramPlan:
    """Return a plan of some boxes: chains of five in frames of twenty, and a call across from each chain."""
    groups = tuple(Group(f"g{n}", f"namespace {n}", "namespace") for n in range(-(-size // 20)))
    boxes = tuple(
        Box(f"b{n}", f"component-{n}", "deployment", f"g{n // 20}", (f"port {8000 + n}",)) for n in range(size)
    )
    arrows = [Arrow(f"a{n}", f"b{n}", f"b{n + 1}", "http", f"http {8000 + n}") for n in range(size - 1) if n % 5 != 4]
    arrows += [Arrow(f"c{n}", f"b{n}", f"b{(n * 7 + 11) % size}", "database", "mysql 3306") for n in range(0, size, 5)]
    return DiagramPlan(f"services-{size}", "Services", "", Flow.DOWN, groups, boxes, tuple(arrows))
