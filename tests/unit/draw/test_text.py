from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsparch.draw.text import font_bytes, printable, shorten, text_width, wrap


def test_a_text_is_as_wide_as_the_sum_of_its_advances() -> None:
    assert text_width("mysql 4040", 10) == pytest.approx(
        sum(text_width(sign, 1000) for sign in "mysql 4040") / 100, abs=1
    )


def test_the_widths_are_those_of_the_font_that_ships() -> None:
    ttlib = import_module("fontTools.ttLib")
    io = import_module("io")
    for style, bold in (("Regular", False), ("Bold", True)):
        font = ttlib.TTFont(io.BytesIO(font_bytes(f"LsparchSans-{style}.ttf")))
        cmap, widths = font.getBestCmap(), font["hmtx"].metrics
        assert {code: text_width(chr(code), 1000, bold=bold) for code in cmap} == {
            code: widths[name][0] for code, name in cmap.items()
        }
        assert not {"kern", "GPOS", "GSUB"} & set(font.keys())


def test_the_font_has_the_signs_that_pictures_use() -> None:
    assert printable("×→←…–—≤≥•✓ äÖß") == "×→←…–—≤≥•✓ äÖß"
    assert printable("語") == "?"


def test_a_font_weight_is_small_enough_to_be_embedded() -> None:
    assert len(font_bytes("LsparchSans-Regular.woff2")) < 15_000
    assert len(font_bytes("LsparchSans-Bold.woff2")) < 15_000


def test_the_licence_of_the_font_ships_with_it() -> None:
    assert b"SIL OPEN FONT LICENSE" in font_bytes("OFL.txt")


def test_long_ids_wrap_after_separators() -> None:
    lines = wrap("lsst-dm/qserv-replication-controller.mysql", 13, 120, bold=True)
    assert lines == ("lsst-dm/qserv-", "replication-", "controller.mysql")


def test_a_word_without_separators_is_broken_rather_than_clipped() -> None:
    assert "".join(wrap("x" * 100, 11, 50)) == "x" * 100


def test_a_word_of_many_thousand_letters_takes_no_longer_than_to_read_it() -> None:
    text = "x" * 20_000  # trying every end of every line took minutes for a quarter of it
    assert "".join(wrap(text, 11, 200, lines=2000)) == text
    assert shorten(text, 11, 50).endswith("x…")


def test_what_is_beyond_the_last_line_is_shown_as_an_ellipsis() -> None:
    lines = wrap("one two three four five six", 12, 40, lines=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")


def test_a_short_text_is_not_shortened() -> None:
    assert shorten("portal", 12, 100) == "portal"
    assert shorten("portal-and-more", 12, 50).endswith("…")


@given(st.text("abc-./_ :@,×W", max_size=80), st.integers(24, 200))
def test_no_line_is_wider_than_asked_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrap(text, 11, width)
    assert all(text_width(line, 11) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
