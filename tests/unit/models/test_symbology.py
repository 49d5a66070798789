import pytest
from pydantic import ValidationError

from lsparch.draw.glyphs import GLYPHS
from lsparch.models.symbology import (
    ArrowStyle,
    Symbol,
    Symbology,
    contrast,
    unknown_node_classes,
)
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


def test_a_fill_too_dark_for_text_is_refused() -> None:
    with pytest.raises(ValidationError, match="contrast of text on fill"):
        Symbol(title="x", glyph="job", node="k8s.compute.Job", fill="#404040", stroke="#000000")


def test_a_label_too_pale_to_read_is_refused() -> None:
    with pytest.raises(ValidationError, match="contrast of label on white"):
        ArrowStyle(title="x", colour="#bbbbbb")


def test_a_status_may_not_be_missing() -> None:
    data = SYMBOLOGY.model_dump(mode="json")
    del data["statuses"]["open"]
    with pytest.raises(ValidationError, match=r"statuses\.open"):
        Symbology.model_validate(data)


def test_an_unknown_status_is_an_error() -> None:
    with pytest.raises(KeyError):
        SYMBOLOGY.statuses.of("certain")
