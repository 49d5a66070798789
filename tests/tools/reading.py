"""The reading test: questions about each picture, for a reader who is given nothing else, and the score of answers.

    python -m tests.tools.reading sheets FOLDER [--key]   # FOLDER/NAME.txt and NAME.png; the key only where asked for
    python -m tests.tools.reading score FILE              # lines `NAME DIGEST: y n n y …`; the digest is on the sheet

Ten questions for each picture, five of them with the answer no, are sampled from its plan by a generator that its name
seeds. A false statement is a true one with one word changed to another that stands in the same picture, so that it
cannot be told from the wording.
"""

import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lsparch.api.layouts import on_pages
from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform
from lsparch.draw.png import draw_png
from lsparch.views.plan import Arrow, DiagramPlan, Status
from lsparch.views.plans import Plan
from lsparch.views.sequence_plan import SequencePlan, as_diagram

__all__ = ["Question", "main", "questions"]

ROOT = Path(__file__).parents[2]
RENDERED = ROOT / "diagrams" / "rendered"
EACH = 5
"""Questions with the answer yes, and as many with no."""

SLIDE = 1920
"""Pixels across a slide."""

WORDS = {"y": True, "n": False}


@dataclass(frozen=True, slots=True)
class Question:
    """A statement about a picture, and whether it is so."""

    text: str
    so: bool


def questions(name: str, plan: DiagramPlan) -> list[Question]:
    """Return ten questions about a picture; fewer where there is not so much in it."""
    chance = random.Random(name)
    asked = Reader(plan)
    found: dict[bool, list[list[Question]]] = {True: [], False: []}
    for kind in asked.kinds:
        made = list(dict.fromkeys(kind()))
        for so, kinds in found.items():
            some = [question for question in made if question.so is so]
            chance.shuffle(some)
            kinds.append(some)
    sample = [question for kinds in found.values() for question in dealt(kinds)]
    chance.shuffle(sample)
    return sample


def dealt(kinds: Sequence[list[Question]]) -> list[Question]:
    """Return the wanted number of questions, of all kinds in turn."""
    rows = [kind[row] for row in range(EACH) for kind in kinds if row < len(kind)]
    return rows[:EACH]


class Reader:
    """What may be asked about one plan."""

    def __init__(self, plan: DiagramPlan) -> None:
        self.plan = plan
        frames = {group.id: group.label for group in plan.groups}
        labels = [box.label for box in plan.boxes]
        self.names = dict(frames)
        for box in plan.boxes:
            inside = f" in `{frames[box.group]}`" if labels.count(box.label) > 1 and box.group in frames else ""
            self.names[box.id] = f"`{box.label}`{inside}"
        self.once = {box.id for box in plan.boxes if list(self.names.values()).count(self.names[box.id]) == 1}
        self.arrows = [arrow for arrow in plan.arrows if {arrow.source, arrow.target} <= self.once]
        self.joined = {(arrow.source, arrow.target) for arrow in plan.arrows}
        self.kinds: Sequence[Callable[[], Iterator[Question]]] = (
            self.connected,
            self.ways,
            self.shared,
            self.certain,
            self.homes,
            self.several,
        )

    def connected(self) -> Iterator[Question]:
        """Iterate over who has an arrow to whom; a false one leads to what another box of the picture has."""
        for one in self.arrows:
            yield Question(f"An arrow leads from {self.names[one.source]} to {self.names[one.target]}.", so=True)
            for other in self.arrows:
                pair = (one.source, other.target)
                if pair not in self.joined and one.source != other.target:
                    yield Question(f"An arrow leads from {self.names[pair[0]]} to {self.names[pair[1]]}.", so=False)

    def ways(self) -> Iterator[Question]:
        """Iterate over protocols and ports; a false one is that of another arrow."""
        labelled = [arrow for arrow in self.arrows if arrow.label]
        said: dict[tuple[str, str], set[str]] = {}
        for arrow in labelled:
            said.setdefault((arrow.source, arrow.target), set()).add(arrow.label)
        for one in labelled:
            yield Question(self._way(one, one.label), so=True)
            for other in labelled:
                if other.label not in said[one.source, one.target]:
                    yield Question(self._way(one, other.label), so=False)

    def _way(self, arrow: Arrow, label: str) -> str:
        return f"The arrow from {self.names[arrow.source]} to {self.names[arrow.target]} says `{label}`."

    def shared(self) -> Iterator[Question]:
        """Iterate over what several use."""
        users: dict[str, set[str]] = {}
        for arrow in self.arrows:
            users.setdefault(arrow.target, set()).add(arrow.source)
        sources = list(dict.fromkeys(arrow.source for arrow in self.arrows))
        for target, known in users.items():
            for one in sources:
                for two in sources[sources.index(one) + 1 :]:
                    if target in (one, two) or not {one, two} & known:
                        continue
                    text = f"Both {self.names[one]} and {self.names[two]} have an arrow to {self.names[target]}."
                    yield Question(text, so={one, two} <= {s for s, t in self.joined if t == target})

    def certain(self) -> Iterator[Question]:
        """Iterate over what is planned, open or assumed."""
        marked = {box.status for box in self.plan.boxes} - {Status.KNOWN}
        for box in self.plan.boxes:
            for status in sorted(marked) if box.id in self.once else ():
                yield Question(f"{self.names[box.id]} is marked as {status}.", so=box.status is status)

    def homes(self) -> Iterator[Question]:
        """Iterate over what stands in which frame."""
        parents = {group.id: group.parent for group in self.plan.groups}
        homes: dict[str, list[str]] = {}
        for box in self.plan.boxes:
            home = box.group
            while home is not None:
                homes.setdefault(box.id, []).append(home)
                home = parents[home]
        for box in self.plan.boxes:
            for group in self.plan.groups if box.id in self.once and f"`{box.label}`" == self.names[box.id] else ():
                text = f"{self.names[box.id]} stands inside the frame `{group.label}`."
                yield Question(text, so=any(self.names[g] == group.label for g in homes.get(box.id, ())))

    def several(self) -> Iterator[Question]:
        """Iterate over what runs as several pods."""
        if any(box.replicas > 1 for box in self.plan.boxes):
            for box in self.plan.boxes:
                if box.id in self.once and box.replicas:
                    yield Question(f"{self.names[box.id]} is drawn as several pods or hosts.", so=box.replicas > 1)


def asked(plan: Plan) -> DiagramPlan | None:
    """Return a plan about which there are questions; charts have none."""
    if isinstance(plan, SequencePlan):
        return as_diagram(plan)
    return plan if isinstance(plan, DiagramPlan) else None


def pictures() -> Iterator[tuple[str, Plan, list[Question]]]:
    """Iterate over the shipped pictures with their questions."""
    platform = Platform(ROOT)
    drawings, _ = plan_drawings(platform)
    for pages in on_pages(platform, [(drawing.name, drawing.plan) for drawing in drawings]):
        for name, drawn in pages:
            plan = asked(drawn)
            if plan is not None:
                yield name, drawn, questions(name, plan)


def sheets(folder: Path, *, key: bool) -> None:
    """Write a sheet and a picture for each diagram, and the key if it is wanted."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, _, found in pictures():
        svg = (RENDERED / f"{name}.svg").read_text("utf-8")
        width = float(svg.partition(' width="')[2].partition('"')[0])
        (folder / f"{name}.png").write_bytes(draw_png(svg, SLIDE / width))
        text = f"{name} {digest(name)}\n" + "".join(
            f"{number}. {question.text}\n" for number, question in enumerate(found, 1)
        )
        (folder / f"{name}.txt").write_text(text, "utf-8")
        if key:
            answers = " ".join("y" if question.so else "n" for question in found)
            (folder / f"{name}.key").write_text(f"{answers}\n", "utf-8")


def score(file: Path) -> Iterator[str]:
    """Yield a line for each picture that was read, with what was misread, and the sum."""
    known = {name: found for name, _, found in pictures()}
    right = total = 0
    for line in file.read_text("utf-8").splitlines():
        head, _, words = line.partition(":")
        name, _, seen = head.partition(" ")
        if digest(name) != seen:
            yield f"{name}: not the picture that was read"
            continue
        found = known[name]
        wrong = [q for q, word in zip(found, words.split(), strict=True) if q.so is not WORDS.get(word)]
        right, total = right + len(found) - len(wrong), total + len(found)
        yield f"{name}: {len(found) - len(wrong)} of {len(found)}"
        yield from (f"  {'so' if question.so else 'not so'}: {question.text}" for question in wrong)
    yield f"all: {right} of {total}"


def digest(name: str) -> str:
    """Return the digest that a committed picture bears."""
    path = RENDERED / f"{name}.svg"
    found = re.search(r"digest ([0-9a-f]{12})", path.read_text("utf-8")) if path.exists() else None
    return found[1] if found else ""


def main() -> None:
    """Write sheets, or score answers."""
    match sys.argv[1:]:
        case ["sheets", folder, *rest] if not folder.startswith("-"):
            sheets(Path(folder), key="--key" in rest)
        case ["score", file]:
            sys.stdout.write("".join(f"{line}\n" for line in score(Path(file))))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
