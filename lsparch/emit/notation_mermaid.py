"""A plan as a Mermaid flowchart, which many forges draw inside Markdown."""

from collections.abc import Iterable, Mapping

from lsparch.draw.look import Look, Paint, look_of
from lsparch.models.symbology import Line, Shape, Symbology
from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Status

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
ESCAPES = {
    "#": "#35;",
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
    title = f"{plan.title}, {plan.environment}" if plan.environment else plan.title
    lines = [
        "---",
        f'title: "{front_matter(title)}"',
        "---",
        f"flowchart {'LR' if plan.flow is Flow.RIGHT else 'TB'}",
        *(f"  %% {name} = {' '.join(element.split())}" for element, name in names.items()),
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
            label = "<br/>".join(escaped(text) for text in (group.label, group.detail) if text)
            yield f'{indent}subgraph {names[group.id]}["{label}"]'
            yield from content(plan, group.id, names, look, indent + "  ")
            yield f"{indent}end"


def box_line(box: Box, name: str, look: Look) -> str:
    """Return the statement of a box."""
    symbol = look.symbology.symbols[box.symbol]
    opening, closing = BRACKETS[symbol.shape]
    badges = [f"+ {look.symbology.symbols[badge].title.partition(':')[0]}" for badge in box.badges]
    note = look.symbology.statuses.of(box.status.value).note
    details = [*box.details, *badges, *([note] if note else [])]
    label = "<br/>".join([f"<b>{escaped(box.label)}</b>", *(escaped(text) for text in details)])
    return f'{name}{opening}"{label}"{closing}'


def arrow_line(arrow: Arrow, names: Mapping[str, str], look: Look) -> str:
    """Return the statement of an arrow: dotted when not documented, thick when its line is double."""
    note = look.symbology.statuses.of(arrow.status.value).note
    words = [arrow.label, note, "optional" if arrow.optional else ""]
    label = " · ".join(escaped(word) for word in words if word)
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
        yield f"  style {names[group.id]} fill:{paint.fill},stroke:{paint.line},color:{look.theme.ink}"
    for box in plan.boxes:
        dash = look.symbology.statuses.of(box.status.value).dash
        if dash:
            yield f"  style {names[box.id]} stroke-dasharray:{' '.join(f'{part:g}' for part in dash)}"
    for index, arrow in enumerate(plan.arrows):
        yield f"  linkStyle {index} stroke:{look.arrow(arrow)}"


def escaped(text: str) -> str:
    """Return text with Mermaid's entity codes for everything that has a meaning in it."""
    return "".join(ESCAPES.get(sign, sign) for sign in " ".join(text.split()))


def front_matter(text: str) -> str:
    """Return text for a double-quoted YAML scalar."""
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
