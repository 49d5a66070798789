"""Places for the labels of arrows: on a straight stretch of their own line, where nothing else is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from lsparch.draw.geometry import Frame
from lsparch.draw.mesh import Placement
from lsparch.draw.search import LEVEL, UPRIGHT
from lsparch.draw.tracks import Track

__all__ = ["Lack", "Stretch", "Wanted", "holds", "place_labels", "rectangle"]

STUB = 9
"""Length of line that stays visible on both sides of a label."""

HEAD = 13
"""Length that an arrow head takes."""

STEP = 6
"""Distance of the places that are tried."""

AIR = 2
"""Distance of a label from boxes and other labels."""

BORDER_COST = 1000
"""Cost of a label on the edge of a frame, which it would interrupt."""

ASIDE_COST = 30
"""Cost of a label of which its line does not meet the middle."""

ASIDE_STEP = 4
NEAR_ASIDE = (1, 2, 3)
HOLD = 5
"""Points of a label on either side of its line, at least."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A straight part of a net on which its label may lie."""

    axis: int
    line: int
    low: int
    high: int
    head: int
    """At which end an arrow head is: -1, 1, or 0 for none."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label that needs a place."""

    arrow: str
    net: int
    size: tuple[int, int]
    stretches: tuple[Stretch, ...]
    """Where it may lie, the best first."""

    loop: bool = False
    """Whether its arrow leads back to where it starts, so that it has no room of its own between two boxes."""


@dataclass(frozen=True, slots=True)
class Lack:
    """A label for which there is no place: how much more room would help, and where."""

    x: int
    y: int
    width: int
    height: int
    upright: bool


Span = tuple[int, int, int, int, int]
"""A rectangle seen along an axis: where it begins and ends across, and along, and the number of its net or `NOBODY`."""

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Scenery:
    """What labels must not lie on."""

    solid: Sequence[Frame]
    lines: Sequence[tuple[int, Frame]]
    """Number of a net and the rectangle of a stretch of it."""

    edges: Sequence[Frame]

    def along(self, axis: int) -> tuple[list[Span], list[Span]]:
        """Return boxes, headings and lines, then edges of frames, as they are seen along an axis."""
        things = [(NOBODY, frame) for frame in self.solid] + [*self.lines]
        return (
            [span(frame, axis, owner) for owner, frame in things],
            [span(frame, axis, NOBODY) for frame in self.edges],
        )


def span(frame: Frame, axis: int, owner: int) -> Span:
    """Return a rectangle as it is seen along an axis."""
    if axis == UPRIGHT:
        return frame.x, frame.right, frame.y, frame.bottom, owner
    return frame.y, frame.bottom, frame.x, frame.right, owner


def place_labels(
    wanted: Sequence[Wanted], tracks: Iterable[Track], placement: Placement
) -> tuple[dict[str, Frame], dict[str, Lack]]:
    """Return the frames of labels by arrow, and what is lacking for those without a good place, by arrow too."""
    solid = [frame.grown(AIR) for frame in (*placement.boxes.values(), *placement.headings.values())]
    lines = [(track.net, rectangle(track)) for track in tracks]
    edges = [edge for frame in placement.groups.values() for edge in outline(frame)]
    scenery = Scenery(solid, lines, edges)
    spans = (scenery.along(LEVEL), scenery.along(UPRIGHT))
    done: dict[str, Frame] = {}
    taken: list[Frame] = []
    lacking: dict[str, Lack] = {}
    kept_off: list[str] = []
    options = {label.arrow: options_of(label, spans) for label in wanted}
    for label in sorted(wanted, key=lambda label: len(options[label.arrow])):
        found = ((cost, Frame(x, y, *label.size)) for cost, y, x in options[label.arrow])
        cost, frame = next((one for one in found if not any(one[1].overlaps(other) for other in taken)), (inf, None))
        if frame is None:
            frame, lacking[label.arrow] = makeshift(label, scenery, taken)
        if cost >= BORDER_COST and any(first < BORDER_COST for first, _, _ in options[label.arrow][:1]):
            kept_off.append(label.arrow)
        done[label.arrow] = frame
        taken.append(frame.grown(AIR))
    for arrow in kept_off:
        moved = swap({label.arrow: free_places(label, options[label.arrow]) for label in wanted}, done, arrow)
        done |= moved
        lacking = {key: lack for key, lack in lacking.items() if key not in moved}
    return done, lacking


Option = tuple[float, int, int]
"""Cost, y and x of a label's place."""


def free_places(label: Wanted, options: Iterable[Option]) -> list[Frame]:
    """Return the places of a label that lie on no edge of a frame, the best first."""
    return [Frame(x, y, *label.size) for cost, y, x in options if cost < BORDER_COST]


def swap(free: Mapping[str, Sequence[Frame]], done: Mapping[str, Frame], arrow: str) -> dict[str, Frame]:
    """Return free places for a label on an edge and for the one label that keeps it from there; nothing if none are."""
    others = {other: frame.grown(AIR) for other, frame in done.items() if other != arrow}
    for place in free[arrow]:
        blocking = [other for other, frame in others.items() if frame.overlaps(place)]
        if len(blocking) != 1:
            continue
        rest = [place.grown(AIR), *(frame for other, frame in others.items() if other != blocking[0])]
        for way in free[blocking[0]]:
            if not any(frame.overlaps(way) for frame in rest):
                return {arrow: place, blocking[0]: way}
    return {}


def options_of(label: Wanted, spans: Sequence[tuple[list[Span], list[Span]]]) -> list[Option]:
    """Return the places of a label that lie on nothing, the best first; aside of its line if all are on edges."""
    found = sorted(candidates(label, spans))
    if not found or found[0][0] < BORDER_COST:
        return found
    steps = (*NEAR_ASIDE, *range(ASIDE_STEP, max(label.size) // 2 - HOLD + 1, ASIDE_STEP))
    asides = [far for step in steps for far in (step, -step)]
    return sorted([*found, *(option for aside in asides for option in candidates(label, spans, aside))])


def candidates(label: Wanted, spans: Sequence[tuple[list[Span], list[Span]]], aside: int = 0) -> Iterator[Option]:
    """Yield the places of a label that lie on nothing, or as far aside of its line as is told."""
    for rank, stretch in enumerate(label.stretches):
        upright = stretch.axis == UPRIGHT
        across, along = label.size if upright else label.size[::-1]
        if abs(aside) > max(0, across // 2 - HOLD):
            continue
        near = stretch.line - across // 2 + aside
        row = (near, near + across, stretch.low, stretch.high)
        things, edges = (beside(found, row, along) for found in spans[stretch.axis])
        others = [(start, end) for start, end, owner in things if owner != label.net]
        own = [(start, end) for start, end, owner in things if owner == label.net]
        borders = [(start, end) for start, end, _ in edges]
        for off, place in places(stretch, label.size):
            if touching(place, others) or touching(place, own) > 1:
                continue
            cost = off + 25 * rank + BORDER_COST * touching(place, borders)
            cost += ASIDE_COST + abs(aside) if aside else 0
            yield (cost, place, near) if upright else (cost, near, place)


def beside(spans: Iterable[Span], row: tuple[int, int, int, int], length: int) -> list[tuple[int, int, int]]:
    """Return between which places a label that begins there touches things in a row, with their owners."""
    near, far, low, high = row
    return [
        (start - length, end, owner)
        for left, right, start, end, owner in spans
        if left < far and near < right and start < high and low < end
    ]


def touching(place: int, between: Iterable[tuple[int, int]]) -> int:
    """Return in how many of some ranges a place lies, not on their ends."""
    return sum([start < place < end for start, end in between])


def holds(stretch: Stretch, size: tuple[int, int]) -> bool:
    """Whether a stretch is long enough for a label of a size."""
    return next(places(stretch, size), None) is not None


def places(stretch: Stretch, size: tuple[int, int]) -> Iterator[tuple[float, int]]:
    """Yield where a label on a stretch may begin, from the middle outwards, with the cost of the distance from it."""
    width, height = size
    length = height if stretch.axis == UPRIGHT else width
    low = stretch.low + STUB + (HEAD - STUB // 2 if stretch.head < 0 else 0)
    high = stretch.high - STUB - (HEAD - STUB // 2 if stretch.head > 0 else 0)
    room = high - low - length
    if room < 0:
        return
    middle = low + room // 2
    for off in range(0, room // 2 + 1, STEP):
        for start in (middle + off, middle - off) if off else (middle,):
            yield off / 4, start


def makeshift(label: Wanted, scenery: Scenery, taken: Sequence[Frame]) -> tuple[Frame, Lack]:
    """Return the least bad place of a label, and the room that is lacking there."""
    net, (width, height) = label.net, label.size
    found: list[tuple[int, Frame, Stretch]] = []
    for stretch in label.stretches:
        middle = (stretch.low + stretch.high) // 2
        x, y = (stretch.line, middle) if stretch.axis == UPRIGHT else (middle, stretch.line)
        frame = Frame(x - width // 2, y - height // 2, width, height)
        faults = 4 * sum(frame.overlaps(other) for other in (*scenery.solid, *taken))
        faults += sum(owner != net and frame.overlaps(other) for owner, other in scenery.lines)
        short = max(0, (height if stretch.axis == UPRIGHT else width) + 2 * STUB + HEAD - (stretch.high - stretch.low))
        found.append((10 * faults + short, frame, stretch))
    _, frame, stretch = min(found, key=lambda option: option[0])
    moves = [(x, y) for far in (1, 2, 3) for x, y in ((-far, 0), (far, 0), (0, far), (0, -far))]
    blocks = [other.shrunk(AIR) for other in (*scenery.solid, *taken)]
    if label.loop and any(frame.overlaps(other) for other in blocks):
        aside = [frame.moved(x * (width // 2 + 6), y * (height // 2 + 6)) for x, y in moves]
        blocks += [other for owner, other in scenery.lines if owner != net]
        frame = next((place for place in aside if not any(place.overlaps(other) for other in blocks)), frame)
    upright = stretch.axis == UPRIGHT
    need = (height if upright else width) + 3 * STUB + HEAD
    short = max(0, need - (stretch.high - stretch.low))
    along = short or height + 2 * AIR
    centre = frame.centre
    x, y = round(centre.x), round(centre.y)
    if upright:
        return frame, Lack(x, y, 0 if short else width // 2 + 6, along, upright)
    return frame, Lack(x, y, short, 0 if short else height + 2 * AIR, upright)


def rectangle(track: Track) -> Frame:
    """Return the narrow rectangle around a line."""
    low, high, place = round(track.low), round(track.high), round(track.place)
    if track.axis == UPRIGHT:
        return Frame(place - 2, low, 4, high - low)
    return Frame(low, place - 2, high - low, 4)


def outline(frame: Frame) -> list[Frame]:
    """Return the four edges of a frame as narrow rectangles."""
    return [
        Frame(frame.x - 1, frame.y, 2, frame.height),
        Frame(frame.right - 1, frame.y, 2, frame.height),
        Frame(frame.x, frame.y - 1, frame.width, 2),
        Frame(frame.x, frame.bottom - 1, frame.width, 2),
    ]
