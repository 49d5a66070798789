"""Places for the labels of arrows: on a straight stretch of their own line, where nothing else is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lsparch.draw.geometry import Frame
from lsparch.draw.mesh import Placement
from lsparch.draw.search import UPRIGHT
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

BORDER_COST = 60
"""Cost of a label on the edge of a frame."""


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


@dataclass(frozen=True, slots=True)
class Scenery:
    """What labels must not lie on."""

    solid: Sequence[Frame]
    lines: Sequence[tuple[int, Frame]]
    """Number of a net and the rectangle of a stretch of it."""

    edges: Sequence[Frame]


def place_labels(
    wanted: Sequence[Wanted], tracks: Iterable[Track], placement: Placement
) -> tuple[dict[str, Frame], dict[str, Lack]]:
    """Return the frames of labels by arrow, and what is lacking for those without a good place, by arrow too."""
    solid = [grown(frame, AIR) for frame in (*placement.boxes.values(), *placement.headings.values())]
    lines = [(track.net, rectangle(track)) for track in tracks]
    edges = [edge for frame in placement.groups.values() for edge in outline(frame)]
    scenery = Scenery(solid, lines, edges)
    done: dict[str, Frame] = {}
    lacking: dict[str, Lack] = {}
    options = {label.arrow: list(candidates(label, scenery)) for label in wanted}
    for label in sorted(wanted, key=lambda label: len(options[label.arrow])):
        taken = [grown(frame, AIR) for frame in done.values()]
        free = [option for option in options[label.arrow] if not any(option[1].overlaps(other) for other in taken)]
        if free:
            done[label.arrow] = min(free, key=lambda option: (option[0], option[1].y, option[1].x))[1]
        else:
            done[label.arrow], lacking[label.arrow] = makeshift(label, scenery, taken)
    return done, lacking


def candidates(label: Wanted, scenery: Scenery) -> Iterator[tuple[float, Frame]]:
    """Yield the places of a label that lie on nothing, with their cost."""
    net, size = label.net, label.size
    for rank, stretch in enumerate(label.stretches):
        near = beside(stretch, size, scenery)
        for off, frame in places(stretch, size):
            if any(frame.overlaps(other) for other in near.solid):
                continue
            if any(owner != net and frame.overlaps(other) for owner, other in near.lines):
                continue
            if sum(owner == net and frame.overlaps(other) for owner, other in near.lines) > 1:
                continue
            on_edge = sum(frame.overlaps(edge) for edge in near.edges)
            yield off + 25 * rank + BORDER_COST * on_edge, frame


def beside(stretch: Stretch, size: tuple[int, int], scenery: Scenery) -> Scenery:
    """Return the part of the scenery that a label on a stretch may touch."""
    width, height = size
    if stretch.axis == UPRIGHT:
        around = Frame(stretch.line - width, stretch.low - height, 2 * width, stretch.high - stretch.low + 2 * height)
    else:
        around = Frame(stretch.low - width, stretch.line - height, stretch.high - stretch.low + 2 * width, 2 * height)
    return Scenery(
        [frame for frame in scenery.solid if frame.overlaps(around)],
        [(net, frame) for net, frame in scenery.lines if frame.overlaps(around)],
        [frame for frame in scenery.edges if frame.overlaps(around)],
    )


def holds(stretch: Stretch, size: tuple[int, int]) -> bool:
    """Whether a stretch is long enough for a label of a size."""
    return next(places(stretch, size), None) is not None


def places(stretch: Stretch, size: tuple[int, int]) -> Iterator[tuple[float, Frame]]:
    """Yield the places of a label on a stretch, from its middle outwards, with the distance from there."""
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
            if stretch.axis == UPRIGHT:
                yield off / 4, Frame(stretch.line - width // 2, start, width, height)
            else:
                yield off / 4, Frame(start, stretch.line - height // 2, width, height)


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


def grown(frame: Frame, by: int) -> Frame:
    """Return a frame with a border."""
    return Frame(frame.x - by, frame.y - by, frame.width + 2 * by, frame.height + 2 * by)


def outline(frame: Frame) -> list[Frame]:
    """Return the four edges of a frame as narrow rectangles."""
    return [
        Frame(frame.x - 1, frame.y, 2, frame.height),
        Frame(frame.right - 1, frame.y, 2, frame.height),
        Frame(frame.x, frame.y - 1, frame.width, 2),
        Frame(frame.x, frame.bottom - 1, frame.width, 2),
    ]
