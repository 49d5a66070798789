"""What of a graph runs on Kubernetes: the form in which a model and the objects made from it are equal.

The round-trip law: ``deployed(observe(strip_annotations(generate(model, env)))) == deployed(graph(model, env))``.
Two such graphs are compared by `ArchGraph.canonical`, which is the closed list of what the law compares:

- parts, as namespaces in which something runs;
- components, as ``namespace/name``: kind of controller, replicas or range and aim of the autoscaler, schedule,
  service account and whether its token is mounted, verbs on each resource of the Kubernetes API, node labels and
  tolerations, spread over hosts, most pods that a drain may take, order of start, seconds to stop, whether they have
  a priority, host network, group of volumes;
- their containers: role, image, ports, requests and limits, probes (action and timing), user, group, root, privileges,
  capabilities, writable root file system, command and arguments and each environment variable (a text by its digest,
  else the secret key or the fact of the pod), mounts (what, path below it, read-only);
- Services: ports, application protocol where it is stated, session affinity, headless, host or addresses outside;
- images and the registries that they come from;
- volumes: size, access, class, server and path of an export, whether each replica has its own;
- configuration files, by the digest of their content; Secrets, by the keys that pods name;
- routes, as host and path: endpoint, certificate, time-out, sticky sessions, tracks by header and by share, who
  authenticates users and how he is asked; balancers and their hosts;
- connections: every pair of pods, or of pods and addresses, with port and transport protocol;
- which component spawns which.

It leaves out, because no object states it: titles, owners, notes, sources, statuses, purposes, what is optional and
what is lost without it, authentication of connections, application protocols but HTTP and HTTPS, roles (what they are
bound to remains), names of externals (their address blocks remain), components that are planned, realised by others
or run on hosts (their addresses remain), actors, teams, pipelines, releases, datasets, node pools. It leaves out,
because it follows from what is compared: Pod Security labels, quotas, default limits, update strategies, hooks,
seccomp, sizes of scratch directories, implicit flows (names, probes, the Kubernetes API). Manifests of others that
pass through, and values that patches set, are not made from the model's own words, and left out too.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from lsparch.diagnostics import Place
from lsparch.graph.graph import ArchGraph
from lsparch.graph.kinds import Deployment, Edge, EdgeKind, Leaf, Node, NodeKind, State

__all__ = ["ANYWHERE", "EVERYWHERE", "PUBLIC", "address_id", "deployed", "pods_id", "registry_of"]

ANYWHERE = "address/0.0.0.0/0"
"""Any address."""

EVERYWHERE = "everywhere/[]"
"""Any pod of any namespace."""

PUBLIC = "address/public"
"""Any address of the public Internet."""

_SURE = frozenset({"known", "assumed"})
_DATAGRAMS = frozenset({"udp", "multicast"})


def address_id(block: str) -> str:
    """Return the id of an address block."""
    return f"address/{block}"


def pods_id(namespace: str, labels: Mapping[str, str]) -> str:
    """Return the id of pods that are not part of the graph, by the labels that select them; of all when empty."""
    return f"{namespace}/[{','.join(f'{key}={value}' for key, value in sorted(labels.items()))}]"


def registry_of(image: str) -> str:
    """Return the registry of an image reference; Docker Hub where it names none."""
    first, slash, _ = image.partition("/")
    return first if slash and ("." in first or ":" in first or first == "localhost") else "docker.io"


def deployed(graph: ArchGraph) -> ArchGraph:
    """Return what of a graph runs on Kubernetes, named and described as the objects do.

    It does not matter whether the graph comes from a model or from objects, and a second time changes nothing.
    """
    return _Reduction(graph, graph.deployment or _as_is(graph)).graph()


def _as_is(graph: ArchGraph) -> Deployment:
    """Return how the nodes of a graph exist whose names and values are those of objects."""
    own = {node.id: (node.id,) for node in graph.nodes()}
    leaves = {node.id: node.leaves for node in graph.nodes()}
    ends = dict(own)
    for node in graph.nodes(NodeKind.COMPONENT):
        if "host-network" in node.leaves:
            ends[node.id] = (ANYWHERE,)
    ruled = frozenset(end for found in ends.values() for end in found if not end.startswith("address/"))
    return Deployment(own, ends, ruled, (), leaves)


class _Reduction:
    """Builds the reduced graph.

    Parameters
    ----------
    graph
        Any graph.
    deployment
        How its elements exist.
    """

    def __init__(self, graph: ArchGraph, deployment: Deployment) -> None:
        self._from = graph
        self._deployment = deployment
        self._nodes: dict[str, Node] = {}
        self._edges: dict[str, Edge] = {}
        self._realised = {edge.source: edge.target for edge in graph.edges(EdgeKind.REALISED_BY)}

    def graph(self) -> ArchGraph:
        """Return the reduced graph."""
        for node in self._from.nodes(NodeKind.COMPONENT, NodeKind.ROUTE, NodeKind.BALANCER, NodeKind.EXTERNAL):
            for identifier in self._deployment.ids.get(node.id, ()):
                self._add(node, identifier)
        self._connect()
        self._publish()
        for edge in self._from.edges(EdgeKind.SPAWNED_BY):
            for one, other in self._pairs(self._deployment.ids, edge.source, edge.target):
                self._edge(EdgeKind.SPAWNED_BY, one, other, edge.place)
        return ArchGraph("", self._nodes.values(), self._edges.values())

    def _add(self, node: Node, identifier: str) -> None:
        leaves = self._deployment.leaves.get(identifier, {})
        if node.kind is NodeKind.EXTERNAL and not leaves:
            return  # an address is there for its connections
        kept = self._node(identifier, node.kind, node.place, leaves)
        if kept.kind is NodeKind.ROUTE:
            return
        namespace = identifier.partition("/")[0]
        self._node(namespace, NodeKind.PART, node.place)
        self._edge(EdgeKind.PART_OF, identifier, namespace, node.place)
        if kept.kind is NodeKind.COMPONENT:
            self._needs(identifier, leaves)

    def _needs(self, identifier: str, leaves: Mapping[str, Leaf]) -> None:
        """Add what the containers of a component run, mount and read."""
        for path, leaf in leaves.items():
            origin = leaf.origin.place or self._nodes[identifier].place
            text = str(leaf.value)
            kind, _, rest = text.partition(" ")
            if path.startswith("container.") and path.endswith(".image"):
                registry = address_id(registry_of(text))
                self._node(text, NodeKind.IMAGE, origin)
                self._node(registry, NodeKind.EXTERNAL, origin)
                self._edge(EdgeKind.RUNS, identifier, text, origin, path.removesuffix(".image").partition(".")[2])
                self._edge(EdgeKind.PULLED_FROM, text, registry, origin)
            elif ".mount." in path and kind in _MOUNTED:
                node_kind, edge_kind = _MOUNTED[kind]
                target = f"{kind}/{rest.partition(' ')[0]}"
                self._node(target, node_kind, origin, self._deployment.leaves.get(target, {}))
                self._edge(edge_kind, identifier, target, origin, path.partition(".")[2])
            elif ".env." in path and kind in {"secret", "config"}:
                name, _, key = rest.rpartition("#")
                target = f"{kind}/{name}"
                secret = self._node(target, _MOUNTED[kind][0], origin, self._deployment.leaves.get(target, {}))
                self._nodes[target] = _with_key(secret, key, leaf)
                self._edge(_MOUNTED[kind][1], identifier, target, origin, path.partition(".")[2])

    def _connect(self) -> None:
        """Add the connections of which at least one end has policies."""
        for edge in self._from.edges(EdgeKind.CONNECTS):
            if edge.port is None or edge.status not in _SURE:
                continue
            source, target = self._runs_in(edge.source), self._runs_in(edge.target)
            if source == target and edge.source != edge.target:
                continue
            transport = "UDP" if edge.protocol in _DATAGRAMS else "TCP"
            for one, other in self._pairs(self._deployment.ends, source, target):
                self._connection(one, other, edge.port, transport, edge.place)
        for edge in self._deployment.arrows:
            if edge.port is not None:
                transport = "UDP" if edge.protocol in _DATAGRAMS else "TCP"
                self._connection(edge.source, edge.target, edge.port, transport, edge.place)

    def _connection(self, one: str, other: str, port: int, transport: str, place: Place) -> None:
        if not self._deployment.ruled & {one, other}:
            return
        for end in (one, other):
            if end not in self._nodes:
                self._node(end, NodeKind.EXTERNAL, place)
        self._edge(EdgeKind.CONNECTS, one, other, place, f"{port}/{transport}", port, transport.lower())

    def _publish(self) -> None:
        """Add to which component routes lead, by which balancer, and who authenticates their users."""
        ids = self._deployment.ids
        for edge in self._from.edges(EdgeKind.ROUTES):
            for one, other in self._pairs(ids, edge.source, self._runs_in(edge.target)):
                self._edge(EdgeKind.ROUTES, one, other, edge.place, port=edge.port)
        for edge in self._from.edges(EdgeKind.BALANCES):
            for one, other in self._pairs(ids, edge.source, edge.target):
                self._edge(EdgeKind.BALANCES, one, other, edge.place)
        for edge in self._from.edges(EdgeKind.AUTHENTICATES):
            for one, other in self._pairs(ids, edge.source, self._runs_in(edge.target)):
                if "authorize" in self._nodes[one].leaves:
                    self._edge(EdgeKind.AUTHENTICATES, one, other, edge.place)

    def _pairs(self, known: Mapping[str, Iterable[str]], source: str, target: str) -> Iterator[tuple[str, str]]:
        return ((one, other) for one in known.get(source, ()) for other in known.get(target, ()))

    def _runs_in(self, identifier: str) -> str:
        seen = set()
        while identifier in self._realised and identifier not in seen:
            seen.add(identifier)
            identifier = self._realised[identifier]
        return identifier

    def _node(self, identifier: str, kind: NodeKind, place: Place, leaves: Mapping[str, Leaf] | None = None) -> Node:
        found = self._nodes.get(identifier)
        if found is None:
            part = identifier.partition("/")[0] if kind is NodeKind.COMPONENT else ""
            found = Node(identifier, kind, identifier, place, part, leaves=MappingProxyType(dict(leaves or {})))
            self._nodes[identifier] = found
        return found

    def _edge(
        self, kind: EdgeKind, source: str, target: str, place: Place, detail: str = "", port: int | None = None,
        protocol: str = "",
    ) -> None:  # fmt: skip
        if source in self._nodes and target in self._nodes:
            edge = Edge(kind, source, target, place, detail, protocol, port)
            self._edges.setdefault(edge.id, edge)


_MOUNTED = {
    "volume": (NodeKind.VOLUME, EdgeKind.MOUNTS),
    "config": (NodeKind.CONFIG, EdgeKind.NEEDS_CONFIG),
    "secret": (NodeKind.SECRET, EdgeKind.NEEDS_SECRET),
}


def _with_key(node: Node, key: str, leaf: Leaf) -> Node:
    """Return a secret with one more key that pods name."""
    leaves = {**node.leaves, f"key.{key}": Leaf(value=True, origin=leaf.origin)}
    return Node(
        node.id, node.kind, node.title, node.place, node.part, state=State.DEPLOYED, leaves=MappingProxyType(leaves)
    )
