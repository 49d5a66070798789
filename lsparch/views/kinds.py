"""Kinds of views: every module of this package that has a function ``plan``, found without registration."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

import lsparch.views
from lsparch.models.view import ViewFile
from lsparch.views.given import ViewContext
from lsparch.views.plans import Plan

__all__ = ["Planner", "known_kinds", "planner"]

Planner = Callable[[ViewContext, ViewFile, str], Plan]
"""Makes the plan of a view, for one environment or, with an empty name, for the whole model."""


def planner(kind: str) -> Planner | None:
    """Return the function that makes plans of a kind, named like ``supply-chain``; None if there is no such kind.

    Only the module of that kind is imported.
    """
    module = kind.replace("-", "_")
    return _plan_of(module) if module in _modules() else None


@cache
def known_kinds() -> Mapping[str, Planner]:
    """Return all kinds of views, by name."""
    found = {module.replace("_", "-"): plan for module in _modules() if (plan := _plan_of(module)) is not None}
    return MappingProxyType(found)


@cache
def _modules() -> tuple[str, ...]:
    """Return the names of the modules of this package."""
    return tuple(module.name for module in pkgutil.iter_modules(lsparch.views.__path__))


def _plan_of(module: str) -> Planner | None:
    plan: Planner | None = getattr(importlib.import_module(f"lsparch.views.{module}"), "plan", None)
    return plan if callable(plan) else None
