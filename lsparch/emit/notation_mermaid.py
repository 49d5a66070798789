"""A plan as a Mermaid flowchart, which many forges draw inside Markdown."""

import json
import re
from collections.abc import Iterable, Mapping

from lsparch.draw.look import Look, Paint, look_of
from lsparch.emit.notation_words import arrow_words, box_words, frame_words, one_line, title_of
from lsparch.models.symbology import Line, Shape, Symbology
from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Status
from lsparch.views.plans import Plan

__all__ = ["mermaid_text"]

BRACKETS = {
    Shape.BOX: ("[", "]"),
    Shape.ROUNDED: ("(", ")"),
    Shape.RIBBED: ("[[", "]]"),
    Shape.FOOTED: ("[", "]"),
    Shape.FRAMED: ("[[", "]]"),
    Shape.OCTAGON: ("{{", "}}"),
    Shape.CYLINDER: ("[(", ")]"),
    Shape.QUEUE: ("[/", "/]"),
    Shape.CLOUD: ("((", "))"),
    Shape.PILL: ("([", "])"),
    Shape.HEXAGON: ("{{", "}}"),
    Shape.DOCUMENT: (">", "]"),
    Shape.CUT: ("[\\", "\\]"),
}
EMPTY = "#160;"
"""What stands where there is no text, because Mermaid takes none for a mistake."""

EMPHASIS = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
"""Underscores that could begin or end something in italics."""

ESCAPES = {
    "#": "#35;",
    "&": "#38;",
    ":": "#58;",
    ";": "#59;",
    "*": "#42;",
    "~": "#126;",
    "@": "#64;",
    '"': "#quot;",
    "<": "#lt;",
    ">": "#gt;",
    "`": "#96;",
    "\\": "#92;",
    "[": "#91;",
    "]": "#93;",
    "{": "#123;",
    "}": "#125;",
    "|": "#124;",
}


def mermaid_text(plan: DiagramPlan, symbology: Symbology) -> str:
    """Return the Mermaid text of a plan.

    Mermaid allows few characters in names, so boxes are ``b0``, ``b1``, … and frames ``g0``, … in plan order; a
    comment after the header says which element each one is.
    """
    look = look_of(plan, symbology)
    names = {group.id: f"g{index}" for index, group in enumerate(plan.groups)}
    names |= {box.id: f"b{index}" for index, box in enumerate(plan.boxes)}
    lines = [
        *front_matter(plan),
        f"flowchart {'LR' if plan.flow is Flow.RIGHT else 'TB'}",
        *key(names),
        *content(plan, None, names, look, "  "),
        *(arrow_line(arrow, names, look) for arrow in plan.arrows),
        *styles(plan, names, look),
    ]
    return "\n".join([*lines, ""])


def content(plan: DiagramPlan, parent: str | None, names: Mapping[str, str], look: Look, indent: str) -> Iterable[str]:
    """Yield the boxes and frames that stand directly in a frame."""
    for box in plan.boxes:
        if box.group == parent:
            yield indent + box_line(box, names[box.id], look)
    for group in plan.groups:
        if group.parent == parent:
            label = " · ".join(filter(None, map(escaped, [group.label, *frame_words(group, look)]))) or EMPTY
            yield f'{indent}subgraph {names[group.id]}["{label}"]'
            yield from content(plan, group.id, names, look, indent + "  ")
            yield f"{indent}end"


def box_line(box: Box, name: str, look: Look) -> str:
    """Return the statement of a box."""
    symbol = look.symbology.symbols[box.symbol]
    opening, closing = BRACKETS[symbol.shape]
    label = "<br/>".join([f"<b>{escaped(box.label)}</b>", *map(escaped, box_words(box, look))])
    return f'{name}{opening}"{label}"{closing}'


def arrow_line(arrow: Arrow, names: Mapping[str, str], look: Look) -> str:
    """Return the statement of an arrow: dotted when not documented, thick when its line is double."""
    label = " · ".join(map(escaped, arrow_words(arrow, look)))
    double = look.symbology.arrows[arrow.style].line is Line.DOUBLE
    link = "-.->" if arrow.status is not Status.KNOWN or arrow.optional else "==>" if double else "-->"
    text = f'|"{label}"|' if label else ""
    return f"  {names[arrow.source]} {link}{text} {names[arrow.target]}"


def styles(plan: DiagramPlan, names: Mapping[str, str], look: Look) -> Iterable[str]:
    """Yield the colours of boxes, frames and arrows."""
    members: dict[Paint, list[str]] = {}
    for box in plan.boxes:
        members.setdefault(look.box(box), []).append(names[box.id])
    for index, (paint, boxes) in enumerate(members.items()):
        yield f"  classDef hue{index} fill:{paint.fill},stroke:{paint.line},color:{look.theme.ink}"
        yield f"  class {','.join(boxes)} hue{index}"
    for group in plan.groups:
        paint = look.group(group)
        dash = look.symbology.statuses.of(group.status.value).dash
        more = f",{dashes(dash)}" if dash else ""
        yield f"  style {names[group.id]} fill:{paint.fill},stroke:{paint.line},color:{look.theme.ink}{more}"
    for box in plan.boxes:
        dash = look.symbology.statuses.of(box.status.value).dash
        if dash:
            yield f"  style {names[box.id]} {dashes(dash)}"
    for index, arrow in enumerate(plan.arrows):
        yield f"  linkStyle {index} stroke:{look.arrow(arrow)}"


def dashes(dash: tuple[float, ...]) -> str:
    """Return the setting for a dash pattern."""
    return f"stroke-dasharray:{' '.join(f'{part:g}' for part in dash)}"


def escaped(text: str) -> str:
    """Return text with Mermaid's entity codes for everything that has a meaning in it."""
    return EMPHASIS.sub("#95;", "".join(ESCAPES.get(sign, sign) for sign in one_line(text)))


def front_matter(plan: Plan) -> list[str]:
    """Return the lines before a diagram, with its title as YAML."""
    return ["---", f"title: {json.dumps(title_of(plan), ensure_ascii=False)}", "---"]


def key(names: Mapping[str, str]) -> Iterable[str]:
    """Yield a comment for each name, with the element that it stands for."""
    for element, name in names.items():
        yield f"  %% {name} = {one_line(element).replace('{', '(').replace('}', ')')}"
