"""Finding and watching a Chromium."""

import shutil

from playwright.sync_api import Page

__all__ = ["FLAGS", "Watch", "find_chromium"]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""No sandbox, because tests may run as root; and nothing that talks to the network by itself."""

_REPORT = """
document.addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective}`));
"""


def find_chromium() -> str | None:
    """Return the path of the system's Chromium."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Watch:
    """Collects what must not happen in a page: errors, refused scripts and styles, requests, dialogs.

    Parameters
    ----------
    page
        The page.
    address
        The only address that it may ask for; addresses below it are fine.
    """

    def __init__(self, page: Page, address: str) -> None:
        self.faults: list[str] = []
        page.add_init_script(_REPORT)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("console", lambda said: self.faults.append(f"said: {said.text}") if said.type == "error" else None)
        page.on("request", lambda asked: self._requested(asked.url, address))
        page.on("dialog", lambda dialog: self.faults.append(f"dialog: {dialog.message}"))

    def _requested(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:")):
            self.faults.append(f"request: {url}")
