"""Reading ``model/``: YAML with positions, validated, merged and with every reference resolved to an element."""

from lsparch.load.model import Declared, Model
from lsparch.load.names import Names
from lsparch.load.workspace import LoadResult, load_model

__all__ = ["Declared", "LoadResult", "Model", "Names", "load_model"]
