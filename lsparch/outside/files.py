"""Files: reading folders, and writing so that an error leaves what was there."""

import errno
import os
import shutil
import sys
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from lsparch.diagnostics import LsparchError
from lsparch.outside.folders import MARK, holds, mark_text, product_of, read_folder, write_folder
from lsparch.outside.scratch import (
    remove_abandoned,
    remove_abandoned_below,
    restore_abandoned,
    scratch_file,
    scratch_folder,
)

__all__ = ["Files", "shipped_platform"]

_ASIDE = ".old"
"""Ending of the name of a folder that is put aside while another takes its place, where that takes two steps."""

_ATTEMPTS = 100
"""Number of times that a folder is tried to be replaced while other processes replace it too."""


def shipped_platform() -> Path:
    """Return the folder of the shipped ``model/``, ``diagrams/`` and ``checks/``: in the wheel, or the checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_platform"
    return inside if inside.is_dir() else package.parent


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, so that a crash finds either; return whether this system can."""
    import ctypes  # noqa: PLC0415 - wanted only where a folder is replaced

    call = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    if call is None:
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE of renameat2(2)
    return bool(call(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)


def _require_own(folder: Path, product: str) -> None:
    """Refuse a path whose replacement would lose what a person, or another command, wrote.

    What is inside a generated folder is part of it.

    Raises
    ------
    LsparchError
        If the path is a file, or a folder that holds what lsparch did not generate, or what another product is.
    """
    if folder.exists() and not folder.is_dir():
        raise LsparchError(f"{folder}: is a file; choose a folder")
    for place in (folder, folder.parent):
        made_by = product_of(str(place))
        if made_by is None:
            continue
        if made_by not in {"", product}:
            raise LsparchError(
                f"{place}: holds what `lsparch {made_by}` wrote, not `lsparch {product}`; "
                "choose another folder, or remove it"
            )
        return
    if folder.is_dir() and any(folder.iterdir()):
        raise LsparchError(f"{folder}: is not a folder that lsparch generated, and is left as it is; choose another")


class Files:
    """The file system, and standard input."""

    @cached_property
    def standard_input(self) -> bytes:
        """Content of standard input, which is read once, however often it is asked for."""
        return sys.stdin.buffer.read()

    def read(self, path: Path) -> bytes:
        """Return the content of a file.

        Raises
        ------
        LsparchError
            If it cannot be read.
        """
        try:
            return path.read_bytes()
        except OSError as error:
            raise LsparchError(f"{path}: cannot be read ({error.strerror})") from error

    def tree(self, folder: Path, *suffixes: str) -> dict[str, bytes]:
        """Return the content of every file below a folder, by path relative to it; hidden files are left out.

        Parameters
        ----------
        folder
            The folder.
        *suffixes
            Endings of the files wanted; all when none is given.

        Raises
        ------
        LsparchError
            If something in it cannot be read.
        """
        try:
            return read_folder(str(folder), suffixes)
        except OSError as error:
            raise LsparchError(f"{error.filename or folder}: cannot be read ({error.strerror})") from error

    def write(self, path: Path, content: bytes) -> None:
        """Write a file so that it is either the old or the new one at any moment.

        Raises
        ------
        LsparchError
            If it cannot be written.
        """
        remove_abandoned(path)
        self._write(path, content)

    @staticmethod
    def _write(path: Path, content: bytes) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with scratch_file(path) as (fresh, descriptor):
                with os.fdopen(descriptor, "wb", closefd=False) as file:
                    file.write(content)
                fresh.chmod(0o644)
                fresh.replace(path)
        except OSError as error:
            raise LsparchError(f"{path}: cannot be written ({error.strerror})") from error

    @staticmethod
    def require_own(folder: Path, product: str) -> None:
        """Refuse a folder that is not to be written; see `replace_tree`."""
        _require_own(folder.resolve() if folder.is_symlink() else folder, product)

    def replace_tree(self, folder: Path, files: Mapping[str, bytes], product: str) -> None:
        """Replace a generated folder as a whole: at any moment it is either the old or the new one.

        A folder that holds these files already is left as it is.

        Parameters
        ----------
        folder
            The folder; it must be absent, empty, or one that holds the same product.
        files
            New content, by path relative to the folder.
        product
            What the content is: the command that makes such a folder.

        Raises
        ------
        LsparchError
            If the path is a file, or the folder holds anything else or cannot be written.
        """
        if folder.is_symlink():
            folder = folder.resolve()
        _require_own(folder, product)
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            restore_abandoned(folder, _ASIDE)
            remove_abandoned(folder)
            if holds(str(folder), files, product):
                return
            with scratch_folder(folder) as fresh:
                write_folder(str(fresh), files, str(folder))
                (fresh / MARK).write_bytes(mark_text(product))
                fresh.chmod(0o755)
                self._swap(fresh, folder)
        except OSError as error:
            raise LsparchError(f"{folder}: cannot be written ({error.strerror})") from error

    def update_tree(self, folder: Path, files: Mapping[str, bytes], product: str, *, complete: bool) -> None:
        """Write those files of a generated folder that changed, each so that it is either the old or the new one.

        Parameters
        ----------
        folder
            The folder; it must be absent, empty, or one that holds the same product.
        files
            Content, by path relative to the folder.
        product
            What the content is: the command that makes such a folder.
        complete
            Whether these are all files, so that others are removed.

        Raises
        ------
        LsparchError
            If the path is a file, or the folder holds anything else or cannot be written.
        """
        _require_own(folder, product)
        remove_abandoned_below(folder)
        stale = self.stale(folder, files)
        self._write(folder / MARK, mark_text(product))
        for name in stale:
            if name in files:
                self._write(folder / name, files[name])
        for name in stale:
            if complete and name not in files:
                (folder / name).unlink(missing_ok=True)

    @staticmethod
    def _swap(fresh: Path, folder: Path) -> None:
        """Put a folder in the place of another, or of none; what was there stands where the new one was, or is gone."""
        for _ in range(_ATTEMPTS):
            if _exchange(fresh, folder):
                return
            try:
                fresh.rename(folder)  # nothing is there, or an empty folder
            except OSError as error:
                if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
                    raise
            else:
                return
            old = fresh.with_name(fresh.name + _ASIDE)
            try:
                folder.rename(old)
            except FileNotFoundError:
                continue  # another process is putting its own there
            try:
                fresh.rename(folder)
            except OSError:
                if not folder.exists():
                    old.rename(folder)
                    raise
            shutil.rmtree(old, ignore_errors=True)
            if not fresh.exists():
                return
        raise OSError(errno.EBUSY, "other processes keep writing it")

    def stale(self, folder: Path, files: Mapping[str, bytes]) -> list[str]:
        """Return the paths in which a generated folder is not what it should be: changed, absent or left over."""
        there = self.tree(folder) if folder.is_dir() else {}
        return sorted(name for name in {*there, *files} if there.get(name) != files.get(name))
