"""A sequence as a D2 sequence diagram."""

from collections.abc import Iterable

from lsparch.draw.look import Look, look_of
from lsparch.emit.notation_d2 import DASH, dashed, quoted, tip
from lsparch.emit.notation_words import title_of
from lsparch.models.symbology import Symbology
from lsparch.views.plan import Box, Status
from lsparch.views.sequence_plan import Message, SequencePlan, as_diagram

__all__ = ["d2_sequence"]


def d2_sequence(plan: SequencePlan, symbology: Symbology) -> str:
    """Return the D2 text of a sequence; keys are element ids."""
    look = look_of(as_diagram(plan), symbology)
    parts = {group.id: group.label for group in plan.parts}
    lines = [
        f"# {title_of(plan)}",
        "shape: sequence_diagram",
    ]
    for box in plan.participants:
        lines += participant(box, parts.get(box.group or "", ""), look)
    for message in plan.messages:
        lines += message_lines(message, look)
    return "\n".join([*lines, ""])


def participant(box: Box, part: str, look: Look) -> Iterable[str]:
    """Yield the statements of a participant, with the part that it belongs to."""
    symbol = look.symbology.symbols[box.symbol]
    paint = look.box(box)
    status = look.symbology.statuses.of(box.status.value)
    lines = [text for text in (box.label, part, *box.details, status.note) if text]
    yield f"{quoted(box.id)}: {quoted(*lines)} {{"
    yield f"  tooltip: {tip(box.description or symbol.title)}"
    yield f'  style: {{fill: "{paint.fill}"; stroke: "{paint.line}"{dashed(status.dash)}}}'
    yield "}"


def message_lines(message: Message, look: Look) -> Iterable[str]:
    """Yield the statements of a message."""
    colour = look.theme.inks[look.symbology.arrows[message.style].ink]
    unsure = message.status is not Status.KNOWN
    note = look.symbology.statuses.of(message.status.value).note if unsure else ""
    more = (message.way, message.proof, "optional" if message.optional else "", note, message.note)
    lines = filter(None, (f"{message.number} {message.does}", " · ".join(filter(None, more))))
    dash = (DASH,) if unsure or message.optional or message.note else ()
    yield f"{quoted(message.source)} -> {quoted(message.target)}: {quoted(*lines)} {{"
    yield f'  style: {{stroke: "{colour}"{dashed(dash)}}}'
    yield "}"
