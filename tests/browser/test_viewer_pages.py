"""Manifests of somebody, too many for a page: an overview, and pages that lead on to each other."""

import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from lsparch.api import open_platform
from lsparch.api.viewer import ViewerData, viewer_file
from tests.bench.synthetic import manifests
from tests.browser.conftest import ROOT, Open

START = "#/exposure/shop.yaml"


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the viewer of 400 objects."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "shop.yaml").write_text(yaml.dump_all(manifests(400), Dumper=yaml.CSafeDumper), "utf-8")
    data = ViewerData(open_platform(ROOT), [str(folder / "shop.yaml")], ["overview", "exposure", "pods-ns0"])
    path = folder / "viewer.html"
    path.write_bytes(viewer_file(data))
    return path


@pytest.fixture(scope="session")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the viewer of eighty applications in one namespace, each of which asks the one before it."""
    folder = tmp_path_factory.mktemp("chain")
    text = yaml.dump_all(manifests(400), Dumper=yaml.CSafeDumper)
    (folder / "shop.yaml").write_text(re.sub(r"\bns\d+", "ns", text), "utf-8")
    path = folder / "viewer.html"
    path.write_bytes(viewer_file(ViewerData(open_platform(ROOT), [str(folder / "shop.yaml")], ["pods"])))
    return path


def here(page: Page) -> str:
    return page.locator(".path .here").text_content() or ""


def test_a_page_is_gone_to_from_the_overview_and_left_again(show: Open, pages: Path) -> None:
    page = show(START, pages)
    boxes = page.locator('.sheet g.box[data-element^="exposure-page-"]')
    listed = page.get_by_role("list", name="Pages").get_by_role("button")
    assert boxes.count() == listed.count() > 2
    boxes.nth(1).locator("text").first.dblclick()
    expect(page.locator(".path .here")).to_contain_text("page 2")
    expect(page.get_by_role("list", name="Pages").locator("[aria-current]")).to_contain_text("Page 2")
    page.keyboard.press("u")
    expect(page.locator(".path .here")).to_have_text("Exposure")
    expect(page.locator('.sheet g.box.selected[data-element="exposure-page-2/to"]')).to_be_visible()
    page.keyboard.press("p")
    page.keyboard.press("]")
    page.keyboard.press("o")
    expect(page.locator(".path .here")).to_contain_text("page 3")


def test_a_sign_leads_to_the_page_where_arrows_go_on(show: Open, chain: Path) -> None:
    page = show("#/pods-page-2/shop.yaml", chain)
    sign = page.locator('.sheet g.box[data-element="pods-page-1/to"]')
    sign.locator("path, rect").first.click()
    page.get_by_role("complementary", name="Details").get_by_role("button", name="page 1").click()
    expect(page.locator(".path .here")).to_contain_text("page 1")
    expect(page.locator('.sheet g.box[data-element="pods-page-2/from"]')).to_be_visible()


def test_search_finds_what_is_on_another_page(show: Open, pages: Path) -> None:
    page = show(START, pages)
    for number, element in ((1, "ns0/app3"), (2, "ns6/app50")):
        page.keyboard.press("/")
        page.keyboard.type(element)
        page.keyboard.press("Enter")
        expect(page.locator(f'.sheet g.box[data-element="{element}"]')).to_be_in_viewport()
        assert f"element={element.replace('/', '%2F')}" in page.url
        assert "page" in here(page), number


def test_one_goes_down_from_a_namespace_to_its_pods(show: Open, pages: Path) -> None:
    page = show("#/overview/shop.yaml", pages)
    page.locator('.sheet g.box[data-element="ns0"] :is(path, rect)').first.dblclick()
    expect(page.locator(".path .here")).to_have_text("Pods of ns0")
    page.keyboard.press("u")
    expect(page.locator(".path .here")).to_have_text("Overview")
