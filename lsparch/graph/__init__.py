"""The architecture graph: typed nodes and edges, questions, canonical form. It does not know where it came from."""

from lsparch.graph.graph import ArchGraph
from lsparch.graph.impact import Effect, Impact, failure_impact, shared_needs
from lsparch.graph.kinds import Edge, EdgeKind, Leaf, Node, NodeKind, Origin, State

__all__ = [
    "ArchGraph",
    "Edge",
    "EdgeKind",
    "Effect",
    "Impact",
    "Leaf",
    "Node",
    "NodeKind",
    "Origin",
    "State",
    "failure_impact",
    "shared_needs",
]
