"""The small platform under ``tests/data/small``, whole or with one text changed."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from lsparch.graph import ArchGraph
from lsparch.load import LoadResult, Model, load_model
from lsparch.resolve import Environment, environment_graph, resolve

__all__ = ["ROOT", "changed", "small_environment", "small_files", "small_graph", "small_model"]

ROOT = Path(__file__).parent.parent / "data" / "small"


@cache
def _files() -> dict[str, bytes]:
    return {p.relative_to(ROOT).as_posix(): p.read_bytes() for p in sorted(ROOT.rglob("*")) if p.is_file()}


def small_files() -> dict[str, bytes]:
    """Return the files of the small platform, by name."""
    return dict(_files())


def changed(file: str, old: str, new: str) -> LoadResult:
    """Load the small platform with one text replaced; the text must occur exactly once."""
    files = small_files()
    text = files[file].decode()
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {file}"
    files[file] = text.replace(old, new).encode()
    return load_model(files)


def small_model(files: Mapping[str, bytes] | None = None) -> Model:
    """Load the small platform, which must be clean."""
    result = load_model(files or small_files())
    assert result.model is not None, result.findings
    return result.model


def small_environment(name: str = "production", model: Model | None = None) -> Environment:
    """Resolve an environment of the small platform."""
    return resolve(model or small_model(), name)


def small_graph(name: str = "production") -> ArchGraph:
    """Return the graph of an environment of the small platform."""
    return environment_graph(small_environment(name))
