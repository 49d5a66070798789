"""Outlines of boxes and heads of arrows, as marks."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, sqrt
from typing import assert_never

from lsparch.draw.corners import arrival, cut_square, straight
from lsparch.draw.geometry import Curve, Frame, Point, pieces
from lsparch.draw.look import Paint
from lsparch.draw.scene import Element, Path
from lsparch.models.symbology import ArrowStyle, Head, Line, Shape

__all__ = ["SHEET", "Strokes", "arrow_head", "contours", "dot", "half_width", "line", "outline", "path_data"]

HEAD_LENGTH = 9.0
HEAD_HALF = 3.8
HEAD_LINE = 1.2
PAIRED = 7.5
"""Length of each of two heads of one arrow."""

LINE_OF_BOX = 1.3
GAP = 2.0
"""Between the two lines of a double one."""

PERIOD = 18
"""From bead to bead and from tick to tick; twice that of optional dashes, so that none falls into a gap."""

ON_DASH = 3
BEAD, RING = 4.0, 5.2
TICK = 6.0
SMALL = 24
"""Height below which an outline is a sample, in which lids and waves leave room for a glyph."""

SHEET = 4
"""How far a sheet of a stack stands out."""

BOW = 0.56
"""Radius of a cloud's bow, of its chord."""

BULGE = BOW - sqrt(BOW**2 - 0.25)
"""Height of a cloud's bow, of its chord."""


@dataclass(frozen=True, slots=True)
class Strokes:
    """Colours of an arrow: its own, and that of what it lies on."""

    ink: str
    ground: str


def outline(
    shape: Shape, frame: Frame, paint: Paint, dash: tuple[float, ...] = (), sheets: int = 1, step: int = SHEET
) -> list[Element]:
    """Return the marks of a box's outline, the hindmost sheet of a stack first; lines within it are not filled."""
    return [
        Path(data, paint.fill if data.endswith("Z") else "none", paint.line, LINE_OF_BOX, dash)
        for front in fronts(frame, sheets, step)
        for data in OUTLINES[shape](front)
    ]


def contours(shape: Shape, frame: Frame, sheets: int) -> list[str]:
    """Return the closed lines of a box's outline, one for each sheet, as path data."""
    return [OUTLINES[shape](front)[0] for front in fronts(frame, sheets, SHEET)]


def fronts(frame: Frame, sheets: int, step: int) -> list[Frame]:
    """Return the place of each sheet of a stack, the hindmost first."""
    deep = step * (sheets - 1)
    width, height = frame.width - deep, frame.height - deep
    return [Frame(frame.x + back, frame.y + deep - back, width, height) for back in range(deep, -1, -step)]


def rounded(frame: Frame, radius: int) -> str:
    """Return a rectangle with round corners."""
    x, y, right, bottom = frame.x, frame.y, frame.right, frame.bottom
    arc = f"A{radius} {radius} 0 0 1"
    sides = f"M{x + radius} {y}H{right - radius}{arc} {right} {y + radius}V{bottom - radius}"
    sides += f"{arc} {right - radius} {bottom}H{x + radius}{arc} {x} {bottom - radius}V{y + radius}"
    return f"{sides}{arc} {x + radius} {y}Z"


def ribbed(frame: Frame) -> tuple[str, ...]:
    """Return a rectangle with a rib at the left, like the back of a numbered volume."""
    return rounded(frame, 4), f"M{frame.x + 5} {frame.y}V{frame.bottom}"


def footed(frame: Frame) -> tuple[str, ...]:
    """Return a rectangle that stands on something."""
    return rounded(frame, 1), f"M{frame.x} {frame.bottom - 4}H{frame.right}"


def framed(frame: Frame) -> tuple[str, ...]:
    """Return a rectangle in a rectangle: closed, and made by others."""
    inner = frame.shrunk(3)
    return rounded(frame, 1), f"M{inner.x} {inner.y}H{inner.right}V{inner.bottom}H{inner.x}V{inner.y}"


def octagon(frame: Frame) -> tuple[str, ...]:
    """Return a rectangle without corners."""
    x, y, right, bottom, cut = frame.x, frame.y, frame.right, frame.bottom, 8
    upper = f"M{x + cut} {y}H{right - cut}L{right} {y + cut}V{bottom - cut}"
    return (f"{upper}L{right - cut} {bottom}H{x + cut}L{x} {bottom - cut}V{y + cut}Z",)


def cylinder(frame: Frame) -> tuple[str, ...]:
    """Return a standing cylinder with its rim."""
    deep = 3 if frame.height < SMALL else 7
    bow = deep + 1
    x, right, top, low = frame.x, frame.right, frame.y + deep, frame.bottom - bow * 3 // 4
    lid = f"M{x} {top}C{x} {top - bow - 1} {right} {top - bow - 1} {right} {top}"
    body = f"{lid}V{low}C{right} {low + bow} {x} {low + bow} {x} {low}Z"
    return body, f"M{x} {top}C{x} {top + bow} {right} {top + bow} {right} {top}"


def queue(frame: Frame) -> tuple[str, ...]:
    """Return a lying cylinder with its rim."""
    left, y, side, bottom = frame.x + 6, frame.y, frame.right - 7, frame.bottom
    body = f"M{left} {y}H{side}C{side + 9} {y} {side + 9} {bottom} {side} {bottom}H{left}"
    rim = f"M{side} {y}C{side - 9} {y} {side - 9} {bottom} {side} {bottom}"
    return f"{body}C{left - 8} {bottom} {left - 8} {y} {left} {y}Z", rim


def hexagon(frame: Frame) -> tuple[str, ...]:
    """Return a hexagon with its points at the sides."""
    x, y, right, bottom, tip = frame.x, frame.y, frame.right, frame.bottom, 9
    middle = y + frame.height / 2
    top = f"M{x + tip} {y}H{right - tip}L{right} {middle:g}"
    return (f"{top}L{right - tip} {bottom}H{x + tip}L{x} {middle:g}Z",)


def document(frame: Frame) -> tuple[str, ...]:
    """Return a sheet with a waved lower edge."""
    rise, fall = (2, 4) if frame.height < SMALL else (8, 12)
    x, right, low = frame.x, frame.right, frame.bottom - fall // 2
    wave = f"C{x + frame.width * 3 / 4:g} {low - rise} {x + frame.width / 4:g} {low + fall} {x} {low}Z"
    return (f"M{x} {frame.y}H{right}V{low}{wave}",)


def dog_ear(frame: Frame) -> tuple[str, ...]:
    """Return a sheet with a folded corner."""
    y, right, cut = frame.y, frame.right, 10
    edge = f"M{frame.x} {y}H{right - cut}L{right} {y + cut}V{frame.bottom}H{frame.x}Z"
    return edge, f"M{right - cut} {y}V{y + cut}H{right}"


def cloud(frame: Frame) -> tuple[str, ...]:
    """Return a cloud that fills the frame: bows along its edges."""
    across, down = max(3, round(frame.width / 26)), max(2, round(frame.height / 22))
    side, top = ceil(BULGE * frame.height / down), ceil(BULGE * frame.width / across)
    x, y, w, h = frame.x + side, frame.y + top, frame.width - 2 * side, frame.height - 2 * top
    corners = [Point(x + w * n / across, y) for n in range(across)]
    corners += [Point(x + w, y + h * n / down) for n in range(down)]
    corners += [Point(x + w - w * n / across, y + h) for n in range(across)]
    corners += [Point(x, y + h - h * n / down) for n in range(down)]
    data = f"M{x:g} {y:g}"
    for one, other in zip(corners, [*corners[1:], corners[0]], strict=True):
        radius = one.distance(other) * BOW
        data += f"A{radius:.1f} {radius:.1f} 0 0 1 {other.x:.1f} {other.y:.1f}"
    return (data + "Z",)


OUTLINES: dict[Shape, Callable[[Frame], tuple[str, ...]]] = {
    Shape.BOX: lambda frame: (rounded(frame, 1),),
    Shape.ROUNDED: lambda frame: (rounded(frame, 7),),
    Shape.RIBBED: ribbed,
    Shape.FOOTED: footed,
    Shape.FRAMED: framed,
    Shape.OCTAGON: octagon,
    Shape.CYLINDER: cylinder,
    Shape.QUEUE: queue,
    Shape.CLOUD: cloud,
    Shape.PILL: lambda frame: (rounded(frame, min(20, frame.height // 2)),),
    Shape.HEXAGON: hexagon,
    Shape.DOCUMENT: document,
    Shape.CUT: dog_ear,
}


def path_data(curve: Curve) -> str:
    """Return a curve as SVG path data."""
    start = f"M{curve[0].x:.5g} {curve[0].y:.5g}"
    return start + "".join(
        "C" + " ".join(f"{point.x:.5g} {point.y:.5g}" for point in piece[1:]) for piece in pieces(curve)
    )


def line(curve: Curve, style: ArrowStyle, colours: Strokes, dash: tuple[float, ...]) -> list[Element]:
    """Return the marks of an arrow's line; beads and ticks stand on its dashes."""
    data = path_data(curve)
    ink, ground, width = colours.ink, colours.ground, style.width
    plain = Path(data, "none", ink, width, dash)
    match style.line:
        case Line.SINGLE:
            return [plain]
        case Line.DOUBLE:
            return [Path(data, "none", ink, 2 * width + GAP, dash), Path(data, "none", ground, GAP)]
        case Line.BEADED:
            return [plain, beads(data, ink, BEAD)]
        case Line.RINGED:
            return [plain, beads(data, ink, RING), beads(data, ground, 2.8)]
        case Line.TICKED:
            return [plain, Path(data, "none", ink, TICK, (width, PERIOD - width), width / 2 - ON_DASH)]
        case _:
            assert_never(style.line)


def half_width(style: ArrowStyle) -> float:
    """Return how far the marks of a line reach from its middle, ticks apart."""
    match style.line:
        case Line.DOUBLE:
            return style.width + GAP / 2
        case Line.BEADED:
            return BEAD / 2
        case Line.RINGED:
            return RING / 2
        case Line.SINGLE | Line.TICKED:
            return style.width / 2
        case _:
            assert_never(style.line)


def dot(place: Point, radius: float, colour: str) -> Path:
    """Return a filled dot."""
    left, right, arc = place.x - radius, place.x + radius, f"A{radius:g} {radius:g} 0 1 1"
    return Path(f"M{left:g} {place.y:g}{arc} {right:g} {place.y:g}{arc} {left:g} {place.y:g}Z", colour)


def beads(data: str, colour: str, size: float) -> Path:
    """Return dots along a line."""
    return Path(data, "none", colour, size, (0, PERIOD), -ON_DASH, round=True)


def arrow_head(curve: Curve, style: ArrowStyle, colours: Strokes, *, hollow: bool) -> tuple[Curve, list[Element]]:
    """Return the curve without the part under its head, and the head's marks; a hollow head means optional.

    Two heads, one behind the other, mean encrypted.
    """
    length, count = (PAIRED, 2) if style.encrypted else (HEAD_LENGTH, 1)
    open_ = style.head in {Head.VEE, Head.BAR}
    ends = [curve] if style.head is not Head.BOTH else [curve, tuple(reversed(curve))]
    fill = "none" if open_ else colours.ground if hollow else colours.ink
    marks: list[Element] = [
        Path(head_data(end, style.head, length, n * length), fill, colours.ink, HEAD_LINE)
        for end in ends
        for n in range(count)
    ]
    short = cut_square(curve, count * length)
    if open_:
        along = arrival(curve)
        short += straight(short[-1], Point(curve[-1].x - along.x, curve[-1].y - along.y))
    if style.head is Head.BOTH:
        short = tuple(reversed(cut_square(tuple(reversed(short)), count * length)))
    return short, marks


def head_data(curve: Curve, head: Head, length: float, behind: float) -> str:
    """Return the path of a head so far behind the end of a curve, in the direction in which that arrives."""
    tip, along = curve[-1], arrival(curve)

    def at(back: float, side: float) -> str:
        x = tip.x - along.x * (behind + back) - along.y * side
        y = tip.y - along.y * (behind + back) + along.x * side
        return f"{x:.1f} {y:.1f}"

    match head:
        case Head.TRIANGLE | Head.BOTH:
            return f"M{at(0, 0)}L{at(length, HEAD_HALF)}L{at(length, -HEAD_HALF)}Z"
        case Head.VEE:
            return f"M{at(length, HEAD_HALF)}L{at(0, 0)}L{at(length, -HEAD_HALF)}"
        case Head.DIAMOND:
            middle = length / 2
            return f"M{at(0, 0)}L{at(middle, HEAD_HALF)}L{at(length, 0)}L{at(middle, -HEAD_HALF)}Z"
        case Head.DOT:
            arc = f"A{length / 2:g} {length / 2:g} 0 1 1"
            return f"M{at(0, 0)}{arc} {at(length, 0)}{arc} {at(0, 0)}Z"
        case Head.BAR:
            half = HEAD_HALF + 1
            return f"M{at(1, half)}L{at(1, -half)}M{at(4, half)}L{at(4, -half)}"
        case _:
            assert_never(head)
