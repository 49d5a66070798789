"""A picture of 2 000 elements: only what is in sight is in the page, and everything can be come to all the same."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.bench.bench_viewer import ELEMENTS, large_page
from tests.browser.conftest import Open
from tests.browser.test_viewer_access import AXE

BOUND = 7_000
"""Elements of the page that the picture may take at any time; as a whole it has six times as many."""


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a viewer with a large picture."""
    content, boxes = large_page(ELEMENTS)
    assert boxes >= ELEMENTS
    path = tmp_path_factory.mktemp("large") / "viewer.html"
    path.write_bytes(content)
    return path


def count(page: Page) -> int:
    return int(page.evaluate("() => document.querySelectorAll('.sheet *').length"))


def boxes(page: Page) -> int:
    return page.locator(".sheet g.box").count()


def drag(page: Page, dx: int, dy: int) -> int:
    """Drag the picture and return the most elements that it had in the page on the way."""
    most = 0
    page.mouse.move(700, 450)
    page.mouse.down()
    for step in range(1, 13):
        page.mouse.move(700 + dx * step / 12, 450 + dy * step / 12)
        page.wait_for_timeout(20)
        most = max(most, count(page))
    page.mouse.up()
    page.wait_for_timeout(500)
    return max(most, count(page))


def test_the_page_holds_what_is_in_sight_however_one_moves(show: Open, large: Path) -> None:
    page = show("", large)
    assert boxes(page) == 0
    assert page.locator(".far-off path").count() > 0
    most = 0
    seen = set()
    for start in ("notebook/hub~17", "api/tap~31"):
        page = show(f"#/authentication/usdac?element={start}", large)
        page.keyboard.press("-")
        page.wait_for_timeout(400)
        for _ in range(5):
            most = max(most, drag(page, -600, -300), drag(page, 300, 300), drag(page, -300, 0))
            seen.update(page.locator(".sheet g.box").evaluate_all("all => all.map((one) => one.dataset.element)"))
    assert 0 < most < BOUND
    assert len(seen) > 60
    page.keyboard.press("0")
    page.wait_for_timeout(500)
    assert boxes(page) == 1  # the one that is chosen


def test_what_is_in_sight_is_complete(show: Open, large: Path) -> None:
    page = show("#/authentication/usdac?element=api/tap~40", large)
    page.wait_for_timeout(500)
    drag(page, -400, -200)
    lacking = page.evaluate(
        """async () => {
          const data = document.querySelector("script[data-part='picture/authentication/usdac']").textContent;
          const {drawing} = JSON.parse(data);
          const sheet = document.querySelector(".sheet");
          const edge = sheet.getBoundingClientRect(), scale = Number(sheet.dataset.scale);
          const room = document.querySelector(".stage").getBoundingClientRect();
          const there = new Set([...sheet.querySelectorAll("g[data-element]")].map((one) =>
            `${one.classList[0]} ${one.dataset.element}`));
          const seen = drawing.marks.filter((mark) => mark[0] === "g" && mark[2]).filter(([, , , , , [x, y, w, h]]) => {
            const left = edge.left + x * scale, top = edge.top + y * scale;
            return left < room.right && left + w * scale > room.left && top < room.bottom && top + h * scale > room.top;
          });
          const joins = seen.filter(([, kind]) => kind === "join").length - sheet.querySelectorAll("g.join").length;
          const named = seen.map(([, kind, id]) => `${kind} ${id}`).filter((mark) => !mark.startsWith("join "));
          return [...named.filter((mark) => !there.has(mark)), ...(joins > 0 ? [`${joins} dots`] : [])];
        }"""
    )
    assert lacking == []


@pytest.mark.parametrize("number", [0, 1, 30, 60])
def test_search_brings_any_element_into_the_page(show: Open, large: Path, number: int) -> None:
    page = show("", large)
    for element in ("api/tap", "portal/firefly"):
        page.keyboard.press("/")
        page.keyboard.type(f"{element}~{number}")
        page.keyboard.press("Enter")
        found = page.locator(f'.sheet g.box[data-element="{element}~{number}"]')
        expect(found).to_be_in_viewport()
        expect(found.locator("text").first).to_be_visible()
        expect(page.get_by_role("complementary", name="Details")).to_contain_text(f"{element}~{number}")


def test_the_keyboard_walks_through_what_is_not_there_yet(show: Open, large: Path) -> None:
    page = show("", large)
    page.keyboard.press("p")
    been = []
    for key in ["ArrowDown", "ArrowRight"] * 12:
        page.keyboard.press(key)
        page.wait_for_timeout(30)
        element = page.evaluate("() => document.activeElement.dataset.element")
        expect(page.locator(f'.sheet g.box[data-element="{element}"]')).to_be_in_viewport()
        expect(page.locator(".marks .focus")).to_be_attached()
        been.append(element)
    assert len(set(been)) > 12
    assert len({element.partition("~")[2] for element in been}) > 2
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="Details")).to_contain_text(been[-1])


def test_every_element_comes_in_the_order_of_reading(show: Open, large: Path) -> None:
    page = show("", large)
    been = page.evaluate(
        """async () => {
          const stage = document.querySelector(".stage");
          const press = (key) => document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", {key, bubbles: true}));
          const been = [];
          stage.focus();
          for (let at = 0; at < 300; at++) {
            press("]");
            been.push(document.activeElement.dataset.element);
            if (at % 20 === 0) await new Promise((done) => setTimeout(done, 20));
          }
          return been;
        }"""
    )
    wanted = page.evaluate(
        """() => JSON.parse(document.querySelector("script[data-part='picture/authentication/usdac']").textContent)
        .boxes.map((box) => box.id)"""
    )
    assert been == wanted[:300]
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    page.keyboard.press("[")
    expect(page.locator(":focus")).to_have_attribute("data-element", wanted[-1])
    expect(page.locator(":focus")).to_be_in_viewport()


def test_the_focus_stays_where_it_is_when_one_looks_elsewhere(show: Open, large: Path) -> None:
    page = show("#/authentication/usdac?element=api/tap~20", large)
    page.keyboard.press("p")
    page.keyboard.press("ArrowLeft")
    element = page.evaluate("() => document.activeElement.dataset.element")
    for _ in range(6):
        page.keyboard.press("Shift+ArrowRight")
    page.wait_for_timeout(600)
    page.keyboard.press("0")
    page.wait_for_timeout(600)
    assert page.evaluate("() => document.activeElement.dataset.element") == element
    assert boxes(page) <= 2


_NEAREST = """(kind) => {
  const data = document.querySelector("script[data-part='picture/authentication/usdac']").textContent;
  const sheet = document.querySelector(".sheet");
  const edge = sheet.getBoundingClientRect(), scale = Number(sheet.dataset.scale);
  const room = document.querySelector(".stage").getBoundingClientRect();
  const far = ([, x, y]) => Math.hypot(x - room.x - room.width / 2, y - room.y - room.height / 2);
  const {drawing, arrows} = JSON.parse(data);
  const loud = new Set(arrows.filter((one) => one.source.startsWith("api/webserv~")).map((one) => one.id));
  const place = ([, , id, , , [x, y, w, h], marks]) => {
    if (kind === "box") return [id, x + w / 2, y + h / 2];
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", marks.find(([kind]) => kind === "p")[2]);
    const point = path.getPointAtLength(path.getTotalLength() / 2);
    return [id, point.x, point.y];
  };
  const wanted = (id) => kind === "box" ? id.startsWith("api/tap~") : loud.has(id);
  return drawing.marks.filter(([, found, id]) => found === kind && wanted(id))
    .map(place).map(([id, x, y]) => [id, edge.left + x * scale, edge.top + y * scale])
    .sort((one, other) => far(one) - far(other))[0];
}"""
"""The element of a kind that is nearest to the middle of the stage, and a place of the screen that is on it."""


def test_an_element_can_be_clicked_from_afar(show: Open, large: Path) -> None:
    page = show("", large)
    for _ in range(3):
        page.keyboard.press("+")
    page.wait_for_timeout(500)
    assert boxes(page) == 0
    page.keyboard.press("f")
    page.wait_for_timeout(500)
    element, x, y = page.evaluate(_NEAREST, "box")
    page.mouse.click(x, y)
    assert f"down={element.replace('/', '%2F').replace('~', '%7E')}" in page.url
    expect(page.locator(".far-off .down").first).to_be_attached()
    expect(page.locator(".far-off .stops").first).to_be_attached()


def test_an_arrow_can_be_clicked_from_afar_though_one_misses_it_by_some_pixels(show: Open, large: Path) -> None:
    page = show("", large)
    for _ in range(4):
        page.keyboard.press("+")
    page.wait_for_timeout(500)
    _, x, y = page.evaluate(_NEAREST, "arrow")
    page.mouse.move(x + 2, y + 2)
    expect(page.locator(".stage")).to_have_class(re.compile("over"))
    expect(page.locator(".hover")).to_have_attribute("d", re.compile("M"))
    page.mouse.click(x + 2, y + 2)
    panel = page.get_by_role("complementary", name="Details")
    expect(panel.get_by_role("heading").first).to_contain_text("→")
    expect(page.locator(".marks path.selection")).to_be_attached()


@pytest.mark.parametrize("closer", [2, 4, 6, 7])
def test_boxes_have_names_that_can_be_read_at_every_scale(show: Open, large: Path, closer: int) -> None:
    page = show("", large)
    for _ in range(closer):
        page.keyboard.press("+")
    page.wait_for_timeout(500)
    assert boxes(page) == 0
    found = page.locator(".names .box").evaluate_all(
        "(all) => all.map((one) => [one.getBoundingClientRect().height, one.textContent])"
    )
    assert len(found) > ELEMENTS * {2: 0.1, 4: 0.3}.get(closer, 0.95)  # whole, or not there
    assert min(height for height, _ in found) > 7
    assert not any("…" in name for _, name in found)


def test_on_paper_everything_is_there(show: Open, large: Path) -> None:
    page = show("", large)
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert boxes(page) >= ELEMENTS
    assert page.locator(".far-off").count() == 0
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    page.wait_for_timeout(800)
    assert boxes(page) == 0


@pytest.mark.parametrize("fragment", ["", "#/authentication/usdac?element=api/tap~20"], ids=["far", "near"])
def test_axe_has_no_complaint_about_it(show: Open, large: Path, fragment: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed; `make viewer` installs it")
    page = show(fragment, large)
    page.wait_for_timeout(500)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    assert [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"][:3]] == []
