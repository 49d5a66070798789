"""The symbology and the engine that the tests draw with."""

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from lsparch.draw import Layout, LayoutRequest, layout_request, read_layout
from lsparch.models.symbology import Symbology
from lsparch.outside.graphviz import GraphvizEngine
from lsparch.views.plan import DiagramPlan

__all__ = ["ENGINE", "SYMBOLOGY", "laid_out"]

FILE = Path(__file__).parents[3] / "diagrams" / "symbology.yaml"
SYMBOLOGY = Symbology.model_validate(YAML(typ="safe", pure=True).load(FILE.read_text("utf-8")))
ENGINE = GraphvizEngine()


@cache
def laid_out(plan: DiagramPlan) -> tuple[LayoutRequest, Layout]:
    """Return the request and the layout of a plan."""
    request = layout_request(plan, SYMBOLOGY)
    return request, read_layout(request, ENGINE.layout_many(request.dots))
