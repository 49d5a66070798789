"""Reading ``model/``: YAML with positions, validated, merged and with every reference resolved to an element.

What is here is imported when it is first asked for: who reads manifests alone needs no model and none of its classes.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lsparch.load.model import Declared, Model
    from lsparch.load.names import Names
    from lsparch.load.workspace import LoadResult, load_model

__all__ = ["Declared", "LoadResult", "Model", "Names", "load_model"]

_PLACES = {
    "Declared": "model",
    "LoadResult": "workspace",
    "Model": "model",
    "Names": "names",
    "load_model": "workspace",
}

if not TYPE_CHECKING:  # else every name would count as one of this package

    def __getattr__(name: str) -> object:
        """Return what a module of the package has."""
        if name not in _PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
