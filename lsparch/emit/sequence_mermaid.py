"""A sequence as a Mermaid sequence diagram."""

from collections.abc import Iterable, Mapping

from lsparch.draw.look import Look, look_of
from lsparch.emit.notation_mermaid import EMPTY, escaped, front_matter, key
from lsparch.models.symbology import Symbology
from lsparch.views.plan import Box, Status
from lsparch.views.sequence_plan import Message, SequencePlan, as_diagram

__all__ = ["mermaid_sequence"]


def mermaid_sequence(plan: SequencePlan, symbology: Symbology) -> str:
    """Return the Mermaid text of a sequence.

    Participants are ``p0``, ``p1``, … in their order; a comment after the header says which element each one is.
    Those of a part stand in a box; optional messages in an ``opt`` block; lines are dotted where the model is not sure.
    """
    look = look_of(as_diagram(plan), symbology)
    names = {box.id: f"p{index}" for index, box in enumerate(plan.participants)}
    lines = [*front_matter(plan), "sequenceDiagram", *key(names)]
    lines += participants(plan, names, look)
    for message in plan.messages:
        lines += message_lines(message, names, look)
    return "\n".join([*lines, ""])


def participants(plan: SequencePlan, names: Mapping[str, str], look: Look) -> Iterable[str]:
    """Yield the statements of all participants, those of a part in its box."""
    parts = {group.id: group for group in plan.parts}
    inside: str | None = None
    for box in plan.participants:
        if box.group != inside and inside is not None:
            yield "  end"
        if box.group != inside and box.group is not None:
            fill = look.group(parts[box.group]).fill
            red, green, blue = (int(fill[start : start + 2], 16) for start in (1, 3, 5))
            yield f"  box rgb({red}, {green}, {blue}) {escaped(parts[box.group].label)}"
        inside = box.group
        yield f"  {participant(box, names[box.id], look)}"
    if inside is not None:
        yield "  end"


def participant(box: Box, name: str, look: Look) -> str:
    """Return the statement of a participant."""
    note = look.symbology.statuses.of(box.status.value).note if box.status is not Status.KNOWN else ""
    label = "<br/>".join(escaped(text) for text in (box.label, *box.details, note) if text) or EMPTY
    return f"{'actor' if box.symbol == 'user' else 'participant'} {name} as {label}"


def message_lines(message: Message, names: Mapping[str, str], look: Look) -> Iterable[str]:
    """Yield the statements of a message."""
    note = look.symbology.statuses.of(message.status.value).note if message.status is not Status.KNOWN else ""
    way = " · ".join(filter(None, (message.way, message.proof, note, message.note)))
    text = "<br/>".join(escaped(part) for part in (f"{message.number} {message.does}", way) if part)
    arrow = "-->>" if message.status is not Status.KNOWN or message.note else "->>"
    line = f"{names[message.source]}{arrow}{names[message.target]}: {text}"
    yield from ("  opt optional", f"    {line}", "  end") if message.optional else (f"  {line}",)
