"""Arrows that are drawn as one part where all of them have business, not in a frame that one of them is foreign to."""

from collections.abc import Iterator
from itertools import combinations, takewhile

from lsparch.draw import Layout, LayoutRequest
from lsparch.draw.geometry import Curve, Point
from lsparch.draw.quality import chords
from lsparch.draw.structure import Structure
from tests.unit.draw.shipped import laid_out
from tests.unit.views.shipped import shipped_plans

FOREIGN_FORKS = 3
"""Forks of shipped pictures in a frame that is foreign to an arrow which parts there; all other ways are worse."""


def places(curves: tuple[Curve, ...], *, back: bool) -> list[tuple[int, int]]:
    """Return a place for every point of an arrow's way, from the end that its net shares."""
    found = []
    for start, end in chords(curves):
        count = max(1, round(start.distance(end)))
        found += [start.towards(end, number / count) for number in range(count + 1)]
    return [(round(place.x), round(place.y)) for place in (reversed(found) if back else found)]


def foreign_forks(request: LayoutRequest, layout: Layout) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Yield arrow, frame and place for every fork in a frame around neither end of an arrow that parts there."""
    structure = Structure(request.plan)
    arrows = {arrow.id: arrow for arrow in request.plan.arrows}
    for net in request.nets:
        ways = {arrow: places(layout.curves[arrow], back=net.into) for arrow in net.arrows}
        for pair in combinations(net.arrows, 2):
            shared = list(
                takewhile(lambda both: both[0] == both[1], zip(*(ways[arrow] for arrow in pair), strict=False))
            )
            for group, frame in layout.groups.items() if shared else ():
                for arrow in (arrows[arrow] for arrow in pair):
                    own = {arrow.source, arrow.target, *structure.around(arrow.source), *structure.around(arrow.target)}
                    if group not in own and frame.holds(Point(*shared[-1][0])):
                        yield arrow.id, group, shared[-1][0]


def test_arrows_seldom_part_in_frames_that_are_foreign_to_one_of_them() -> None:
    found = {
        (name, group, place)
        for name, plan in shipped_plans().items()
        for _, group, place in foreign_forks(*laid_out(plan))
    }
    assert len(found) <= FOREIGN_FORKS, found
