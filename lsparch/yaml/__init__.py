"""YAML, read with positions and written so that every reader agrees."""

from lsparch.yaml.dialect import Dialect
from lsparch.yaml.emitter import Emitter, emit, emit_all, emit_each
from lsparch.yaml.events import Backend, reader_backend
from lsparch.yaml.nodes import Document, YamlList, YamlMap, place_of
from lsparch.yaml.reader import ReadResult, read
from lsparch.yaml.scalars import is_ambiguous, readings, resolve_core, resolve_kubectl

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
