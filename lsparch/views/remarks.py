"""Words of the model about elements, written into a picture where no difference shows them."""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lsparch.views.difference import CHANGED, DIFFERS
from lsparch.views.plan import DiagramPlan

__all__ = ["Remark", "remarked"]

WIDTH = 34
CLUSTER = "cluster"
"""Id of the frame of a cluster in a difference."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What would be different about an element, in words."""

    element: str
    words: str
    always: bool = False
    """Whether the words stand there too where something else marks the element."""


def remarked(plan: DiagramPlan, remarks: Iterable[Remark]) -> DiagramPlan:
    """Return a difference with remarks in boxes and frames of their elements: all, or where nothing else marks them."""
    marked = {box.id for box in plan.boxes if DIFFERS & set(box.signs)}
    marked |= {end for a in plan.arrows if DIFFERS & set(a.signs) for end in (a.source, a.target)}
    words: dict[str, list[str]] = {}
    for remark in remarks:
        if remark.always or remark.element not in marked:
            words.setdefault(remark.element, []).append(remark.words)
    boxes = tuple(
        replace(box, details=(*box.details, *_lines(words[box.id])), signs=_changed(box.signs))
        if box.id in words
        else box
        for box in plan.boxes
    )
    groups = tuple(
        replace(group, detail="; ".join(filter(None, (group.detail, *words[key]))), signs=_changed(group.signs))
        if (key := _cluster(group.id, words)) in words
        else group
        for group in plan.groups
    )
    return replace(plan, boxes=boxes, groups=groups)


def _changed(signs: tuple[str, ...]) -> tuple[str, ...]:
    """Return signs of what differs: *changed* where there is none yet."""
    return signs if DIFFERS & set(signs) else (*signs, CHANGED)


def _cluster(frame: str, words: Iterable[str]) -> str:
    """Return the element of a frame."""
    return next((key for key in words if key.startswith(f"{CLUSTER}/")), frame) if frame == CLUSTER else frame


def _lines(words: Iterable[str]) -> list[str]:
    return [
        line for text in words for line in textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
    ]
