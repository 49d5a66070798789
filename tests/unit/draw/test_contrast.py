"""Every text and every mark of every picture can be read on what it lies on, in every theme."""

from collections.abc import Iterator

import pytest

from lsparch.draw.scene import GroupElement, Path, Rect, Scene, Text, Use
from lsparch.models.theme import contrast
from lsparch.models.theme_name import ThemeName
from lsparch.views.chart_plan import ChartPlan
from lsparch.views.plan import DiagramPlan
from lsparch.views.sequence_plan import SequencePlan
from tests.unit.draw.pictures import bounds, drawn_plans, marks, scenes
from tests.unit.draw.shipped import SYMBOLOGY

TEXT = 4.5
MARK = 3.0
every_theme = pytest.mark.parametrize("theme", list(ThemeName))


def grounds(scene: Scene) -> Iterator[tuple[Rect | Path | Text | Use, str]]:
    """Yield every text, glyph and line with the colour on which it lies: that of the last filled mark under it.

    Heads of arrows and other small marks are no ground for lines.
    """
    page = (0, 0, scene.width, scene.height)
    filled: list[tuple[tuple[float, float, float, float], str]] = [(page, scene.ground)]

    def under(x: float, y: float, least: float = 0) -> str:
        return next(
            fill for (a, b, c, d), fill in reversed(filled) if a <= x <= c and b <= y <= d and c - a >= least <= d - b
        )

    for mark in marks(scene.children):
        match mark:
            case Text():
                shift = {"start": 3, "middle": 0, "end": -3}[mark.anchor]
                yield mark, under(mark.x + shift, mark.y - mark.size * 0.3)
            case Use():
                yield mark, under(mark.x + mark.size / 2, mark.y + mark.size / 2)
            case Rect() | Path():
                a, b, _, d = box = bounds(mark)
                yield mark, under(a, (b + d) / 2, 16)
                if mark.fill != "none":
                    filled.append((box, mark.fill))


@every_theme
def test_every_text_can_be_read_on_its_ground(theme: ThemeName) -> None:
    found = {
        (mark.text, mark.fill, ground)
        for scene in scenes(theme)
        for mark, ground in grounds(scene)
        if isinstance(mark, Text) and contrast(mark.fill, ground) < TEXT
    }
    assert found == set()


@every_theme
def test_every_glyph_stands_out_from_its_ground(theme: ThemeName) -> None:
    found = {
        (mark.glyph, mark.colour, ground)
        for scene in scenes(theme)
        for mark, ground in grounds(scene)
        if isinstance(mark, Use) and contrast(mark.colour, ground) < MARK
    }
    assert found == set()


@every_theme
def test_every_line_stands_out_from_its_ground(theme: ThemeName) -> None:
    """Lines that only separate, and the inner part of double lines, carry nothing."""
    look = SYMBOLOGY.themes.of(theme)
    found = {
        (mark.stroke, ground)
        for scene in scenes(theme)
        for mark, ground in grounds(scene)
        if isinstance(mark, Rect | Path) and mark.stroke not in {"", look.rule, look.ground}
        if contrast(mark.stroke, ground) < MARK
    }
    assert found == set()


@every_theme
def test_colours_of_a_picture_are_those_of_its_theme(theme: ThemeName) -> None:
    look = SYMBOLOGY.themes.of(theme)
    hues = set(look.hues.values())
    known = {"none", "", look.ground, look.ink, look.muted, look.rule, *hues, *look.inks.values()}
    known |= {look.filled(hue) for hue in hues} | {look.washed(hue) for hue in hues}
    charts = {plan.id for plan in drawn_plans() if isinstance(plan, ChartPlan)}  # their tones are thinned inks
    for scene in scenes(theme):
        if scene.id not in charts:
            for mark in marks(scene.children):
                match mark:
                    case Text():
                        assert mark.fill in known
                    case Use():
                        assert mark.colour in known
                    case Rect() | Path():
                        assert {mark.fill, mark.stroke} <= known


def test_texts_are_found_on_what_was_drawn_last() -> None:
    children = (Rect(0, 0, 50, 50, "#000000"), GroupElement("a", "box", (Text(10, 20, "x", 10, "#ffffff"),)))
    scene = Scene("s", 100, 100, "", "", (*children, Text(70, 70, "y", 10, "#777777")))
    assert [ground for _, ground in grounds(scene)] == ["#ffffff", "#000000", "#ffffff"]


def test_plans_of_every_sort_are_looked_at() -> None:
    assert {type(plan) for plan in drawn_plans()} >= {DiagramPlan, SequencePlan, ChartPlan}


def test_the_frame_of_an_outline_is_found() -> None:
    assert bounds(Path("M0 5H10L12 8V20A3 3 0 0 1 2 22Z")) == (0, 5, 12, 22)
