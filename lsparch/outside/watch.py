"""Whether files have changed, by size and time."""

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

__all__ = ["Signature", "Watcher", "signature"]

Signature = tuple[tuple[str, int, int], ...]
"""Path, size and time of each file."""

PAUSE = 0.25
"""Seconds between two looks."""


def signature(root: Path, folders: Iterable[str]) -> Signature:
    """Return what changes when any YAML file or other text below some folders does; SVG is written, not read."""
    found: list[tuple[str, int, int]] = []
    for folder in folders:
        for path in (root / folder).rglob("*"):
            try:
                status = path.stat()
            except OSError:
                continue  # it went while we looked
            if path.is_file() and path.suffix != ".svg" and not path.name.startswith("."):
                found.append((path.as_posix(), status.st_size, status.st_mtime_ns))
    return tuple(sorted(found))


class Watcher:
    """Looks again and again, in a thread of its own.

    Parameters
    ----------
    look
        What is done each time.
    """

    def __init__(self, look: Callable[[], object]) -> None:
        self._look = look
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(timeout=1)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._look()
            self._ended.wait(PAUSE)
