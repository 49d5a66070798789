"""A picture by itself in a browser: walked through by keyboard, with the focus to be seen, and nothing asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from lsparch.draw.facade import draw_svg
from lsparch.draw.finish import Finish
from tests.browser.chromium import Watch
from tests.unit.draw.samples import ASPECT
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY

HERE = "document.activeElement.getAttribute('data-element')"


@pytest.fixture
def picture(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """Return the page of a picture, and check in the end that nothing was wrong in it."""
    file = tmp_path / "picture.svg"
    file.write_text(draw_svg(ASPECT, SYMBOLOGY, ENGINE), "utf-8")
    with browser.new_context() as context:
        page = context.new_page()
        watch = Watch(page, file.as_uri())
        page.goto(file.as_uri())
        yield page
        assert watch.faults == []


def test_tab_goes_from_each_box_to_the_arrows_that_leave_it(picture: Page) -> None:
    leaving = [arrow.id for arrow in ASPECT.arrows if arrow.source == ASPECT.boxes[0].id]
    wanted = [ASPECT.boxes[0].id, *leaving, ASPECT.boxes[1].id]
    found = []
    for _ in wanted:
        picture.keyboard.press("Tab")
        found.append(picture.evaluate(HERE))
    assert found == wanted


def test_the_focus_can_be_seen(picture: Page) -> None:
    picture.keyboard.press("Tab")
    style = picture.evaluate("(s => [s.outlineStyle, s.outlineWidth])(getComputedStyle(document.activeElement))")
    assert style == ["solid", "2px"]


def opacities(page: Page) -> dict[str, float]:
    found: dict[str, float] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.arrow')].map("
        "a => [a.getAttribute('data-element'), Number(getComputedStyle(a).opacity)]))"
    )
    return found


def test_a_box_brings_out_its_arrows_when_one_comes_to_it_either_way(picture: Page) -> None:
    assert set(opacities(picture).values()) == {1}
    box = "api/tap.tap"
    mine = {arrow.id for arrow in ASPECT.arrows if box in {arrow.source, arrow.target}}
    picture.locator(f'.box[data-element="{box}"]').hover()
    assert {arrow for arrow, opacity in opacities(picture).items() if opacity == 1} == mine
    picture.mouse.move(1, 1)
    assert set(opacities(picture).values()) == {1}
    picture.locator(f'.box[data-element="{box}"]').focus()
    assert {arrow for arrow, opacity in opacities(picture).items() if opacity == 1} == mine


def test_texts_are_texts_in_the_font_of_the_picture(picture: Page) -> None:
    assert "API Aspect, pod level" in picture.evaluate("document.documentElement.textContent")
    assert picture.evaluate("document.fonts.ready.then(() => document.fonts.check(\"13px 'Lsparch Sans'\"))")


def test_a_linked_box_is_reached_once_and_leads_on(browser: Browser, tmp_path: Path) -> None:
    file, other = tmp_path / "picture.svg", tmp_path / "api.txt"
    other.write_text("aspect: api", "utf-8")
    links = {ASPECT.boxes[0].id: "api.txt"}
    file.write_text(draw_svg(ASPECT, SYMBOLOGY, ENGINE, Finish(links=links)), "utf-8")
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(file.as_uri())
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == ASPECT.boxes[0].label
        page.keyboard.press("Enter")
        page.wait_for_url(other.as_uri())
