"""How a plan looks: the symbology in one theme, with a hue for each Aspect or Service of the plan."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from lsparch.models.symbology import Symbology
from lsparch.models.theme import NEUTRAL, Theme
from lsparch.models.theme_name import ThemeName
from lsparch.views.plan import Arrow, Box, DiagramPlan, Group

__all__ = ["Look", "Paint", "hues_of", "look_of", "parts_of", "plain_look"]


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours of a box or frame."""

    line: str
    fill: str


@dataclass(frozen=True, slots=True)
class Look:
    """Colours of everything in a plan."""

    symbology: Symbology
    theme: Theme
    hues: Mapping[str, str]
    """Hue of each Aspect or Service, by id."""

    def hue(self, part: str) -> str:
        """Return the colour of what belongs to a part, or to none."""
        return self.theme.hues[self.hues.get(part, NEUTRAL)]

    def box(self, box: Box) -> Paint:
        """Return the colours of a box; what is not there yet is not filled."""
        line = self.hue(box.part)
        filled = self.symbology.statuses.of(box.status.value).filled
        return Paint(line, self.theme.filled(line) if filled else self.theme.ground)

    def group(self, group: Group) -> Paint:
        """Return the colours of a frame."""
        line = self.hue(group.part)
        return Paint(line, self.theme.washed(line))

    def arrow(self, arrow: Arrow) -> str:
        """Return the colour of an arrow and its label."""
        return self.theme.inks[self.symbology.arrows[arrow.style].ink]

    def sign(self, key: str) -> str:
        """Return the colour of a sign's disc."""
        return self.theme.inks[self.symbology.signs[key].ink]

    @property
    def hued(self) -> bool:
        """Whether parts can be told apart by colour."""
        return len(set(self.theme.hues.values())) > 1

    @property
    def neutral(self) -> Paint:
        """Colours of a box that belongs to nobody."""
        line = self.theme.hues[NEUTRAL]
        return Paint(line, self.theme.filled(line))


def look_of(plan: DiagramPlan, symbology: Symbology, theme: ThemeName = ThemeName.LIGHT) -> Look:
    """Return how a plan looks in a theme."""
    return Look(symbology, symbology.themes.of(theme), hues_of(belongings(plan), symbology))


def plain_look(symbology: Symbology, theme: ThemeName = ThemeName.LIGHT) -> Look:
    """Return how things look that are in no plan of boxes: parts have the hues that the symbology declares."""
    return Look(symbology, symbology.themes.of(theme), symbology.parts)


def parts_of(plan: DiagramPlan) -> dict[str, str]:
    """Return the titles of the Aspects and Services that a plan shows something of, by id."""
    titles = dict(plan.parts)
    shown = belongings(plan).keys()
    known = {part: title for part, title in titles.items() if part in shown}
    return known | {part: part for part in sorted(shown - known.keys())}


def belongings(plan: DiagramPlan) -> Mapping[str, int]:
    """Return how many lines in boxes and headings each Aspect or Service has in a plan, as far as it has any."""
    found: Counter[str] = Counter()
    for box in plan.boxes:
        found[box.part] += 1 + len(box.details)
    for group in plan.groups:
        found[group.part] += 1
    del found[""]
    return found


def hues_of(parts: Iterable[str], symbology: Symbology) -> dict[str, str]:
    """Return the hue of each part: the declared one, else one found from its name that no other has.

    A namespace such as ``pdac-api`` takes the hue of the part whose name it ends with, if that is free. Where more
    parts need a hue than there are, those that are named more often than the first for which there is none have one;
    the others have none, so that a hue never stands for two. The order of the parts does not matter.

    Parameters
    ----------
    parts
        Parts, each as often as something belongs to it, or with how much does.
    symbology
        Hues, and which parts have one of their own.
    """
    sizes = Counter(parts)
    found = {part: symbology.parts[part] for part in sorted(sizes) if part in symbology.parts}
    hues = [hue for hue in symbology.themes.light.hues if hue != NEUTRAL]
    for part in sorted(foremost(sizes, found, len(set(hues) - {*found.values()}))):
        start = int.from_bytes(sha256(part.encode()).digest()[:4]) % len(hues)
        kin = [hue for name, hue in symbology.parts.items() if part.endswith(f"-{name}")]
        wheel = [*kin, *hues[start:], *hues[:start]]
        found[part] = next(hue for hue in wheel if hue not in found.values())
    return found


def foremost(sizes: Mapping[str, int], known: Collection[str], most: int) -> Iterable[str]:
    """Return the parts that are not known yet: all, or those, more than one and at most so many, larger than others."""
    others = {part: size for part, size in sizes.items() if part not in known}
    if len(others) <= most:
        return others
    largest = sorted(others.values(), reverse=True)
    found = [part for part, size in others.items() if size > largest[most]]
    return found if len(found) > 1 else ()
