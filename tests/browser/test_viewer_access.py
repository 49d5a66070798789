"""The viewer for everybody: without a mouse, without sight, in the dark, in a narrow window."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, Open

AXE = ROOT / "viewer/node_modules/axe-core/axe.min.js"

STATES: dict[str, tuple[str, Callable[[Page], object]]] = {
    "start": ("", lambda _: None),
    "element": ("#/api-pods/usdac?element=api/tap", lambda _: None),
    "arrow": ("#/api-pods/usdac?element=api/tap%20connection%20qserv/czar", lambda _: None),
    "all open": (
        "#/api-pods/usdac?element=api/tap",
        lambda page: page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })"),
    ),
    "findings": ("", lambda page: page.keyboard.press("n")),
    "failures": ("#/platform/usdac?down=qserv", lambda _: None),
    "differences": ("#/platform/usdac?compare=pdac", lambda _: None),
    "filters": ("#/platform/usdac?protocol=https", lambda _: None),
    "search": ("", lambda page: page.get_by_role("combobox", name=re.compile("^Search")).fill("qserv")),
    "help": ("", lambda page: page.keyboard.press("?")),
    "whole model": ("#/datasets/usdac", lambda _: None),
}


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the script that judges accessibility."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed; `make viewer` installs it")
    return AXE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("dark", "width"), [(False, 1440), (True, 1440), (False, 420)], ids=["light", "dark", "narrow"]
)
def test_axe_has_no_complaint(show: Open, axe: str, dark: bool, width: int) -> None:
    complaints: dict[str, list[str]] = {}
    for name, (fragment, change) in STATES.items():
        page = show(fragment, dark=dark, size=(width, 900))
        change(page)
        page.wait_for_timeout(150)
        page.evaluate(axe)
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        wrong = [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"][:3]]
        if wrong:
            complaints[name] = wrong
        page.close()
    assert complaints == {}


def test_everything_works_by_keyboard_alone(show: Open) -> None:
    page = show("#/platform/usdac")
    page.keyboard.press("p")
    expect(page.locator(".stage")).to_be_focused()
    page.keyboard.press("ArrowDown")
    first = page.evaluate("() => document.activeElement.dataset.element")
    assert first
    expect(page.locator(".marks .focus")).to_be_attached()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("() => document.activeElement.dataset.element") not in {first, None}
    page.keyboard.press("Enter")
    chosen = page.evaluate("() => document.activeElement.dataset.element")
    assert chosen
    expect(page.get_by_role("complementary").locator("article")).to_be_visible()
    expect(page.locator(".marks .selection")).to_be_attached()

    page.keyboard.press("x")
    expect(page.locator(f'g.box[data-element="{chosen}"]')).to_have_class("box selected down")
    page.keyboard.press("x")
    expect(page.locator(".sheet .down")).to_have_count(0)

    page.keyboard.press("/")
    page.keyboard.type("qserv, the")
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary").locator("h2")).to_have_text("Qserv, the catalogue database")
    page.keyboard.press("o")
    expect(page.locator(".path .here")).to_have_text("Qserv, pod level")
    page.keyboard.press("u")
    expect(page.locator(".path .here")).to_have_text("LSST Science Platform, top level")

    page.keyboard.press("e")
    expect(page.get_by_label("Environment")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("/platform/usdac"))

    page.keyboard.press("v")
    expect(page.locator(".sidebar button[aria-current]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".path .here")).to_have_text("API Aspect, pod level")

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_have_count(0)


def test_escape_leaves_step_by_step(show: Open) -> None:
    page = show("#/platform/usdac?element=qserv")
    page.keyboard.press("n")
    expect(page.get_by_role("complementary").locator("h2")).to_have_text("Findings")
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary").locator("h2")).to_have_text("Qserv, the catalogue database")
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary")).to_have_count(0)
    assert page.url.endswith("#/platform/usdac")


def test_what_has_the_focus_is_seen(show: Open) -> None:
    page = show("#/platform/usdac?element=qserv")
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        mark = page.evaluate(
            """() => {
              const at = document.activeElement;
              const style = getComputedStyle(at);
              const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
              return [at.outerHTML.slice(0, 80), drawn || at === document.body || at.closest(".sheet") !== null];
            }"""
        )
        if not mark[1]:
            unseen.append(mark[0])
    assert unseen == []


def test_boxes_have_names_that_say_what_is_marked(show: Open) -> None:
    page = show("#/platform/usdac?down=qserv")
    names = page.locator(".sheet g.box").evaluate_all(
        "all => all.map((one) => [one.role, one.querySelector('title').textContent])"
    )
    assert all(role == "button" and name for role, name in names)
    assert any(name.startswith("Qserv") and name.endswith(", down") for _, name in names)
    assert any(name.endswith(", degrades") for _, name in names)


@pytest.mark.parametrize("size", [(360, 640), (820, 1100), (1024, 700), (2560, 1300)], ids=str)
def test_nothing_is_cut_off_at_any_size(show: Open, size: tuple[int, int]) -> None:
    page = show("#/platform/usdac?element=portal", size=size)
    cut = page.evaluate(
        """() => [...document.querySelectorAll("header *, aside *, .controls *")].filter((one) => {
          const edge = one.getBoundingClientRect();
          const hidden = one.closest(".hidden, [hidden], details:not([open]) > :not(summary), .panel") !== null;
          return !hidden && edge.width > 0 && (edge.right > innerWidth + 1 || edge.left < -1);
        }).map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert cut == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]
    assert page.locator("div.panel").evaluate("one => one.scrollWidth - one.clientWidth") <= 0


def test_the_page_is_read_without_style_of_others(viewer: Path) -> None:
    text = viewer.read_text(encoding="utf-8")
    assert 'lang="en"' in text[:200]
    assert "unsafe" not in text[:2000]
