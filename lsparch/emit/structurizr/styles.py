"""The symbology as styles of tags."""

from collections.abc import Iterable, Sequence

from lsparch.draw.look import Look, hues_of
from lsparch.emit.icons import icon
from lsparch.emit.structurizr.words import part_tag, quoted
from lsparch.models.symbology import Line, Shape, Symbology
from lsparch.models.theme import NEUTRAL

__all__ = ["style_lines"]

SHAPES = {
    Shape.BOX: "Box",
    Shape.ROUNDED: "RoundedBox",
    Shape.RIBBED: "Component",
    Shape.FOOTED: "Window",
    Shape.FRAMED: "Box",
    Shape.OCTAGON: "Hexagon",
    Shape.CYLINDER: "Cylinder",
    Shape.QUEUE: "Pipe",
    Shape.CLOUD: "Ellipse",
    Shape.PILL: "Person",
    Shape.HEXAGON: "Hexagon",
    Shape.DOCUMENT: "Folder",
    Shape.CUT: "Folder",
}
BORDERS = {"assumed": "dashed", "planned": "dotted", "open": "dashed"}


def style_lines(symbology: Symbology, parts: Sequence[str], text: str) -> Iterable[str]:
    """Yield the styles of all tags that stand in a text."""
    theme = symbology.themes.light
    neutral = theme.hues[NEUTRAL]
    yield from _element("Element", [f"color {theme.ink}", f"background {theme.ground}", f"stroke {neutral}"])
    for key, symbol in symbology.symbols.items():
        if f"symbol {key}" in text:
            glyph = quoted(f"data:image/svg+xml;base64,{icon(symbol.glyph, neutral)}")
            yield from _element(f"symbol {key}", [f"shape {SHAPES[symbol.shape]}", f"icon {glyph}"])
    for key, frame in symbology.groups.items():
        if f"frame {key}" in text:
            glyph = quoted(f"data:image/svg+xml;base64,{icon(frame.glyph, neutral)}")
            yield from _element(f"frame {key}", [f"icon {glyph}"])
    look = Look(symbology, theme, hues_of(parts, symbology))
    for part in parts:
        colour = look.hue(part)
        yield from _element(part_tag(part), [f"stroke {colour}", f"background {theme.filled(colour)}"])
    for status, border in BORDERS.items():
        if f"status {status}" in text:
            yield from _element(f"status {status}", [f"border {border}", f"background {theme.ground}"])
    for key, arrow in symbology.arrows.items():
        if f"line {key}" in text:
            colour = theme.inks[arrow.ink]
            width = 4 if arrow.line is Line.DOUBLE else 2
            settings = [f"color {colour}", "style solid", f"thickness {width}"]
            yield from _styled("relationship", f"line {key}", settings)
    for tag in ("optional", *(f"status {status}" for status in BORDERS)):
        if tag in text:
            line = BORDERS.get(tag.partition(" ")[2], "dashed")
            yield from _styled("relationship", tag, [f"style {line}"])


def _element(tag: str, settings: Iterable[str]) -> Iterable[str]:
    return _styled("element", tag, settings)


def _styled(what: str, tag: str, settings: Iterable[str]) -> Iterable[str]:
    yield f"{what} {quoted(tag)} {{"
    yield from (f"  {setting}" for setting in settings)
    yield "}"
