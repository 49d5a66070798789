"""A plan as Graphviz DOT, for those who want to draw it their own way."""

from collections.abc import Iterable

from lsparch.draw.look import Look, look_of
from lsparch.emit.notation_words import arrow_words, box_words, first_boxes, frame_words, one_line, title_of
from lsparch.models.symbology import Head, Shape, Symbology
from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Group

__all__ = ["dot_text"]

SHAPES = {
    Shape.BOX: "box",
    Shape.ROUNDED: "box",
    Shape.RIBBED: "component",
    Shape.FOOTED: "box",
    Shape.FRAMED: "box",
    Shape.OCTAGON: "octagon",
    Shape.CYLINDER: "cylinder",
    Shape.QUEUE: "cds",
    Shape.CLOUD: "ellipse",
    Shape.PILL: "oval",
    Shape.HEXAGON: "hexagon",
    Shape.DOCUMENT: "note",
    Shape.CUT: "tab",
}
HEADS = {
    Head.TRIANGLE: "normal",
    Head.VEE: "vee",
    Head.DIAMOND: "diamond",
    Head.DOT: "dot",
    Head.BAR: "teetee",
    Head.BOTH: "normal",
}
NAMES = ("id", "lhead", "ltail")
"""Attributes that name something and show nothing."""

STACKED = (Shape.BOX, Shape.ROUNDED, Shape.FOOTED, Shape.FRAMED, Shape.OCTAGON, Shape.HEXAGON, Shape.PILL)
"""Shapes whose outline can be doubled, for several pods."""

HOLLOW = {"normal": "onormal", "diamond": "odiamond", "dot": "odot"}


def dot_text(plan: DiagramPlan, symbology: Symbology) -> str:
    """Return the DOT text of a plan; node names are element ids."""
    look = look_of(plan, symbology)
    first = first_boxes(plan)
    anchors = {group.id: first.get(group.id, anchor_of(group.id)) for group in plan.groups}
    lines = [
        f"digraph {quoted(plan.id)} {{",
        f"  graph [compound=true, rankdir={'LR' if plan.flow is Flow.RIGHT else 'TB'}]",
        f'  graph [labelloc=t, fontname="sans-serif", label={shown(title_of(plan))}]',
        '  node [fontname="sans-serif", style="filled,rounded"]',
        '  edge [fontname="sans-serif", fontsize=10]',
        *content(plan, None, look, "  "),
        *(arrow_line(arrow, anchors, look) for arrow in plan.arrows),
        "}",
        "",
    ]
    return "\n".join(lines)


def content(plan: DiagramPlan, parent: str | None, look: Look, indent: str) -> Iterable[str]:
    """Yield the boxes and frames that stand directly in a frame."""
    for box in plan.boxes:
        if box.group == parent:
            yield indent + box_line(box, look)
    for group in plan.groups:
        if group.parent == parent:
            yield f"{indent}subgraph {quoted('cluster_' + group.id)} {{"
            yield f"{indent}  {frame_line(group, look)}"
            yield f"{indent}  {quoted(anchor_of(group.id))} [style=invis, shape=point, width=0, height=0]"
            yield from content(plan, group.id, look, indent + "  ")
            yield f"{indent}}}"


def box_line(box: Box, look: Look) -> str:
    """Return the node statement of a box."""
    symbol = look.symbology.symbols[box.symbol]
    paint = look.box(box)
    status = look.symbology.statuses.of(box.status.value)
    style = "filled,dashed" if status.dash else "filled,rounded" if symbol.shape is Shape.ROUNDED else "filled"
    attributes = {
        "label": "\n".join([one_line(box.label), *box_words(box, look)]),
        "shape": SHAPES[symbol.shape],
        "style": style,
        "fillcolor": paint.fill,
        "color": paint.line,
        "tooltip": one_line(box.description or symbol.title),
    }
    if box.replicas != 1 and symbol.shape in STACKED:
        attributes["peripheries"] = "2"
    return f"{quoted(box.id)} {attribute_list(attributes)}"


def frame_line(group: Group, look: Look) -> str:
    """Return the attributes of a frame."""
    paint = look.group(group)
    dashed = "rounded,filled,dashed" if look.symbology.statuses.of(group.status.value).dash else "rounded,filled"
    label = "\n".join(map(one_line, [group.label, *frame_words(group, look)]))
    attributes = {
        "label": label,
        "labeljust": "l",
        "style": dashed,
        "fillcolor": paint.fill,
        "color": paint.line,
        "fontcolor": look.theme.ink,
    }
    return f"graph {attribute_list(attributes)}"


def arrow_line(arrow: Arrow, anchors: dict[str, str], look: Look) -> str:
    """Return the edge statement of an arrow; an end at a frame is an end at a box in it, cut at the frame."""
    style = look.symbology.arrows[arrow.style]
    ink = look.arrow(arrow)
    status = look.symbology.statuses.of(arrow.status.value)
    head = HOLLOW.get(HEADS[style.head], HEADS[style.head]) if arrow.optional else HEADS[style.head]
    attributes = {
        "id": arrow.id,
        "label": "\n".join(arrow_words(arrow, look)),
        "color": ink,
        "fontcolor": ink,
        "penwidth": f"{style.width:g}",
        "arrowhead": 2 * head if style.encrypted else head,
        "tooltip": one_line(arrow.description or style.title),
    }
    if status.dash or arrow.optional:
        attributes["style"] = "dashed"
    if style.head is Head.BOTH:
        attributes["dir"] = "both"
    if arrow.source in anchors:
        attributes["ltail"] = f"cluster_{arrow.source}"
    if arrow.target in anchors:
        attributes["lhead"] = f"cluster_{arrow.target}"
    source = anchors.get(arrow.source, arrow.source)
    target = anchors.get(arrow.target, arrow.target)
    return f"  {quoted(source)} -> {quoted(target)} {attribute_list(attributes)}"


def anchor_of(group: str) -> str:
    """Return the name of the invisible node that keeps an empty frame."""
    return f"anchor:{group}"


def attribute_list(attributes: dict[str, str]) -> str:
    """Return attributes in brackets."""
    written = (f"{key}={quoted(text) if key in NAMES else shown(text)}" for key, text in attributes.items())
    return f"[{', '.join(written)}]"


def shown(text: str) -> str:
    """Return a DOT string for a text that is shown, in which Graphviz reads HTML's entities and knows line breaks."""
    lines = map(escaped, text.replace("&", "&amp;").split("\n"))
    return '"' + "\\n".join(lines) + '"'


def quoted(name: str) -> str:
    """Return a DOT string for a name."""
    return f'"{escaped(name)}"'


def escaped(line: str) -> str:
    """Return the inside of a DOT string."""
    return one_line(line).replace("\\", "\\\\").replace('"', '\\"')
