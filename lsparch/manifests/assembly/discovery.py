"""Finding the builders: one module of `lsparch.manifests` for each kind of object."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Protocol

import lsparch.manifests
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["Builder", "builders"]


class Builder(Protocol):
    """A module that makes all objects of one kind."""

    KIND: str
    """The kind."""

    @staticmethod
    def build(shop: Workshop) -> Iterator[StoredObject]:
        """Make the objects."""


def builders() -> tuple[Builder, ...]:
    """Return the builder of every kind, in the order of the modules' names.

    Every module directly in `lsparch.manifests` is one; shared pieces are in packages below it.
    """
    found: list[Builder] = []
    for module in sorted(pkgutil.iter_modules(lsparch.manifests.__path__), key=lambda m: m.name):
        if not module.ispkg:
            builder: Builder = importlib.import_module(f"lsparch.manifests.{module.name}")
            found.append(builder)
    return tuple(found)
