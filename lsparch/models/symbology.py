"""The symbology: how every kind of thing is drawn, and what the legend calls it."""

import ast
import importlib.util
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints, model_validator

from lsparch.models.element import FirstFormat

__all__ = [
    "INK",
    "ArrowStyle",
    "Choice",
    "GroupStyle",
    "Head",
    "Line",
    "Shape",
    "StatusStyle",
    "Statuses",
    "Symbol",
    "Symbology",
    "contrast",
    "unknown_node_classes",
]

INK = "#16202c"
"""Colour of text."""

TEXT_CONTRAST = 4.5
"""Least contrast of text, WCAG 2.1 success criterion 1.4.3."""

GRAPHIC_CONTRAST = 3.0
"""Least contrast of lines that carry meaning, WCAG 2.1 success criterion 1.4.11."""

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
NodeClass = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+\.[a-z0-9]+\.[A-Z][A-Za-z0-9]*$")]


class Shape(StrEnum):
    """Outline of a box."""

    BOX = "box"
    ROUNDED = "rounded"
    STACK = "stack"
    CYLINDER = "cylinder"
    QUEUE = "queue"
    CLOUD = "cloud"
    PILL = "pill"
    HEXAGON = "hexagon"
    DOCUMENT = "document"
    CUT = "cut"


class Head(StrEnum):
    """What stands at the target end of an arrow."""

    TRIANGLE = "triangle"
    VEE = "vee"
    DIAMOND = "diamond"
    DOT = "dot"
    BAR = "bar"


class Line(StrEnum):
    """How an arrow's line runs; dashes are kept for statuses."""

    SINGLE = "single"
    DOUBLE = "double"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Symbol(_Part):
    """How one kind of box is drawn."""

    title: str = Field(title="Title", description="What the legend calls it", min_length=1)
    glyph: Key = Field(title="Glyph", description="Vector symbol at the left of the label")
    node: NodeClass = Field(
        title="Node class",
        description="Class of the diagrams package that means the same, without the package: k8s.compute.Deploy",
    )
    shape: Shape = Field(Shape.ROUNDED, title="Shape", description="Outline of the box")
    fill: Colour = Field(title="Fill", description="Colour of the inside; text on it must be readable")
    stroke: Colour = Field(title="Stroke", description="Colour of outline and glyph")

    @model_validator(mode="after")
    def _readable(self) -> Self:
        _demand(INK, self.fill, TEXT_CONTRAST, "text on fill")
        _demand(self.stroke, self.fill, GRAPHIC_CONTRAST, "stroke on fill")
        return self


class GroupStyle(_Part):
    """How one kind of frame is drawn."""

    title: str = Field(title="Title", description="What the legend calls it", min_length=1)
    glyph: Key = Field(title="Glyph", description="Vector symbol at the left of the label")
    fill: Colour = Field(title="Fill", description="Colour of the inside")
    stroke: Colour = Field(title="Stroke", description="Colour of frame and label")
    corner: Annotated[int, Strict()] = Field(
        6, title="Corner", description="Radius of the corners in points", ge=0, le=24
    )
    width: Annotated[float, Strict()] = Field(
        1.0, title="Width", description="Width of the frame's line in points", gt=0, le=4
    )

    @model_validator(mode="after")
    def _readable(self) -> Self:
        _demand(self.stroke, self.fill, TEXT_CONTRAST, "label on fill")
        return self


class ArrowStyle(_Part):
    """How one kind of relation is drawn."""

    title: str = Field(title="Title", description="What the legend calls it", min_length=1)
    colour: Colour = Field(title="Colour", description="Colour of line and label")
    line: Line = Field(Line.SINGLE, title="Line", description="How the line runs")
    width: Annotated[float, Strict()] = Field(1.4, title="Width", description="Width of the line in points", gt=0, le=6)
    head: Head = Field(Head.TRIANGLE, title="Head", description="What stands at the target end")
    protocols: tuple[Key, ...] = Field((), title="Protocols", description="Protocols of connections drawn so")

    @model_validator(mode="after")
    def _readable(self) -> Self:
        _demand(self.colour, "#ffffff", TEXT_CONTRAST, "label on white")
        return self


class Choice(_Part):
    """Which symbol an element gets: that of the first choice of which every given condition holds."""

    symbol: Key = Field(title="Symbol", description="The symbol")
    kinds: tuple[Key, ...] = Field((), title="Kinds", description="Kind of a component or of an external, one of these")
    protocols: tuple[Key, ...] = Field((), title="Protocols", description="It offers one of these protocols")
    names: tuple[str, ...] = Field(
        (), title="Names", description="Its id, or that of an image it runs, fits one of these; `*` stands for anything"
    )


class StatusStyle(_Part):
    """How sureness is drawn."""

    title: str = Field(title="Title", description="What the legend calls it", min_length=1)
    dash: tuple[Annotated[int, Strict()], ...] = Field(
        (), title="Dash", description="Dash pattern in points; empty for a full line"
    )
    note: str = Field("", title="Note", description="Words added to the label, so that dashes alone carry nothing")


class Statuses(_Part):
    """How every degree of sureness is drawn."""

    known: StatusStyle = Field(title="Known", description="Documented, or read from what runs")
    assumed: StatusStyle = Field(title="Assumed", description="Taken to be so, not documented")
    planned: StatusStyle = Field(title="Planned", description="Decided, not there yet")
    open: StatusStyle = Field(title="Open", description="Not decided")

    def of(self, status: str) -> StatusStyle:
        """Return the style for a status by its name.

        Raises
        ------
        KeyError
            When there is no such status.
        """
        return dict(self.items())[status]

    def items(self) -> tuple[tuple[str, StatusStyle], ...]:
        """Return names and styles, the surest first."""
        return (
            ("known", self.known),
            ("assumed", self.assumed),
            ("planned", self.planned),
            ("open", self.open),
        )


class Symbology(_Part):
    """Every symbol, frame, arrow and status that a diagram may use."""

    symbology: FirstFormat = Field(title="Format", description="Version of this file's format")
    symbols: dict[Key, Symbol] = Field(title="Symbols", description="Kinds of boxes and badges")
    groups: dict[Key, GroupStyle] = Field(title="Groups", description="Kinds of frames")
    arrows: dict[Key, ArrowStyle] = Field(title="Arrows", description="Kinds of relations")
    statuses: Statuses = Field(title="Statuses", description="How sure the model is")
    choose: tuple[Choice, ...] = Field((), title="Choices", description="Which symbol an element gets, first fit first")

    @model_validator(mode="after")
    def _chooses_known_symbols(self) -> Self:
        for choice in self.choose:
            if choice.symbol not in self.symbols:
                message = f"choice of the symbol `{choice.symbol}`, which is not declared"
                raise ValueError(message)
        return self


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, WCAG 2.1."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    low = 0.04045
    red, green, blue = (c / 12.92 if c <= low else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, WCAG 2.1."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _demand(colour: str, ground: str, least: float, what: str) -> None:
    found = contrast(colour, ground)
    if found < least:
        message = f"contrast of {what} is {found:.2f} ({colour} on {ground}), at least {least:g} is needed"
        raise ValueError(message)


def unknown_node_classes(symbology: Symbology) -> tuple[str, ...]:
    """Return the node classes that the installed ``diagrams`` package does not have, in order of use.

    The package's sources are read and not run, which takes a few milliseconds.
    """
    spec = importlib.util.find_spec("diagrams")
    if spec is None or spec.origin is None:
        return tuple(dict.fromkeys(symbol.node for symbol in symbology.symbols.values()))
    root = Path(spec.origin).parent
    known: dict[str, frozenset[str]] = {}
    missing: dict[str, None] = {}
    for symbol in symbology.symbols.values():
        module, _, name = symbol.node.rpartition(".")
        if module not in known:
            known[module] = frozenset(_names(root.joinpath(*module.split(".")).with_suffix(".py")))
        if name not in known[module]:
            missing[symbol.node] = None
    return tuple(missing)


def _names(file: Path) -> Iterator[str]:
    if not file.is_file():
        return
    for statement in ast.parse(file.read_text("utf-8")).body:
        match statement:
            case ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
            case _:
                pass
