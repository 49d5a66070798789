"""A plan as a Mermaid flowchart, which many forges draw inside Markdown."""

from collections.abc import Iterable, Mapping

from lsparch.models.symbology import Line, Shape, Symbology
from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Status

__all__ = ["mermaid_text"]

BRACKETS = {
    Shape.BOX: ("[", "]"),
    Shape.ROUNDED: ("(", ")"),
    Shape.STACK: ("[[", "]]"),
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
    names = {group.id: f"g{index}" for index, group in enumerate(plan.groups)}
    names |= {box.id: f"b{index}" for index, box in enumerate(plan.boxes)}
    title = f"{plan.title}, {plan.environment}" if plan.environment else plan.title
    lines = [
        "---",
        f'title: "{front_matter(title)}"',
        "---",
        f"flowchart {'LR' if plan.flow is Flow.RIGHT else 'TB'}",
        *(f"  %% {name} = {' '.join(element.split())}" for element, name in names.items()),
        *content(plan, None, names, symbology, "  "),
        *(arrow_line(arrow, names, symbology) for arrow in plan.arrows),
        *styles(plan, names, symbology),
    ]
    return "\n".join([*lines, ""])


def content(
    plan: DiagramPlan, parent: str | None, names: Mapping[str, str], symbology: Symbology, indent: str
) -> Iterable[str]:
    """Yield the boxes and frames that stand directly in a frame."""
    for box in plan.boxes:
        if box.group == parent:
            yield indent + box_line(box, names[box.id], symbology)
    for group in plan.groups:
        if group.parent == parent:
            label = "<br/>".join(escaped(text) for text in (group.label, group.detail) if text)
            yield f'{indent}subgraph {names[group.id]}["{label}"]'
            yield from content(plan, group.id, names, symbology, indent + "  ")
            yield f"{indent}end"


def box_line(box: Box, name: str, symbology: Symbology) -> str:
    """Return the statement of a box."""
    symbol = symbology.symbols[box.symbol]
    opening, closing = BRACKETS[symbol.shape]
    badges = [f"+ {symbology.symbols[badge].title.partition(':')[0]}" for badge in box.badges]
    note = symbology.statuses.of(box.status.value).note
    details = [*box.details, *badges, *([note] if note else [])]
    label = "<br/>".join([f"<b>{escaped(box.label)}</b>", *(escaped(text) for text in details)])
    return f'{name}{opening}"{label}"{closing}'


def arrow_line(arrow: Arrow, names: Mapping[str, str], symbology: Symbology) -> str:
    """Return the statement of an arrow: dotted when not documented, thick when its line is double."""
    note = symbology.statuses.of(arrow.status.value).note
    words = [arrow.label, note, "optional" if arrow.optional else ""]
    label = " · ".join(escaped(word) for word in words if word)
    double = symbology.arrows[arrow.style].line is Line.DOUBLE
    link = "-.->" if arrow.status is not Status.KNOWN or arrow.optional else "==>" if double else "-->"
    text = f'|"{label}"|' if label else ""
    return f"  {names[arrow.source]} {link}{text} {names[arrow.target]}"


def styles(plan: DiagramPlan, names: Mapping[str, str], symbology: Symbology) -> Iterable[str]:
    """Yield the colours of boxes, frames and arrows."""
    members: dict[str, list[str]] = {}
    for box in plan.boxes:
        members.setdefault(box.symbol, []).append(names[box.id])
    for key, symbol in symbology.symbols.items():
        if key in members:
            yield f"  classDef {class_name(key)} fill:{symbol.fill},stroke:{symbol.stroke},color:#16202c"
            yield f"  class {','.join(members[key])} {class_name(key)}"
    for group in plan.groups:
        style = symbology.groups[group.symbol]
        yield f"  style {names[group.id]} fill:{style.fill},stroke:{style.stroke},color:{style.stroke}"
    for box in plan.boxes:
        dash = symbology.statuses.of(box.status.value).dash
        if dash:
            yield f"  style {names[box.id]} stroke-dasharray:{' '.join(map(str, dash))}"
    for index, arrow in enumerate(plan.arrows):
        yield f"  linkStyle {index} stroke:{symbology.arrows[arrow.style].colour}"


def class_name(key: str) -> str:
    """Return a class name; the prefix keeps clear of Mermaid's own words."""
    return f"s_{key.replace('-', '_')}"


def escaped(text: str) -> str:
    """Return text with Mermaid's entity codes for everything that has a meaning in it."""
    return "".join(ESCAPES.get(sign, sign) for sign in " ".join(text.split()))


def front_matter(text: str) -> str:
    """Return text for a double-quoted YAML scalar."""
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
