"""The viewer, kept up to date while the files of a platform are edited."""

import threading
from collections.abc import Callable, Sequence
from datetime import date
from http import HTTPStatus
from pathlib import Path

from lsparch.api.platform import Platform
from lsparch.api.shelf import MemoryShelf
from lsparch.api.viewer import ViewerData
from lsparch.diagnostics import Finding, LsparchError, Place, Severity, UnreadableInputError
from lsparch.draw.shelf import Shelf
from lsparch.emit.viewer import findings_part, viewer_page
from lsparch.emit.viewer.page import part_text, security_policy, viewer_script, viewer_styles
from lsparch.outside.server import Answer, Bulletin
from lsparch.outside.watch import Signature, signature

__all__ = ["LiveViewer"]

WATCHED = ("model", "diagrams", "checks")
"""Folders of a platform whose files are watched."""

ELSEWHERE = ("git:", "kube:")
"""How sources begin that are no files."""


class LiveViewer:
    """The last good state of a platform, and what is wrong with the newest.

    Parameters
    ----------
    root
        Folder of the platform.
    sources, views
        What is shown; see `ViewerData`.
    as_of
        Day on which exceptions are judged.
    shelf
        Where pictures of before are; those that were shown are remembered when not given.
    """

    def __init__(
        self, root: Path, sources: Sequence[str], views: Sequence[str], as_of: date, shelf: Shelf | None = None
    ) -> None:
        self.events = Bulletin()
        self._root = root
        files = [Path(source) for source in sources if not source.startswith(ELSEWHERE)]
        self._watched = [*(root / folder for folder in WATCHED), *files]
        kept = MemoryShelf() if shelf is None else shelf
        self._make: Callable[[], ViewerData] = lambda: ViewerData(Platform(root), sources, views, as_of, shelf=kept)
        self._lock, self._checking = threading.Lock(), threading.Lock()
        self._seen: Signature | None = None
        self._data: ViewerData | None = None
        self._judged: ViewerData | None = None
        self._version = 0

    def refresh(self) -> bool:
        """Read all again if any file of the platform or of manifests has changed, tell everybody; tell whether any had.

        Whatever goes wrong is told, and the next change is awaited.
        """
        now = signature(self._watched)
        if now == self._seen:
            return False
        self._seen = now
        try:
            data = self._make()
            data.index()
        except UnreadableInputError as fault:
            self._tell_broken(fault.findings)
        except LsparchError as fault:
            self._tell_broken([self._finding(str(fault))])
        except Exception as fault:  # noqa: BLE001 - a fault of lsparch must not end the watch
            told = f"internal error: {type(fault).__name__}: {fault}"
            self._tell_broken([self._finding(told, "please report it; the next change is read again")])
        else:
            with self._lock:
                self._data, self._judged = data, None
                self._version += 1
            self.events.post("version", str(self._version))
        return True

    def answer(self, path: str) -> Answer:
        """Return the page, or a part of the data."""
        if path == "/":
            return self._page()
        if not path.startswith("/part/"):
            return Answer(b"there is nothing here\n", "text/plain", HTTPStatus.NOT_FOUND)
        name = path.removeprefix("/part/")
        lock = self._checking if name == "findings" else self._lock
        with lock:
            data = self._judge() if name == "findings" else self._data
            if data is None:
                return Answer(b"nothing could be read yet\n", "text/plain", HTTPStatus.SERVICE_UNAVAILABLE)
            try:
                return Answer(data.part(name).encode(), "application/json")
            except LsparchError as fault:
                return Answer(f"{fault}\n".encode(), "text/plain", HTTPStatus.NOT_FOUND)

    def _judge(self) -> ViewerData | None:
        """Return a state of its own for findings, which take longest, so that no picture waits for them."""
        with self._lock:
            if self._data is not None and self._judged is None:
                self._judged = self._make()
            return self._judged

    def _page(self) -> Answer:
        title = self._data.title if self._data else "lsparch"
        policy = security_policy(viewer_styles(), viewer_script(), live=True)
        return Answer(viewer_page(title, [], live="events"), "text/html", policy=policy)

    def _finding(self, message: str, advice: str = "") -> Finding:
        return Finding("", Severity.ERROR, Place(self._root.name), message, advice)

    def _tell_broken(self, findings: Sequence[Finding]) -> None:
        """Tell what is wrong, unless a file has changed since: then it may have been read while it was saved."""
        if signature(self._watched) == self._seen:
            self.events.post("broken", part_text(dict(findings_part(findings))))
