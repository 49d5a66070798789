"""A Chromium, and pages of the viewer in it; any request, fault or refused script in a page fails its test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from lsparch.api import open_platform
from lsparch.api.viewer import ViewerData, viewer_file
from tests.browser.chromium import FLAGS, Watch, find_chromium

ROOT = Path(__file__).parents[2]


class Open(Protocol):
    """Opens the viewer."""

    def __call__(
        self,
        fragment: str = "",
        file: Path = ...,
        *,
        size: tuple[int, int] = ...,
        dark: bool = ...,
        touch: bool = ...,
        motion: bool = ...,
    ) -> Page: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give all tests of this folder to one process, which starts the browser once."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a running Chromium."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("there is no Chromium; `apt-get install chromium` brings one")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def viewer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the viewer of some environments of the shipped model."""
    path = tmp_path_factory.mktemp("viewer") / "viewer.html"
    views = [
        "platform", "api-pods", "notebook-pods", "portal-pods", "qserv-pods", "aspects", "deployment", "datasets",
        "registry-fill", "story-cut-out", "portal-to-qserv", "pdac-difference",
    ]  # fmt: skip
    path.write_bytes(viewer_file(ViewerData(open_platform(ROOT), ["usdac", "pdac", "qserv-sandbox"], views)))
    return path


@pytest.fixture
def show(viewer: Path, browser: Browser) -> Iterator[Open]:
    """Return what opens the viewer at a fragment, and checks in the end that nothing was wrong in any page."""
    watches: list[Watch] = []
    contexts: list[BrowserContext] = []

    def opened(
        fragment: str = "",
        file: Path = viewer,
        *,
        size: tuple[int, int] = (1440, 900),
        dark: bool = False,
        touch: bool = False,
        motion: bool = False,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            has_touch=touch,
            reduced_motion="no-preference" if motion else "reduce",
        )
        contexts.append(context)
        page = context.new_page()
        watches.append(Watch(page, file.as_uri()))
        page.goto(file.as_uri() + fragment)
        page.wait_for_selector(".sheet svg .marks", state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    for watch in watches:
        assert watch.faults == []
