"""The picture itself: frames, arrows, boxes and labels at their positions."""

from collections.abc import Iterable

from lsparch.draw.digest import value_digest
from lsparch.draw.geometry import Curve, Frame
from lsparch.draw.junctions import partings
from lsparch.draw.look import Look, Paint
from lsparch.draw.measure import (
    BADGE,
    DETAIL,
    GLYPH,
    HEADING,
    LABEL,
    PROOF,
    PROOF_ROOM,
    SIGN,
    SIGN_GAP,
    SIGN_ROOM,
    TITLE,
    ArrowLabel,
    BoxText,
    GroupHeading,
    inset,
    row_width,
    sheets,
)
from lsparch.draw.nets import Net
from lsparch.draw.positions import Layout, LayoutRequest
from lsparch.draw.scene import JOIN, Element, GroupElement, Path, Rect, Text, Use
from lsparch.draw.shapes import SHEET, Strokes, arrow_head, dot, half_width, line, outline
from lsparch.draw.text import ascent, line_height, text_width
from lsparch.draw.touching import prolonged
from lsparch.models.symbology import Symbol
from lsparch.views.plan import Arrow, Box, Group, Status

__all__ = [
    "arrow_marks",
    "badge",
    "box_marks",
    "group_marks",
    "heading_marks",
    "heading_texts",
    "label_marks",
    "picture",
    "proof_mark",
    "sign_mark",
]

PAD = 9


def picture(request: LayoutRequest, layout: Layout, look: Look) -> Iterable[Element]:
    """Yield the marks in the order of drawing and reading.

    Frames come from the outside in, then each box with the arrows that leave it, then those that leave frames; over
    all lines lie the headings of frames, the labels of arrows and the dots where lines part.
    """
    plan = request.plan
    names = {group.id: group.label for group in plan.groups} | {box.id: box.label for box in plan.boxes}
    parents = {group.id: group.parent for group in plan.groups}
    nested = sorted(plan.groups, key=lambda group: depth(group.id, parents))
    for group in nested:
        yield group_marks(group, layout.groups[group.id], look)
    into = {arrow for net in request.nets if net.into and len(net.arrows) > 1 for arrow in net.arrows}
    boxes = {box.id: box for box in plan.boxes}

    def arrow_of(arrow: Arrow) -> GroupElement:
        *before, last = layout.curves[arrow.id]
        curves = (*before, touching(last, boxes.get(arrow.target), layout, look))
        first, *after = curves
        back = tuple(reversed(touching(tuple(reversed(first)), boxes.get(arrow.source), layout, look)))
        return arrow_marks(arrow, (back, *after), names, look, back=arrow.id in into)

    leaving: dict[str, list[Arrow]] = {}
    for arrow in plan.arrows:
        leaving.setdefault(arrow.source, []).append(arrow)
    for box in plan.boxes:
        yield box_marks(box, layout.boxes[box.id], request.boxes[box.id], look)
        for arrow in leaving.pop(box.id, ()):
            yield arrow_of(arrow)
    for arrows in leaving.values():
        for arrow in arrows:
            yield arrow_of(arrow)
    for group in plan.groups:
        yield heading_marks(group, layout.groups[group.id], request.groups[group.id], look)
    for arrow in plan.arrows:
        if arrow.id in layout.labels:
            frame = layout.labels[arrow.id]
            around = [group for group in nested if layout.groups[group.id].encloses(frame)]
            ground = look.group(around[-1]).fill if around else look.theme.ground
            yield label_marks(arrow, frame, request.labels[arrow.id], look, ground)
    arrows_by_id = {arrow.id: arrow for arrow in plan.arrows}
    for net in request.nets:
        if len(net.arrows) > 1:
            yield from net_dots(net, arrows_by_id[net.leader], layout, look)


def net_dots(net: Net, arrow: Arrow, layout: Layout, look: Look) -> Iterable[GroupElement]:
    """Yield the dots where lines of a net part, each with the arrows to which it belongs."""
    style = look.symbology.arrows[arrow.style]
    for number, place in enumerate(partings(net, layout.curves, layout.labels.values())):
        mark = dot(place, half_width(style) + look.symbology.joint.out, look.arrow(arrow))
        yield GroupElement(f"{net.leader}.{number}", JOIN, (mark,), element="\n".join(net.arrows))


def touching(curve: Curve, box: Box | None, layout: Layout, look: Look) -> Curve:
    """Return a curve whose end touches the outline of a box; nothing is done at a frame."""
    if box is None:
        return curve
    return prolonged(curve, look.symbology.symbols[box.symbol].shape, layout.boxes[box.id], sheets(box))


def depth(group: str, parents: dict[str, str | None]) -> int:
    """Return how many frames are around a frame."""
    count, parent = 0, parents[group]
    while parent is not None:
        count, parent = count + 1, parents[parent]
    return count


def group_marks(group: Group, frame: Frame, look: Look) -> GroupElement:
    """Return a frame; its heading is drawn later, over all lines."""
    style = look.symbology.groups[group.symbol]
    paint = look.group(group)
    dash = look.symbology.statuses.of(group.status.value).dash
    x, y, width, height = frame.x, frame.y, frame.width, frame.height
    marks = (Rect(x, y, width, height, paint.fill, paint.line, style.width, style.corner, dash),)
    title = f"{style.title.partition(':')[0]}: {group.label}"
    data = (("kind", group.symbol), ("part", group.part), ("digest", value_digest(group)))
    return GroupElement(group.id, "group", marks, title, group.detail, group.id, data)


def heading_marks(group: Group, frame: Frame, heading: GroupHeading, look: Look) -> GroupElement:
    """Return the heading of a frame on a ground that covers lines, with a halo that keeps them away."""
    fill = look.group(group).fill
    x, top = frame.x + 8, frame.y + 6
    first, second = text_width(heading.label, HEADING, bold=True), heading.width - 24
    marks = (
        Rect(x, top, 23 + first + 2, line_height(HEADING), fill),
        Rect(x, top + line_height(HEADING), 23 + second + 2, line_height(LABEL) + 1, fill),
        *heading_texts(group, heading, x, top, look, halo=fill),
    )
    return GroupElement(group.id, "heading", marks, element=group.id)


def heading_texts(
    group: Group, heading: GroupHeading, x: int, top: int, look: Look, halo: str = ""
) -> Iterable[Element]:
    """Yield glyph, label, kind and signs of a frame."""
    yield Use(look.symbology.groups[group.symbol].glyph, x, top + 4, 18, look.group(group).line)
    yield Text(x + 23, top + ascent(HEADING), heading.label, HEADING, look.theme.ink, bold=True, halo=halo)
    base = top + line_height(HEADING) + ascent(LABEL) - 1
    yield Text(x + 23, base, heading.kind, LABEL, look.theme.muted, halo=halo)
    left = x + 23 + text_width(heading.kind, LABEL) + SIGN_GAP
    for key, word in heading.signs:
        yield from sign_mark(key, left, base - ascent(LABEL) + 1, look)
        yield Text(left + SIGN_ROOM, base, word, LABEL, look.theme.muted, halo=halo)
        left += SIGN_ROOM + text_width(word, LABEL) + SIGN_GAP


def arrow_marks(
    arrow: Arrow, curves: tuple[Curve, ...], names: dict[str, str], look: Look, *, back: bool = False
) -> GroupElement:
    """Return an arrow's line and head; its label is drawn later, over all lines.

    With ``back``, the line is drawn from its target, so that the dashes, ticks and beads of arrows that run into one
    line coincide there.
    """
    symbology = look.symbology
    style = symbology.arrows[arrow.style]
    colours = Strokes(look.arrow(arrow), look.theme.ground)
    status = symbology.statuses.of(arrow.status.value)
    dash = status.dash or (symbology.optional if arrow.optional else ())
    last, head = arrow_head(curves[-1], style, colours, hollow=arrow.optional)
    marks: list[Element] = []
    for curve in (*curves[:-1], last):
        marks += line(tuple(reversed(curve)) if back else curve, style, colours, dash)
    words = [names.get(arrow.source, arrow.source), "→", names.get(arrow.target, arrow.target)]
    title = " ".join([*words, *([f"({arrow.label})"] if arrow.label else [])])
    notes = [style.title, *(["optional"] if arrow.optional else [])]
    if arrow.status is not Status.KNOWN:
        notes.append(status.title.partition(":")[0].lower())
    proofs = dict(symbology.proofs.items())
    notes += [proofs[proof.value].title.lower() for proof in arrow.auth]
    notes += [symbology.signs[sign].title.lower() for sign in arrow.signs]
    description = "; ".join(filter(None, (arrow.description, ", ".join(notes))))
    data = (
        ("kind", arrow.style),
        ("source", arrow.source),
        ("target", arrow.target),
        ("digest", value_digest(arrow)),
    )
    return GroupElement(arrow.id, "arrow", (*marks, *head), title, description, arrow.id, data)


def label_marks(arrow: Arrow, frame: Frame, label: ArrowLabel, look: Look, ground: str) -> GroupElement:
    """Return an arrow's label on a ground that covers its line."""
    colour = look.arrow(arrow)
    children: list[Element] = [Rect(frame.x, frame.y, frame.width, frame.height, ground, radius=5)]
    for index, row in enumerate(label.rows()):
        proofs, text, sign = row
        top = frame.y + 2 + index * line_height(LABEL)
        left = frame.centre.x - row_width(row) / 2
        for proof in proofs:
            children.append(proof_mark(proof, left, top, colour, look))
            left += PROOF_ROOM
        if sign:
            children += sign_mark(sign, left, top, look)
            left += SIGN_ROOM
        if text:
            children.append(Text(left, top + ascent(LABEL), text, LABEL, look.theme.muted if sign else colour))
    return GroupElement(arrow.id, "label", tuple(children), element=arrow.id)


def proof_mark(key: str, x: float, y: float, colour: str, look: Look) -> Use:
    """Return the mark of a proof, at the left of a line of text whose top is given."""
    return Use(dict(look.symbology.proofs.items())[key].glyph, x, y + 1, PROOF, colour)


def sign_mark(key: str, x: float, y: float, look: Look) -> list[Element]:
    """Return a sign, at the left of a line of text whose top is given."""
    colour = look.sign(key)
    middle = y + 1 + SIGN / 2
    radius = SIGN / 2
    arc = f"A{radius:g} {radius:g} 0 1 1"
    return [
        Path(f"M{x:g} {middle:g}{arc} {x + SIGN:g} {middle:g}{arc} {x:g} {middle:g}Z", colour),
        Use(look.symbology.signs[key].glyph, x + 2, y + 3, SIGN - 4, look.theme.ground),
    ]


def box_marks(box: Box, frame: Frame, text: BoxText, look: Look) -> GroupElement:
    """Return a box: outline, glyph, label, details, badges."""
    symbology = look.symbology
    symbol = symbology.symbols[box.symbol]
    paint = look.box(box)
    room = inset(symbol.shape)
    deep = SHEET * (sheets(box) - 1)
    dash = symbology.statuses.of(box.status.value).dash
    marks = outline(symbol.shape, frame, paint, dash, sheets(box))
    left, top = frame.x + room.left + PAD, frame.y + room.top + deep
    inner = frame.height - room.top - room.bottom - deep
    marks.append(Use(symbol.glyph, left, top + glyph_top(text, inner), GLYPH, paint.line))
    x, y = frame.x + text.text_left, top + (inner - text_height(text)) // 2
    for line_of_title in text.title:
        marks.append(Text(x, y + ascent(TITLE), line_of_title, TITLE, look.theme.ink, bold=True))
        y += line_height(TITLE)
    for detail in text.details:
        marks.append(Text(x, y + ascent(DETAIL), detail, DETAIL, look.theme.muted))
        y += line_height(DETAIL)
    for key, word in text.signs:
        marks += sign_mark(key, x, y, look)
        marks.append(Text(x + SIGN_ROOM, y + ascent(DETAIL), word, DETAIL, look.theme.muted))
        y += line_height(DETAIL)
    for index, key in enumerate(text.badges):
        marks += badge(symbology.symbols[key], x + index * (BADGE + 4), y + 3, paint)
    titles = [symbology.signs[key].title for key, _ in text.signs]
    lines = [symbol.title, *box.details, *titles, *(symbology.symbols[key].title for key in box.badges)]
    words = "; ".join(filter(None, (box.description, *lines)))
    data = (("kind", box.symbol), ("part", box.part), ("digest", value_digest(box)))
    return GroupElement(
        box.id, "box", tuple(marks), box.label, words, box.id, data, f"{box.link}.svg" if box.link else ""
    )


def text_height(text: BoxText) -> int:
    """Return the height of all lines and badges of a box."""
    lines = len(text.title) * line_height(TITLE) + (len(text.details) + len(text.signs)) * line_height(DETAIL)
    return lines + (BADGE + 4) * bool(text.badges)


def glyph_top(text: BoxText, inner: int) -> int:
    """Return the place of the glyph: beside the first lines, or in the middle of a short box."""
    return max(5, min((inner - GLYPH) // 2, (inner - text_height(text)) // 2 + 4))


def badge(symbol: Symbol, x: float, y: float, paint: Paint) -> list[Element]:
    """Return a small mark."""
    return [
        Rect(x, y, BADGE, BADGE, paint.fill, paint.line, 1, 4),
        Use(symbol.glyph, x + 2, y + 2, BADGE - 4, paint.line),
    ]
