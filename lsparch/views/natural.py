"""Names in the order in which people count: ``ns2`` before ``ns10``."""

import re
from collections.abc import Iterable
from dataclasses import replace

from lsparch.views.plan import Box, DiagramPlan

__all__ = ["in_natural_order", "natural"]


def natural(text: str) -> tuple[str | int, ...]:
    """Return a key by which texts stand in the order in which people count."""
    return tuple(int(word) if word.isdecimal() else word for word in re.split(r"(\d+)", text))


def in_natural_order(plan: DiagramPlan) -> DiagramPlan:
    """Return a plan with frames, and boxes of one symbol, in the order of their names; others stay where they are."""
    waiting = {symbol: iter(sorted(boxes, key=place)) for symbol, boxes in by_symbol(plan.boxes).items()}
    return replace(
        plan,
        groups=tuple(sorted(plan.groups, key=lambda group: natural(group.label))),
        boxes=tuple(next(waiting[box.symbol]) for box in plan.boxes),
    )


def place(box: Box) -> tuple[tuple[str | int, ...], ...]:
    """Return a key by which boxes stand in the order of their frames, names and details."""
    return natural(box.group or ""), natural(box.label), natural(" ".join(box.details)), natural(box.id)


def by_symbol(boxes: Iterable[Box]) -> dict[str, list[Box]]:
    """Return boxes by their symbol."""
    found: dict[str, list[Box]] = {}
    for box in boxes:
        found.setdefault(box.symbol, []).append(box)
    return found
