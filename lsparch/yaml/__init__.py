"""YAML, read with positions and written so that every reader agrees.

The emitter is imported when it is first asked for: its patterns take longer to make than a short file to read.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from lsparch.yaml.dialect import Dialect
from lsparch.yaml.events import Backend, reader_backend
from lsparch.yaml.nodes import Document, YamlList, YamlMap, place_of
from lsparch.yaml.reader import ReadResult, read
from lsparch.yaml.scalars import is_ambiguous, readings, resolve_core, resolve_kubectl

if TYPE_CHECKING:
    from lsparch.yaml.emitter import Emitter, emit, emit_all, emit_each

__all__ = [
    "Backend",
    "Dialect",
    "Document",
    "Emitter",
    "ReadResult",
    "YamlList",
    "YamlMap",
    "emit",
    "emit_all",
    "emit_each",
    "is_ambiguous",
    "place_of",
    "read",
    "reader_backend",
    "readings",
    "resolve_core",
    "resolve_kubectl",
]

if not TYPE_CHECKING:  # else every name would count as one of this package

    def __getattr__(name: str) -> object:
        """Return what the emitter has."""
        if name not in {"Emitter", "emit", "emit_all", "emit_each"}:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.emitter"), name)
