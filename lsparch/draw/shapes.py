"""Outlines of boxes and heads of arrows, as marks."""

from collections.abc import Callable
from math import ceil, sqrt
from typing import assert_never

from lsparch.draw.geometry import Curve, Frame, Point, pieces, shorten_end
from lsparch.draw.scene import Element, Path
from lsparch.models.symbology import ArrowStyle, Head, Line, Shape

__all__ = ["arrow_head", "line", "outline", "path_data"]

HEAD_LENGTH = 9.0
HEAD_HALF = 3.8
LINE_OF_BOX = 1.3
BOW = 0.56
"""Radius of a cloud's bow, of its chord."""

BULGE = BOW - sqrt(BOW**2 - 0.25)
"""Height of a cloud's bow, of its chord."""


def outline(shape: Shape, frame: Frame, fill: str, stroke: str, dash: tuple[int, ...] = ()) -> list[Element]:
    """Return the marks of a box's outline; lines within it are not filled."""
    return [
        Path(data, fill if data.endswith("Z") else "none", stroke, LINE_OF_BOX, dash) for data in OUTLINES[shape](frame)
    ]


def rounded(frame: Frame, radius: int) -> str:
    """Return a rectangle with round corners."""
    x, y, right, bottom = frame.x, frame.y, frame.right, frame.bottom
    arc = f"A{radius} {radius} 0 0 1"
    sides = f"M{x + radius} {y}H{right - radius}{arc} {right} {y + radius}V{bottom - radius}"
    sides += f"{arc} {right - radius} {bottom}H{x + radius}{arc} {x} {bottom - radius}V{y + radius}"
    return f"{sides}{arc} {x + radius} {y}Z"


def stack(frame: Frame) -> tuple[str, ...]:
    """Return two sheets: there are several."""
    behind = Frame(frame.x + 4, frame.y, frame.width - 4, frame.height - 4)
    return rounded(behind, 5), rounded(Frame(frame.x, frame.y + 4, frame.width - 4, frame.height - 4), 5)


def cylinder(frame: Frame) -> tuple[str, ...]:
    """Return a standing cylinder with its rim."""
    x, y, right, low = frame.x, frame.y, frame.right, frame.bottom - 6
    lid = f"M{x} {y + 7}C{x} {y - 2} {right} {y - 2} {right} {y + 7}"
    body = f"{lid}V{low}C{right} {low + 8} {x} {low + 8} {x} {low}Z"
    return body, f"M{x} {y + 7}C{x} {y + 15} {right} {y + 15} {right} {y + 7}"


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
    x, right, low = frame.x, frame.right, frame.bottom - 6
    wave = f"C{x + frame.width * 3 / 4:g} {low - 8} {x + frame.width / 4:g} {low + 12} {x} {low}Z"
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
    Shape.STACK: stack,
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


def line(curve: Curve, style: ArrowStyle, dash: tuple[int, ...]) -> list[Element]:
    """Return the marks of an arrow's line."""
    data = path_data(curve)
    match style.line:
        case Line.SINGLE:
            return [Path(data, "none", style.colour, style.width, dash)]
        case Line.DOUBLE:
            return [
                Path(data, "none", style.colour, 2 * style.width + 1.8, dash),
                Path(data, "none", "#ffffff", 1.8),
            ]
        case _:
            assert_never(style.line)


def arrow_head(curve: Curve, style: ArrowStyle, *, hollow: bool) -> tuple[Curve, list[Element]]:
    """Return the curve without the part under its head, and the head's marks; a hollow head means optional."""
    tip = curve[-1]
    length = HEAD_LENGTH if style.head not in {Head.VEE, Head.BAR} else 1.0
    short = shorten_end(curve, length)
    base = shorten_end(curve, HEAD_LENGTH)[-1]
    size = base.distance(tip) or 1.0
    along = Point((tip.x - base.x) / size, (tip.y - base.y) / size)

    def at(back: float, side: float) -> str:
        x = tip.x - along.x * back - along.y * side
        y = tip.y - along.y * back + along.x * side
        return f"{x:.1f} {y:.1f}"

    fill = "#ffffff" if hollow else style.colour
    match style.head:
        case Head.TRIANGLE:
            data = f"M{at(0, 0)}L{at(HEAD_LENGTH, HEAD_HALF)}L{at(HEAD_LENGTH, -HEAD_HALF)}Z"
        case Head.VEE:
            data = f"M{at(HEAD_LENGTH, HEAD_HALF)}L{at(0, 0)}L{at(HEAD_LENGTH, -HEAD_HALF)}"
            fill = "none"
        case Head.DIAMOND:
            middle = HEAD_LENGTH / 2
            data = f"M{at(0, 0)}L{at(middle, HEAD_HALF)}L{at(HEAD_LENGTH, 0)}L{at(middle, -HEAD_HALF)}Z"
        case Head.DOT:
            radius = HEAD_LENGTH / 2
            arc = f"A{radius:g} {radius:g} 0 1 1"
            data = f"M{at(0, 0)}{arc} {at(HEAD_LENGTH, 0)}{arc} {at(0, 0)}Z"
        case Head.BAR:
            data = f"M{at(1, HEAD_HALF + 1)}L{at(1, -HEAD_HALF - 1)}M{at(4, HEAD_HALF + 1)}L{at(4, -HEAD_HALF - 1)}"
            fill = "none"
        case _:
            assert_never(style.head)
    return short, [Path(data, fill, style.colour, 1.2)]
