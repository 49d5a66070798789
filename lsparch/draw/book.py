"""Layouts of plans, made with an engine, guided by earlier layouts, and remembered."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from lsparch.diagnostics import LsparchError
from lsparch.draw.compaction import pushed
from lsparch.draw.crew import Crew
from lsparch.draw.geometry import Frame
from lsparch.draw.keeping import kept_placement, locked_placement
from lsparch.draw.kept import KeptLayouts, kept_layout, kept_text
from lsparch.draw.laid_out import LaidOut
from lsparch.draw.layout import UNLIMITED, chosen, layout_request, routed
from lsparch.draw.lock import Lock, moved_boxes, read_lock, request_digest
from lsparch.draw.mesh import Placement
from lsparch.draw.page import WIDE
from lsparch.draw.positions import Layout, LayoutEngine, LayoutRequest
from lsparch.draw.quality import measured
from lsparch.draw.routing import DETOUR, Router, as_layout
from lsparch.draw.shelf import Shelf
from lsparch.draw.structure import Structure
from lsparch.models.symbology import Symbology
from lsparch.views.plan import DiagramPlan
from lsparch.views.plans import Plan

__all__ = ["LaidOut", "LayoutBook", "lay_out"]

GUIDED, FRESH = 0.1, 1.5
"""Milliseconds that a layout takes for each pair of arrows, where there is an earlier one and where there is none."""

FAR = 400
TRIES = ((0, DETOUR), (0, FAR), (14, DETOUR), (14, FAR), (UNLIMITED, DETOUR))
"""Most points that things may be pushed away, and detours of labels, that are tried before a layout is made anew."""

PUSHES = 5
"""Times that things are pushed out of the way of labels."""


class LayoutBook:
    """A layout engine with the layouts of before.

    Parameters
    ----------
    engine
        Makes what is new.
    locks
        Name and text of the file with an earlier layout, by id and environment of a plan.
    shelf
        Where layouts are found that were made before of just the same.
    crew
        Shares the work on several layouts.
    ratio
        Width by height that pictures with what is around them should have.
    """

    def __init__(
        self,
        engine: LayoutEngine,
        locks: Mapping[tuple[str, str], tuple[str, str]] | None = None,
        shelf: Shelf | None = None,
        crew: Crew | None = None,
        ratio: float = WIDE,
    ) -> None:
        self._engine = engine
        self._locks = dict(locks or {})
        self._shelf = shelf
        self._crew = crew
        self._ratio = ratio
        self._known: dict[tuple[int, int], tuple[DiagramPlan, LaidOut]] = {}
        self._shelves: dict[int, KeptLayouts] = {}

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
        missing = self.recall(plans, symbology)
        self.learn(missing, symbology, self._made(missing, symbology))
        return [self._known[id(plan), id(symbology)][1] for plan in plans]

    def recall(self, plans: Sequence[DiagramPlan], symbology: Symbology) -> list[DiagramPlan]:
        """Remember the layouts that are on the shelf, and return the plans that have none."""
        missing = []
        for plan in plans:
            if (id(plan), id(symbology)) not in self._known:
                found = self._kept(symbology).find(plan, self._text(plan)) if self._shelf is not None else None
                if found:
                    self._known[id(plan), id(symbology)] = (plan, found)
                else:
                    missing.append(plan)
        return missing

    def learn(self, plans: Sequence[DiagramPlan], symbology: Symbology, made: Sequence[LaidOut]) -> None:
        """Remember the layout of each plan, and put it on the shelf."""
        told = list(zip(plans, map(self._text, plans), made, strict=True))
        self._known |= {(id(plan), id(symbology)): (plan, found) for plan, _, found in told}
        if self._shelf is not None and told:
            self._kept(symbology).keep(told)

    def key(self, plan: Plan, symbology: Symbology) -> str:
        """Return the digest of a plan, of how all in it is drawn, and of where it stands; nothing without a shelf."""
        return self._kept(symbology).key(plan) if self._shelf is not None else ""

    def _kept(self, symbology: Symbology) -> KeptLayouts:
        assert self._shelf is not None
        if id(symbology) not in self._shelves:
            self._shelves[id(symbology)] = KeptLayouts(self._shelf, symbology, self._ratio)
        return self._shelves[id(symbology)]

    def _made(self, plans: Sequence[DiagramPlan], symbology: Symbology) -> list[LaidOut]:
        """Return new layouts, guided by earlier ones where there are any."""
        requests = [layout_request(plan, symbology, self._ratio) for plan in plans]
        locks = [self._lock(plan) for plan in plans]
        found: dict[int, LaidOut | None] = {}

        def guide(place: int) -> LaidOut | None:
            lock = locks[place]
            return guided(requests[place], lock) if lock else None

        earlier = [place for place, lock in enumerate(locks) if lock]
        found |= self._spread(requests, earlier, guide, GUIDED)
        rest = [place for place in range(len(plans)) if not found.get(place)]
        answers = dict(zip(rest, self._answers([requests[place] for place in rest]), strict=True))
        found |= self._spread(requests, rest, lambda place: fresh(requests[place], answers[place], locks[place]), FRESH)
        return [made for place in range(len(plans)) if (made := found[place])]

    def _answers(self, requests: Sequence[LayoutRequest]) -> Iterator[list[str]]:
        """Yield the engine's answers to each request; it gets all at once."""
        try:
            answers = iter(self._engine.layout_many([dot for request in requests for dot in request.dots]))
        except LsparchError as error:
            names = dict.fromkeys(request.plan.id for request in requests)
            raise LsparchError(f"{error} (laid out: {', '.join(names)})") from error
        for request in requests:
            yield [next(answers) for _ in request.dots]

    def _spread(
        self,
        requests: Sequence[LayoutRequest],
        places: Sequence[int],
        make: Callable[[int], LaidOut | None],
        load: float,
    ) -> Mapping[int, LaidOut | None]:
        """Return what is made of some requests, by place; the work is shared where that is worth it."""
        loads = [load * len(requests[place].plan.arrows) ** 2 for place in places]
        if self._crew is None or not self._crew.is_worth_it(loads):
            return {place: make(place) for place in places}
        texts = self._crew.share(lambda number: written(make(places[number])), loads)
        return {place: read(text, requests[place]) for place, text in zip(places, texts, strict=True)}

    def _text(self, plan: DiagramPlan) -> str:
        """Return the text of the file with an earlier layout; nothing where there is none."""
        return self._locks.get((plan.id, plan.environment), ("", ""))[1]

    def _lock(self, plan: DiagramPlan) -> Lock | None:
        file = self._locks.get((plan.id, plan.environment))
        return read_lock(file[1], file[0]) if file else None


def written(made: LaidOut | None) -> bytes:
    """Return a layout as text; nothing for none."""
    return kept_text(made) if made else b""


def read(text: bytes, request: LayoutRequest) -> LaidOut | None:
    """Return the layout of a text; None for nothing."""
    return kept_layout(text, request.plan, lambda: request) if text else None


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
    same = locked_placement(request, lock) if request_digest(request) == lock.digest else None
    if same is not None:
        router = Router(structure, request.nets, request.labels, lock.detour)
        return told(request, same, as_layout(same, router.routed(same)), lock.boxes, lock.detour)
    near = kept_placement(request, structure, lock)
    if near is None:
        return None
    for most, detour in TRIES:
        if most == UNLIMITED:
            found = with_pushes(request, structure, near, lock)
            if found is not None:
                return found
        placement, layout = routed(Router(structure, request.nets, request.labels, detour), near, most)
        if not measured(request, layout).faults:
            return told(request, placement, layout, lock.boxes, detour)
    return None


def with_pushes(request: LayoutRequest, structure: Structure, near: Placement, lock: Lock) -> LaidOut | None:
    """Return a layout in which only that moved which stood in the way of labels; None if that does not do."""
    for detour in (DETOUR, FAR):
        router = Router(structure, request.nets, request.labels, detour)
        placement = near
        for _ in range(PUSHES):
            ways = router.routed(placement)
            layout = as_layout(placement, ways)
            if not measured(request, layout).faults:
                return told(request, placement, layout, lock.boxes, detour)
            if not ways.lacks:
                break
            placement = pushed(request, structure, placement, ways.lacks.values())
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
    return LaidOut(lambda: request, placement, layout, detour, len(shared), len(moved), anew)
