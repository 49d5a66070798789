"""The diagram plan: what a picture shows, before anything has a position.

A plan is the boundary between views, which choose what to show, and drawing, which decides how it looks.
Every ``symbol`` and ``style`` is a key of ``diagrams/symbology.yaml``.
"""

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Arrow", "Auth", "Box", "DiagramPlan", "Flow", "Group", "Panel", "SourceKind", "Status", "least_sure"]


class Auth(StrEnum):
    """How a connection proves who it is; shown by a mark beside the arrow's label."""

    USER = "user"
    SECRET = "secret"  # noqa: S105 - a kind of proof, not a secret
    CERTIFICATE = "certificate"
    NONE = "none"


class Status(StrEnum):
    """How sure the model is of an element, the surest first; shown by line style."""

    KNOWN = "known"
    ASSUMED = "assumed"
    PLANNED = "planned"
    OPEN = "open"


def least_sure(*statuses: Status) -> Status:
    """Return the status of what is known only as far as each of several things is."""
    return max(statuses, key=[*Status].index, default=Status.KNOWN)


class Flow(StrEnum):
    """The main direction in which arrows run."""

    RIGHT = "right"
    DOWN = "down"


class SourceKind(StrEnum):
    """What the name over a picture is the name of; the value is the word that stands before it."""

    ENVIRONMENT = "environment"
    MANIFESTS = "manifests"
    CLUSTER = "cluster"
    DIFFERENCE = "from"
    """The older of two sources; an arrow and the newer follow."""

    THEME = "theme"
    """A set of colours, on the page of symbols."""


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
    part: str = ""
    """Aspect or Service that it belongs to, which gives it its hue; empty for none."""

    signs: tuple[str, ...] = ()
    """Keys of signs shown at it, such as ``down`` or ``added``."""


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

    part: str = ""
    """Aspect or Service that it belongs to, which gives it its hue; empty for none."""

    replicas: int = 1
    """Number of pods or hosts, drawn as depth of a stack; 0 for as many as are asked for."""

    signs: tuple[str, ...] = ()
    """Keys of signs shown at it, such as ``down`` or ``added``."""

    link: str = ""
    """Name of the picture, without ending, that shows what the box stands for; empty for none."""


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
    auth: tuple[Auth, ...] = ()
    """How its connections prove who they are, each once; empty where nothing is said."""

    signs: tuple[str, ...] = ()
    """Keys of signs shown at it, such as ``down`` or ``added``."""


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
    parts: tuple[tuple[str, str], ...] = ()
    """Id and title of each Aspect or Service that has a hue in the picture, for its legend."""

    source: SourceKind = SourceKind.ENVIRONMENT
    """What `environment` names."""

    quick: bool = field(default=False, metadata={"shown": False})
    """Whether a layout that is made soon is wanted rather than the best: that of what has no model, and so no lock."""
