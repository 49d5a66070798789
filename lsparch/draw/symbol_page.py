"""The page of all symbols: each question that a picture answers, with every answer, by the code of the pictures."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lsparch.draw.compose import Body, compose_page
from lsparch.draw.digest import value_digest
from lsparch.draw.geometry import Frame
from lsparch.draw.legend import joint_sample, straight
from lsparch.draw.look import Look, plain_look
from lsparch.draw.measure import arrow_label, box_text, group_heading
from lsparch.draw.picture import arrow_marks, box_marks, group_marks, heading_marks, label_marks
from lsparch.draw.scene import Element, GroupElement, Scene, Text
from lsparch.draw.text import ascent, line_height, wrap
from lsparch.models.symbology import Symbology
from lsparch.models.theme_name import ThemeName
from lsparch.views.plan import Arrow, Auth, Box, DiagramPlan, Flow, Group, SourceKind, Status

__all__ = ["PAGES", "symbol_page", "symbol_plan"]

PAGES = {
    "symbology": ThemeName.LIGHT,
    "symbology-dark": ThemeName.DARK,
    "symbology-grey": ThemeName.GREY,
}
"""Name of the page in each theme."""

COLUMNS = 4
CELL = 214
WIDTH = COLUMNS * CELL
BETWEEN = 40
LEFT = 3
"""Questions in the left half of the page."""

GAP = 14
QUESTION = 14.5
ANSWER = 11.5
LABEL = 11.0
ARROW = 96
FRAME = 56
SPACE = 22
PODS = (1, 2, 30, 0)


@dataclass(frozen=True, slots=True)
class Sample:
    """One answer, as it stands in pictures."""

    key: str
    height: int
    draw: Callable[[int, int], Iterable[Element]]


@dataclass(frozen=True, slots=True)
class Block:
    """A question, how it is answered, and every answer."""

    question: str
    answer: str
    samples: tuple[Sample, ...]

    @property
    def rows(self) -> list[tuple[Sample, ...]]:
        """The samples in rows."""
        return [self.samples[n : n + COLUMNS] for n in range(0, len(self.samples), COLUMNS)]

    @property
    def height(self) -> int:
        """Height of question, answer and samples."""
        words = line_height(QUESTION) + len(wrap(self.answer, ANSWER, WIDTH)) * line_height(ANSWER) + 8
        return words + sum(max(sample.height for sample in row) + GAP for row in self.rows) + SPACE


def symbol_plan(symbology: Symbology, theme: ThemeName) -> DiagramPlan:
    """Return what the page says about itself, with a digest of all that it shows."""
    return DiagramPlan(
        "symbology",
        "Symbology",
        symbology.themes.of(theme).title,
        Flow.DOWN,
        description="Each question has one answer in every picture, and no answer needs colour.",
        parts=(("digest", value_digest(symbology.model_dump(mode="json"))),),
        source=SourceKind.THEME,
    )


def symbol_page(symbology: Symbology, theme: ThemeName) -> Scene:
    """Return the page of all symbols in a theme."""
    look = plain_look(symbology, theme)
    found = blocks(look)
    halves = found[:LEFT], found[LEFT:]
    height = max(sum(block.height for block in half) for half in halves)

    def draw(x: int, y: int) -> Iterator[Element]:
        for n, half in enumerate(halves):
            yield from block_marks(half, look, x + n * (WIDTH + BETWEEN), y)

    body = Body(2 * WIDTH + BETWEEN, height, draw)
    return compose_page(symbol_plan(symbology, theme), body, (), look, "Every symbol, frame, arrow, mark and sign.")


def block_marks(found: Sequence[Block], look: Look, x: int, y: int) -> Iterator[Element]:
    """Yield the marks of all blocks, one under the other."""
    for block in found:
        top = y
        yield Text(x, y + ascent(QUESTION), block.question, QUESTION, look.theme.ink, bold=True)
        y += line_height(QUESTION)
        for words in wrap(block.answer, ANSWER, WIDTH):
            yield Text(x, y + ascent(ANSWER), words, ANSWER, look.theme.muted)
            y += line_height(ANSWER)
        y += 8
        for row in block.rows:
            for n, sample in enumerate(row):
                yield GroupElement(sample.key, "sample", tuple(sample.draw(x + n * CELL, y)))
            y += max(sample.height for sample in row) + GAP
        y = top + block.height


def blocks(look: Look) -> tuple[Block, ...]:
    """Return every question."""
    symbology = look.symbology
    hues = (*symbology.parts, "")
    return (
        Block("What is it?", "Glyph and shape of a box.", tuple(symbols(look))),
        Block("What is around it?", "Glyph, corners and heading of a frame.", tuple(frames(look))),
        Block(
            "Whose is it?",
            "Hue of an Aspect or Service, which the picture also names. One without a hue of its own in the symbology "
            "takes a free one, found from its name; where there are too few, those with most in the picture have one. "
            "What belongs to others, or to nobody, is grey.",
            tuple(box_sample(look, Box(f"hue/{part}", part or "nobody", "deployment", part=part)) for part in hues),
        ),
        Block(
            "How many?",
            "Sheets of a stack: one, two, or three for more and for as many as are asked for, with the number.",
            tuple(box_sample(look, Box(f"stack/{n}", pods(n), "deployment", replicas=n)) for n in PODS),
        ),
        Block(
            "What does it speak?",
            "Make-up and colour of an arrow's line tell the family of protocols, its head and label the protocol; "
            "a second head stands for one that encrypts.",
            tuple(arrow_sample(look, plain(f"arrow/{key}", key), words(key, look)) for key in symbology.arrows),
        ),
        Block(
            "Is it needed?",
            "A full line with a full head; dashes and a hollow head if the source works without.",
            (
                arrow_sample(look, plain("needed"), ("Needed",)),
                arrow_sample(look, replace(plain("optional"), optional=True), ("Optional",)),
            ),
        ),
        Block(
            "Does it meet another?",
            "A dot where lines that are drawn as one join or fork; where there is none, lines cross.",
            (joint_answer(look),),
        ),
        Block("Who asks?", "A mark before the label of an arrow; none where nothing is said.", tuple(proofs(look))),
        Block(
            "How sure is it?",
            "Dots in a line mean not sure, a sign and a word say how; what is not there yet is not filled.",
            tuple(statuses(look)),
        ),
        Block("What is the matter with it?", "A sign with its word.", tuple(signs(look))),
    )


def pods(number: int) -> str:
    """Return a number of pods in words."""
    return {0: "on demand", 1: "1 pod"}.get(number, f"{number} pods")


def words(key: str, look: Look) -> tuple[str, ...]:
    """Return the words beside an arrow: what it is called, and what it speaks."""
    style = look.symbology.arrows[key]
    room = CELL - ARROW - 18
    return (*wrap(style.title, LABEL, room), *wrap(", ".join(style.protocols), LABEL, room))


def symbols(look: Look) -> Iterator[Sample]:
    """Yield every kind of box."""
    for key, symbol in look.symbology.symbols.items():
        title, _, more = symbol.title.partition(": ")
        yield box_sample(look, Box(f"symbol/{key}", title, key, details=(more,) if more else ()))


def box_sample(look: Look, box: Box) -> Sample:
    """Return a box."""
    text = box_text(box, look.symbology)
    return Sample(box.id, text.height, lambda x, y: [box_marks(box, Frame(x, y, text.width, text.height), text, look)])


def frames(look: Look) -> Iterator[Sample]:
    """Yield every kind of frame."""
    for key in look.symbology.groups:
        yield frame_sample(look, Group(f"frame/{key}", "Name", key))


def frame_sample(look: Look, group: Group) -> Sample:
    """Return a frame with its heading."""
    heading = group_heading(group, look.symbology)

    def draw(x: int, y: int) -> Iterable[Element]:
        frame = Frame(x, y, CELL - 20, FRAME)
        yield group_marks(group, frame, look)
        yield heading_marks(group, frame, heading, look)

    return Sample(group.id, FRAME, draw)


def plain(key: str, style: str = "http") -> Arrow:
    """Return an arrow from anywhere to anywhere."""
    return Arrow(key, "one", "other", style)


def arrow_sample(look: Look, arrow: Arrow, beside: tuple[str, ...]) -> Sample:
    """Return an arrow with words beside it, and with its label on it if it has a mark or a text."""
    label = arrow_label(arrow, look.symbology) if arrow.label else None

    def draw(x: int, y: int) -> Iterable[Element]:
        yield arrow_marks(arrow, (straight(x, x + ARROW, y + 12),), {}, look)
        if label:
            frame = Frame(x + (ARROW - label.width) // 2 - 4, y + 12 - label.height // 2, label.width, label.height)
            yield label_marks(arrow, frame, label, look, look.theme.ground)
        for n, text in enumerate(beside):
            colour = look.theme.muted if n else look.theme.ink
            yield Text(x + ARROW + 10, y + 16 + n * line_height(LABEL), text, LABEL, colour)

    return Sample(arrow.id, 10 + max(len(beside), 1) * line_height(LABEL), draw)


def joint_answer(look: Look) -> Sample:
    """Return a line that forks, with its words."""
    joint = look.symbology.joint

    def draw(x: int, y: int) -> Iterable[Element]:
        yield from joint_sample(x, y + 8, joint, look.theme.ink)
        yield Text(x + ARROW // 2 + 10, y + 16, joint.title, LABEL, look.theme.ink)

    return Sample("joint", 10 + line_height(LABEL), draw)


def proofs(look: Look) -> Iterator[Sample]:
    """Yield every mark of proof."""
    for key, proof in look.symbology.proofs.items():
        arrow = replace(plain(f"proof/{key}"), label="http", auth=(Auth(key),))
        yield arrow_sample(look, arrow, wrap(proof.title, LABEL, CELL - ARROW - 14))


def statuses(look: Look) -> Iterator[Sample]:
    """Yield every degree of sureness, of boxes and of arrows."""
    for key, style in look.symbology.statuses.items():
        title, _, more = style.title.partition(": ")
        details = (more,) if more else ()
        yield box_sample(look, Box(f"status/{key}", title, "deployment", details=details, status=Status(key)))
    for key, style in look.symbology.statuses.items():
        arrow = replace(plain(f"status/arrow/{key}"), status=Status(key))
        yield arrow_sample(look, arrow, (style.title.partition(":")[0],))


def signs(look: Look) -> Iterator[Sample]:
    """Yield every sign that is not that of a status."""
    known = dict(look.symbology.statuses.items())
    for key, sign in look.symbology.signs.items():
        if key not in known:
            yield box_sample(look, Box(f"sign/{key}", sign.title, "deployment", signs=(key,)))
