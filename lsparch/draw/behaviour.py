"""What a picture does without a script: it shows the focus, and brings out the arrows of what one points at."""

from collections.abc import Iterable, Iterator

from lsparch.draw.scene import Element, GroupElement, Scene

__all__ = ["STOPS", "behaviour"]

STOPS = ("box", "arrow", "message", "bar")
"""Classes of what the keyboard stops at."""

AT = ":is(:hover,:focus-visible,:focus-within)"


def behaviour(scene: Scene) -> str:
    """Return the style rules of a scene."""
    found = list(elements(scene.children))
    stops = ",".join(f".{kind}" for kind in STOPS)
    rules = [
        f":is({stops}):focus-visible,a:focus-visible{{outline:2px solid {scene.ink};outline-offset:3px}}",
        f":is(.arrow,.message){AT}{{filter:drop-shadow(0 0 1.5px {scene.ink})}}",
    ]
    ends = {end for item in found if item.kind == "arrow" for end in facts(item, "source", "target")}
    boxes = [item.element for item in found if item.kind == "box" and item.element in ends]
    if boxes:
        rules.append(f"svg:has(.box{AT}) .arrow{{opacity:.2}}")
    for box in boxes:
        name = quoted(box)
        mine = f":is([data-source={name}],[data-target={name}])"
        rules.append(f"svg:has(.box[data-element={name}]{AT}) .arrow{mine}{{opacity:1}}")
    return "@media screen{" + "".join(rules) + "}"


def elements(children: Iterable[Element]) -> Iterator[GroupElement]:
    """Yield every group of marks, from the outside in."""
    for child in children:
        if isinstance(child, GroupElement):
            yield child
            yield from elements(child.children)


def facts(item: GroupElement, *keys: str) -> list[str]:
    """Return some facts about a group of marks."""
    known = dict(item.data)
    return [known[key] for key in keys if key in known]


def quoted(text: str) -> str:
    """Return a string of a style sheet, in which nothing but plain characters stands for itself."""
    plain = (sign if sign.isascii() and (sign.isalnum() or sign in "-_./:") else f"\\{ord(sign):x} " for sign in text)
    return f'"{"".join(plain)}"'
