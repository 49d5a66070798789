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
    """Return the function that makes plans of a kind, named like ``supply-chain``; None if there is no such kind."""
    return known_kinds().get(kind)


@cache
def known_kinds() -> Mapping[str, Planner]:
    """Return all kinds of views, by name."""
    found: dict[str, Planner] = {}
    for module in pkgutil.iter_modules(lsparch.views.__path__):
        plan = getattr(importlib.import_module(f"lsparch.views.{module.name}"), "plan", None)
        if callable(plan):
            found[module.name.replace("_", "-")] = plan
    return MappingProxyType(found)
