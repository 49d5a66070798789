"""Plans as JSON, with positions, for programs: what stands in a file is told by `DrawingFile`, and its schema.

Numbers are points, y downwards, from the upper left of the picture without its title and legend. Ids are those of the
model, and the same from one rendering to the next.
"""

import json
from dataclasses import asdict
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from lsparch.draw import Layout, plan_digest
from lsparch.draw.geometry import Frame
from lsparch.emit.waypoints import waypoints
from lsparch.models.symbology import Symbology
from lsparch.views.chart_plan import ChartPlan
from lsparch.views.plan import Arrow, Auth, Box, DiagramPlan, Flow, Group, Panel, Status
from lsparch.views.plans import source_word
from lsparch.views.sequence_plan import SequencePlan

__all__ = ["FORMAT", "DrawingFile", "json_text"]

FORMAT: Final = 1
"""Version of the format; a key that is added does not change it, any other change does."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Part):
    """An upright rectangle."""

    x: int = Field(title="X", description="Left edge")
    y: int = Field(title="Y", description="Upper edge")
    width: int = Field(title="Width", ge=0)
    height: int = Field(title="Height", ge=0)


class _Item(_Part):
    id: str = Field(title="Id", description="Stable id of the model element")
    symbol: str = Field(title="Symbol", description="Key of a symbol or frame of the symbology")
    label: str = Field(title="Label")
    part: str = Field("", title="Part", description="Aspect or Service that it belongs to; empty for none")
    status: Status = Field(Status.KNOWN, title="Status", description="How sure the model is of it")
    signs: tuple[str, ...] = Field((), title="Signs", description="Keys of signs shown at it")
    place: Place | None = Field(None, title="Place", description="None in sequences, where order is place")


class FrameItem(_Item):
    """A frame around boxes and other frames."""

    inside: str | None = Field(None, title="Inside", description="Id of the frame around it")
    detail: str = Field("", title="Detail", description="Line under the label")


class BoxItem(_Item):
    """One element."""

    inside: str | None = Field(None, title="Inside", description="Id of the frame around it")
    details: tuple[str, ...] = Field((), title="Details", description="Lines under the label")
    badges: tuple[str, ...] = Field((), title="Badges", description="Keys of symbols that hang at its lower edge")
    description: str = Field("", title="Description")
    link: str = Field("", title="Link", description="Name of the picture that shows what it stands for; empty for none")
    replicas: int = Field(1, title="Replicas", description="Pods or hosts; 0 for as many as are asked for", ge=0)


class ArrowItem(_Part):
    """A relation between boxes or frames; in a sequence, a message."""

    id: str = Field(title="Id", description="Stable id")
    source: str = Field(title="Source", description="Id of a box or frame")
    target: str = Field(title="Target", description="Id of a box or frame")
    style: str = Field(title="Style", description="Key of an arrow style of the symbology")
    label: str = Field("", title="Label", description="Protocol and port")
    description: str = Field("", title="Description", description="What it is for")
    status: Status = Field(Status.KNOWN, title="Status")
    optional: bool = Field(False, title="Optional")
    auth: tuple[Auth, ...] = Field((), title="Auth", description="How it proves who it is")
    signs: tuple[str, ...] = Field((), title="Signs")
    number: str = Field("", title="Number", description="Step of a story; empty outside sequences")
    note: str = Field("", title="Note", description="What else must be known of a message")
    points: tuple[tuple[int, int], ...] = Field((), title="Points", description="Start, corners and end of its line")
    label_place: Place | None = Field(None, title="Label place")


class PanelItem(_Part):
    """A table beside the picture."""

    title: str = Field(title="Title")
    rows: tuple[tuple[str, ...], ...] = Field(title="Rows")


class DrawingFile(_Part):
    """One view, as `lsparch render --format json` writes it."""

    format: Literal[1] = Field(title="Format", description="Version of this format")
    kind: Literal["diagram", "sequence", "chart"] = Field(title="Kind")
    view: str = Field(title="View", description="Id of the view")
    title: str = Field(title="Title")
    description: str = Field("", title="Description")
    of: Literal["model", "environment", "manifests", "cluster", "from"] = Field(
        title="Of", description="What it shows; `from` is the older side of a difference"
    )
    environment: str = Field("", title="Environment", description="Name of what it shows; empty for the whole model")
    digest: str = Field(title="Digest", description="Of everything shown; the one at the foot of the picture")
    flow: Flow | None = Field(None, title="Flow", description="Main direction of arrows")
    width: int = Field(0, title="Width", ge=0)
    height: int = Field(0, title="Height", ge=0)
    parts: dict[str, str] = Field({}, title="Parts", description="Titles of Aspects and Services, by id")
    frames: tuple[FrameItem, ...] = Field((), title="Frames", description="In order of drawing")
    boxes: tuple[BoxItem, ...] = Field((), title="Boxes", description="In order of reading")
    arrows: tuple[ArrowItem, ...] = Field((), title="Arrows")
    panels: tuple[PanelItem, ...] = Field((), title="Panels")
    charts: tuple[Annotated[dict[str, Any], Field(title="Chart")], ...] = Field(
        (), title="Charts", description="Figures of a page of charts: bars or courses, with units and limits"
    )


def json_text(plan: DiagramPlan | SequencePlan | ChartPlan, symbology: Symbology, layout: Layout | None) -> str:
    """Return the JSON text of a plan; only diagrams have a layout."""
    made = DrawingFile(
        format=FORMAT,
        view=plan.id,
        title=plan.title,
        description=plan.description,
        of=_of(plan),
        environment=plan.environment,
        digest=plan_digest(plan, symbology),
        panels=tuple(_panel(panel) for panel in plan.panels),
        **_contents(plan, layout),
    )
    value = made.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _of(plan: DiagramPlan | SequencePlan | ChartPlan) -> Any:
    return source_word(plan) if plan.environment else "model"


def _contents(plan: DiagramPlan | SequencePlan | ChartPlan, layout: Layout | None) -> dict[str, Any]:
    match plan:
        case DiagramPlan():
            return {
                "kind": "diagram",
                "flow": plan.flow,
                "width": layout.width if layout else 0,
                "height": layout.height if layout else 0,
                "parts": dict(plan.parts),
                "frames": tuple(_frame(group, layout) for group in plan.groups),
                "boxes": tuple(_box(box, layout) for box in plan.boxes),
                "arrows": tuple(_arrow(arrow, layout) for arrow in plan.arrows),
            }
        case SequencePlan():
            return {
                "kind": "sequence",
                "frames": tuple(_frame(group, None) for group in plan.parts),
                "boxes": tuple(_box(box, None) for box in plan.participants),
                "arrows": tuple(
                    ArrowItem(
                        id=message.id,
                        source=message.source,
                        target=message.target,
                        style=message.style,
                        label=message.way,
                        description=message.does,
                        status=message.status,
                        optional=message.optional,
                        auth=message.auth,
                        number=message.number,
                        note=message.note,
                    )
                    for message in plan.messages
                ),
            }
        case ChartPlan():
            return {"kind": "chart", "charts": tuple(asdict(chart) for chart in plan.charts)}


def _place(frame: Frame | None) -> Place | None:
    return Place(x=frame.x, y=frame.y, width=frame.width, height=frame.height) if frame else None


def _frame(group: Group, layout: Layout | None) -> FrameItem:
    return FrameItem(
        id=group.id,
        symbol=group.symbol,
        label=group.label,
        part=group.part,
        status=group.status,
        signs=group.signs,
        inside=group.parent,
        detail=group.detail,
        place=_place(layout.groups.get(group.id)) if layout else None,
    )


def _box(box: Box, layout: Layout | None) -> BoxItem:
    return BoxItem(
        id=box.id,
        symbol=box.symbol,
        label=box.label,
        part=box.part,
        status=box.status,
        signs=box.signs,
        inside=box.group,
        details=box.details,
        badges=box.badges,
        description=box.description,
        replicas=box.replicas,
        link=box.link,
        place=_place(layout.boxes.get(box.id)) if layout else None,
    )


def _arrow(arrow: Arrow, layout: Layout | None) -> ArrowItem:
    curves = layout.curves.get(arrow.id, ()) if layout else ()
    return ArrowItem(
        id=arrow.id,
        source=arrow.source,
        target=arrow.target,
        style=arrow.style,
        label=arrow.label,
        description=arrow.description,
        status=arrow.status,
        optional=arrow.optional,
        auth=arrow.auth,
        signs=arrow.signs,
        points=tuple((int(place.x), int(place.y)) for place in waypoints(curves)),
        label_place=_place(layout.labels.get(arrow.id)) if layout else None,
    )


def _panel(panel: Panel) -> PanelItem:
    return PanelItem(title=panel.title, rows=panel.rows)
