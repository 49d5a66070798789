"""Folders that are written where nothing is yet."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from lsparch.diagnostics import LsparchError
from lsparch.outside.folders import write_folder
from lsparch.outside.scratch import remove_abandoned, scratch_folder

__all__ = ["place_folders"]


def place_folders(root: Path, names: Sequence[str], files: Mapping[str, bytes]) -> None:
    """Write folders into another one, all of them or none; nothing that is there is replaced.

    Parameters
    ----------
    root
        The folder into which they are written; it is made if it is not there.
    names
        Their names; the last one comes last.
    files
        Content of all their files, by path relative to the root.

    Raises
    ------
    LsparchError
        If one of them is there already, or the root is a file or cannot be written.
    """
    if root.exists() and not root.is_dir():
        raise LsparchError(f"{root}: is a file; choose a folder")
    there = [name for name in names if os.path.lexists(root / name)]
    if there:
        raise LsparchError(f"{root / there[0]}: is there already, and is left as it is; choose another folder")
    try:
        root.mkdir(parents=True, exist_ok=True)
        remove_abandoned(root / names[0])
        with scratch_folder(root / names[0]) as fresh:
            write_folder(str(fresh), files)
            _move(fresh, root, names)
    except OSError as error:
        raise LsparchError(f"{root}: cannot be written ({error.strerror})") from error


def _move(fresh: Path, root: Path, names: Sequence[str]) -> None:
    """Move folders to where they belong; if one cannot be moved, those that were are moved back."""
    moved: list[str] = []
    try:
        for name in names:
            (fresh / name).rename(root / name)
            moved.append(name)
    except OSError:
        for name in moved:
            (root / name).rename(fresh / name)
        raise
