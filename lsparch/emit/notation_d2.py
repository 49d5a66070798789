"""A plan as D2 text."""

import json
from collections.abc import Iterable, Mapping

from lsparch.draw.look import Look, look_of
from lsparch.emit.notation_words import arrow_words, box_words, frame_words, one_line, title_of
from lsparch.models.symbology import Line, Shape, Symbology
from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Status

__all__ = ["d2_text"]

SHAPES = {
    Shape.BOX: "rectangle",
    Shape.ROUNDED: "rectangle",
    Shape.RIBBED: "rectangle",
    Shape.FOOTED: "rectangle",
    Shape.FRAMED: "rectangle",
    Shape.OCTAGON: "hexagon",
    Shape.CYLINDER: "cylinder",
    Shape.QUEUE: "queue",
    Shape.CLOUD: "cloud",
    Shape.PILL: "oval",
    Shape.HEXAGON: "hexagon",
    Shape.DOCUMENT: "page",
    Shape.CUT: "step",
}
DASH = 4


def d2_text(plan: DiagramPlan, symbology: Symbology) -> str:
    """Return the D2 text of a plan; keys are element ids, nested as the frames are."""
    look = look_of(plan, symbology)
    parents = {group.id: group.parent for group in plan.groups} | {box.id: box.group for box in plan.boxes}
    paths = {element: path_of(element, parents) for element in parents}
    lines = [
        f"# {title_of(plan)}",
        f"direction: {'right' if plan.flow is Flow.RIGHT else 'down'}",
        *content(plan, None, look, ""),
        *(line for arrow in plan.arrows for line in arrow_lines(arrow, paths, look)),
        "",
    ]
    return "\n".join(lines)


def path_of(element: str, parents: Mapping[str, str | None]) -> str:
    """Return the key of an element from the top."""
    names = [quoted(element)]
    parent = parents[element]
    while parent is not None:
        names.append(quoted(parent))
        parent = parents[parent]
    return ".".join(reversed(names))


def content(plan: DiagramPlan, parent: str | None, look: Look, indent: str) -> Iterable[str]:
    """Yield the statements for what stands directly in a frame."""
    for box in plan.boxes:
        if box.group == parent:
            yield from box_lines(box, look, indent)
    for group in plan.groups:
        if group.parent == parent:
            paint = look.group(group)
            dash = look.symbology.statuses.of(group.status.value).dash
            yield f"{indent}{quoted(group.id)}: {quoted(group.label, *frame_words(group, look))} {{"
            yield f'{indent}  style: {{fill: "{paint.fill}"; stroke: "{paint.line}"{dashed(dash)}}}'
            yield from content(plan, group.id, look, indent + "  ")
            yield f"{indent}}}"


def box_lines(box: Box, look: Look, indent: str) -> Iterable[str]:
    """Yield the statements of a box."""
    symbol = look.symbology.symbols[box.symbol]
    paint = look.box(box)
    status = look.symbology.statuses.of(box.status.value)
    more = "; border-radius: 7" if symbol.shape is Shape.ROUNDED else ""
    more += "; multiple: true" if box.replicas != 1 else ""
    yield f"{indent}{quoted(box.id)}: {quoted(box.label, *box_words(box, look))} {{"
    yield f"{indent}  shape: {SHAPES[symbol.shape]}"
    yield f"{indent}  tooltip: {tip(box.description or symbol.title)}"
    yield f'{indent}  style: {{fill: "{paint.fill}"; stroke: "{paint.line}"{dashed(status.dash)}{more}}}'
    yield f"{indent}}}"


def arrow_lines(arrow: Arrow, paths: Mapping[str, str], look: Look) -> Iterable[str]:
    """Yield the statements of an arrow."""
    style = look.symbology.arrows[arrow.style]
    ink = look.arrow(arrow)
    label = " · ".join(arrow_words(arrow, look))
    width = 3 if style.line is Line.DOUBLE else 2
    dash = (DASH,) if arrow.status is not Status.KNOWN or arrow.optional else ()
    yield f"{paths[arrow.source]} -> {paths[arrow.target]}: {quoted(label)} {{"
    yield f'  style: {{stroke: "{ink}"; font-color: "{ink}"; stroke-width: {width}{dashed(dash)}}}'
    if arrow.optional:
        yield "  target-arrowhead: {style.filled: false}"
    yield "}"


def dashed(dash: tuple[float, ...]) -> str:
    """Return the setting for a dashed line."""
    return f"; stroke-dash: {min(10, round(dash[0]))}" if dash else ""


def quoted(*lines: str) -> str:
    """Return lines as one double-quoted D2 string; ``$`` would start a substitution."""
    return json.dumps("\n".join(map(one_line, lines)), ensure_ascii=False).replace("$", "\\$")


def tip(text: str) -> str:
    """Return a D2 string for a tooltip, which must be sound Markdown: tags in it have to be closed."""
    return quoted(text.replace("<", "\u2039").replace(">", "\u203a"))
