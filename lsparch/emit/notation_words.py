"""What every notation says of boxes, frames and arrows, line by line; and text without what no notation can hold."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from unicodedata import category

from lsparch.draw.look import Look
from lsparch.views.plan import Arrow, Box, DiagramPlan, Group, Status
from lsparch.views.plans import Plan

__all__ = ["arrow_words", "box_words", "first_boxes", "frame_words", "names_of", "one_line", "title_of"]

UNFIT = {"Cc", "Cs", "Zl", "Zp"}
"""Categories of signs that end lines or that files of text cannot hold."""

TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff")
"""Signs that make a text look otherwise than it is read, or that are none."""


def one_line(text: str) -> str:
    """Return a text as one line: white space joined, control characters and signs that turn text round left out."""
    fit = (" " if category(sign) in UNFIT else sign for sign in text if sign not in TURNING)
    return " ".join("".join(fit).split())


def title_of(plan: Plan) -> str:
    """Return the title of a plan with what it shows."""
    return one_line(f"{plan.title}, {plan.environment}" if plan.environment else plan.title)


def names_of(plans: Sequence[Plan]) -> list[str]:
    """Return a name of its own for each plan: that of its view, with the environment where a view has several."""
    several = Counter(plan.id for plan in plans)
    found: list[str] = []
    for plan in plans:
        name = plan.id if several[plan.id] == 1 else f"{plan.id}-{plan.environment}"
        plain = re.sub(r"[^A-Za-z0-9_-]+", "-", name)
        more = (f"{plain}-{n}" for n in range(2, len(plans) + 2))
        found.append(next(name for name in (plain, *more) if name not in found))
    return found


def box_words(box: Box, look: Look) -> list[str]:
    """Return the lines of a box after its label: details, badges, signs and status."""
    symbols = look.symbology.symbols
    badges = [f"+ {symbols[badge].title.partition(':')[0]}" for badge in box.badges]
    return _lines([*box.details, *badges, *_signs(box.signs, look), _note(box.status, look)])


def frame_words(group: Group, look: Look) -> list[str]:
    """Return the lines of a frame after its label."""
    return _lines([group.detail, *_signs(group.signs, look), _note(group.status, look)])


def arrow_words(arrow: Arrow, look: Look) -> list[str]:
    """Return the words at an arrow: its label, how it proves who it is, whether it is optional, signs and status."""
    proof = " or ".join(auth.value for auth in arrow.auth)
    optional = "optional" if arrow.optional else ""
    auth = f"auth: {proof}" if proof else ""
    return _lines([arrow.label, auth, optional, *_signs(arrow.signs, look), _note(arrow.status, look)])


def _note(status: Status, look: Look) -> str:
    return look.symbology.statuses.of(status.value).note


def _signs(keys: Iterable[str], look: Look) -> list[str]:
    return [look.symbology.signs[key].word for key in keys]


def _lines(texts: Iterable[str]) -> list[str]:
    return [line for line in dict.fromkeys(map(one_line, texts)) if line]


def first_boxes(plan: DiagramPlan) -> dict[str, str]:
    """Return, for each frame that holds any, the first box in it, at whatever depth."""
    parents = {group.id: group.parent for group in plan.groups}
    found: dict[str, str] = {}
    for box in plan.boxes:
        group = box.group
        while group is not None:
            found.setdefault(group, box.id)
            group = parents[group]
    return found
