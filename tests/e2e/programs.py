"""Programs that end-to-end tests run."""

import os
import shutil
from pathlib import Path

import pytest

__all__ = ["assets", "program"]


def assets() -> Path:
    """Return the folder of the programs, as `tests/e2e/tools/install` fills it; `KUBEBUILDER_ASSETS` names another."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("KUBEBUILDER_ASSETS") or cache / "lsparch-e2e" / "bin")


def program(name: str) -> str:
    """Return the path of a program; the test is skipped where it is not installed."""
    found = shutil.which(name, path=f"{assets()}{os.pathsep}{os.environ.get('PATH', '')}")
    if found is None:
        pytest.skip(f"{name} is not installed; `make control-plane` installs it")
    return found
