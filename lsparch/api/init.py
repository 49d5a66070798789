"""A first model of one's own, from the files that ship with the package."""

from pathlib import Path

from lsparch.diagnostics import LsparchError
from lsparch.outside.files import Files
from lsparch.outside.fresh import place_folders

__all__ = ["start_model", "starter_files"]


def starter_files() -> dict[str, bytes]:
    """Return the files of a first model, by path relative to the folder that is to hold ``model/``."""
    return Files().tree(Path(__file__).parent / "starter")


def start_model(folder: Path) -> tuple[str, ...]:
    """Write a first model, all of it or nothing; nothing that is there is replaced.

    Parameters
    ----------
    folder
        The folder that is to hold ``model/``, ``checks/`` and ``diagrams/``; it is made if it is not there.

    Returns
    -------
    tuple of str
        Paths of the files written, relative to the folder.

    Raises
    ------
    LsparchError
        If the folder holds any of these, or cannot be written.
    """
    files = starter_files()
    folders = sorted({name.partition("/")[0] for name in files})
    if folder.name in folders:
        raise LsparchError(f"{folder}: give the folder that is to hold `{folder.name}`, not `{folder.name}` itself")
    place_folders(folder, folders, files)
    return tuple(files)
