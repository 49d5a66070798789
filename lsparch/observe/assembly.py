"""Putting a graph together from what is observed."""

import re
from types import MappingProxyType

from lsparch.diagnostics import Place
from lsparch.graph import ArchGraph, Edge, EdgeKind, Node, NodeKind
from lsparch.graph.deployed import address_id, registry_of
from lsparch.graph.kinds import Leaf
from lsparch.k8s.store import ObjectStore
from lsparch.observe.access import AccessRights
from lsparch.observe.containers import main_container, put_containers
from lsparch.observe.evidence import Evidence, evidence
from lsparch.observe.mentions import mentioned
from lsparch.observe.policies import WAYS, Policies
from lsparch.observe.resources import Operators, added_objects, resource_id
from lsparch.observe.routes import balancers, published_paths
from lsparch.observe.scene import Pods, Scene
from lsparch.observe.services import Services
from lsparch.observe.spawning import spawners
from lsparch.observe.storage import put_mounts, storage_sheets
from lsparch.observe.users import user_objects
from lsparch.observe.workloads import put_workload

__all__ = ["observe"]

_MOUNTED = {
    "volume": (NodeKind.VOLUME, EdgeKind.MOUNTS),
    "config": (NodeKind.CONFIG, EdgeKind.NEEDS_CONFIG),
    "secret": (NodeKind.SECRET, EdgeKind.NEEDS_SECRET),
}
_SHIPPER = re.compile(r"beat|fluent|vector|promtail|alloy", re.ASCII)
_PART_OF = "app.kubernetes.io/part-of"


def observe(store: ObjectStore) -> ArchGraph:
    """Return the architecture graph of Kubernetes objects, whoever wrote them.

    Nodes are named as the objects are: ``NAMESPACE/NAME`` for what has pods, ``volume/…``, ``config/…`` and
    ``secret/…`` for what they mount, ``route/HOST/PATH``, ``address/BLOCK``, the reference for an image, the
    namespace for a part. Their places are those of the objects, and their leaves are what the objects state;
    values of Secrets are never kept, and texts of configuration only as digests.

    Connections are those that network policies allow by name; where they allow everybody, or there are none, pods
    connect, as is assumed, to what their configuration names. Names, probes and the Kubernetes API are no connections.
    """
    users, labels = user_objects(store)
    return _Assembly(Scene(store, users, labels)).graph()


class _Assembly:
    """Collects nodes and edges."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._services = Services(scene)
        self._rights = AccessRights(scene)
        self._nodes: dict[str, Node] = {}
        self._edges: dict[str, Edge] = {}

    def graph(self) -> ArchGraph:
        """Return the graph."""
        for pods in self._scene.pods.values():
            put_workload(self._scene, pods)
            put_containers(pods)
            put_mounts(pods)
            self._rights.put(pods)
        self._services.put_all()
        self._policies = Policies(self._scene)
        self._add_parts()
        for identifier, stored, sheet in storage_sheets(self._scene):
            kind = _MOUNTED[identifier.partition("/")[0]][0]
            self._node(identifier, kind, stored.origin, stored.namespace, sheet.leaves)
        for pods in self._scene.pods.values():
            self._add_pods(pods)
        for service, sheet in self._services.aliases():
            identifier = f"{service.namespace}/{service.name}"
            self._node(identifier, NodeKind.EXTERNAL, service.origin, service.namespace, sheet.leaves)
        self._add_routes()
        self._add_resources()
        self._add_connections()
        for spawned, by in spawners(self._scene, [e for e in self._edges.values() if e.kind is EdgeKind.CONNECTS]):
            self._edge(Edge(EdgeKind.SPAWNED_BY, spawned, by, self._nodes[spawned].place))
        return ArchGraph("", self._nodes.values(), self._edges.values())

    def _add_parts(self) -> None:
        for stored in self._scene.store.of_kind("Namespace"):
            self._node(stored.name, NodeKind.PART, stored.origin)
        for stored in self._scene.store:
            if stored.namespace:
                self._node(stored.namespace, NodeKind.PART, stored.origin)

    def _node(
        self, identifier: str, kind: NodeKind, place: Place, part: str = "", leaves: dict[str, Leaf] | None = None,
        labels: dict[str, str] | None = None,
    ) -> None:  # fmt: skip
        if identifier not in self._nodes:
            title = identifier if kind in {NodeKind.IMAGE, NodeKind.EXTERNAL} else identifier.rpartition("/")[2]
            if kind is NodeKind.ROUTE:
                title = identifier.removeprefix("route/")
            self._nodes[identifier] = Node(
                identifier, kind, title or identifier, place, part, labels=MappingProxyType(labels or {}),
                leaves=MappingProxyType(leaves or {}),
            )  # fmt: skip

    def _edge(self, edge: Edge) -> None:
        if edge.source in self._nodes and edge.target in self._nodes:
            self._edges.setdefault(edge.id, edge)

    def _add_pods(self, pods: Pods) -> None:
        """Add pods, and what their containers run, mount and read."""
        sheet, place = pods.sheet, pods.stored.origin
        names = sorted({name.split(".")[1] for name in sheet.leaves if name.startswith("container.")})
        main = main_container(pods)
        labels = {
            **pods.labels,
            "kind": pods.kind,
            "replicas": sheet.text("replicas"),
            "image": sheet.text(f"container.{main}.image"),
            "main": main,
            "pool": sheet.text("nodes"),
            "containers": " ".join(names),
            "group": pods.labels.get(_PART_OF, ""),
            "confined": " ".join(way for way in WAYS if self._policies.is_isolated(pods.id, way)),
        }
        self._node(pods.id, NodeKind.COMPONENT, place, pods.home, sheet.leaves, labels)
        self._edge(Edge(EdgeKind.PART_OF, pods.id, pods.home, place))
        for name, leaf in sheet.leaves.items():
            kind, _, rest = str(leaf.value).partition(" ")
            where = leaf.origin.place or place
            if name.startswith("container.") and name.endswith(".image"):
                self._add_image(pods.id, str(leaf.value), where, name.split(".")[1])
            elif kind in _MOUNTED and (".mount." in name or ".env." in name):
                node_kind, edge_kind = _MOUNTED[kind]
                reference = rest.partition(" ")[0] if ".mount." in name else rest.rpartition("#")[0]
                target = f"{kind}/{reference}"
                self._node(target, node_kind, where, reference.partition("/")[0])
                self._edge(Edge(edge_kind, pods.id, target, where, name.partition(".")[2]))

    def _add_image(self, pods: str, image: str, place: Place, container: str) -> None:
        registry = address_id(registry_of(image))
        self._node(image, NodeKind.IMAGE, place)
        self._node(registry, NodeKind.EXTERNAL, place)
        self._edge(Edge(EdgeKind.RUNS, pods, image, place, container))
        self._edge(Edge(EdgeKind.PULLED_FROM, image, registry, place))

    def _add_routes(self) -> None:
        for balancer in balancers(self._scene):
            stored = balancer.stored
            self._node(balancer.id, NodeKind.BALANCER, stored.origin, stored.namespace, balancer.sheet.leaves)
        for found in published_paths(self._scene, self._services):
            place = found.stored.place(*found.path)
            labels = {"host": found.sheet.text("host"), "path": found.sheet.text("path")}
            labels |= {"entry": found.entry} if found.entry else {}
            self._node(found.id, NodeKind.ROUTE, place, found.stored.namespace, found.sheet.leaves, labels)
            for target, port in found.targets:
                self._edge(Edge(EdgeKind.ROUTES, found.id, target, place, port=port))
            for balancer_id in found.balancers:
                self._edge(Edge(EdgeKind.BALANCES, found.id, balancer_id, place))
            for asked in found.authenticators:
                self._edge(Edge(EdgeKind.AUTHENTICATES, found.id, asked, place))

    def _add_resources(self) -> None:
        """Add objects of added kinds, and who acts on them."""
        added = {(s.kind.lower(), s.namespace, s.name): s for s in added_objects(self._scene)}
        operators = Operators(self._scene)
        for stored in added.values():
            identifier = resource_id(stored)
            self._node(identifier, NodeKind.RESOURCE, stored.origin, stored.namespace, labels={"kind": stored.kind})
            for pods in operators.acting_on(stored):
                self._edge(Edge(EdgeKind.ACTS_ON, pods.id, identifier, pods.stored.origin))
        for stored in added.values():
            for named in mentioned(stored, self._services, added):
                target = named if isinstance(named, str) else resource_id(named)
                self._edge(Edge(EdgeKind.NAMES, resource_id(stored), target, stored.origin))

    def _add_connections(self) -> None:
        """Add connections: as policies allow them, else as configuration names them."""
        told: dict[tuple[str, str], list[Evidence]] = {}
        for pods in self._scene.pods.values():
            for found in evidence(self._scene, self._services, pods):
                for target in found.targets or (address_id(found.host),):
                    told.setdefault((pods.id, target), []).append(found)
        policies = self._policies
        for allowed in policies.allowed():
            for end in (allowed.source, allowed.target):
                self._node(end, NodeKind.EXTERNAL, allowed.place)
            seen = told.get((allowed.source, allowed.target), [])
            fits = [e for e in seen if e.port in {None, allowed.port}]
            self._connect(
                allowed.source,
                allowed.target,
                allowed.port,
                allowed.transport,
                allowed.place,
                fits[0] if fits else None,
            )
        for (source, target), seen in sorted(told.items()):
            if source == target:
                continue
            for found in seen:
                if policies.lets(source, "Egress", found.port) and policies.lets(target, "Ingress", found.port):
                    self._node(target, NodeKind.EXTERNAL, found.place)
                    self._connect(source, target, found.port, "TCP", found.place, found, status="assumed")
        self._add_shipping(told)

    def _connect(
        self, source: str, target: str, port: int | None, transport: str, place: Place, seen: Evidence | None,
        status: str = "known",
    ) -> None:  # fmt: skip
        pods = self._scene.pods.get(target)
        protocol = self._services.protocol(pods, port) if pods is not None and port is not None else ""
        if transport == "UDP":
            protocol = "udp"
        elif not protocol:
            protocol = (seen.scheme if seen else "") or "tcp"
        purpose = seen.where if seen else ""
        detail = "" if port is None else f"{port}/{transport}"
        container = seen.container if seen else ""
        edge = Edge(
            EdgeKind.CONNECTS, source, target, place, detail, protocol, port, purpose=purpose, container=container,
            status=status,
        )  # fmt: skip
        self._edge(edge)

    def _add_shipping(self, told: dict[tuple[str, str], list[Evidence]]) -> None:
        """Add where log shippers beside other containers send logs."""
        for (source, target), seen in sorted(told.items()):
            pods = self._scene.pods[source]
            for found in seen:
                image = pods.sheet.text(f"container.{found.container}.image").rpartition("/")[2]
                if target in self._scene.pods and _SHIPPER.search(image):
                    self._edge(Edge(EdgeKind.SHIPS_LOGS, source, target, found.place, purpose="logs"))
