"""Colours can be told apart by people who see fewer of them, and nothing rests on colour alone."""

from itertools import combinations

import pytest

from lsparch.draw.geometry import Point
from lsparch.draw.legend import legend_of
from lsparch.draw.look import hues_of, look_of
from lsparch.draw.shapes import Strokes, arrow_head
from lsparch.models.symbology import Head
from lsparch.models.theme import NEUTRAL
from lsparch.models.theme_name import ThemeName
from lsparch.views.plan import Box, DiagramPlan, Flow
from tests.unit.draw.shipped import SYMBOLOGY
from tests.unit.draw.vision import SIGHTS, distance, seen
from tests.unit.views.shipped import shipped_plans

COLOURED = (ThemeName.LIGHT, ThemeName.DARK)
PLAIN = 7.0
"""Least distance of hues, and of families of arrows: seven times what can just be seen."""

ASPECTS = ("portal", "notebook", "api")
AT_A_GLANCE = 15.0
FAMILIES = ("web", "data", "messages", "files", "identity", "control", "delivery", "other")

with_colour = pytest.mark.parametrize("theme", COLOURED)
for_every_sight = pytest.mark.parametrize("sight", list(SIGHTS))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ],
)
def test_the_distance_is_that_of_the_published_examples(
    one: tuple[float, float, float], other: tuple[float, float, float], apart: float
) -> None:
    assert distance(one, other) == pytest.approx(apart, abs=1e-4)


def test_red_and_green_are_alike_to_those_who_lack_either() -> None:
    red, green = "#c03020", "#5f7020"
    assert distance(seen(red, "all colours"), seen(green, "all colours")) > 3 * distance(
        seen(red, "deuteranopia"), seen(green, "deuteranopia")
    )


@with_colour
@for_every_sight
def test_hues_of_parts_differ(theme: ThemeName, sight: str) -> None:
    hues = SYMBOLOGY.themes.of(theme).hues
    near = {
        pair: round(apart, 1)
        for pair in combinations(hues, 2)
        if NEUTRAL not in pair
        if (apart := distance(*(seen(hues[hue], sight) for hue in pair))) < PLAIN
    }
    assert near == {}


@with_colour
@for_every_sight
def test_hues_of_the_aspects_differ_at_a_glance(theme: ThemeName, sight: str) -> None:
    hues = SYMBOLOGY.themes.of(theme).hues
    colours = [seen(hues[SYMBOLOGY.parts[aspect]], sight) for aspect in ASPECTS]
    assert min(distance(*pair) for pair in combinations(colours, 2)) > AT_A_GLANCE


@with_colour
@for_every_sight
def test_families_of_arrows_differ(theme: ThemeName, sight: str) -> None:
    inks = SYMBOLOGY.themes.of(theme).inks
    near = {
        pair: round(apart, 1)
        for pair in combinations(FAMILIES, 2)
        if (apart := distance(*(seen(inks[ink], sight) for ink in pair))) < PLAIN
    }
    assert near == {}


def test_arrows_of_different_families_differ_without_colour() -> None:
    for one, other in combinations(SYMBOLOGY.arrows.values(), 2):
        if one.ink != other.ink:
            assert (one.line, one.head) != (other.line, other.head), (one.title, other.title)


def test_arrows_of_one_family_differ_by_line_head_width_or_word() -> None:
    for one, other in combinations(SYMBOLOGY.arrows.values(), 2):
        if (one.line, one.head, one.width) == (other.line, other.head, other.width):
            assert one.ink == other.ink
            assert one.title != other.title


@pytest.mark.parametrize("theme", list(ThemeName))
def test_what_encrypts_has_two_heads_in_every_theme_and_what_does_not_has_one(theme: ThemeName) -> None:
    way = (Point(0, 0), Point(20, 0), Point(40, 0), Point(60, 0))
    inks = SYMBOLOGY.themes.of(theme)
    for key, style in SYMBOLOGY.arrows.items():
        _, heads = arrow_head(way, style, Strokes(inks.inks[style.ink], inks.ground), hollow=False)
        ends = 2 if style.head is Head.BOTH else 1
        assert len(set(map(str, heads))) == ends * (2 if style.encrypted else 1), key
    assert {key for key, style in SYMBOLOGY.arrows.items() if style.encrypted} >= {"https", "kubernetes-api"}


def test_no_arrow_is_of_protocols_that_encrypt_and_of_some_that_do_not() -> None:
    encrypting = {"https", "ldaps", "oidc", "kubernetes"}
    for key, style in SYMBOLOGY.arrows.items():
        assert style.encrypted == bool(encrypting & set(style.protocols)), key
        assert not style.encrypted or set(style.protocols) <= encrypting, key


def test_dashes_of_optional_arrows_and_dots_of_unsure_ones_are_never_alike() -> None:
    dashes = [style.dash for _, style in SYMBOLOGY.statuses.items()]
    assert len({SYMBOLOGY.optional, *dashes}) == len(dashes) + 1
    shortest = {name: min(style.dash[::2]) for name, style in SYMBOLOGY.statuses.items() if style.dash}
    assert max(shortest.values()) < 2 < min(SYMBOLOGY.optional[::2])


def test_signs_differ_without_colour() -> None:
    glyphs = [sign.glyph for sign in SYMBOLOGY.signs.values()]
    words = [sign.word for sign in SYMBOLOGY.signs.values()]
    assert len(set(glyphs)) == len(set(words)) == len(glyphs)


def test_in_grey_there_is_no_colour() -> None:
    theme = SYMBOLOGY.themes.of(ThemeName.GREY)
    for colour in (theme.ground, theme.ink, theme.muted, theme.rule, *theme.hues.values(), *theme.inks.values()):
        assert colour[1:3] == colour[3:5] == colour[5:7]


@pytest.mark.parametrize("name", list(shipped_plans()))
def test_every_part_that_has_a_hue_in_a_picture_is_named_there(name: str) -> None:
    plan = shipped_plans()[name]
    if not isinstance(plan, DiagramPlan):
        pytest.skip("no boxes")
    frames = {group.id: group for group in plan.groups}
    titles = dict(plan.parts)
    for box in plan.boxes:
        if not box.part:
            continue
        around = [frames[box.group]] if box.group else []
        while around and around[-1].parent:
            around.append(frames[around[-1].parent])
        named = box.part in {frame.part for frame in around}
        said = " ".join((box.label, *box.details)).casefold()
        assert named or box.part in said or titles[box.part].partition(",")[0].casefold() in said, box.id


@pytest.mark.parametrize("name", list(shipped_plans()))
def test_parts_of_one_picture_have_hues_of_their_own(name: str) -> None:
    plan = shipped_plans()[name]
    if isinstance(plan, DiagramPlan):
        hues = look_of(plan, SYMBOLOGY).hues
        assert len(set(hues.values())) == len(hues)


def test_unknown_parts_get_free_hues_whatever_their_order() -> None:
    names = ["shop", "api", "cart", "stock", "mail"]
    found = hues_of(names, SYMBOLOGY)
    assert found == hues_of(reversed(names), SYMBOLOGY)
    assert len(set(found.values())) == len(names)
    assert found["api"] == SYMBOLOGY.parts["api"]
    assert hues_of(["shop"], SYMBOLOGY)["shop"] == hues_of(["shop", "api"], SYMBOLOGY)["shop"]


def test_a_namespace_takes_the_hue_of_the_part_whose_name_it_ends_with() -> None:
    found = hues_of(["pdac-api", "pdac-portal"], SYMBOLOGY)
    assert found == {"pdac-api": SYMBOLOGY.parts["api"], "pdac-portal": SYMBOLOGY.parts["portal"]}
    assert len(set(hues_of(["api", "pdac-api", "usdac-api"], SYMBOLOGY).values())) == 3


FREE = [hue for hue in SYMBOLOGY.themes.light.hues if hue != NEUTRAL]


def test_a_hue_never_stands_for_two_parts_and_the_largest_have_one() -> None:
    names = [f"part-{n}" for n in range(40)]
    many = [*names, *names[:7], *names[:7]]
    found = hues_of(many, SYMBOLOGY)
    assert found.keys() == set(names[:7])
    assert len(set(found.values())) == len(found)
    assert found == hues_of(reversed(many), SYMBOLOGY)
    assert hues_of(names, SYMBOLOGY) == {}
    assert set(hues_of(names[: len(FREE)], SYMBOLOGY).values()) == set(FREE)


def test_a_declared_hue_stays_and_nobody_else_has_it() -> None:
    names = ["api", *(name for n in range(40) for name in [f"part-{n:02}"] * (40 - n))]
    found = hues_of(names, SYMBOLOGY)
    assert found["api"] == SYMBOLOGY.parts["api"]
    assert found.keys() == {"api", *(f"part-{n:02}" for n in range(len(FREE) - 1))}
    assert set(found.values()) == set(FREE)


@pytest.mark.parametrize(
    ("large", "titles"), [(0, ["20, told by name alone"]), (2, ["p0", "p1", "18 others, told by name alone"])]
)
def test_the_legend_tells_which_parts_have_a_hue_and_how_many_have_none(large: int, titles: list[str]) -> None:
    boxes = [
        Box(f"p{n}/{m}", f"p{n} {m}", "deployment", part=f"p{n}") for n in range(20) for m in range(1 + (n < large))
    ]
    plan = DiagramPlan("many", "Many", "", Flow.DOWN, boxes=tuple(boxes))
    look = look_of(plan, SYMBOLOGY)
    whose = next(section for section in legend_of(plan, look) if section.title == "Whose")
    assert [entry.title for entry in whose.entries] == titles
    neutral = look.theme.hues[NEUTRAL]
    assert [look.box(box).line == neutral for box in boxes] == [box.part not in {*titles} for box in boxes]
