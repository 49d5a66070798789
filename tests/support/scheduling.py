"""Which tests run in one process, when pytest runs on several: those that share the control plane.

pytest-xdist would group tests by a mark, but its release of today does not reach the names of tests in pytest 9.2; so
the group is told from the name of the file.
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


@cache
def _wants_control_plane(module: str) -> bool:
    path = _ROOT / module
    return module.startswith("tests/e2e/") and path.is_file() and bool(_CONTROL_PLANE.search(path.read_text()))


def group_of(test: str) -> str:
    """Return the group of a test, by its id; most are groups of their own."""
    return "control-plane" if _wants_control_plane(test.partition("::")[0]) else test


def control_plane_scheduling(config: pytest.Config, log: Any) -> Any:
    """Return a scheduler of xdist that gives each group to one process, the largest first."""
    base = importlib.import_module("xdist.scheduler").LoadGroupScheduling  # its package is not typed
    kind = type("ControlPlaneScheduling", (base,), {"_split_scope": lambda _, test: group_of(test)})
    return kind(config, log)
