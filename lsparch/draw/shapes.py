"""Outlines of boxes and heads of arrows, as marks."""

from typing import assert_never

from lsparch.draw.geometry import Curve, Frame, Point, pieces, shorten_end
from lsparch.draw.scene import Element, Path, Rect
from lsparch.models.symbology import ArrowStyle, Head, Line, Shape

__all__ = ["arrow_head", "line", "outline", "path_data"]

HEAD_LENGTH = 9.0
HEAD_HALF = 3.8
LINE_OF_BOX = 1.3


def outline(shape: Shape, frame: Frame, fill: str, stroke: str, dash: tuple[int, ...] = ()) -> list[Element]:
    """Return the marks of a box's outline."""
    x, y, w, h = frame.x, frame.y, frame.width, frame.height

    def rect(place: Frame, radius: float) -> Rect:
        return Rect(place.x, place.y, place.width, place.height, fill, stroke, LINE_OF_BOX, radius, dash)

    def path(data: str, inside: str = fill) -> Path:
        return Path(data, inside, stroke, LINE_OF_BOX, dash)

    match shape:
        case Shape.BOX:
            return [rect(frame, 1)]
        case Shape.ROUNDED:
            return [rect(frame, 7)]
        case Shape.STACK:
            return [
                rect(Frame(x + 4, y, w - 4, h - 4), 5),
                rect(Frame(x, y + 4, w - 4, h - 4), 5),
            ]
        case Shape.CYLINDER:
            lid = f"M{x} {y + 7}C{x} {y - 2} {x + w} {y - 2} {x + w} {y + 7}"
            rim = f"M{x} {y + 7}C{x} {y + 15} {x + w} {y + 15} {x + w} {y + 7}"
            low = y + h - 6
            return [path(f"{lid}V{low}C{x + w} {y + h + 2} {x} {y + h + 2} {x} {low}Z"), path(rim, "none")]
        case Shape.QUEUE:
            side = x + w - 7
            body = f"M{x + 6} {y}H{side}C{x + w + 2} {y} {x + w + 2} {y + h} {side} {y + h}H{x + 6}"
            return [
                path(f"{body}C{x - 2} {y + h} {x - 2} {y} {x + 6} {y}Z"),
                path(f"M{side} {y}C{side - 9} {y} {side - 9} {y + h} {side} {y + h}", "none"),
            ]
        case Shape.CLOUD:
            return [path(cloud(frame))]
        case Shape.PILL:
            return [rect(frame, min(20, h / 2))]
        case Shape.HEXAGON:
            tip = 9
            top = f"M{x + tip} {y}H{x + w - tip}L{x + w} {y + h / 2:g}"
            return [path(f"{top}L{x + w - tip} {y + h}H{x + tip}L{x} {y + h / 2:g}Z")]
        case Shape.DOCUMENT:
            low = y + h - 6
            wave = f"C{x + w * 3 / 4:g} {low - 8} {x + w / 4:g} {low + 12} {x} {low}Z"
            return [path(f"M{x} {y}H{x + w}V{low}{wave}")]
        case Shape.CUT:
            cut = 10
            edge = f"M{x} {y}H{x + w - cut}L{x + w} {y + cut}V{y + h}H{x}Z"
            return [path(edge), path(f"M{x + w - cut} {y}V{y + cut}H{x + w}", "none")]
        case _:
            assert_never(shape)


def cloud(frame: Frame) -> str:
    """Return a cloud that fills the frame: bows along its edges."""
    x, y, w, h = frame.x + 5, frame.y + 4, frame.width - 10, frame.height - 8
    across, down = max(2, round(w / 34)), max(1, round(h / 26))
    corners = [Point(x + w * n / across, y) for n in range(across)]
    corners += [Point(x + w, y + h * n / down) for n in range(down)]
    corners += [Point(x + w - w * n / across, y + h) for n in range(across)]
    corners += [Point(x, y + h - h * n / down) for n in range(down)]
    data = f"M{x:g} {y:g}"
    for one, other in zip(corners, [*corners[1:], corners[0]], strict=True):
        radius = one.distance(other) * 0.56
        data += f"A{radius:.1f} {radius:.1f} 0 0 1 {other.x:.1f} {other.y:.1f}"
    return data + "Z"


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
