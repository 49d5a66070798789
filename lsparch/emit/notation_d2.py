"""A plan as D2 text."""

import json
from collections.abc import Iterable, Mapping

from lsparch.models.symbology import Line, Shape, Symbology
from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Status

__all__ = ["d2_text"]

SHAPES = {
    Shape.BOX: "rectangle",
    Shape.ROUNDED: "rectangle",
    Shape.STACK: "rectangle",
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
    parents = {group.id: group.parent for group in plan.groups} | {box.id: box.group for box in plan.boxes}
    paths = {element: path_of(element, parents) for element in parents}
    lines = [
        f"# {' '.join(plan.title.split())}{', ' + plan.environment if plan.environment else ''}",
        f"direction: {'right' if plan.flow is Flow.RIGHT else 'down'}",
        *content(plan, None, symbology, ""),
        *(line for arrow in plan.arrows for line in arrow_lines(arrow, paths, symbology)),
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


def content(plan: DiagramPlan, parent: str | None, symbology: Symbology, indent: str) -> Iterable[str]:
    """Yield the statements for what stands directly in a frame."""
    for box in plan.boxes:
        if box.group == parent:
            yield from box_lines(box, symbology, indent)
    for group in plan.groups:
        if group.parent == parent:
            style = symbology.groups[group.symbol]
            dash = symbology.statuses.of(group.status.value).dash
            label = "\n".join(text for text in (group.label, group.detail) if text)
            yield f"{indent}{quoted(group.id)}: {quoted(label)} {{"
            yield f'{indent}  style: {{fill: "{style.fill}"; stroke: "{style.stroke}"{dashed(dash)}}}'
            yield from content(plan, group.id, symbology, indent + "  ")
            yield f"{indent}}}"


def box_lines(box: Box, symbology: Symbology, indent: str) -> Iterable[str]:
    """Yield the statements of a box."""
    symbol = symbology.symbols[box.symbol]
    status = symbology.statuses.of(box.status.value)
    badges = [f"+ {symbology.symbols[badge].title.partition(':')[0]}" for badge in box.badges]
    label = "\n".join([box.label, *box.details, *badges, *([status.note] if status.note else [])])
    more = "; border-radius: 7" if symbol.shape is Shape.ROUNDED else ""
    more += "; multiple: true" if symbol.shape is Shape.STACK else ""
    yield f"{indent}{quoted(box.id)}: {quoted(label)} {{"
    yield f"{indent}  shape: {SHAPES[symbol.shape]}"
    yield f"{indent}  tooltip: {quoted(box.description or symbol.title)}"
    yield f'{indent}  style: {{fill: "{symbol.fill}"; stroke: "{symbol.stroke}"{dashed(status.dash)}{more}}}'
    yield f"{indent}}}"


def arrow_lines(arrow: Arrow, paths: Mapping[str, str], symbology: Symbology) -> Iterable[str]:
    """Yield the statements of an arrow."""
    style = symbology.arrows[arrow.style]
    note = symbology.statuses.of(arrow.status.value).note
    label = " · ".join(word for word in (arrow.label, note, "optional" if arrow.optional else "") if word)
    width = 3 if style.line is Line.DOUBLE else 2
    dash = (DASH,) if arrow.status is not Status.KNOWN or arrow.optional else ()
    yield f"{paths[arrow.source]} -> {paths[arrow.target]}: {quoted(label)} {{"
    yield f'  style: {{stroke: "{style.colour}"; font-color: "{style.colour}"; stroke-width: {width}{dashed(dash)}}}'
    if arrow.optional:
        yield "  target-arrowhead: {style.filled: false}"
    yield "}"


def dashed(dash: tuple[int, ...]) -> str:
    """Return the setting for a dashed line."""
    return f"; stroke-dash: {min(10, dash[0])}" if dash else ""


def quoted(text: str) -> str:
    """Return a double-quoted D2 string, which has JSON's escapes; ``$`` would start a substitution."""
    return json.dumps(text, ensure_ascii=False).replace("$", "\\$")
