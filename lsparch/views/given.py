"""What views are made from."""

from collections.abc import Mapping
from dataclasses import dataclass

from lsparch.graph import ArchGraph
from lsparch.load import Model
from lsparch.models.symbology import Symbology
from lsparch.resolve import Environment

__all__ = ["ViewContext"]


@dataclass(frozen=True, slots=True)
class ViewContext:
    """The model, its environments and their graphs, and how things are drawn.

    The mappings may be lazy: an environment is resolved when a view first asks for it.
    """

    model: Model
    symbology: Symbology
    environments: Mapping[str, Environment]
    graphs: Mapping[str, ArchGraph]
    default: str
    """Environment that a view shows when it names none."""
