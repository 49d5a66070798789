"""The design review set: what an architect hands out about one environment."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lsparch.emit.document import Picture, document, picture_data, picture_files

__all__ = [
    "Alternative",
    "Cut",
    "Fault",
    "FaultGroup",
    "Figure",
    "Glance",
    "GlanceCell",
    "GlanceColumn",
    "GlanceRow",
    "Question",
    "Review",
    "Section",
    "Table",
    "glance_cell",
    "glance_head",
    "glance_words",
    "review_document",
]

OPEN = "Open, planned and assumed"
"""Title of the last page."""

SETTLED = "Nothing: documents say all that the model says."
"""What it says where nothing is open, planned or assumed."""

UNCHANGED = "Changes nothing that the model holds."
"""What is said of an alternative without effects."""


@dataclass(frozen=True, slots=True)
class Section:
    """Pictures of one sort, one a page."""

    title: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading of its own."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    numbers: int = 0
    """How many columns at the right hold numbers."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding."""

    place: str
    message: str
    help: str


@dataclass(frozen=True, slots=True)
class FaultGroup:
    """Findings of one rule."""

    code: str
    title: str
    severity: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One answer to a question."""

    title: str
    today: bool
    """Whether the model follows it."""

    effects: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """The part of a picture that an alternative would change."""

    title: str
    today: bool
    svg: bytes


@dataclass(frozen=True, slots=True)
class Figure:
    """Alternatives beside each other, cut from one view: in one scale, each thing at one place."""

    view: str
    """Title of the view."""

    caption: str
    cuts: tuple[Cut, ...]
    size: tuple[int, int]
    """Width and height of each of them, in points."""

    legend: bytes
    """SVG of what they are drawn with."""

    legend_size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """An undecided question."""

    title: str
    facts: tuple[tuple[str, str], ...]
    """Who decides, by when, which document asks."""

    note: str
    alternatives: tuple[Alternative, ...]
    figures: tuple[Figure, ...] = ()
    undrawn: str = ""
    """Which alternatives no picture shows, and why; empty if there are none."""


@dataclass(frozen=True, slots=True)
class GlanceColumn:
    """What a column of the last page holds, and how much of it there is."""

    title: str
    meaning: str
    count: int
    here: int
    """Those of them that the environment has."""


@dataclass(frozen=True, slots=True)
class GlanceCell:
    """Short names, each with the number of what it stands for."""

    here: tuple[tuple[str, int], ...]
    elsewhere: tuple[tuple[str, int], ...]
    """What the model has and the environment has not; one without a name is only counted."""

    @property
    def counts(self) -> tuple[int, int]:
        """How much there is here, and elsewhere."""
        here, elsewhere = (sum(number for _, number in found) for found in (self.here, self.elsewhere))
        return here, elsewhere


@dataclass(frozen=True, slots=True)
class GlanceRow:
    """A part of the platform, with a cell for each column."""

    title: str
    cells: tuple[GlanceCell, ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """What is not settled, on one page."""

    columns: tuple[GlanceColumn, ...] = ()
    rows: tuple[GlanceRow, ...] = ()
    asked: tuple[tuple[str, int], ...] = ()
    """Who decides undecided questions, and how many."""


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that a design review set says."""

    title: str
    environment: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    digest: str
    figures: tuple[tuple[str, str], ...]
    """Numbers of the first page, with what they count."""

    sections: tuple[Section, ...]
    capacity: Section
    capacity_tables: tuple[Table, ...]
    findings: Section
    groups: tuple[FaultGroup, ...]
    questions: tuple[Question, ...]
    unsettled: tuple[Table, ...] = field(default=())
    glance: Glance = Glance()


def review_document(review: Review) -> dict[str, bytes]:
    """Return the files of a review for the typesetter."""
    pictures: list[Picture] = []

    def section(found: Section) -> dict[str, object]:
        start = len(pictures)
        pictures.extend(found.pictures)
        return {"title": found.title, "first": start, "last": len(pictures)}

    options: dict[str, bytes] = {}
    data = {
        "title": review.title,
        "environment": review.environment,
        "subtitle": review.subtitle,
        "facts": pairs(review.facts),
        "digest": review.digest,
        "figures": pairs(review.figures),
        "sections": [section(found) for found in review.sections],
        "capacity": section(review.capacity),
        "capacity_tables": [table(found) for found in review.capacity_tables],
        "findings": section(review.findings),
        "groups": [group(found) for found in review.groups],
        "questions": [question(n, found, options) for n, found in enumerate(review.questions)],
        "unsettled": [table(found) for found in review.unsettled],
        "glance": glance(review.glance),
    }
    return document("review", {**data, "pictures": picture_data(pictures)}, {**picture_files(pictures), **options})


def glance_cell(cell: GlanceCell) -> tuple[str, str]:
    """Return what a cell says in words: of what is here, and of what is elsewhere."""
    here, elsewhere = (
        " ".join(filter(None, (str(count), ", ".join(name for name, _ in found if name)))) if found else ""
        for count, found in zip(cell.counts, (cell.here, cell.elsewhere), strict=True)
    )
    return here, f"elsewhere {elsewhere}" if elsewhere else ""


def glance_head(column: GlanceColumn, environment: str) -> tuple[str, str]:
    """Return the title of a column with its count, and what is said of it."""
    here = f"{column.here} in {environment}" if column.here < column.count else ""
    return f"{column.title} {column.count}", "; ".join(filter(None, (column.meaning, here)))


def glance_words(review: "Review") -> list[str]:
    """Return what is said of the last page as a whole."""
    asked = review.glance.asked
    total = sum(number for _, number in asked)
    by = ", ".join(f"{who} {number}" for who, number in asked)
    return [
        f"elsewhere: in the model, not in {review.environment}",
        *([f"{total} undecided question{'' if total == 1 else 's'}, decided by {by}"] if asked else []),
        "requirements: lsparch trace",
    ]


def pairs(found: Sequence[tuple[str, str | int]]) -> list[list[str | int]]:
    """Return pairs as lists."""
    return [list(pair) for pair in found]


def table(found: Table) -> dict[str, object]:
    """Return a table as data."""
    rows = [list(row) for row in found.rows]
    return {"title": found.title, "head": list(found.head), "rows": rows, "note": found.note, "numbers": found.numbers}


def glance(found: Glance) -> dict[str, object]:
    """Return the last page as data."""
    return {
        "columns": [
            {"title": one.title, "meaning": one.meaning, "count": one.count, "here": one.here} for one in found.columns
        ],
        "rows": [
            {"title": row.title, "cells": [[pairs(cell.here), pairs(cell.elsewhere)] for cell in row.cells]}
            for row in found.rows
        ],
        "asked": pairs(found.asked),
    }


def group(found: FaultGroup) -> dict[str, object]:
    """Return findings of one rule as data."""
    faults = [{"place": fault.place, "message": fault.message, "help": fault.help} for fault in found.faults]
    return {"code": found.code, "title": found.title, "severity": found.severity, "faults": faults}


def question(number: int, found: Question, files: dict[str, bytes]) -> dict[str, object]:
    """Return a question as data; pictures of its alternatives are added to the files."""
    return {
        "title": found.title,
        "facts": pairs(found.facts),
        "note": found.note,
        "alternatives": [
            {"title": one.title, "today": one.today, "effects": pairs(one.effects)} for one in found.alternatives
        ],
        "figures": [figure(f"option-{number}-{place}", one, files) for place, one in enumerate(found.figures)],
        "undrawn": found.undrawn,
    }


def figure(name: str, found: Figure, files: dict[str, bytes]) -> dict[str, object]:
    """Return pictures of alternatives as data; they are added to the files."""
    cuts = []
    for place, cut in enumerate(found.cuts):
        files[f"{name}-{place}.svg"] = cut.svg
        cuts.append({"title": cut.title, "today": cut.today, "file": f"{name}-{place}.svg"})
    files[f"{name}-legend.svg"] = found.legend
    return {
        "view": found.view,
        "caption": found.caption,
        "cuts": cuts,
        "size": list(found.size),
        "legend": f"{name}-legend.svg",
        "legend_size": list(found.legend_size),
    }
