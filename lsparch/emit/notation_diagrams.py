"""A plan as a Python script for the ``diagrams`` package: runs as it is, and draws with that package's icons."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from lsparch.draw.look import Look, look_of
from lsparch.emit.notation_words import arrow_words, box_words, first_boxes, frame_words, one_line, title_of
from lsparch.models.symbology import Symbology
from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Status

__all__ = ["diagrams_script"]

INDENT = "    "


def diagrams_script(plan: DiagramPlan, symbology: Symbology) -> str:
    """Return a script that draws the plan with the ``diagrams`` package.

    Node ids are the element ids, so the same plan gives the same DOT text on every run. An arrow to a frame ends at
    the first box in it, cut at the frame; arrows to frames without any box are left out, because the package cannot
    draw them.
    """
    look = look_of(plan, symbology)
    names = {box.id: f"b{index}" for index, box in enumerate(plan.boxes)}
    title = title_of(plan)
    attributes = {"compound": "true", "fontname": "sans-serif"}
    file = plan.id.replace("/", "-")
    direction = "LR" if plan.flow is Flow.RIGHT else "TB"
    body = [
        *content(plan, None, names, look, INDENT),
        *arrow_lines(plan, names, look),
    ]
    lines = [
        f'"""{literal_doc(title)}"""',
        "",
        "from diagrams import Cluster, Diagram, Edge",
        *imports(plan, look),
        "",
        f"ATTRIBUTES = {attributes!r}",
        "",
        f"with Diagram({title!r}, filename={file!r}, direction={direction!r}, show=False, graph_attr=ATTRIBUTES):",
        *(body or [f"{INDENT}pass"]),
        "",
    ]
    return "\n".join(lines)


def imports(plan: DiagramPlan, look: Look) -> Iterable[str]:
    """Yield one import for each module whose node classes are used."""
    nodes = sorted({tuple(look.symbology.symbols[box.symbol].node.rsplit(".", 1)) for box in plan.boxes})
    for module, found in groupby(nodes, key=lambda node: node[0]):
        classes = [f"{node[1]} as {alias(module, node[1])}" for node in found]
        yield f"from diagrams.{module} import {', '.join(classes)}"


def alias(module: str, name: str) -> str:
    """Return a name for a node class that no class of another module has."""
    return "".join(part.title() for part in module.split(".")) + name


def content(plan: DiagramPlan, parent: str | None, names: Mapping[str, str], look: Look, indent: str) -> Iterable[str]:
    """Yield the statements for what stands directly in a frame."""
    for box in plan.boxes:
        if box.group == parent:
            yield indent + box_line(box, names[box.id], look)
    for group in plan.groups:
        if group.parent == parent:
            paint = look.group(group)
            label = "\n".join(map(one_line, [group.label, *frame_words(group, look)]))
            colours = {"bgcolor": paint.fill, "pencolor": paint.line, "fontcolor": look.theme.ink}
            attributes = {"label": label, **colours}
            yield f"{indent}with Cluster({group.id!r}, graph_attr={attributes!r}) as g{plan.groups.index(group)}:"
            inner = list(content(plan, group.id, names, look, indent + INDENT))
            yield from inner or [f"{indent}{INDENT}pass"]


def box_line(box: Box, name: str, look: Look) -> str:
    """Return the statement of a box."""
    module, node = look.symbology.symbols[box.symbol].node.rsplit(".", 1)
    label = "\n".join(map(one_line, [box.label, *box_words(box, look)]))
    return f"{name} = {alias(module, node)}({label!r}, nodeid={box.id!r})"


def arrow_lines(plan: DiagramPlan, names: Mapping[str, str], look: Look) -> Iterable[str]:
    """Yield the statements of the arrows."""
    numbers = {group.id: index for index, group in enumerate(plan.groups)}
    first = first_boxes(plan)
    for arrow in plan.arrows:
        source, target = first.get(arrow.source, arrow.source), first.get(arrow.target, arrow.target)
        if source in names and target in names:
            ends = {"ltail": numbers.get(arrow.source), "lhead": numbers.get(arrow.target)}
            clips = "".join(f", {end}=g{number}.name" for end, number in ends.items() if number is not None)
            edge = f"Edge({edge_arguments(arrow, look)}{clips})"
            yield f"{INDENT}{names[source]} >> {edge} >> {names[target]}"


def edge_arguments(arrow: Arrow, look: Look) -> str:
    """Return the arguments of an edge."""
    ink = look.arrow(arrow)
    label = "\n".join(arrow_words(arrow, look))
    line = "dashed" if arrow.status is not Status.KNOWN or arrow.optional else "solid"
    heads = ", arrowhead='normalnormal'" if look.symbology.arrows[arrow.style].encrypted else ""
    return f"label={label!r}, color={ink!r}, fontcolor={ink!r}, style={line!r}{heads}"


def literal_doc(text: str) -> str:
    """Return text that is safe inside a docstring."""
    return text.replace("\\", "\\\\").replace('"', "'")
