"""The plan of a chart: figures with their units, before anything has a position."""

from dataclasses import dataclass
from enum import StrEnum

from lsparch.views.plan import Panel

__all__ = ["Bar", "BarChart", "ChartPlan", "Course", "LineChart", "Segment", "Tone"]


class Tone(StrEnum):
    """What a mark stands for; drawn by colour, and by pattern or words as well."""

    USED = "used"
    MORE = "more"
    FREE = "free"
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar."""

    value: float
    tone: Tone


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; its segments follow each other from the left."""

    id: str
    """Model element that it stands for."""

    label: str
    segments: tuple[Segment, ...]
    words: str
    """What stands at its end, with units."""

    symbol: str = ""
    """Key of a symbol or frame of the symbology; empty for none."""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars on one scale from zero."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    limit: float
    """Where the scale ends at least; a line marks it where it has words."""

    limit_words: str = ""
    tones: tuple[tuple[Tone, str], ...] = ()
    """What each tone means here; nothing where the title says it."""

    whole: bool = False
    """Whether it counts, so that there is nothing between whole numbers."""


@dataclass(frozen=True, slots=True)
class Course:
    """A line through points."""

    label: str
    points: tuple[tuple[float, float], ...]
    supposed: bool = False
    """Whether it shows what would be, and not what is."""


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over time, with a limit."""

    title: str
    across: str
    """Unit of the axis of time."""

    unit: str
    courses: tuple[Course, ...]
    limit: float
    limit_words: str


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """Everything that one page of charts shows; the panels say the same as a table."""

    id: str
    title: str
    environment: str
    charts: tuple[BarChart | LineChart, ...]
    panels: tuple[Panel, ...] = ()
    description: str = ""
    notes: tuple[str, ...] = ()
    """What must be known to read it."""
