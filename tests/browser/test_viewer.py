"""What a person can do in the viewer."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from lsparch.api import open_platform
from lsparch.graph.impact import failure_impact
from lsparch.yaml import emit
from tests.browser.conftest import ROOT, Open

START = "#/platform/usdac"
PDFTOTEXT = shutil.which("pdftotext") or ""


def scale(page: Page) -> float:
    return float(page.locator(".sheet").last.evaluate("sheet => sheet.dataset.scale"))


def box(page: Page, element: str) -> Locator:
    return page.locator(f'.sheet g.box[data-element="{element}"]')


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Details")


def click(page: Page, element: str) -> None:
    """Click the upper left of a box, where no arrow's label can be."""
    place = box(page, element).bounding_box()
    assert place is not None
    page.mouse.click(place["x"] + place["width"] * 0.2, place["y"] + place["height"] * 0.4)


def test_it_shows_the_whole_platform_first(show: Open) -> None:
    page = show()
    expect(page).to_have_title("LSST Science Platform")
    expect(page.locator(".path .here")).to_have_text("LSST Science Platform, top level")
    expect(box(page, "qserv")).to_be_visible()
    picture = page.locator(".sheet").bounding_box()
    stage = page.locator(".stage").bounding_box()
    assert picture is not None
    assert stage is not None
    assert stage["x"] <= picture["x"] <= picture["x"] + picture["width"] <= stage["x"] + stage["width"] + 1
    assert stage["y"] <= picture["y"] <= picture["y"] + picture["height"] <= stage["y"] + stage["height"] + 1


def test_the_wheel_zooms_where_the_mouse_is(show: Open) -> None:
    page = show(START)
    before = scale(page)
    place = box(page, "qserv").bounding_box()
    assert place is not None
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.move(x, y)
    page.mouse.wheel(0, -400)
    page.wait_for_timeout(100)
    assert scale(page) > before * 1.5
    after = box(page, "qserv").bounding_box()
    assert after is not None
    assert abs(after["x"] + after["width"] / 2 - x) < 3
    assert abs(after["y"] + after["height"] / 2 - y) < 3


def test_dragging_moves_the_picture_and_selects_nothing(show: Open) -> None:
    page = show(START)
    before = box(page, "qserv").bounding_box()
    assert before is not None
    page.mouse.move(before["x"] + 5, before["y"] + 25)
    page.mouse.down()
    page.mouse.move(before["x"] + 105, before["y"] - 35, steps=5)
    page.mouse.up()
    page.wait_for_timeout(100)
    after = box(page, "qserv").bounding_box()
    assert after is not None
    assert (round(after["x"] - before["x"]), round(after["y"] - before["y"])) == (100, -60)
    expect(panel(page)).to_have_count(0)


def test_two_fingers_zoom(show: Open) -> None:
    page = show(START, touch=True)
    before = scale(page)
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[int, int]) -> None:
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    touch("touchStart", (600, 400), (700, 400))
    for step in range(1, 11):
        touch("touchMove", (600 - 10 * step, 400), (700 + 10 * step, 400))
    touch("touchEnd")
    page.wait_for_timeout(100)
    assert scale(page) > before * 2


@pytest.mark.parametrize(("button", "key", "larger"), [("Zoom in", "+", True), ("Zoom out", "-", False)])
def test_buttons_and_keys_zoom_and_show_all_again(show: Open, button: str, key: str, larger: bool) -> None:
    page = show(START)
    whole = scale(page)
    page.get_by_role("button", name=button).click()
    page.wait_for_timeout(50)
    once = scale(page)
    assert (once > whole) is larger
    page.keyboard.press(key)
    page.wait_for_timeout(50)
    assert (scale(page) > once) is larger
    page.get_by_role("button", name="Show all").click()
    page.wait_for_timeout(50)
    assert scale(page) == pytest.approx(whole)


@pytest.mark.parametrize(
    ("text", "element"),
    [
        ("api/tap", "api/tap"),
        ("catalogue database", "qserv"),
        ("4040", "qserv/czar"),
        ("lsst-tap-service", "api/tap"),
        ("FIREFLY", "portal/firefly"),
    ],
    ids=["id", "title", "port", "image", "case"],
)
def test_search_finds_and_jumps(show: Open, text: str, element: str) -> None:
    page = show("#/aspects/usdac")
    page.keyboard.press("/")
    page.keyboard.type(text)
    hits = page.get_by_role("listbox", name="Hits").get_by_role("option")
    texts = hits.locator("code").all_text_contents()
    assert element in texts
    hits.nth(texts.index(element)).click()
    expect(panel(page).locator("article > p > code")).to_have_text(element)
    assert f"element={element.replace('/', '%2F')}" in page.url
    shown = box(page, element)
    if shown.count():
        expect(shown).to_be_in_viewport()
        page.wait_for_timeout(100)
        assert scale(page) > 0.6


def test_search_finds_views_and_says_when_nothing_is_called_so(show: Open) -> None:
    page = show(START)
    page.get_by_role("combobox", name=re.compile("^Search")).fill("notebook aspect, pod")
    page.keyboard.press("Enter")
    expect(page.locator(".path .here")).to_have_text("Notebook Aspect, pod level")
    page.keyboard.press("/")
    page.keyboard.type("no such thing")
    expect(page.get_by_role("listbox", name="Hits").get_by_role("option")).to_have_text("Nothing is called so")


def test_a_click_shows_everything_about_an_element(show: Open) -> None:
    page = show("#/api-pods/usdac")
    click(page, "api/tap")
    shown = panel(page)
    platform = open_platform(ROOT)
    node = platform.graph("usdac").node("api/tap")
    expect(shown.get_by_role("heading", level=2)).to_have_text(node.title)
    expect(shown.locator("dl .place")).to_have_text(str(node.place))
    shown.get_by_text("Values", exact=True).click()
    for path, leaf in node.leaves.items():
        if leaf.origin.layer == "language":
            continue
        row = shown.get_by_role("row").filter(has=page.get_by_text(path, exact=True))
        expect(row.locator(".layer")).to_have_text(leaf.origin.layer)
        if leaf.origin.place:
            expect(row.locator(".place")).to_have_text(str(leaf.origin.place))
    shown.get_by_text("Kubernetes objects").click()
    made = [one for one in platform.manifests("usdac").objects if one.element == "api/tap"]
    objects = shown.get_by_text("Kubernetes objects").locator("xpath=ancestor::details").locator("li")
    expect(objects).to_have_count(len(made))
    for stored, item in zip(made, objects.all(), strict=True):
        assert item.locator("pre").count() == 0
        item.locator("summary").click()
        expect(item.locator("pre")).to_have_attribute("aria-busy", "false")
        assert item.locator("pre").text_content() == emit(stored.data).rstrip("\n")
    shown.get_by_text("Needs", exact=True).click()
    shown.get_by_role("button", name="qserv/czar").first.click()
    expect(shown.locator("article > p > code")).to_have_text("qserv/czar")
    expect(shown.get_by_text("api/tap").first).to_be_visible()


def test_an_arrow_tells_what_it_stands_for(show: Open) -> None:
    page = show("#/api-pods/usdac?element=" + "api/tap connection qserv/czar".replace(" ", "%20"))
    expect(panel(page).get_by_role("heading", level=2)).to_have_text("tap → czar")
    expect(panel(page)).to_contain_text("mysql 4040")


def test_going_down_and_up_keeps_the_way(show: Open) -> None:
    page = show(START)
    page.locator('.sheet g.heading[data-element="api"] rect').first.dblclick()
    expect(page.locator(".path .here")).to_have_text("API Aspect, pod level")
    expect(box(page, "api/tap")).to_be_visible()
    page.get_by_role("button", name="LSST Science Platform, top level").first.click()
    expect(page.locator(".path .here")).to_have_text("LSST Science Platform, top level")
    page.go_back()
    expect(page.locator(".path .here")).to_have_text("API Aspect, pod level")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Web API pods", "API Aspect, pod level"),
        ("Portal pods", "Portal Aspect, pod level"),
        ("Notebook pods", "Notebook Aspect, pod level"),
    ],
)
def test_the_pods_of_an_aspect_lead_to_its_pods(show: Open, name: str, title: str) -> None:
    here = ".path .here"
    page = show(START)
    pods = page.locator(".sheet g.box").filter(has_text=name).first
    pods.locator(":is(path, rect)").first.dblclick()
    expect(page.locator(here)).to_have_text(title)
    page.keyboard.press("u")
    expect(page.locator(here)).to_have_text("LSST Science Platform, top level")
    pods.locator(":is(path, rect)").first.click()
    expect(panel(page).get_by_role("button", name=title).first).to_be_visible()
    page.keyboard.press("o")
    expect(page.locator(here)).to_have_text(title)


def test_the_way_down_is_animated_from_the_element(show: Open) -> None:
    page = show(START, motion=True)
    page.locator('.sheet g.group[data-element="qserv"], .sheet g.box[data-element="qserv"]').first.wait_for()
    click(page, "qserv")
    page.wait_for_timeout(400)
    panel(page).get_by_role("button", name="Qserv, pod level").first.click()
    page.wait_for_selector(".sheet.leaving")
    frames = page.evaluate("() => [...document.querySelectorAll('.sheet')].map(sheet => sheet.getAnimations().length)")
    assert frames == [1, 1]
    page.wait_for_selector(".sheet.leaving", state="detached")
    expect(page.locator(".sheet")).to_have_count(1)


def test_without_motion_pictures_are_exchanged_at_once(show: Open) -> None:
    page = show(START)
    page.get_by_role("button", name="Qserv, pod level").click()
    expect(page.locator(".path .here")).to_have_text("Qserv, pod level")
    expect(page.locator(".sheet")).to_have_count(1)
    assert page.evaluate("() => document.getAnimations().length") == 0


def test_filters_dim_the_rest(show: Open) -> None:
    page = show(START)
    page.get_by_role("checkbox", name="Database protocol").check()
    expect(box(page, "qserv")).not_to_have_class(re.compile(r"\bdim\b"))
    expect(box(page, "monitoring")).to_have_class(re.compile(r"\bdim\b"))
    assert "protocol=database" in page.url
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".sheet .dim")).to_have_count(0)
    page.get_by_role("checkbox", name="Portal Aspect").check()
    expect(box(page, "portal/pods")).not_to_have_class(re.compile(r"\bdim\b"))
    expect(box(page, "batch")).to_have_class(re.compile(r"\bdim\b"))
    page.get_by_role("checkbox", name="Portal Aspect").uncheck()
    page.get_by_role("checkbox", name="ncsa", exact=True).check()
    expect(box(page, "logging")).not_to_have_class(re.compile(r"\bdim\b"))


def test_the_environment_is_switched_in_place(show: Open) -> None:
    page = show(START)
    page.get_by_label("Environment").select_option("pdac")
    expect(page.locator(".sheet .header")).to_contain_text("environment pdac")
    assert page.url.endswith("#/platform/pdac")
    page.get_by_label("Environment").select_option("qserv-sandbox")
    expect(page.get_by_role("button", name="Portal Aspect, pod level")).to_have_attribute("aria-disabled", "true")


def test_a_picture_that_is_shown_whole_is_followed_by_one_that_is_whole(show: Open) -> None:
    page = show(START)
    page.get_by_label("Environment").select_option("pdac")
    expect(page.locator(".sheet .header")).to_contain_text("environment pdac")
    inner, outer = (page.locator(name).last.bounding_box() for name in (".sheet", ".stage"))
    assert inner is not None
    assert outer is not None
    assert outer["x"] <= inner["x"] < inner["x"] + inner["width"] <= outer["x"] + outer["width"]
    assert outer["y"] <= inner["y"] < inner["y"] + inner["height"] <= outer["y"] + outer["height"]


def test_beside_a_panel_the_picture_has_the_room_of_a_legend_that_could_not_be_read(show: Open) -> None:
    page = show("#/platform/usdac?element=qserv")
    page.keyboard.press("0")
    assert scale(page) > 0.4


def test_a_link_brings_everything_back(show: Open) -> None:
    page = show(START)
    page.get_by_role("checkbox", name="Database protocol").check()
    click(page, "qserv")
    page.keyboard.press("c")
    panel(page).get_by_role("combobox").select_option("pdac")
    expect(page.locator(".marks .badge").first).to_be_attached()
    again = show(page.url.partition("viewer.html")[2])
    expect(again.get_by_role("checkbox", name="Database protocol")).to_be_checked()
    expect(again.locator(".marks .selection")).to_be_attached()
    expect(panel(again).get_by_role("combobox")).to_have_value("pdac")


def test_an_address_that_is_changed_in_place_shows_what_it_says(show: Open) -> None:
    page = show(START)
    page.evaluate("location.hash = '#/api-pods/usdac?element=api%2Ftap'")
    expect(panel(page)).to_contain_text("api/tap")
    expect(page.locator(".path .here")).to_have_text("API Aspect, pod level")
    page.go_back()
    expect(page.locator(".path .here")).to_have_text("LSST Science Platform, top level")
    expect(panel(page)).to_be_hidden()


@pytest.mark.parametrize("fragment", ["#/no-such/thing", "#/%", "#?element=nothing", "#/platform/usdac?compare=usdac"])
def test_a_link_that_is_wrong_shows_the_start(show: Open, fragment: str) -> None:
    page = show(fragment)
    expect(page.locator(".path .here")).to_have_text("LSST Science Platform, top level")


def test_a_link_to_a_picture_that_is_not_there_says_so(show: Open) -> None:
    page = show("#/portal-pods/qserv-sandbox")
    notice = page.get_by_text("There is no picture portal-pods of qserv-sandbox")
    expect(notice).to_be_visible()
    page.get_by_role("button", name="Qserv, pod level").click()
    expect(notice).to_be_hidden()


def test_a_picture_of_a_difference_tells_about_elements_of_both(show: Open) -> None:
    page = show("#/pdac-difference/usdac")
    click(page, "api/balancer")
    expect(panel(page)).to_contain_text("api/balancer")
    expect(panel(page)).to_contain_text("Kubernetes objects")
    click(page, "platform/balancer")
    expect(panel(page)).to_contain_text("lsst-pdac.ncsa.illinois.edu")


def test_differences_are_marked_by_sign(show: Open) -> None:
    page = show("#/platform/usdac?compare=pdac")
    expect(page.locator(".marks .badge.added").first).to_be_attached()
    expect(page.locator(".marks .badge.changed").first).to_be_attached()
    expect(page.locator(".marks .ghost").first).to_contain_text("Load balancer")
    expect(box(page, "qserv").locator("title")).to_have_text("Qserv, changed")
    page.locator(".marks .ghost").last.click()
    expect(page.locator(".sheet .header")).to_contain_text("environment pdac")


def test_what_is_shown_is_told_from_what_it_is_compared_with(show: Open) -> None:
    page = show("#/platform/usdac?compare=pdac")
    expect(panel(page)).to_contain_text("What usdac has more than pdac, lacks, or has otherwise")
    expect(panel(page)).to_contain_text("lsparch drift pdac usdac")
    expect(panel(page).locator(".key")).to_contain_text("+ added only in usdac")
    page.get_by_role("button", name="The other way round").click()
    expect(page.locator(".sheet .header")).to_contain_text("environment pdac")
    expect(panel(page).locator(".key")).to_contain_text("+ added only in pdac")


def test_until_it_is_compared_nothing_is_claimed(show: Open) -> None:
    page = show("#/platform/usdac")
    page.locator(".sheet g.box").first.wait_for()
    page.keyboard.press("c")
    panel(page).evaluate("""aside => {
        window.said = [];
        new MutationObserver(() => window.said.push(aside.innerText)).observe(aside, {childList: true, subtree: true});
    }""")
    panel(page).get_by_role("combobox").select_option("pdac")
    expect(panel(page)).to_contain_text("only in pdac")
    expect(panel(page)).not_to_contain_text("Comparing with")
    said = page.evaluate("() => window.said")
    assert any("Comparing with pdac" in text for text in said)
    assert not any("the same in every environment" in text for text in said)
    whole = show("#/datasets/usdac?compare=pdac")
    expect(panel(whole)).to_contain_text("the same in every environment")


def test_clicking_off_shows_what_stops_and_what_degrades(show: Open) -> None:
    page = show(START)
    page.keyboard.press("f")
    click(page, "qserv")
    expect(box(page, "qserv")).to_have_class(re.compile(r"\bdown\b"))
    expect(box(page, "portal/pods")).to_have_class(re.compile(r"\bdegrades\b"))
    stops = panel(page).get_by_text("Stops", exact=True).locator("xpath=ancestor::details")
    impact = failure_impact(open_platform(ROOT).graph("usdac"), ["qserv"])
    assert stops.locator("li > button").all_text_contents() == [effect.element for effect in impact.stops]
    click(page, "qserv")
    expect(page.locator(".sheet .down")).to_have_count(0)


def test_a_cluster_a_part_or_a_frame_that_is_clicked_off_is_told_of_in_plain_words(show: Open) -> None:
    page = show("#/deployment/usdac")
    page.keyboard.press("f")
    for frame, words in (
        ("cluster/production", "With Production cluster go Web API Aspect,"),
        ("cluster/production.qserv-worker", "Qserv stops."),
        ("cluster/production.any", "Qserv degrades."),
    ):
        place = page.locator(f'.sheet g.group[data-element="{frame}"]').bounding_box()
        assert place is not None
        page.mouse.click(place["x"] + 10, place["y"] + 7)
        expect(panel(page)).to_contain_text(words)
        page.get_by_role("button", name="Switch everything on").click()
    click(page, "users")
    expect(panel(page).get_by_role("status")).to_contain_text("Users is not switched off")


def test_the_browser_agrees_with_python_about_every_failure(show: Open) -> None:
    page = show()
    platform = open_platform(ROOT)
    for name in ("usdac", "pdac", "qserv-sandbox"):
        graph = platform.graph(name)
        ids = [node.id for node in graph.nodes()]
        found = page.evaluate(
            "async ([name, ids]) => Promise.all(ids.map((id) => window.lsparch.impact(name, [id])))", [name, ids]
        )
        for identifier, mine in zip(ids, found, strict=True):
            impact = failure_impact(graph, [identifier])
            assert mine == {
                "down": list(impact.down),
                "stops": [{"element": e.element, "reason": e.reason, "chain": list(e.chain)} for e in impact.stops],
                "degrades": [
                    {"element": e.element, "reason": e.reason, "chain": list(e.chain)} for e in impact.degrades
                ],
            }, identifier


def test_a_dot_where_arrows_meet_is_dimmed_and_brought_out_with_them(show: Open) -> None:
    page = show("#/api-pods/usdac?element=qserv/czar")
    dots = page.locator(".sheet g.join")
    expect(dots.first).to_be_attached()
    opacities = dots.evaluate_all(
        "dots => dots.map((dot) => [dot.classList.contains('near'), getComputedStyle(dot).opacity])"
    )
    assert {(True, "1"), (False, "0.3")} == {(near, opacity) for near, opacity in opacities}
    shared = page.locator('.sheet g.label[data-element="api/webserv connection qserv/czar"]')
    page.evaluate("location.hash = '#/api-pods/usdac?element=api/tap'")
    expect(shared).to_have_class(re.compile("near"))  # it stands for the arrow of api/tap, too
    page.evaluate("location.hash = '#/api-pods/usdac?part=portal'")
    expect(page.locator(".sheet g.join.dim").first).to_be_attached()
    assert 0 < page.locator(".sheet g.join.dim").count() < page.locator(".sheet g.arrow.dim").count()


def test_findings_lead_to_their_element(show: Open) -> None:
    page = show(START)
    page.get_by_role("button", name=re.compile("^Findings")).click()
    first = panel(page).locator(".finding").first
    expect(first.locator(".place")).to_have_text(re.compile(r"\.yaml:\d+:\d+$"))
    element = first.locator("button.link").text_content()
    first.locator("button.link").click()
    assert element is not None
    expect(panel(page).locator("article")).to_contain_text(element)


def pdf_text(file: Path, number: int) -> str:
    """Return the words of a page."""
    found = subprocess.run(
        [PDFTOTEXT, "-f", str(number), "-l", str(number), str(file), "-"], check=True, capture_output=True, text=True
    )
    return found.stdout


@pytest.mark.skipif(not PDFTOTEXT, reason="there is no pdftotext; `apt-get install poppler-utils` brings it")
def test_it_can_be_printed_on_paper(show: Open, tmp_path: Path) -> None:
    page = show("#/api-pods/usdac?element=api/tap")
    page.emulate_media(media="print")
    expect(page.get_by_role("banner")).to_be_hidden()
    expect(page.locator(".sheet")).to_be_visible()
    for width in (1440, 700):  # a page is as wide as a small screen
        page.set_viewport_size({"width": width, "height": 900})
        picture, details = (page.locator(one).bounding_box() for one in (".sheet > svg", "aside"))
        assert picture is not None
        assert details is not None
        assert picture["width"] > width * 0.9
        assert picture["height"] > width * 0.2
        assert details["y"] >= picture["y"] + picture["height"]
    page.pdf(path=tmp_path / "viewer.pdf", prefer_css_page_size=True)
    first, second = (pdf_text(tmp_path / "viewer.pdf", number) for number in (1, 2))
    assert "metaserv" in first
    assert "Needed by" not in first
    assert "Declared at" in second


def test_an_element_and_a_relation_show_the_lines_that_declare_them(show: Open) -> None:
    page = show("#/api-pods/usdac?element=api/tap")
    lines = (ROOT / "model/aspects/api.yaml").read_text(encoding="utf-8").splitlines()
    first = lines.index("  tap:") + 1
    region = panel(page).get_by_role("region", name=f"Lines of model/aspects/api.yaml:{first}:3")
    expect(region.locator(".number").first).to_have_text(str(first))
    shown = region.locator(".row > :last-child").all_inner_texts()
    assert [f"  {line}".rstrip() for line in shown] == lines[first - 1 : first - 1 + len(shown)]
    assert "title: Table Access Protocol" in shown[1]
    assert region.evaluate("one => one.scrollWidth - one.clientWidth") <= 0

    page = show("#/api-pods/usdac?element=api/tap%20connection%20qserv/czar")
    [relation] = panel(page).get_by_role("region").all()
    assert "- {to: role/catalogue, for: catalogue queries" in relation.inner_text()

    page = show("#/platform/usdac?element=qserv")
    expect(panel(page).locator(".excerpt .row")).to_have_count(30)
    expect(panel(page).get_by_text(re.compile(r"^\d+ more lines in the file\.$"))).to_be_visible()
