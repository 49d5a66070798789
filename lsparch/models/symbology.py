"""The symbology: how every kind of thing is drawn, and what the legend calls it."""

import ast
import importlib.util
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints, model_validator

from lsparch.models.element import FirstFormat
from lsparch.models.theme import Key, Themes

NodeClass = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+\.[a-z0-9]+\.[A-Z][A-Za-z0-9]*$")]
Dash = tuple[Annotated[float, Strict(), Field(gt=0)], ...]

__all__ = [
    "ArrowStyle",
    "Choice",
    "GroupStyle",
    "Head",
    "Joint",
    "Line",
    "Proof",
    "Shape",
    "Sign",
    "StatusStyle",
    "Statuses",
    "Symbol",
    "Symbology",
    "unknown_node_classes",
]


class Shape(StrEnum):
    """Outline of a box."""

    BOX = "box"
    ROUNDED = "rounded"
    RIBBED = "ribbed"
    FOOTED = "footed"
    FRAMED = "framed"
    OCTAGON = "octagon"
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
    BOTH = "both"


class Line(StrEnum):
    """What an arrow's line is made of: its family of protocols, told without colour."""

    SINGLE = "single"
    DOUBLE = "double"
    BEADED = "beaded"
    RINGED = "ringed"
    TICKED = "ticked"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Symbol(_Part):
    """How one kind of box is drawn."""

    title: str = Field(title="Title", description="What the legend calls it", min_length=1)
    glyph: Key = Field(title="Glyph", description="Vector symbol at the left of the label")
    node: NodeClass = Field(
        title="Node class",
        description="Class of the diagrams package that means the same, without the package: k8s.compute.Deploy",
    )
    shape: Shape = Field(Shape.ROUNDED, title="Shape", description="Outline of the box")


class GroupStyle(_Part):
    """How one kind of frame is drawn."""

    title: str = Field(title="Title", description="What the legend calls it", min_length=1)
    glyph: Key = Field(title="Glyph", description="Vector symbol at the left of the label")
    corner: Annotated[int, Strict()] = Field(
        6, title="Corner", description="Radius of the corners in points", ge=0, le=24
    )
    width: Annotated[float, Strict()] = Field(
        1.0, title="Width", description="Width of the frame's line in points", gt=0, le=4
    )


class ArrowStyle(_Part):
    """How one kind of relation is drawn."""

    title: str = Field(title="Title", description="What the legend calls it", min_length=1)
    ink: Key = Field(title="Ink", description="Colour of line and label, by its name in the themes")
    line: Line = Field(Line.SINGLE, title="Line", description="How the line runs")
    width: Annotated[float, Strict()] = Field(1.4, title="Width", description="Width of the line in points", gt=0, le=6)
    head: Head = Field(Head.TRIANGLE, title="Head", description="What stands at the target end")
    encrypted: Annotated[bool, Strict()] = Field(
        False, title="Encrypted", description="Whether what is said is encrypted: a second head stands behind the first"
    )
    protocols: tuple[Key, ...] = Field((), title="Protocols", description="Protocols of connections drawn so")


class Choice(_Part):
    """Which symbol an element gets: that of the first choice of which every given condition holds."""

    symbol: Key = Field(title="Symbol", description="The symbol")
    kinds: tuple[Key, ...] = Field((), title="Kinds", description="Kind of a component or of an external, one of these")
    protocols: tuple[Key, ...] = Field((), title="Protocols", description="It offers one of these protocols")
    names: tuple[str, ...] = Field(
        (), title="Names", description="Its id, or that of an image it runs, fits one of these; `*` stands for anything"
    )


class Sign(_Part):
    """A small mark on a disc, with a word: what is the matter with an element."""

    title: str = Field(title="Title", description="What the legend calls it", min_length=1)
    word: str = Field(title="Word", description="Stands beside the sign, which is never alone", min_length=1)
    glyph: Key = Field(title="Glyph", description="Vector symbol on the disc")
    ink: Key = Field(title="Ink", description="Colour of the disc, by its name in the themes")


class Proof(_Part):
    """The mark beside an arrow's label that says with what a connection proves itself."""

    title: str = Field(title="Title", description="What the legend calls it", min_length=1)
    glyph: Key = Field(title="Glyph", description="Vector symbol")


class Proofs(_Part):
    """The marks of every kind of proof."""

    user: Proof = Field(title="User", description="The end user's own token or password is passed on")
    secret: Proof = Field(title="Secret", description="The component has a secret of its own")
    certificate: Proof = Field(title="Certificate", description="A certificate")
    none: Proof = Field(title="None", description="None, and the model says so")

    def items(self) -> tuple[tuple[str, Proof], ...]:
        """Return names and marks, in the order in which they stand beside a label."""
        return (
            ("user", self.user),
            ("secret", self.secret),
            ("certificate", self.certificate),
            ("none", self.none),
        )


class Joint(_Part):
    """The dot where lines that are drawn as one join or fork; a crossing has none."""

    title: str = Field("Dot: lines join or fork", title="Title", description="What the legend calls it", min_length=1)
    out: Annotated[float, Strict()] = Field(
        2.0, title="Out", description="How far the dot reaches out of the line, in points", gt=0, le=6
    )


class StatusStyle(_Part):
    """How sureness is drawn; its sign, if it has one, is the one of the same name."""

    title: str = Field(title="Title", description="What the legend calls it", min_length=1)
    dash: Dash = Field((), title="Dash", description="Dash pattern in points; empty for a full line")
    note: str = Field("", title="Note", description="Words added to the label, so that dashes alone carry nothing")
    filled: Annotated[bool, Strict()] = Field(
        True, title="Filled", description="Whether boxes are filled; empty ones are not there yet"
    )


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
    signs: dict[Key, Sign] = Field(title="Signs", description="What may be the matter with an element")
    proofs: Proofs = Field(title="Proofs", description="How connections prove who they are")
    optional: Dash = Field(title="Optional", description="Dashes of arrows that may fail; their heads are hollow")
    joint: Joint = Field(Joint(), title="Joint", description="Dot where lines that are drawn as one join or fork")
    themes: Themes = Field(title="Themes", description="Colours")
    parts: dict[Key, Key] = Field({}, title="Parts", description="Hue of an Aspect or Service; others get a free one")
    choose: tuple[Choice, ...] = Field((), title="Choices", description="Which symbol an element gets, first fit first")

    @model_validator(mode="after")
    def _chooses_known_symbols(self) -> Self:
        for choice in self.choose:
            if choice.symbol not in self.symbols:
                message = f"choice of the symbol `{choice.symbol}`, which is not declared"
                raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _uses_known_colours(self) -> Self:
        hues, inks = self.themes.light.hues, self.themes.light.inks
        named = [(f"hue of the part `{part}`", hue, hues) for part, hue in self.parts.items()]
        named += [(f"ink of the arrow `{key}`", style.ink, inks) for key, style in self.arrows.items()]
        named += [(f"ink of the sign `{key}`", sign.ink, inks) for key, sign in self.signs.items()]
        for what, name, known in named:
            if name not in known:
                message = f"{what} is `{name}`, which no theme has; there are {', '.join(known)}"
                raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _has_signs_of_statuses(self) -> Self:
        for name, status in self.statuses.items():
            if status.note and name not in self.signs:
                message = f"status `{name}` has a note and no sign"
                raise ValueError(message)
        return self


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
