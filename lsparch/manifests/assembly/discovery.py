"""Finding the builders: one module of `lsparch.manifests` for each kind of object."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import lsparch.manifests
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["Builder", "builders"]


@dataclass(frozen=True, slots=True)
class Builder:
    """What makes all objects of one kind."""

    kind: str
    build: Callable[[Workshop], Iterator[StoredObject]]
    after_all: bool = False
    """Whether it needs what the others write down."""


def builders() -> tuple[Builder, ...]:
    """Return the builder of every kind, in the order of the modules' names; those marked ``AFTER_ALL`` come last.

    Every module directly in `lsparch.manifests` is one, with its ``KIND`` and its function ``build``; shared pieces
    are in packages below it.
    """
    found: list[Builder] = []
    for name in sorted(m.name for m in pkgutil.iter_modules(lsparch.manifests.__path__) if not m.ispkg):
        module: Any = importlib.import_module(f"lsparch.manifests.{name}")
        found.append(Builder(module.KIND, module.build, getattr(module, "AFTER_ALL", False)))
    return tuple(sorted(found, key=lambda builder: builder.after_all))
