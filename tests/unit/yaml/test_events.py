"""Either parser will do, and the one that is active is named."""

import importlib
from collections.abc import Iterator
from types import ModuleType

import pytest

from lsparch.yaml import Backend, Dialect, events, read, reader_backend

TEXT = "a: {b: [1, no]}\n"


@pytest.fixture
def without_extension(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    real = importlib.import_module

    def absent(name: str) -> ModuleType:
        if name.startswith("_ruamel_yaml"):
            raise ImportError(name)
        return real(name)

    monkeypatch.setattr(importlib, "import_module", absent)
    events.installed_extension.cache_clear()
    yield
    events.installed_extension.cache_clear()


@pytest.mark.usefixtures("without_extension")
def test_without_the_extension_pure_python_reads_the_same() -> None:
    assert reader_backend().endswith("pure Python")
    assert events.available_backend() is Backend.PURE
    for backend in (None, Backend.C, Backend.PURE):
        assert read(TEXT, "f", Dialect.KUBECTL, backend).documents[0].root == {"a": {"b": [1, False]}}


def test_with_the_extension_its_version_is_named() -> None:
    if events.available_backend() is Backend.PURE:
        pytest.skip("the C extension is not installed")
    assert reader_backend().startswith("libyaml ")
