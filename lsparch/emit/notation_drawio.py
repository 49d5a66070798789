"""A laid-out plan as a draw.io file, for pictures that someone wants to go on editing by hand."""

from collections.abc import Iterable, Mapping

from lsparch.draw import Layout
from lsparch.draw.geometry import Frame
from lsparch.draw.look import Look, look_of
from lsparch.draw.xml import attribute, content
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


def drawio_text(plan: DiagramPlan, symbology: Symbology, layout: Layout) -> str:
    """Return the draw.io file of a plan, with everything where our own picture has it."""
    look = look_of(plan, symbology)
    title = f"{plan.title}, {plan.environment}" if plan.environment else plan.title
    cells = [
        *(group_cell(group, look, layout.groups) for group in outside_in(plan.groups)),
        *(box_cell(box, look, layout) for box in plan.boxes),
        *(arrow_cell(arrow, look) for arrow in plan.arrows),
    ]
    lines = [
        '<mxfile host="lsparch">',
        f"<diagram id={attribute(plan.id)} name={attribute(title)}>",
        '<mxGraphModel grid="0" page="0" math="0"><root>',
        '<mxCell id="0"/>',
        '<mxCell id="1" parent="0"/>',
        *cells,
        "</root></mxGraphModel>",
        "</diagram>",
        "</mxfile>",
        "",
    ]
    return "\n".join(lines)


def outside_in(groups: tuple[Group, ...]) -> Iterable[Group]:
    """Return the frames, each after the one around it."""
    done: list[Group] = []
    waiting = list(groups)
    while waiting:
        known = {None, *(group.id for group in done)}
        done += [group for group in waiting if group.parent in known]
        waiting = [group for group in waiting if group.parent not in known]
    return done


def cell_id(element: str) -> str:
    """Return the id of a cell; the prefix keeps clear of draw.io's own ``0`` and ``1``."""
    return f"lsparch:{element}"


def vertex(element: str, parent: str | None, *, value: str, style: str, frame: Frame, around: Frame | None) -> str:
    """Return a cell with a place, which draw.io counts from the frame around it."""
    place = frame if around is None else frame.moved(-around.x, -around.y)
    size = f'x="{place.x}" y="{place.y}" width="{place.width}" height="{place.height}"'
    above = "1" if parent is None else cell_id(parent)
    return (
        f"<mxCell id={attribute(cell_id(element))} value={attribute(value)} style={attribute(style)} "
        f'vertex="1" parent={attribute(above)}><mxGeometry {size} as="geometry"/></mxCell>'
    )


def group_cell(group: Group, look: Look, frames: Mapping[str, Frame]) -> str:
    """Return the cell of a frame."""
    style = look.symbology.groups[group.symbol]
    paint = look.group(group)
    dash = dashes(look.symbology.statuses.of(group.status.value).dash)
    settings = (
        f"rounded={int(style.corner > 0)};absoluteArcSize=1;arcSize={2 * style.corner};html=1;whiteSpace=wrap;"
        f"container=1;collapsible=0;verticalAlign=top;align=left;spacingLeft=8;fontColor={look.theme.ink};"
        f"fillColor={paint.fill};strokeColor={paint.line};{dash}"
    )
    value = f"<b>{content(group.label)}</b>" + (f"<br>{content(group.detail)}" if group.detail else "")
    around = frames[group.parent] if group.parent is not None else None
    return vertex(group.id, group.parent, value=value, style=settings, frame=frames[group.id], around=around)


def box_cell(box: Box, look: Look, layout: Layout) -> str:
    """Return the cell of a box."""
    symbol = look.symbology.symbols[box.symbol]
    paint = look.box(box)
    status = look.symbology.statuses.of(box.status.value)
    badges = [f"+ {look.symbology.symbols[badge].title.partition(':')[0]}" for badge in box.badges]
    details = [*box.details, *badges, *([status.note] if status.note else [])]
    value = "<br>".join([f"<b>{content(box.label)}</b>", *(content(text) for text in details)])
    settings = (
        f"{SHAPES[symbol.shape]};html=1;whiteSpace=wrap;fontSize=11;fontColor={look.theme.ink};"
        f"fillColor={paint.fill};strokeColor={paint.line};{dashes(status.dash)}"
    )
    around = layout.groups[box.group] if box.group is not None else None
    return vertex(box.id, box.group, value=value, style=settings, frame=layout.boxes[box.id], around=around)


def arrow_cell(arrow: Arrow, look: Look) -> str:
    """Return the cell of an arrow, which draw.io routes."""
    style = look.symbology.arrows[arrow.style]
    ink = look.arrow(arrow)
    status = look.symbology.statuses.of(arrow.status.value)
    dash = status.dash or (look.symbology.optional if arrow.optional else ())
    both = "startArrow=block;" if style.head is Head.BOTH else ""
    double = "shape=link;" if style.line is Line.DOUBLE else ""
    settings = (
        f"{double}html=1;edgeStyle=orthogonalEdgeStyle;rounded=1;fontSize=10;labelBackgroundColor=#ffffff;"
        f"strokeColor={ink};fontColor={ink};strokeWidth={style.width:g};"
        f"{both}endArrow={HEADS[style.head]};endFill={int(not arrow.optional)};{dashes(dash)}"
    )
    value = content(" · ".join(word for word in (arrow.label, status.note) if word))
    ends = f"source={attribute(cell_id(arrow.source))} target={attribute(cell_id(arrow.target))}"
    return (
        f"<mxCell id={attribute(cell_id(arrow.id))} value={attribute(value)} style={attribute(settings)} "
        f'edge="1" parent="1" {ends}><mxGeometry relative="1" as="geometry"/></mxCell>'
    )


def dashes(dash: tuple[float, ...]) -> str:
    """Return the setting for a dash pattern."""
    return f"dashed=1;dashPattern={' '.join(f'{part:g}' for part in dash)};" if dash else ""
