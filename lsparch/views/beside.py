"""Several plans of one view beside each other: everything that any of them shows, once."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from lsparch.views.plan import Arrow, Box, DiagramPlan, Group

__all__ = ["united"]

T = TypeVar("T", Group, Box, Arrow)


def united(plans: Sequence[DiagramPlan]) -> DiagramPlan:
    """Return one plan with all that some plans show; of what several show, the form that takes most room."""
    first = plans[0]
    boxes = _united([plan.boxes for plan in plans], lambda box: (len(box.details) + len(box.signs), 0))
    return replace(
        first,
        groups=_united([plan.groups for plan in plans], lambda group: (len(group.signs), len(group.detail))),
        boxes=tuple(_wide(box, plans) for box in boxes),
        arrows=_united([plan.arrows for plan in plans], lambda arrow: (len(arrow.signs), len(arrow.label))),
        parts=tuple(dict(part for plan in plans for part in plan.parts).items()),
    )


def _wide(box: Box, plans: Sequence[DiagramPlan]) -> Box:
    """Return a box as wide as any of its forms: the longest line of all in place of its own."""
    lines = [line for plan in plans for one in plan.boxes if one.id == box.id for line in one.details]
    longest = max(lines, key=len, default="")
    own = max(box.details, key=len, default="")
    return replace(box, details=tuple(longest if line == own else line for line in box.details))


def _united(found: Sequence[tuple[T, ...]], size: Callable[[T], tuple[int, int]]) -> tuple[T, ...]:
    known: dict[str, T] = {}
    for one in (one for many in found for one in many):
        if one.id not in known or size(one) > size(known[one.id]):
            known[one.id] = one
    return tuple(known.values())
