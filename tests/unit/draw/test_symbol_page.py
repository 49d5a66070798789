"""The page of all symbols shows all of them, in every theme."""

import pytest

from lsparch.draw.scene import Use
from lsparch.draw.svg import svg_text
from lsparch.draw.symbol_page import PAGES, symbol_page, symbol_plan
from lsparch.models.theme_name import ThemeName
from tests.unit.draw.collisions import overlaps, text_frames
from tests.unit.draw.pictures import groups, marks
from tests.unit.draw.shipped import SYMBOLOGY

every_theme = pytest.mark.parametrize("theme", list(ThemeName))


@every_theme
def test_no_symbol_frame_arrow_mark_sign_or_hue_is_missing(theme: ThemeName) -> None:
    shown = {item.id for item in groups(symbol_page(SYMBOLOGY, theme).children) if item.kind == "sample"}
    wanted = {f"symbol/{key}" for key in SYMBOLOGY.symbols}
    wanted |= {f"frame/{key}" for key in SYMBOLOGY.groups}
    wanted |= {f"arrow/{key}" for key in SYMBOLOGY.arrows}
    wanted |= {f"proof/{key}" for key, _ in SYMBOLOGY.proofs.items()}
    wanted |= {f"status/{key}" for key, _ in SYMBOLOGY.statuses.items()}
    wanted |= {f"status/arrow/{key}" for key, _ in SYMBOLOGY.statuses.items()}
    wanted |= {f"sign/{key}" for key in SYMBOLOGY.signs} - {f"sign/{key}" for key, _ in SYMBOLOGY.statuses.items()}
    wanted |= {f"hue/{part}" for part in (*SYMBOLOGY.parts, "")}
    assert wanted <= shown
    assert shown - wanted == {"stack/1", "stack/2", "stack/30", "stack/0", "needed", "optional", "joint"}


@every_theme
def test_every_glyph_is_on_the_page(theme: ThemeName) -> None:
    shown = {mark.glyph for mark in marks(symbol_page(SYMBOLOGY, theme).children) if isinstance(mark, Use)}
    assert {symbol.glyph for symbol in SYMBOLOGY.symbols.values()} <= shown
    assert {group.glyph for group in SYMBOLOGY.groups.values()} <= shown
    assert {sign.glyph for sign in SYMBOLOGY.signs.values()} <= shown
    assert {proof.glyph for _, proof in SYMBOLOGY.proofs.items()} <= shown


def test_no_texts_of_the_page_overlap() -> None:
    assert overlaps(text_frames(symbol_page(SYMBOLOGY, ThemeName.LIGHT))) == []


def test_there_is_a_page_for_every_theme() -> None:
    assert set(PAGES.values()) == set(ThemeName)


def test_the_digest_changes_with_what_the_page_shows() -> None:
    symbol = SYMBOLOGY.symbols["job"].model_copy(update={"title": "Another title"})
    changed = SYMBOLOGY.model_copy(update={"symbols": {**SYMBOLOGY.symbols, "job": symbol}})
    assert symbol_plan(changed, ThemeName.LIGHT) != symbol_plan(SYMBOLOGY, ThemeName.LIGHT)
    assert svg_text(symbol_page(changed, ThemeName.LIGHT)) != svg_text(symbol_page(SYMBOLOGY, ThemeName.LIGHT))
