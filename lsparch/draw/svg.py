"""A scene as SVG text: self-contained, with stable ids, equal bytes on every machine."""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from typing import assert_never

from lsparch.draw.behaviour import STOPS, behaviour
from lsparch.draw.glyphs import FIELD, GLYPHS, stroke_of
from lsparch.draw.scene import JOIN, Element, GroupElement, Path, Rect, Scene, Text, Use
from lsparch.draw.text import FAMILY, font_bytes
from lsparch.draw.xml import attribute, content

__all__ = ["identifier", "svg_text"]


def identifier(*parts: str) -> str:
    """Return an XML name made of the parts, different for different parts."""
    return "-".join(map(escaped, parts))


@cache
def escaped(part: str) -> str:
    """Return a text without what may not stand in an XML name."""
    return "".join(sign if plain(sign) else f"_{ord(sign):x}_" for sign in part)


def plain(sign: str) -> bool:
    """Whether a character may stand in an XML name and is not used for escaping."""
    return sign.isascii() and (sign.isalnum() or sign in "-.")


def number(value: float) -> str:
    """Return a number with at most two decimals and no trailing zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def svg_text(scene: Scene) -> str:
    """Return the SVG document for a scene."""
    size = f'width="{scene.width}" height="{scene.height}" viewBox="0 0 {scene.width} {scene.height}"'
    name = identifier(scene.id)
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="graphics-document document" '
        f'aria-labelledby="{name}-title {name}-desc" '
        f'font-family="\'{FAMILY}\', sans-serif" text-rendering="geometricPrecision">'
    )
    lines = [
        root,
        f'<title id="{name}-title">{content(scene.title)}</title>',
        f'<desc id="{name}-desc">{content(scene.description)}</desc>',
        f"<style>{font_faces()}</style>",
        f"<style>{content(behaviour(scene))}</style>",
        "<defs>",
        *(symbol(name, glyph) for glyph in sorted(set(glyphs_of(scene.children)))),
        "</defs>",
        f'<rect width="{scene.width}" height="{scene.height}" fill="{scene.ground}"/>',
    ]
    for child in scene.children:
        lines += element(child, name)
    return "\n".join([*lines, "</svg>", ""])


def glyphs_of(children: Iterable[Element]) -> Iterator[str]:
    """Yield the names of all glyphs used."""
    for child in children:
        match child:
            case Use():
                yield child.glyph
            case GroupElement():
                yield from glyphs_of(child.children)
            case _:
                pass


def symbol(scene: str, glyph: str) -> str:
    """Return the definition of a glyph."""
    return (
        f'<symbol id="{scene}-glyph-{glyph}" viewBox="0 0 {FIELD} {FIELD}">'
        f'<path d="{GLYPHS[glyph]}" fill="none" stroke="currentColor" stroke-width="{stroke_of(glyph)}" '
        'stroke-linecap="round" stroke-linejoin="round"/></symbol>'
    )


@cache
def font_faces() -> str:
    """Return the style rules that carry the shipped font."""
    rules = []
    for style, weight in (("Regular", 400), ("Bold", 700)):
        data = b64encode(font_bytes(f"LsparchSans-{style}.woff2")).decode("ascii")
        rules.append(
            f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};"
            f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
        )
    return "".join(rules)


def element(item: Element, scene: str) -> list[str]:
    """Return the lines for one mark."""
    match item:
        case Rect():
            place = f'x="{number(item.x)}" y="{number(item.y)}"'
            size = f'width="{number(item.width)}" height="{number(item.height)}"'
            corner = f' rx="{number(item.radius)}"' if item.radius else ""
            return [f"<rect {place} {size}{corner}{paint(item)}/>"]
        case Path():
            return [f'<path d="{item.data}"{paint(item)}/>']
        case Text():
            return [text(item)]
        case Use():
            size = f'width="{number(item.size)}" height="{number(item.size)}"'
            place = f'x="{number(item.x)}" y="{number(item.y)}"'
            return [f'<use href="#{scene}-glyph-{item.glyph}" {place} {size} color="{item.colour}"/>']
        case GroupElement() if item.kind == JOIN:
            return [line for child in item.children for line in element(child, scene)]
        case GroupElement():
            return group(item, scene)
        case _:
            assert_never(item)


def paint(item: Rect | Path) -> str:
    """Return the attributes for fill and line."""
    found = f' fill="{item.fill}"'
    if item.stroke:
        found += f' stroke="{item.stroke}" stroke-width="{number(item.stroke_width)}"'
        if item.dash:
            found += f' stroke-dasharray="{" ".join(map(number, item.dash))}"'
    if isinstance(item, Path) and item.shift:
        found += f' stroke-dashoffset="{number(item.shift)}"'
    if isinstance(item, Path) and item.round:
        found += ' stroke-linecap="round"'
    return found


def text(item: Text) -> str:
    """Return a text element."""
    bold = ' font-weight="700"' if item.bold else ""
    anchor = f' text-anchor="{item.anchor}"' if item.anchor != "start" else ""
    if item.halo:
        anchor += f' stroke="{item.halo}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    return (
        f'<text x="{number(item.x)}" y="{number(item.y)}" font-size="{number(item.size)}"{bold}{anchor} '
        f'fill="{item.fill}">{content(item.text)}</text>'
    )


def group(item: GroupElement, scene: str) -> list[str]:
    """Return a group with its words and its children, in a link if it leads somewhere."""
    attributes = f' id="{identifier(scene, item.kind, item.id)}" class="{item.kind}"{part_played(item)}'
    if item.element:
        attributes += f" data-element={attribute(item.element)}"
    attributes += "".join(f" data-{key}={attribute(value)}" for key, value in item.data if value)
    lines = [f"<g{attributes}>"]
    if item.title:
        lines.append(f"<title>{content(item.title)}</title>")
    if item.description:
        lines.append(f"<desc>{content(item.description)}</desc>")
    if item.link:
        lines.append(f"<a href={attribute(item.link)} aria-label={attribute(item.title)}>")
    for child in item.children:
        lines += element(child, scene)
    if item.link:
        lines.append("</a>")
    return [*lines, "</g>"]


def part_played(item: GroupElement) -> str:
    """Return role and place in the order of the keyboard; a link has both itself."""
    if item.kind not in {*STOPS, "group"} or not item.title:
        return ""
    if item.kind == "group" or item.link:
        return ' role="graphics-object"'
    return ' role="graphics-symbol" tabindex="0"'
