import pytest
from pydantic import ValidationError

from lsparch.cli import render as cli_render
from lsparch.draw.glyphs import GLYPHS
from lsparch.models.paper import Paper
from lsparch.models.symbology import Symbology, unknown_node_classes
from lsparch.models.theme import Theme, contrast, mixed
from lsparch.models.theme_name import ThemeName
from tests.unit.draw.shipped import SYMBOLOGY


def test_every_node_class_exists_in_the_diagrams_package() -> None:
    assert unknown_node_classes(SYMBOLOGY) == ()


def test_a_node_class_that_does_not_exist_is_found() -> None:
    symbol = SYMBOLOGY.symbols["deployment"].model_copy(update={"node": "k8s.compute.Deploi"})
    other = SYMBOLOGY.symbols["job"].model_copy(update={"node": "k8s.nothing.Here"})
    changed = SYMBOLOGY.model_copy(update={"symbols": {"deployment": symbol, "job": other}})
    assert unknown_node_classes(changed) == ("k8s.compute.Deploi", "k8s.nothing.Here")


def test_every_glyph_is_drawn_and_every_drawing_is_used() -> None:
    used = {symbol.glyph for symbol in SYMBOLOGY.symbols.values()}
    used |= {group.glyph for group in SYMBOLOGY.groups.values()}
    used |= {sign.glyph for sign in SYMBOLOGY.signs.values()}
    used |= {proof.glyph for _, proof in SYMBOLOGY.proofs.items()}
    assert used == set(GLYPHS)


def test_symbols_differ_without_colour() -> None:
    looks = [(symbol.glyph, symbol.shape) for symbol in SYMBOLOGY.symbols.values()]
    assert len(set(looks)) == len(looks)


def test_statuses_differ_by_dash_and_by_word() -> None:
    styles = [style for _, style in SYMBOLOGY.statuses.items()]
    assert len({style.dash for style in styles}) == len(styles)
    assert len({style.note for style in styles}) == len(styles)


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def changed(**values: object) -> dict[str, object]:
    return SYMBOLOGY.themes.light.model_dump(mode="json") | values


def test_colours_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(ValidationError, match="contrast of text on the page of hue `neutral`"):
        Theme.model_validate(changed(ink="#999999"))
    with pytest.raises(ValidationError, match="contrast of hue `blue` on the page"):
        Theme.model_validate(changed(hues={"neutral": "#475569", "blue": "#ccddff"}))
    with pytest.raises(ValidationError, match="contrast of ink `web`"):
        Theme.model_validate(changed(inks={"web": "#bbbbbb"}))


def test_a_theme_without_a_hue_for_what_belongs_to_nobody_is_refused() -> None:
    with pytest.raises(ValidationError, match="hue `neutral`"):
        Theme.model_validate(changed(hues={"blue": "#1f4fcc"}))


@pytest.mark.parametrize(
    ("field", "key", "value", "message"),
    [
        ("parts", "api", "mauve", "hue of the part `api` is `mauve`"),
        ("arrows", "http", {"title": "HTTP", "ink": "mauve"}, "ink of the arrow `http` is `mauve`"),
        ("signs", "open", {"title": "x", "word": "x", "glyph": "x", "ink": "mauve"}, "ink of the sign `open`"),
    ],
)
def test_a_colour_that_no_theme_has_is_refused(field: str, key: str, value: object, message: str) -> None:
    data = SYMBOLOGY.model_dump(mode="json")
    data[field][key] = value
    with pytest.raises(ValidationError, match=message):
        Symbology.model_validate(data)


def test_themes_have_the_same_colours_by_name() -> None:
    data = SYMBOLOGY.model_dump(mode="json")
    del data["themes"]["dark"]["inks"]["web"]
    with pytest.raises(ValidationError, match="ink `web` is in one of the themes `light` and `dark` only"):
        Symbology.model_validate(data)


def test_a_status_with_a_word_has_a_sign() -> None:
    data = SYMBOLOGY.model_dump(mode="json")
    del data["signs"]["planned"]
    with pytest.raises(ValidationError, match="status `planned` has a note and no sign"):
        Symbology.model_validate(data)


def test_a_colour_is_thinned_with_the_ground() -> None:
    assert mixed("#000000", "#ffffff", 10) == "#e6e6e6"
    assert mixed("#123456", "#ffffff", 100) == "#123456"


def test_a_status_may_not_be_missing() -> None:
    data = SYMBOLOGY.model_dump(mode="json")
    del data["statuses"]["open"]
    with pytest.raises(ValidationError, match=r"statuses\.open"):
        Symbology.model_validate(data)


def test_an_unknown_status_is_an_error() -> None:
    with pytest.raises(KeyError):
        SYMBOLOGY.statuses.of("certain")


def test_the_command_line_knows_every_theme() -> None:
    assert [theme.value for theme in cli_render.Theme] == [theme.value for theme in ThemeName]


def test_the_command_line_knows_every_page() -> None:
    assert [page.value for page in cli_render.Page] == [paper.value for paper in Paper]
