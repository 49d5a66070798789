"""Names in the order in which people count: ``ns2`` before ``ns10``."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise

from lsparch.views.plan import Box, DiagramPlan

__all__ = ["in_natural_order", "natural"]


def natural(text: str) -> tuple[str | int, ...]:
    """Return a key by which texts stand in the order in which people count."""
    return tuple(int(word) if word.isdecimal() else word for word in re.split(r"(\d+)", text))


def in_natural_order(plan: DiagramPlan) -> DiagramPlan:
    """Return a plan with boxes of one symbol in the order of their names, and with frames where they stood by name.

    Boxes in frames stay with these, and before or behind boxes that stand in none.
    """
    groups = plan.groups
    if all(one.label <= other.label for one, other in pairwise(groups)):
        groups = tuple(sorted(groups, key=lambda group: natural(group.label)))
    place = place_among({group.id: rank for rank, group in enumerate(groups)})
    alike: dict[tuple[str, bool], list[Box]] = {}
    for box in plan.boxes:
        alike.setdefault((box.symbol, box.group is None), []).append(box)
    waiting = {key: iter(sorted(boxes, key=place)) for key, boxes in alike.items()}
    boxes = tuple(next(waiting[box.symbol, box.group is None]) for box in plan.boxes)
    return replace(plan, groups=groups, boxes=boxes)


def place_among(ranks: Mapping[str, int]) -> Callable[[Box], tuple[object, ...]]:
    """Return the key by which boxes stand in the order of their frames, names and details."""
    return lambda box: (
        ranks[box.group] if box.group is not None else 0,
        natural(box.label),
        natural(" ".join(box.details)),
        natural(box.id),
    )
