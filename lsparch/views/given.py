"""What views are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsparch.diagnostics import LsparchError
from lsparch.graph import ArchGraph
from lsparch.models.symbology import Symbology

if TYPE_CHECKING:
    from lsparch.load import Model
    from lsparch.resolve import Environment
    from lsparch.views.figures import Figures

__all__ = ["ViewContext"]


@dataclass(frozen=True, slots=True)
class ViewContext:
    """Graphs, how things are drawn, and what a model tells beside where there is one.

    The mappings may be lazy: an environment is resolved when a view first asks for it.
    """

    told: "Model | None"
    """The model; None where graphs come from manifests or a cluster."""

    symbology: Symbology
    environments: Mapping[str, "Environment"]
    """Environments of the model, by the name of their graph; nothing for other sources."""

    graphs: Mapping[str, ArchGraph]
    """Graphs by the name of their source."""

    default: str
    """Source that a view shows when it names none."""

    worked_out: "Figures | None" = None
    """Where charts get their figures from; None where nobody works them out."""

    @property
    def figures(self) -> "Figures":
        """Where charts get their figures from.

        Raises
        ------
        LsparchError
            If nobody works them out.
        """
        if self.worked_out is None:
            raise LsparchError("this view shows figures of an environment of the model; give it one")
        return self.worked_out

    @property
    def model(self) -> "Model":
        """The model, for what it alone tells.

        Raises
        ------
        LsparchError
            If there is none.
        """
        if self.told is None:
            raise LsparchError("this view asks what only a model tells; give it an environment")
        return self.told
