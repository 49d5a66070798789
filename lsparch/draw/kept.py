"""Layouts that are kept for the next time, as text on a shelf."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

from lsparch.draw.digest import key_of, plan_text
from lsparch.draw.geometry import Curve, Frame, Point
from lsparch.draw.laid_out import LaidOut
from lsparch.draw.layout import layout_request
from lsparch.draw.lock import lock_text
from lsparch.draw.mesh import Placement
from lsparch.draw.positions import Layout, LayoutRequest
from lsparch.draw.shelf import Shelf
from lsparch.models.symbology import Symbology
from lsparch.views.plan import DiagramPlan
from lsparch.views.plans import Plan

__all__ = ["KeptLayouts", "kept_layout", "kept_text"]


class KeptLayouts:
    """Layouts on a shelf, each under a digest of its plan, of the symbology, and of the earlier layout that guides it.

    Parameters
    ----------
    shelf
        The shelf.
    symbology
        How everything is drawn.
    ratio
        Width by height that pictures should have.
    """

    def __init__(self, shelf: Shelf, symbology: Symbology, ratio: float) -> None:
        self._shelf = shelf
        self._symbology = symbology
        self._ratio = ratio
        self._symbols = key_of(symbology.model_dump_json(), str(ratio))
        self._plans: dict[int, tuple[Plan, str]] = {}
        self._places: dict[int, str] = {}

    def find(self, plan: DiagramPlan, lock: str) -> LaidOut | None:
        """Return the layout of a plan that has an earlier one in a file; None if it is not on the shelf."""
        text = self._shelf.read(key_of("layout", self._key(plan), lock))
        found = (
            kept_layout(text, plan, cache(partial(layout_request, plan, self._symbology, self._ratio)))
            if text
            else None
        )
        if text and found:
            self._places[id(plan)] = places_of(text)
        return found

    def keep(self, made: Iterable[tuple[DiagramPlan, str, LaidOut]]) -> None:
        """Keep layouts, with the text of the earlier one; each will be found, too, where it is the earlier one."""
        entries: dict[str, bytes] = {}
        for plan, before, found in made:
            lock = lock_text(found.request, found.placement, found.detour)
            next_time = replace(found, before=len(plan.boxes), moved=0, anew=False)
            entries[key_of("layout", self._key(plan), lock)] = kept_text(next_time)
            entries[key_of("layout", self._key(plan), before)] = text = kept_text(found)
            self._places[id(plan)] = places_of(text)
        self._shelf.write_all(entries)

    def key(self, plan: Plan) -> str:
        """Return the digest of a plan, of how everything in it is drawn, and of where it stands."""
        return key_of(self._key(plan), self._places.get(id(plan), ""))

    def _key(self, plan: Plan) -> str:
        if id(plan) not in self._plans:
            self._plans[id(plan)] = (plan, key_of(plan_text(plan), self._symbols))
        return self._plans[id(plan)][1]


def kept_text(made: LaidOut) -> bytes:
    """Return a layout as text: how it came about, and below where everything stands."""
    layout, placement = made.layout, made.placement
    how = [made.before, made.moved, made.anew]
    where = [
        made.detour,
        [written(frames) for frames in (placement.boxes, placement.groups, placement.headings)],
        [layout.width, layout.height],
        [written(frames) for frames in (layout.boxes, layout.groups, layout.labels)],
        {
            arrow: [[[point.x, point.y] for point in curve] for curve in curves]
            for arrow, curves in layout.curves.items()
        },
    ]
    return "\n".join(json.dumps(value, separators=(",", ":")) for value in (how, where)).encode()


def written(frames: Mapping[str, Frame]) -> dict[str, list[int]]:
    """Return frames as numbers."""
    return {key: [frame.x, frame.y, frame.width, frame.height] for key, frame in frames.items()}


def places_of(text: bytes) -> str:
    """Return the digest of where everything stands, whichever way it came there."""
    return key_of(text.partition(b"\n")[2].decode())


def kept_layout(text: bytes, plan: DiagramPlan, ask: Callable[[], LayoutRequest]) -> LaidOut | None:
    """Return the layout of a plan that a text says; None if it says none.

    Parameters
    ----------
    text
        The text.
    plan
        The plan.
    ask
        Returns what of it was laid out.
    """
    try:
        how, where = (json.loads(line) for line in text.split(b"\n"))
        before, moved, anew = how
        detour, placed, (width, height), (boxes, groups, labels), lines = where
        placement = Placement(*map(frames, placed))
        curves = {arrow: tuple(map(curve, found)) for arrow, found in lines.items()}
        layout = Layout(width, height, frames(boxes), frames(groups), frames(labels), curves)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    if not (fits(layout, plan) and fits(placement, plan) and {arrow.id for arrow in plan.arrows} <= curves.keys()):
        return None
    return LaidOut(ask, placement, layout, detour, before, moved, anew)


def fits(places: Placement | Layout, plan: DiagramPlan) -> bool:
    """Tell whether all boxes and frames of a plan have a place."""
    return {box.id for box in plan.boxes} <= places.boxes.keys() and {
        group.id for group in plan.groups
    } <= places.groups.keys()


def frames(value: Mapping[str, Sequence[int]]) -> dict[str, Frame]:
    """Return the frames in numbers."""
    return {key: Frame(x, y, width, height) for key, (x, y, width, height) in value.items()}


def curve(value: Iterable[Any]) -> Curve:
    """Return the curve in numbers."""
    return tuple(Point(x, y) for x, y in value)
