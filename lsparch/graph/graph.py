"""The facade over networkx: the one graph that pictures, rules and comparisons ask."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from lsparch.graph.kinds import Deployment, Edge, EdgeKind, Node, NodeKind, Scalar

if TYPE_CHECKING:  # networkx takes half a second to import; only some questions need it
    import networkx as nx

__all__ = ["ArchGraph"]


class ArchGraph:
    """A directed multigraph of architecture elements, never changed after it is built.

    Parameters
    ----------
    environment
        Environment that it shows; empty for the whole model.
    nodes
        Nodes, with unique ids.
    edges
        Edges between these nodes, with unique ids.
    deployment
        Tells how its elements exist on Kubernetes, when asked; None where the nodes are named and described as there.

    Raises
    ------
    ValueError
        If an id is not unique or an edge has an end that is no node.
    """

    def __init__(
        self,
        environment: str,
        nodes: Iterable[Node],
        edges: Iterable[Edge],
        deployment: Callable[[], Deployment] | None = None,
    ) -> None:
        self.environment = environment
        self._deployment = deployment
        self._nodes: dict[str, Node] = {}
        for node in sorted(nodes, key=lambda n: n.id):
            if node.id in self._nodes:
                raise ValueError(f"two nodes have the id {node.id}")
            self._nodes[node.id] = node
        self._edges: dict[str, Edge] = {}
        self._out: dict[str, list[Edge]] = defaultdict(list)
        self._in: dict[str, list[Edge]] = defaultdict(list)
        for edge in sorted(edges, key=lambda e: e.id):
            self._add(edge)

    def _add(self, edge: Edge) -> None:
        for end in (edge.source, edge.target):
            if end not in self._nodes:
                raise ValueError(f"edge `{edge.id}` ends at {end}, which is no node")
        if edge.id in self._edges:
            raise ValueError(f"two edges have the id {edge.id}")
        self._edges[edge.id] = edge
        self._out[edge.source].append(edge)
        self._in[edge.target].append(edge)

    @cached_property
    def deployment(self) -> Deployment | None:
        """How its elements exist on Kubernetes; None where the nodes are named and described as there."""
        return None if self._deployment is None else self._deployment()

    def __contains__(self, identifier: str) -> bool:
        return identifier in self._nodes

    def node(self, identifier: str) -> Node:
        """Return a node.

        Raises
        ------
        KeyError
            If the graph has no such node.
        """
        return self._nodes[identifier]

    def nodes(self, *kinds: NodeKind) -> Iterator[Node]:
        """Iterate over the nodes of some kinds, or all, in the order of their ids."""
        return (node for node in self._nodes.values() if not kinds or node.kind in kinds)

    def edges(self, *kinds: EdgeKind) -> Iterator[Edge]:
        """Iterate over the edges of some kinds, or all, in the order of their ids."""
        return (edge for edge in self._edges.values() if not kinds or edge.kind in kinds)

    def out_edges(self, identifier: str, *kinds: EdgeKind) -> Iterator[Edge]:
        """Iterate over the edges that leave a node."""
        return (edge for edge in self._out.get(identifier, ()) if not kinds or edge.kind in kinds)

    def in_edges(self, identifier: str, *kinds: EdgeKind) -> Iterator[Edge]:
        """Iterate over the edges that enter a node."""
        return (edge for edge in self._in.get(identifier, ()) if not kinds or edge.kind in kinds)

    def touching(self, elements: Iterable[str], *kinds: EdgeKind) -> list[Edge]:
        """Return the edges of some kinds, or all, with an end among some elements, in the order of their ids."""
        found: dict[str, Edge] = {}
        for element in elements:
            found |= {edge.id: edge for edge in chain(self.out_edges(element, *kinds), self.in_edges(element, *kinds))}
        return [found[key] for key in sorted(found)]

    def in_part(self, part: str, *kinds: NodeKind) -> list[Node]:
        """Return the nodes of some kinds, or all, that belong to a part, in the order of their ids."""
        return [node for node in self._by_part.get(part, ()) if not kinds or node.kind in kinds]

    def members(self, part: str) -> tuple[Node, ...]:
        """Return the components of a part."""
        return tuple(self.in_part(part, NodeKind.COMPONENT))

    @cached_property
    def _by_part(self) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for node in self._nodes.values():
            found.setdefault(node.part, []).append(node)
        return found

    def dependencies(self, identifier: str, *kinds: EdgeKind) -> tuple[str, ...]:
        """Return every node that a node needs, directly or through others, sorted."""
        import networkx as nx  # noqa: PLC0415

        return tuple(sorted(nx.descendants(self._view(kinds), identifier)))

    def dependents(self, identifier: str, *kinds: EdgeKind) -> tuple[str, ...]:
        """Return every node that needs a node, directly or through others, sorted: who can reach it."""
        import networkx as nx  # noqa: PLC0415

        return tuple(sorted(nx.ancestors(self._view(kinds), identifier)))

    def path(self, source: str, target: str, *kinds: EdgeKind) -> tuple[str, ...]:
        """Return a shortest path between two nodes, or nothing if there is none."""
        import networkx as nx  # noqa: PLC0415

        try:
            return tuple(nx.shortest_path(self._view(kinds), source, target))
        except nx.NetworkXNoPath:
            return ()

    def cut_points(self, *kinds: EdgeKind) -> tuple[str, ...]:
        """Return the nodes whose loss disconnects others that are connected with them, sorted."""
        import networkx as nx  # noqa: PLC0415

        return tuple(sorted(nx.articulation_points(self._view(kinds).to_undirected())))

    def cycles(self, *kinds: EdgeKind) -> tuple[tuple[str, ...], ...]:
        """Return the groups of nodes that need each other in a circle, sorted."""
        import networkx as nx  # noqa: PLC0415

        groups = nx.strongly_connected_components(self._view(kinds))
        return tuple(sorted(tuple(sorted(group)) for group in groups if len(group) > 1))

    def canonical(self) -> dict[str, dict[str, Scalar]]:
        """Return the values of every node and edge, by id and path: equal for graphs that mean the same."""
        form: dict[str, dict[str, Scalar]] = {
            node.id: {path: leaf.value for path, leaf in sorted(node.leaves.items())} for node in self._nodes.values()
        }
        for edge in self._edges.values():
            form[edge.id] = {
                "protocol": edge.protocol,
                "port": edge.port,
                "optional": edge.optional,
                "auth": edge.auth,
                "status": edge.status,
            }
        return form

    def _view(self, kinds: Collection[EdgeKind]) -> "nx.DiGraph[str]":
        import networkx as nx  # noqa: PLC0415

        if not kinds:
            return self._digraph
        view: nx.DiGraph[str] = nx.DiGraph()
        view.add_nodes_from(self._nodes)
        view.add_edges_from((edge.source, edge.target) for edge in self.edges(*kinds))
        return view

    @cached_property
    def _digraph(self) -> "nx.DiGraph[str]":
        import networkx as nx  # noqa: PLC0415

        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self._nodes)
        graph.add_edges_from((edge.source, edge.target) for edge in self.edges())
        return graph
