"""The architecture graph: typed nodes and edges, questions, canonical form. It does not know where it came from."""

from lsparch.graph.deployed import deployed
from lsparch.graph.graph import ArchGraph
from lsparch.graph.kinds import PENDING, Deployment, Edge, EdgeKind, Leaf, Node, NodeKind, Origin, State

__all__ = [
    "PENDING",
    "ArchGraph",
    "Deployment",
    "Edge",
    "EdgeKind",
    "Leaf",
    "Node",
    "NodeKind",
    "Origin",
    "State",
    "deployed",
]
