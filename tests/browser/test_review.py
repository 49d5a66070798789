"""The design review set in a browser: no complaint of axe, no request, nothing refused."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from lsparch.api import open_platform
from lsparch.api.review import find_review
from lsparch.emit.review_html import review_page
from tests.browser.test_viewer_access import AXE
from tests.support.small import ROOT as SMALL

SHIPPED = Path(__file__).parents[2] / "diagrams"


@pytest.fixture(scope="module")
def page_of_review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    shutil.copytree(
        SHIPPED / "views",
        folder / "diagrams/views",
        ignore=lambda _, names: {*names} - {"context.yaml", "findings.yaml", "capacity.yaml"},
    )
    path = folder / "review.html"
    path.write_bytes(review_page(find_review(open_platform(folder), "production", date(2026, 11, 1))))
    return path


@pytest.mark.parametrize("width", [1400, 420])
def test_a_review_has_no_complaint_of_axe_and_asks_for_nothing(
    page_of_review: Path, browser: Browser, width: int
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed; `make viewer` installs it")
    page = browser.new_page(viewport={"width": width, "height": 900})
    faults: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_of_review.as_uri())
    assert not faults
    assert [url for url in asked if not url.startswith("data:")] == [page_of_review.as_uri()]
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    page.close()
