"""Laid-out plans as a draw.io file, a page each, for pictures that someone wants to go on editing by hand."""

from collections.abc import Iterable, Mapping, Sequence

from lsparch.draw import Layout
from lsparch.draw.geometry import Frame, Point
from lsparch.draw.legend import ROW, SAMPLE_WIDTH, legend_of
from lsparch.draw.look import Look, look_of
from lsparch.draw.measure import GLYPH, PAD
from lsparch.draw.xml import attribute, content
from lsparch.emit.icons import icon, sample
from lsparch.emit.notation_words import arrow_words, box_words, frame_words, names_of, one_line, title_of
from lsparch.emit.waypoints import middle, waypoints
from lsparch.models.symbology import Head, Line, Shape, Symbology
from lsparch.views.plan import Arrow, Box, DiagramPlan, Group

__all__ = ["drawio_text"]

SHAPES = {
    Shape.BOX: "rounded=0",
    Shape.ROUNDED: "rounded=1;arcSize=12",
    Shape.RIBBED: "shape=process;size=0.03;rounded=1;arcSize=8",
    Shape.FOOTED: "rounded=0",
    Shape.FRAMED: "shape=ext;double=1;rounded=0",
    Shape.OCTAGON: "shape=mxgraph.basic.octagon2;dx=8",
    Shape.CYLINDER: "shape=cylinder3;size=6;boundedLbl=1",
    Shape.QUEUE: "shape=cylinder3;direction=south;size=6;boundedLbl=1",
    Shape.CLOUD: "ellipse;shape=cloud",
    Shape.PILL: "rounded=1;arcSize=50",
    Shape.HEXAGON: "shape=hexagon;perimeter=hexagonPerimeter2;size=9;fixedSize=1",
    Shape.DOCUMENT: "shape=document;size=0.15;boundedLbl=1",
    Shape.CUT: "shape=note;size=10",
}
HEADS = {
    Head.TRIANGLE: "block",
    Head.VEE: "open",
    Head.DIAMOND: "diamond",
    Head.DOT: "oval",
    Head.BAR: "ERmandOne",
    Head.BOTH: "block",
}
DOUBLE = {"block": "doubleBlock"}
"""Heads of draw.io that are two, for protocols that encrypt."""

ICON = 18
LEGEND_WIDTH = 340
LEGEND_GAP = 40


def drawio_text(pages: Sequence[tuple[DiagramPlan, Layout]], symbology: Symbology) -> str:
    """Return the draw.io file of some plans, with everything where our own pictures have it."""
    lines = ['<mxfile host="lsparch" compressed="false">']
    for name, (plan, layout) in zip(names_of([plan for plan, _ in pages]), pages, strict=True):
        lines += page(name, plan, layout, look_of(plan, symbology))
    return "\n".join([*lines, "</mxfile>", ""])


def page(name: str, plan: DiagramPlan, layout: Layout, look: Look) -> Iterable[str]:
    """Yield the lines of a page."""
    yield f"<diagram id={attribute(name)} name={attribute(title_of(plan))}>"
    yield '<mxGraphModel grid="0" page="0" math="0"><root>'
    yield '<mxCell id="0"/>'
    yield '<mxCell id="1" parent="0"/>'
    for group in outside_in(plan.groups):
        yield group_cell(group, look, layout.groups)
    for box in plan.boxes:
        yield from box_cells(box, look, layout)
    for arrow in plan.arrows:
        yield arrow_cell(arrow, look, layout)
    yield from legend_cells(plan, look, layout)
    yield "</root></mxGraphModel>"
    yield "</diagram>"


def outside_in(groups: tuple[Group, ...]) -> list[Group]:
    """Return the frames, each after the one around it; a cell must come after its parent."""
    done: list[Group] = []
    waiting = list(groups)
    while waiting:
        known = {None, *(group.id for group in done)}
        done += [group for group in waiting if group.parent in known]
        waiting = [group for group in waiting if group.parent not in known]
    return done


def cell_id(element: str) -> str:
    """Return the id of a cell; the prefix keeps clear of draw.io's own ``0`` and ``1``."""
    return f"lsparch:{one_line(element)}"


def vertex(cell: str, parent: str, value: str, style: str, frame: Frame) -> str:
    """Return a cell with a place, which draw.io counts from what is around it."""
    size = f'x="{frame.x}" y="{frame.y}" width="{frame.width}" height="{frame.height}"'
    return (
        f"<mxCell id={attribute(cell)} value={attribute(value)} style={attribute(style)} "
        f'vertex="1" parent={attribute(parent)}><mxGeometry {size} as="geometry"/></mxCell>'
    )


def placed(item: str, parent: str | None, value: str, style: str, frame: Frame, frames: Mapping[str, Frame]) -> str:
    """Return the cell of a box or frame, in that of the frame around it."""
    around = frames[parent] if parent is not None else Frame(0, 0, 0, 0)
    above = "1" if parent is None else cell_id(parent)
    return vertex(cell_id(item), above, value, style, frame.moved(-around.x, -around.y))


def lettering(label: str, lines: Sequence[str]) -> str:
    """Return a label, the first line bold; draw.io reads it as HTML."""
    return "<br>".join([f"<b>{content(one_line(label))}</b>", *map(content, lines)])


def picture(svg: str) -> str:
    """Return the style of a cell that is a picture; a data URI there has no ``;base64``, as ``;`` ends a setting."""
    return f"shape=image;html=1;imageAspect=0;aspect=fixed;image=data:image/svg+xml,{svg};"


def group_cell(group: Group, look: Look, frames: Mapping[str, Frame]) -> str:
    """Return the cell of a frame."""
    style = look.symbology.groups[group.symbol]
    paint = look.group(group)
    dash = dashes(look.symbology.statuses.of(group.status.value).dash)
    settings = (
        f"rounded={int(style.corner > 0)};absoluteArcSize=1;arcSize={2 * style.corner};html=1;whiteSpace=wrap;"
        f"container=1;collapsible=0;recursiveResize=0;verticalAlign=top;align=left;spacingLeft=8;"
        f"fontColor={look.theme.ink};fillColor={paint.fill};strokeColor={paint.line};{dash}"
    )
    value = lettering(group.label, frame_words(group, look))
    return placed(group.id, group.parent, value, settings, frames[group.id], frames)


def box_cells(box: Box, look: Look, layout: Layout) -> Iterable[str]:
    """Yield the cells of a box: sheets of its stack behind it, its shape, and its icon, which moves with it."""
    symbol = look.symbology.symbols[box.symbol]
    paint = look.box(box)
    frame = layout.boxes[box.id]
    settings = (
        f"{SHAPES[symbol.shape]};html=1;whiteSpace=wrap;fontSize=11;align=left;spacingLeft={PAD + GLYPH};"
        f"fontColor={look.theme.ink};fillColor={paint.fill};strokeColor={paint.line};"
        f"{dashes(look.symbology.statuses.of(box.status.value).dash)}"
        f"{'shadow=1;' if box.replicas != 1 else ''}"
    )
    value = lettering(box.label, box_words(box, look))
    yield placed(box.id, box.group, value, settings, frame, layout.groups)
    place = Frame(PAD, (frame.height - ICON) // 2, ICON, ICON)
    style = f"{picture(icon(symbol.glyph, paint.line))}connectable=0;part=1;"
    yield vertex(f"icon:{one_line(box.id)}", cell_id(box.id), "", style, place)


def arrow_cell(arrow: Arrow, look: Look, layout: Layout) -> str:
    """Return the cell of an arrow, which leaves, turns and ends where ours does."""
    style = look.symbology.arrows[arrow.style]
    ink = look.arrow(arrow)
    status = look.symbology.statuses.of(arrow.status.value)
    dash = status.dash or (look.symbology.optional if arrow.optional else ())
    head = HEADS[style.head]
    head = DOUBLE.get(head, head) if style.encrypted else head
    places = waypoints(layout.curves[arrow.id])
    frames = {**layout.groups, **layout.boxes}
    settings = (
        f"{'shape=link;' if style.line is Line.DOUBLE else ''}html=1;edgeStyle=orthogonalEdgeStyle;rounded=1;"
        f"fontSize=10;labelBackgroundColor={look.theme.ground};strokeColor={ink};fontColor={ink};strokeWidth={style.width:g};"
        f"{'startArrow=block;' if style.head is Head.BOTH else ''}"
        f"endArrow={head};endFill={int(not arrow.optional)};{dashes(dash)}"
        f"{held('exit', places[0], frames[arrow.source])}{held('entry', places[-1], frames[arrow.target])}"
    )
    value = "<br>".join(map(content, arrow_words(arrow, look)))
    ends = f"source={attribute(cell_id(arrow.source))} target={attribute(cell_id(arrow.target))}"
    return (
        f"<mxCell id={attribute(cell_id(arrow.id))} value={attribute(value)} style={attribute(settings)} "
        f'edge="1" parent="1" {ends}>{geometry(places, layout.labels.get(arrow.id))}</mxCell>'
    )


def held(end: str, place: Point, frame: Frame) -> str:
    """Return the settings that hold an end of an arrow at a place of a shape, as shares of its width and height."""
    across = min(1.0, max(0.0, (place.x - frame.x) / frame.width))
    down = min(1.0, max(0.0, (place.y - frame.y) / frame.height))
    return f"{end}X={across:.3g};{end}Y={down:.3g};{end}Dx=0;{end}Dy=0;"


def geometry(places: Sequence[Point], label: Frame | None) -> str:
    """Return the way of an arrow, with its label where ours is."""
    points = "".join(f'<mxPoint x="{place.x:g}" y="{place.y:g}"/>' for place in places[1:-1])
    inner = f'<Array as="points">{points}</Array>' if points else ""
    if label is not None:
        off, at = middle(places), label.centre
        inner += f'<mxPoint x="{round(at.x - off.x)}" y="{round(at.y - off.y)}" as="offset"/>'
    return f'<mxGeometry relative="1" as="geometry">{inner}</mxGeometry>'


def legend_cells(plan: DiagramPlan, look: Look, layout: Layout) -> Iterable[str]:
    """Yield the cells of the legend: a container at the right, with the samples of our own."""
    y = 2 * PAD
    rows: list[str] = []
    for number, section in enumerate(legend_of(plan, look)):
        heading = "text;html=1;fontStyle=1;align=left;verticalAlign=middle;"
        place = Frame(PAD, y, LEGEND_WIDTH - 2 * PAD, ROW)
        rows.append(vertex(f"legend:{number}", "legend", content(section.title), heading, place))
        y += ROW
        for entry in section.entries:
            key = f"legend:{number}:{one_line(entry.key)}"
            name = Frame(PAD + SAMPLE_WIDTH + PAD, y, LEGEND_WIDTH - SAMPLE_WIDTH - 3 * PAD, ROW)
            text = "text;html=1;whiteSpace=wrap;align=left;verticalAlign=middle;fontSize=11;"
            rows.append(vertex(key, "legend", "", picture(sample(entry, look)), Frame(PAD, y, SAMPLE_WIDTH, ROW)))
            rows.append(vertex(f"{key}:name", "legend", content(one_line(entry.title)), text, name))
            y += ROW
    if rows:
        style = f"html=1;container=1;collapsible=0;fillColor=none;strokeColor={look.theme.rule};verticalAlign=top;"
        yield vertex("legend", "1", "", style, Frame(layout.width + LEGEND_GAP, 0, LEGEND_WIDTH, y + PAD))
        yield from rows


def dashes(dash: tuple[float, ...]) -> str:
    """Return the setting for a dash pattern."""
    return f"dashed=1;dashPattern={' '.join(f'{part:g}' for part in dash)};" if dash else ""
