"""The code that is installed, so that nothing made by other code is taken for its work. Imports little."""

import os
import sys

from lsparch import __version__

__all__ = ["installed_code"]


def installed_code() -> str:
    """Return what changes when the installed code does.

    Versions, every file of this package with its size and time, and the time of the folders into which packages are
    installed.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    installed = [path for path in sys.path if path.endswith("-packages") and os.path.isdir(path)]
    found = [f"{path} {os.stat(path).st_mtime_ns}" for path in installed]
    waiting = [package]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name == "__pycache__" or entry.name.startswith("."):
                    continue
                if entry.is_dir():
                    waiting.append(entry.path)
                else:
                    status = entry.stat()
                    found.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}")
    return "\n".join([__version__, sys.version, *sorted(found)])
