"""Whether files have changed, by size and time."""

import stat
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Self

__all__ = ["Signature", "Watcher", "signature"]

Signature = tuple[tuple[str, int, int], ...]
"""Path, size and time of each file."""

PAUSE = 0.25
"""Seconds between two looks."""


def signature(paths: Iterable[Path]) -> Signature:
    """Return what changes when a file does, or any text below a folder; SVG is written, not read."""
    found: list[tuple[str, int, int]] = []
    for path in paths:
        with suppress(OSError):  # a folder went while we looked
            for file in [path] if path.is_file() else path.rglob("*"):
                if file.suffix != ".svg" and not file.name.startswith("."):
                    found += _state(file)
    return tuple(sorted(found))


def _state(path: Path) -> Signature:
    """Return path, size and time of a file; nothing for a folder, or for what went while we looked."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return ((path.as_posix(), status.st_size, status.st_mtime_ns),) if stat.S_ISREG(status.st_mode) else ()


class Watcher:
    """Looks again and again, in a thread of its own.

    Parameters
    ----------
    look
        What is done each time; it must not fail, since nothing would look any more.
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
