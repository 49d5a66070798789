"""Plans with hostile texts in every place that shows any."""

from lsparch.views.plan import Arrow, Auth, Box, DiagramPlan, Flow, Group, Panel, Status
from lsparch.views.sequence_plan import Message, SequencePlan

__all__ = ["HOSTILE_TO_NOTATIONS", "HOSTILE_TO_XML", "hostile_plan", "hostile_sequence"]

HOSTILE_TO_NOTATIONS = (
    "\x01", "1. one", "- x", "_a_", "*a*", "~~a~~", "%%{init: {}}%%", "%% x", "style x:#y;", "classDef x:#y;", "end",
    "*", "label", "style", "class", "classes", "vars", "layers", "shape", "_", "&lt;", "&amp;amp;", "#35;", "x;y",
    "a->b", "-->>", "\\N", "\\G\\l", "<br/>", "x\\", '\\"', "${x}", "$$x$$", "|md x|", "// x", "/* x", "!include x",
    "}", "{", "@{ shape: x }", "note over p0", "wrap:x", "rgb(1,2,3) x", "**.style.fill: red",
)  # fmt: skip
"""Texts that mean something to Mermaid, D2, DOT, draw.io or Structurizr."""

HOSTILE_TO_XML = ('"', "'", "<b>&amp;", "]]>", "<!--", "\x01", "\N{LINE SEPARATOR}x", "", "a;shape=x", "&#0;")
"""Texts that mean something to XML or to styles of draw.io: few, for tests in which they are laid out."""


def hostile_plan(*texts: str) -> DiagramPlan:
    """Return a diagram with two frames, two boxes and an arrow between them for each text."""
    groups: list[Group] = []
    boxes: list[Box] = []
    arrows: list[Arrow] = []
    for number, text in enumerate(texts):
        name = f"{number} {text[:200]}"
        one, other = f"a/{name}", f"b/{name}"
        groups += [
            Group(f"g/{name}", text, "aspect", detail=text, status=Status.PLANNED),
            Group(f"h/{name}", text, "pod", f"g/{name}", text),
        ]
        boxes += [
            Box(one, text, "deployment", f"h/{name}", (text,), ("sidecar-filebeat",), Status.OPEN, text, text, 3),
            Box(other, text, "database", None, (text,), description=text),
        ]
        proof = (Auth.SECRET,)
        arrows.append(
            Arrow(f"{one} {other}", one, other, "database", text, optional=True, description=text, auth=proof)
        )
    panels = tuple(Panel(text, ((text, text),)) for text in texts[:3])
    title = " ".join(texts)
    return DiagramPlan("hostile", title, title, Flow.RIGHT, tuple(groups), tuple(boxes), tuple(arrows), panels, title)


def hostile_sequence(*texts: str) -> SequencePlan:
    """Return a sequence with two participants, one of them in a part, and two messages for each text."""
    parts: list[Group] = []
    boxes: list[Box] = []
    messages: list[Message] = []
    for number, text in enumerate(texts):
        name = f"{number} {text[:200]}"
        one, other = f"a/{name}", f"b/{name}"
        parts.append(Group(f"g/{name}", text, "aspect"))
        boxes += [
            Box(one, text, "deployment", f"g/{name}", (text,)),
            Box(other, text, "database", None, (text,), description=text),
        ]
        messages += [
            Message(f"{number}.1", "1", one, other, text, "database", text, text),
            Message(f"{number}.2", "2", other, other, text, "database", text, text, optional=True, note=text),
        ]
    title = " ".join(texts)
    return SequencePlan("hostile", title, title, "hostile", tuple(parts), tuple(boxes), tuple(messages), (), title)
