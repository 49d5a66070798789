"""The picture itself: frames, arrows, boxes and labels at their positions."""

from collections.abc import Iterable
from dataclasses import asdict

from lsparch.draw.digest import value_digest
from lsparch.draw.geometry import Curve, Frame
from lsparch.draw.layout import Layout, LayoutRequest
from lsparch.draw.measure import BADGE, DETAIL, GLYPH, HEADING, LABEL, TITLE, BoxText, inset
from lsparch.draw.scene import Element, GroupElement, Rect, Text, Use
from lsparch.draw.shapes import arrow_head, line, outline
from lsparch.draw.text import ascent, line_height, text_width
from lsparch.models.symbology import INK, Symbol, Symbology
from lsparch.views.plan import Arrow, Box, Group, Status

__all__ = ["MUTED", "badge", "picture"]

MUTED = "#465364"
"""Colour of secondary text."""

PAD = 9


def picture(request: LayoutRequest, layout: Layout, symbology: Symbology) -> Iterable[Element]:
    """Yield the marks in drawing order: frames from the outside in, arrows, boxes, labels of arrows."""
    plan = request.plan
    names = {group.id: group.label for group in plan.groups} | {box.id: box.label for box in plan.boxes}
    parents = {group.id: group.parent for group in plan.groups}
    for group in sorted(plan.groups, key=lambda group: depth(group.id, parents)):
        yield group_marks(group, layout.groups[group.id], symbology)
    for arrow in plan.arrows:
        yield arrow_marks(arrow, layout.curves[arrow.id], names, symbology)
    for group in plan.groups:
        yield heading_marks(group, layout.groups[group.id], request, symbology)
    for box in plan.boxes:
        yield box_marks(box, layout.boxes[box.id], request.boxes[box.id], symbology)
    for arrow in plan.arrows:
        if arrow.id in layout.labels:
            yield label_marks(arrow, layout.labels[arrow.id], request, symbology)


def depth(group: str, parents: dict[str, str | None]) -> int:
    """Return how many frames are around a frame."""
    count, parent = 0, parents[group]
    while parent is not None:
        count, parent = count + 1, parents[parent]
    return count


def group_marks(group: Group, frame: Frame, symbology: Symbology) -> GroupElement:
    """Return a frame; its heading is drawn later, over all lines."""
    style = symbology.groups[group.symbol]
    dash = symbology.statuses.of(group.status.value).dash
    x, y, width, height = frame.x, frame.y, frame.width, frame.height
    marks = (Rect(x, y, width, height, style.fill, style.stroke, style.width, style.corner, dash),)
    title = f"{style.title.partition(':')[0]}: {group.label}"
    data = (("kind", group.symbol), ("digest", value_digest(asdict(group))))
    return GroupElement(group.id, "group", marks, title, group.detail, group.id, data)


def heading_marks(group: Group, frame: Frame, request: LayoutRequest, symbology: Symbology) -> GroupElement:
    """Return the heading of a frame on a ground that covers lines, with a halo that keeps them away."""
    style = symbology.groups[group.symbol]
    heading = request.groups[group.id]
    x, top = frame.x + 8, frame.y + 6
    first, second = text_width(heading.label, HEADING, bold=True), text_width(heading.kind, LABEL)
    marks = (
        Rect(x, top, 23 + first + 2, line_height(HEADING), style.fill),
        Rect(x, top + line_height(HEADING), 23 + second + 2, line_height(LABEL) + 1, style.fill),
        Use(style.glyph, x, top + 4, 18, style.stroke),
        Text(x + 23, top + ascent(HEADING), heading.label, HEADING, style.stroke, bold=True, halo=style.fill),
        Text(x + 23, top + line_height(HEADING) + ascent(LABEL) - 1, heading.kind, LABEL, MUTED, halo=style.fill),
    )
    return GroupElement(group.id, "heading", marks, element=group.id)


def arrow_marks(arrow: Arrow, curves: tuple[Curve, ...], names: dict[str, str], symbology: Symbology) -> GroupElement:
    """Return an arrow's line and head; its label is drawn later, over all lines."""
    style = symbology.arrows[arrow.style]
    dash = symbology.statuses.of(arrow.status.value).dash
    last, head = arrow_head(curves[-1], style, hollow=arrow.optional)
    marks: list[Element] = []
    for curve in (*curves[:-1], last):
        marks += line(curve, style, dash)
    words = [names.get(arrow.source, arrow.source), "→", names.get(arrow.target, arrow.target)]
    title = " ".join([*words, *([f"({arrow.label})"] if arrow.label else [])])
    notes = [style.title, *(["optional"] if arrow.optional else [])]
    if arrow.status is not Status.KNOWN:
        notes.append(symbology.statuses.of(arrow.status.value).title.lower())
    description = arrow.description or ", ".join(notes)
    data = (
        ("kind", arrow.style),
        ("source", arrow.source),
        ("target", arrow.target),
        ("digest", value_digest(asdict(arrow))),
    )
    return GroupElement(arrow.id, "arrow", (*marks, *head), title, description, arrow.id, data)


def label_marks(arrow: Arrow, frame: Frame, request: LayoutRequest, symbology: Symbology) -> GroupElement:
    """Return an arrow's label on a white ground that covers its line."""
    label = request.labels[arrow.id]
    colour = symbology.arrows[arrow.style].colour
    children: list[Element] = [Rect(frame.x, frame.y, frame.width, frame.height, "#ffffff", radius=5)]
    for index, text in enumerate(label.lines):
        base = frame.y + 2 + ascent(LABEL) + index * line_height(LABEL)
        children.append(Text(frame.centre.x, base, text, LABEL, colour, anchor="middle"))
    return GroupElement(arrow.id, "label", tuple(children), element=arrow.id)


def box_marks(box: Box, frame: Frame, text: BoxText, symbology: Symbology) -> GroupElement:
    """Return a box: outline, glyph, label, details, badges."""
    symbol = symbology.symbols[box.symbol]
    room = inset(symbol.shape)
    dash = symbology.statuses.of(box.status.value).dash
    marks = outline(symbol.shape, frame, symbol.fill, symbol.stroke, dash)
    left, top = frame.x + room.left + PAD, frame.y + room.top
    inner = frame.height - room.top - room.bottom
    marks.append(Use(symbol.glyph, left, top + glyph_top(text, inner), GLYPH, symbol.stroke))
    x, y = frame.x + text.text_left, top + (inner - text_height(text)) // 2
    for line_of_title in text.title:
        marks.append(Text(x, y + ascent(TITLE), line_of_title, TITLE, INK, bold=True))
        y += line_height(TITLE)
    for detail in text.details:
        marks.append(Text(x, y + ascent(DETAIL), detail, DETAIL, MUTED))
        y += line_height(DETAIL)
    for index, key in enumerate(text.badges):
        marks += badge(symbology.symbols[key], x + index * (BADGE + 4), y + 3)
    lines = [symbol.title, *box.details, *(symbology.symbols[key].title for key in box.badges)]
    words = box.description or "; ".join(lines)
    data = (("kind", box.symbol), ("digest", value_digest(asdict(box))))
    return GroupElement(box.id, "box", tuple(marks), box.label, words, box.id, data)


def text_height(text: BoxText) -> int:
    """Return the height of all lines and badges of a box."""
    lines = len(text.title) * line_height(TITLE) + len(text.details) * line_height(DETAIL)
    return lines + (BADGE + 4) * bool(text.badges)


def glyph_top(text: BoxText, inner: int) -> int:
    """Return the place of the glyph: beside the first lines, or in the middle of a short box."""
    return max(5, min((inner - GLYPH) // 2, (inner - text_height(text)) // 2 + 4))


def badge(symbol: Symbol, x: float, y: float) -> list[Element]:
    """Return a small mark."""
    return [
        Rect(x, y, BADGE, BADGE, symbol.fill, symbol.stroke, 1, 4),
        Use(symbol.glyph, x + 2, y + 2, BADGE - 4, symbol.stroke),
    ]
