"""Which tests run in one process, when pytest runs on several: those that share what is on a control plane.

Each process starts a control plane of its own when a test first asks for one. pytest-xdist would group tests by a
mark, but its release of today does not reach the names of tests in pytest 9.2; so the group is told from the file.
"""

import importlib
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

__all__ = ["control_plane_scheduling", "group_of"]

_ROOT = Path(__file__).parents[2]
_CONTROL_PLANE = re.compile(r"^from tests\.e2e\.(control_plane|cluster|deployment|testbed) ", re.MULTILINE)
_DEPLOYED = re.compile(r"^def test_[^)]*\bdeployment: Deployment\b", re.MULTILINE)


@cache
def _module_group(module: str) -> str:
    path = _ROOT / module
    text = path.read_text() if module.startswith("tests/e2e/") and path.is_file() else ""
    if not _CONTROL_PLANE.search(text):
        return ""
    return "deployed environments" if _DEPLOYED.search(text) else module


def group_of(test: str) -> str:
    """Return the group of a test, by its id.

    Tests of environments that are deployed once for all of them are one group, those of another module with a control
    plane are one for each module; the others are groups of their own.
    """
    return _module_group(test.partition("::")[0]) or test


def control_plane_scheduling(config: pytest.Config, log: Any) -> Any:
    """Return a scheduler of xdist that gives each group to one process, the largest first."""
    base = importlib.import_module("xdist.scheduler").LoadGroupScheduling  # its package is not typed
    kind = type("ControlPlaneScheduling", (base,), {"_split_scope": lambda _, test: group_of(test)})
    return kind(config, log)
