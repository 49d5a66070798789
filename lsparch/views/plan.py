"""The diagram plan: what a picture shows, before anything has a position.

A plan is the boundary between views, which choose what to show, and drawing, which decides how it looks.
Every ``symbol`` and ``style`` is a key of ``diagrams/symbology.yaml``.
"""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Arrow", "Box", "DiagramPlan", "Flow", "Group", "Panel", "Status"]


class Status(StrEnum):
    """How sure the model is of an element; shown by line style."""

    KNOWN = "known"
    ASSUMED = "assumed"
    PLANNED = "planned"
    OPEN = "open"


class Flow(StrEnum):
    """The main direction in which arrows run."""

    RIGHT = "right"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Group:
    """A frame around boxes and other groups: an Aspect, a cluster, a namespace, a pod."""

    id: str
    label: str
    symbol: str
    parent: str | None = None
    detail: str = ""
    """One short line under the label, such as a version or an owner."""

    status: Status = Status.KNOWN


@dataclass(frozen=True, slots=True)
class Box:
    """One element."""

    id: str
    label: str
    symbol: str
    group: str | None = None
    details: tuple[str, ...] = ()
    """Short lines under the label, such as ``×2`` or ``ipac/suit``."""

    badges: tuple[str, ...] = ()
    """Symbols of small marks on the box's lower edge, such as the filebeat sidecar."""

    status: Status = Status.KNOWN
    description: str = ""
    """For the tooltip and for assistive technology."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A directed relation between two boxes or groups."""

    id: str
    source: str
    target: str
    style: str
    label: str = ""
    """Protocol and port, such as ``mysql 4040``; several are joined by the view."""

    status: Status = Status.KNOWN
    optional: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A small table drawn beside the picture: rows of text under a heading."""

    title: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class DiagramPlan:
    """Everything that one picture shows.

    Boxes, groups and arrows stand in model order, which is the order of drawing and reading.
    """

    id: str
    title: str
    environment: str
    """Environment shown; empty for a picture of the whole model."""

    flow: Flow
    groups: tuple[Group, ...] = ()
    boxes: tuple[Box, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    panels: tuple[Panel, ...] = ()
    description: str = ""
