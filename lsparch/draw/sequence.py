"""A sequence view: a lifeline for each participant, messages in order, time downwards."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lsparch.draw.compose import Body, compose_page
from lsparch.draw.digest import value_digest
from lsparch.draw.geometry import Frame
from lsparch.draw.legend import legend_of
from lsparch.draw.look import Look, look_of
from lsparch.draw.measure import HEADING, LABEL, BoxText, box_text, group_heading
from lsparch.draw.messages import MessageText, message_marks, message_text
from lsparch.draw.picture import box_marks, heading_texts
from lsparch.draw.scene import Element, GroupElement, Path, Rect, Scene
from lsparch.draw.text import line_height, shorten
from lsparch.models.symbology import Symbology
from lsparch.models.theme_name import ThemeName
from lsparch.views.plan import Box, Group
from lsparch.views.sequence_plan import SequencePlan, as_diagram

__all__ = ["compose_sequence"]

GAP = 26
PAD = 12
BAR = 10
FIRST = 24
TAIL = 26
HEAD_ROOM = 8
BESIDE_NAME = 20
MOST_NAME = 330


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the lifelines are and when each message is sent, the upper left corner at the origin."""

    plan: SequencePlan
    boxes: tuple[BoxText, ...]
    widths: tuple[int, ...]
    """Room of each participant: its box, or the name of its part where it stands alone in it."""

    centres: tuple[int, ...]
    rows: tuple[tuple[int, MessageText], ...]
    """Height of the arrow, and the text around it, of each message."""

    band: int
    """Height of the headings of parts; 0 if there are none."""

    head: int
    """Height of the participants' boxes."""

    width: int
    height: int

    def place(self, identifier: str) -> int:
        """Return which participant an id is."""
        return next(n for n, box in enumerate(self.plan.participants) if box.id == identifier)


def compose_sequence(plan: SequencePlan, symbology: Symbology, theme: ThemeName = ThemeName.LIGHT) -> Scene:
    """Return the finished drawing of a sequence."""
    stage = set_stage(plan, symbology)
    look = look_of(as_diagram(plan), symbology, theme)
    body = Body(stage.width, stage.height, lambda x, y: stage_marks(stage, look, x, y))
    steps = "; ".join(
        f"{message.number} {label(plan, message.source)} → {label(plan, message.target)}: {message.does}"
        for message in plan.messages
    )
    return compose_page(plan, body, legend_of(as_diagram(plan), look), look, steps)


def label(plan: SequencePlan, identifier: str) -> str:
    """Return the label of a participant."""
    return next(box.label for box in plan.participants if box.id == identifier)


def set_stage(plan: SequencePlan, symbology: Symbology) -> Stage:
    """Return how a sequence is laid out: lifelines just so far apart that every label fits between its ends."""
    boxes = tuple(box_text(box, symbology) for box in plan.participants)
    texts = [message_text(message, symbology) for message in plan.messages]
    index = {box.id: n for n, box in enumerate(plan.participants)}
    widths = spans(plan, boxes, symbology)
    centres: list[int] = []
    for n, width in enumerate(widths):
        least = PAD + width // 2
        if n:
            edge = plan.participants[n].group != plan.participants[n - 1].group
            least = centres[-1] + (widths[n - 1] + width) // 2 + GAP + PAD * edge
        for message, words in zip(plan.messages, texts, strict=True):
            one, other = sorted((index[message.source], index[message.target]))
            if other == n and one < n:
                least = max(least, centres[one] + words.width)
            if one == other == n - 1:
                least = max(least, centres[one] + words.width + BAR)
        centres.append(least + least % 2)
    band = line_height(HEADING) + line_height(LABEL) + 10 if plan.parts else 0
    head = max((text.height for text in boxes), default=0)
    y, rows = band + head + HEAD_ROOM + FIRST, []
    for words in texts:
        rows.append((y + words.above, words))
        y += words.above + words.below
    right = max((c + width // 2 for c, width in zip(centres, widths, strict=True)), default=0)
    selves = [
        centres[index[m.source]] + words.width
        for m, words in zip(plan.messages, texts, strict=True)
        if m.source == m.target
    ]
    return Stage(plan, boxes, widths, tuple(centres), tuple(rows), band, head, max([right, *selves]) + PAD, y + TAIL)


def spans(plan: SequencePlan, boxes: Sequence[BoxText], symbology: Symbology) -> tuple[int, ...]:
    """Return the room of each participant; one that stands alone in its part makes room for the part's name."""
    groups = [box.group for box in plan.participants]
    names = {group.id: group_heading(group, symbology).width + BESIDE_NAME for group in plan.parts}
    alone = {group for group in groups if group is not None and groups.count(group) == 1}
    return tuple(
        max(text.width, min(names[group], MOST_NAME)) if group in alone and group is not None else text.width
        for text, group in zip(boxes, groups, strict=True)
    )


def stage_marks(stage: Stage, look: Look, x: int, y: int) -> Iterator[Element]:
    """Yield the marks in drawing order: parts, lifelines, bars, messages, boxes."""
    for group, first, last in bands(stage):
        yield band_marks(stage, group, first, last, look, x, y)
    top, low = y + stage.band + stage.head + HEAD_ROOM // 2, y + stage.height - PAD
    for n, box in enumerate(stage.plan.participants):
        paint = look.box(box)
        middle = x + stage.centres[n]
        marks: list[Element] = [Path(f"M{middle} {top}V{low}", "none", paint.line, 0.8)]
        times = [
            row for message, (row, _) in zip(stage.plan.messages, stage.rows, strict=True)
            if box.id in {message.source, message.target}
        ]  # fmt: skip
        if times:
            start, height = y + times[0] - 7, times[-1] - times[0] + 16
            marks.append(Rect(middle - BAR // 2, start, BAR, height, paint.fill, paint.line, 1.1, 2))
        yield GroupElement(box.id, "lifeline", tuple(marks), element=box.id)
    names = {box.id: box.label for box in stage.plan.participants}
    for message, (row, text) in zip(stage.plan.messages, stage.rows, strict=True):
        ends = x + stage.centres[stage.place(message.source)], x + stage.centres[stage.place(message.target)]
        yield message_marks(message, text, ends, y + row, names, look)
    for n, box in enumerate(stage.plan.participants):
        yield participant(stage, n, box, look, x, y)


def participant(stage: Stage, n: int, box: Box, look: Look, x: int, y: int) -> GroupElement:
    """Return the box at the head of a lifeline."""
    text = stage.boxes[n]
    top = y + stage.band + HEAD_ROOM // 2 + stage.head - text.height
    return box_marks(box, Frame(x + stage.centres[n] - text.width // 2, top, text.width, text.height), text, look)


def bands(stage: Stage) -> Iterable[tuple[Group, int, int]]:
    """Yield each part with its first and last participant."""
    groups = {group.id: group for group in stage.plan.parts}
    found: dict[str, list[int]] = {}
    for n, box in enumerate(stage.plan.participants):
        if box.group is not None:
            found.setdefault(box.group, []).append(n)
    return ((groups[name], places[0], places[-1]) for name, places in found.items())


def band_marks(stage: Stage, group: Group, first: int, last: int, look: Look, x: int, y: int) -> GroupElement:
    """Return the ground on which the lifelines of a part stand, with its name."""
    style = look.symbology.groups[group.symbol]
    paint = look.group(group)
    left = x + stage.centres[first] - stage.widths[first] // 2 - PAD
    right = x + stage.centres[last] + stage.widths[last] // 2 + PAD
    dash = look.symbology.statuses.of(group.status.value).dash
    heading = group_heading(group, look.symbology)
    room = right - left - 40
    lines = shorten(heading.label, HEADING, room, bold=True), shorten(heading.kind, LABEL, room)
    heading = replace(heading, label=lines[0], kind=lines[1], signs=heading.signs if lines[1] == heading.kind else ())
    marks: Sequence[Element] = (
        Rect(left, y, right - left, stage.height, paint.fill, paint.line, style.width, style.corner, dash),
        *heading_texts(group, heading, left + 9, y + 6, look),
    )
    title = f"{style.title.partition(':')[0]}: {group.label}"
    data = (("kind", group.symbol), ("digest", value_digest(group)))
    return GroupElement(group.id, "group", tuple(marks), title, group.detail, group.id, data)
