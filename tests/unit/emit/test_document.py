"""The PDF of a set, read by Poppler: text is text, lines are lines, the same bytes again."""

import shutil
import subprocess
from html import escape
from pathlib import Path

import pytest

from lsparch.diagnostics import LsparchError
from lsparch.draw import draw_svg
from lsparch.emit.document import Picture, picture_set
from lsparch.outside.typeset import typeset
from tests.unit.draw.samples import ASPECT, TINY
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils are not installed")


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    pictures = [
        Picture(plan.title, plan.environment, plan.description, draw_svg(plan, SYMBOLOGY, ENGINE).encode())
        for plan in (ASPECT, TINY)
    ]
    return picture_set("Diagrams", "pdac", pictures)


@pytest.fixture(scope="module")
def pdf(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "diagrams.pdf"
    path.write_bytes(typeset(files))
    return path


def poppler(program: str, *arguments: str | Path) -> str:
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, check=True, text=True)
    return done.stdout


def test_equal_files_give_equal_bytes(files: dict[str, bytes], pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "C")
    assert typeset(files) == pdf.read_bytes()


@needs_poppler
def test_there_is_a_page_of_contents_and_one_for_each_picture(pdf: Path) -> None:
    assert "Pages:           3\n" in poppler("pdfinfo", pdf)
    contents = poppler("pdftotext", "-layout", "-f", "1", "-l", "1", pdf, "-").splitlines()
    lines = [line for line in contents if ASPECT.title in line]
    assert len(lines) == 1
    assert lines[0].rstrip().endswith("2")


@needs_poppler
def test_every_word_of_a_picture_can_be_searched(pdf: Path) -> None:
    words = poppler("pdftotext", "-f", "2", "-l", "2", pdf, "-")
    for box in ASPECT.boxes:
        assert box.label in words, box.label


@needs_poppler
def test_only_the_shipped_font_is_used_and_no_picture_is_of_pixels(pdf: Path) -> None:
    fonts = poppler("pdffonts", pdf).splitlines()[2:]
    assert fonts
    for line in fonts:
        assert "LsparchSans" in line
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line
    assert len(poppler("pdfimages", "-list", pdf).splitlines()) == 2


@needs_poppler
def test_contents_and_outline_lead_to_the_pages(pdf: Path) -> None:
    text = poppler("pdftohtml", "-xml", "-i", "-stdout", pdf)
    for page, plan in (("2", ASPECT), ("3", TINY)):
        title = escape(plan.title)
        assert f'.html#{page}"><b>{title}</b></a>' in text
        assert f'<item page="{page}">{title}' in text


def test_words_of_the_model_are_no_markup() -> None:
    svg = draw_svg(TINY, SYMBOLOGY, ENGINE).encode()
    words = '#panic("x") $ [ ] \\ " // /* = - @a <b> ` ${x} #{y}'
    files = picture_set(words, words, [Picture(words, words, words, svg)])
    assert typeset(files).startswith(b"%PDF")


def test_a_document_that_cannot_be_set_is_an_error_in_one_line() -> None:
    with pytest.raises(LsparchError, match=r"^typesetting failed with status 1: .*file not found"):
        typeset({"main": b'#image("missing.svg")'})


def test_a_document_that_takes_too_long_is_an_error(files: dict[str, bytes]) -> None:
    with pytest.raises(LsparchError, match=r"^the PDF was not done within 0\.001 s"):
        typeset(files, timeout=0.001)


@needs_poppler
def test_chapters_stand_in_contents_and_outline(tmp_path: Path) -> None:
    svg = draw_svg(TINY, SYMBOLOGY, ENGINE).encode()
    pictures = [Picture(title, "", "", svg, chapter=chapter) for title, chapter in (("One", "Near"), ("Two", "Far"))]
    path = tmp_path / "set.pdf"
    path.write_bytes(typeset(picture_set("Diagrams", "pdac", pictures)))
    contents = poppler("pdftotext", "-layout", "-f", "1", "-l", "1", path, "-").split()
    assert [word for word in contents if word in {"Near", "One", "Far", "Two"}] == ["Near", "One", "Far", "Two"]
    outline = poppler("pdftohtml", "-xml", "-i", "-stdout", path)
    assert [title for title in ("Near", "One", "Far", "Two") if f">{title}" in outline] == ["Near", "One", "Far", "Two"]
