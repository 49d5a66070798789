"""Layouts of plans, made with an engine, guided by earlier layouts, and remembered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lsparch.diagnostics import LsparchError
from lsparch.draw.geometry import Frame
from lsparch.draw.keeping import kept_placement, locked_placement
from lsparch.draw.layout import UNLIMITED, as_layout, chosen, layout_request, routed
from lsparch.draw.lock import Lock, moved_boxes, read_lock, request_digest
from lsparch.draw.mesh import Placement
from lsparch.draw.positions import Layout, LayoutEngine, LayoutRequest
from lsparch.draw.quality import measured
from lsparch.draw.routing import DETOUR, Router
from lsparch.draw.structure import Structure
from lsparch.models.symbology import Symbology
from lsparch.views.plan import DiagramPlan

__all__ = ["LaidOut", "LayoutBook", "lay_out"]


FAR = 400
TRIES = ((0, DETOUR), (0, FAR), (14, DETOUR), (14, FAR), (UNLIMITED, DETOUR))
"""Most points that things may be pushed away, and detours of labels, that are tried before a layout is made anew."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A layout, and how it came about."""

    request: LayoutRequest
    placement: Placement
    """What is kept for the next layout."""

    layout: Layout
    detour: int = DETOUR
    """Detours that labels may cause in it."""

    before: int = 0
    """Boxes that an earlier layout had too."""

    moved: int = 0
    """Those of them that have moved against the others."""

    anew: bool = False
    """Whether an earlier layout had to be given up, because arrows found no room in it."""


class LayoutBook:
    """A layout engine with the layouts of before.

    Parameters
    ----------
    engine
        Makes what is new.
    locks
        Name and text of the file with an earlier layout, by id and environment of a plan.
    """

    def __init__(self, engine: LayoutEngine, locks: Mapping[tuple[str, str], tuple[str, str]] | None = None) -> None:
        self._engine = engine
        self._locks = dict(locks or {})
        self._known: dict[tuple[int, int], tuple[DiagramPlan, LaidOut]] = {}

    def layout_many(self, dots: Sequence[str]) -> list[str]:
        """Return Graphviz's ``json0`` for each DOT text, in order."""
        return self._engine.layout_many(dots)

    def lay_out(self, plans: Sequence[DiagramPlan], symbology: Symbology) -> list[LaidOut]:
        """Return the layout of each plan, in order; the engine gets all that it must make at once.

        Raises
        ------
        LsparchError
            If the engine fails or a file with an earlier layout is broken; it names the views.
        """
        missing = [plan for plan in plans if (id(plan), id(symbology)) not in self._known]
        requests = [layout_request(plan, symbology) for plan in missing]
        locks = [self._lock(plan) for plan in missing]
        kept = [guided(request, lock) if lock else None for request, lock in zip(requests, locks, strict=True)]
        wanted = [dot for request, found in zip(requests, kept, strict=True) if not found for dot in request.dots]
        try:
            answers = iter(self._engine.layout_many(wanted))
        except LsparchError as error:
            anew = [plan.id for plan, found in zip(missing, kept, strict=True) if not found]
            raise LsparchError(f"{error} (laid out: {', '.join(dict.fromkeys(anew))})") from error
        for plan, request, lock, found in zip(missing, requests, locks, kept, strict=True):
            done = found or fresh(request, [next(answers) for _ in request.dots], lock)
            self._known[id(plan), id(symbology)] = (plan, done)
        return [self._known[id(plan), id(symbology)][1] for plan in plans]

    def _lock(self, plan: DiagramPlan) -> Lock | None:
        file = self._locks.get((plan.id, plan.environment))
        return read_lock(file[1], file[0]) if file else None


def lay_out(plans: Iterable[DiagramPlan], symbology: Symbology, engine: LayoutEngine) -> list[LaidOut]:
    """Return the layout of each plan, in order."""
    book = engine if isinstance(engine, LayoutBook) else LayoutBook(engine)
    return book.lay_out(list(plans), symbology)


def fresh(request: LayoutRequest, answers: Sequence[str], lock: Lock | None) -> LaidOut:
    """Return a layout made anew."""
    placement, layout = chosen(request, answers)
    before = lock.boxes if lock else {}
    return told(request, placement, layout, before, anew=any(box in before for box in placement.boxes))


def guided(request: LayoutRequest, lock: Lock) -> LaidOut | None:
    """Return a layout near an earlier one; None when arrows find no room in that or too little of it is left."""
    structure = Structure(request.plan)
    if request_digest(request) == lock.digest:
        router = Router(structure, request.nets, request.labels, lock.detour)
        same = locked_placement(request, lock)
        return told(request, same, as_layout(same, router.routed(same)), lock.boxes, lock.detour)
    near = kept_placement(request, structure, lock)
    if near is None:
        return None
    for most, detour in TRIES:
        placement, layout = routed(Router(structure, request.nets, request.labels, detour), near, most)
        quality = measured(request, layout)
        if not (quality.through or quality.hidden or quality.labels):
            return told(request, placement, layout, lock.boxes, detour)
    return None


def told(
    request: LayoutRequest,
    placement: Placement,
    layout: Layout,
    before: Mapping[str, Frame],
    detour: int = DETOUR,
    *,
    anew: bool = False,
) -> LaidOut:
    """Return a layout with what has become of an earlier one."""
    shared = [box for box in placement.boxes if box in before]
    moved = moved_boxes(before, placement.boxes)
    return LaidOut(request, placement, layout, detour, len(shared), len(moved), anew)
