"""Files and folders that are written beside the place where they belong, and what killed processes left of such."""

import contextlib
import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

__all__ = ["remove_abandoned", "remove_abandoned_below", "restore_abandoned", "scratch_file", "scratch_folder"]

if sys.platform == "win32":

    def _claim(descriptor: int, *, wait: bool) -> bool:
        """Leave everything alone: nobody can tell whether the writer is alive."""
        return wait and descriptor >= 0

else:
    import fcntl

    def _claim(descriptor: int, *, wait: bool) -> bool:
        """Claim an open file or folder for this process until it is closed; return whether that was possible.

        The system releases the claim of a process that ends, however it ends. Where a file system knows no claims,
        the own one is taken for granted, and nothing of others is ever claimed.
        """
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return wait
        return True


def _prefix(path: Path) -> str:
    return f".{path.name}.lsparch-"


def _still(descriptor: int, path: Path) -> bool:
    """Return whether an open file is the one that stands at a path."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def scratch_file(path: Path) -> Iterator[tuple[Path, int]]:
    """Make an empty file beside a path; yield where it is, and its descriptor. It is removed if it is still there.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    while True:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=_prefix(path))
        fresh = Path(name)
        if _claim(descriptor, wait=True) and _still(descriptor, fresh):
            break
        os.close(descriptor)
    try:
        yield fresh, descriptor
    finally:
        fresh.unlink(missing_ok=True)
        os.close(descriptor)


@contextlib.contextmanager
def scratch_folder(path: Path) -> Iterator[Path]:
    """Make an empty folder beside a path; yield where it is. What stands there in the end is removed.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    while True:
        fresh = Path(tempfile.mkdtemp(dir=path.parent, prefix=_prefix(path)))
        try:
            descriptor = os.open(fresh, os.O_RDONLY)
        except FileNotFoundError:
            continue
        if _claim(descriptor, wait=True) and _still(descriptor, fresh):
            break
        os.close(descriptor)
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        os.close(descriptor)


def remove_abandoned(path: Path) -> None:
    """Remove what processes that were killed left beside a path; what living ones write is left alone."""
    for left in sorted(path.parent.glob(f"{glob.escape(_prefix(path))}*")):
        _remove(left)


def remove_abandoned_below(folder: Path) -> None:
    """Remove what processes that were killed left beside the files of a folder."""
    for left in sorted(folder.rglob(".*.lsparch-*")):
        _remove(left)


def _remove(left: Path) -> None:
    """Remove a file or folder that no living process claims."""
    with contextlib.suppress(OSError):
        descriptor = os.open(left, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        try:
            if not _claim(descriptor, wait=False) or not _still(descriptor, left):
                return
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink()
        finally:
            os.close(descriptor)


def restore_abandoned(path: Path, mark: str) -> None:
    """Put back a folder that a process was replacing, in two steps, when it was killed between them.

    Parameters
    ----------
    path
        Where the folder belongs; nothing is done when something is there.
    mark
        Ending of the name of a folder that was put aside.
    """
    for left in sorted(path.parent.glob(f"{glob.escape(_prefix(path))}*{mark}")):
        with contextlib.suppress(OSError):
            if not path.exists() and left.is_dir():
                left.rename(path)
