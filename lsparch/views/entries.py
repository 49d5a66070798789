"""Ways in from outside that have no node of their own: Ingresses without a Gateway, Services that are exposed."""

import re
from collections.abc import Iterable, Iterator
from types import MappingProxyType

from lsparch.graph import ArchGraph, Edge, EdgeKind, Leaf, Node, NodeKind
from lsparch.views.wording import joined

__all__ = ["NOWHERE", "entries", "entry_label"]

NOWHERE = "namespace-not-stated"
"""Part of what states no namespace; people see it where they see ids."""

_PORT = re.compile(r"(?P<outside>\d+)/(?P<transport>\w+) to (?P<inside>\d+)(?: (?P<protocol>\S+))?")
"""How `observe` writes a port of a Service."""

_TELLING = {
    "amqp": "amqp", "grpc": "grpc", "http": "http", "http2": "http", "https": "https", "kafka": "kafka", "ldap": "ldap",
    "ldaps": "ldaps", "mysql": "mysql", "postgresql": "postgresql", "redis": "redis", "ssh": "ssh",
}  # fmt: skip
"""Protocols, by names of ports that tell them."""

_EXPOSED = {"LoadBalancer": "Load balancer", "NodePort": "Port of each node"}
"""Types of Services that let traffic in from outside the cluster."""


def entries(graph: ArchGraph) -> tuple[list[Node], list[Edge]]:
    """Return balancers, and routes, for what objects expose without a Gateway."""
    nodes: dict[str, Node] = {}
    edges: list[Edge] = []
    routes = [node for node in graph.nodes(NodeKind.ROUTE) if not any(graph.out_edges(node.id, EdgeKind.BALANCES))]
    shared = _shared(routes)
    for route in routes:
        secure = "tls" in route.leaves
        identifier = f"ingress/{shared.get(route.id, route.part)}{'' if secure else '/plain'}"
        labels = {"entry": "https 443" if secure else "http 80", "title": "Ingress"}
        part = "" if route.id in shared else route.part
        nodes.setdefault(
            identifier,
            Node(identifier, NodeKind.BALANCER, "Ingress", route.place, part, labels=MappingProxyType(labels)),
        )
        edges.append(Edge(EdgeKind.BALANCES, route.id, identifier, route.place))
    for balancer, route, leads in _services(graph):
        nodes.setdefault(balancer.id, balancer)
        nodes.setdefault(route.id, route)
        edges += [*leads, Edge(EdgeKind.BALANCES, route.id, balancer.id, balancer.place)]
    return [_with_hosts(graph, node, edges) for node in nodes.values()], list({e.id: e for e in edges}.values())


def _shared(routes: Iterable[Node]) -> dict[str, str]:
    """Return, for routes that enter where those of other parts may, what that is called: their class, else their host.

    A class names who takes requests, and those to one host arrive at one place; where no class is stated and the host
    is of one part, that part is taken to have a way in of its own.
    """
    classes = {route.labels["host"]: name for route in routes if (name := route.labels.get("entry"))}
    found: dict[str, str] = {}
    parts: dict[str, set[str]] = {}
    for route in routes:
        host = route.labels["host"]
        found[route.id] = route.labels.get("entry") or ("" if host == "*" else classes.get(host, host))
        parts.setdefault(found[route.id], set()).add(route.part)
    named = {*classes.values(), *(name for name in parts if name and len(parts[name]) > 1)}
    return {route: name for route, name in found.items() if name in named}


def entry_label(node: Node) -> str:
    """Return protocol and port at which a balancer takes requests; where nothing else is stated, HTTPS."""
    return node.labels.get("entry", "https 443")


def _services(graph: ArchGraph) -> Iterator[tuple[Node, Node, list[Edge]]]:
    """Iterate over exposed Services: as balancer, as route, and where it leads."""
    for component in graph.nodes(NodeKind.COMPONENT):
        for path, leaf in component.leaves.items():
            if path.startswith("service.") and path.endswith(".type") and leaf.value in _EXPOSED:
                yield _exposed(component, path.removesuffix(".type").removeprefix("service."), leaf)


def _exposed(component: Node, name: str, leaf: Leaf) -> tuple[Node, Node, list[Edge]]:
    place, part = leaf.origin.place or component.place, component.part
    ports = list(_ports(component, f"service.{name}.port."))
    entry = joined(f"{protocol} {number}" for protocol, number, _ in ports)
    labels = MappingProxyType({"entry": entry, "title": f"{_EXPOSED[str(leaf.value)]} {name}"})
    identifier = name if part == NOWHERE else f"{part}/{name}"
    balancer = Node(f"service/{identifier}", NodeKind.BALANCER, name, place, part, labels=labels)
    route = Node(f"route/{identifier}", NodeKind.ROUTE, name, place, part)
    leads = [
        Edge(EdgeKind.ROUTES, route.id, component.id, place, f"{outside:05}", protocol, inside)
        for protocol, outside, inside in ports
    ]
    return balancer, route, leads or [Edge(EdgeKind.ROUTES, route.id, component.id, place)]


def _ports(component: Node, start: str) -> Iterator[tuple[str, int, int]]:
    """Iterate over the ports of a Service: protocol, as its name or a field tells, number outside, number inside."""
    for path, leaf in component.leaves.items():
        found = _PORT.match(str(leaf.value)) if path.startswith(start) else None
        if found is not None:
            told = (found["protocol"] or "", *path.removeprefix(start).split("-"))
            protocol = next((_TELLING[word] for word in told if word in _TELLING), found["transport"].lower())
            yield protocol, int(found["outside"]), int(found["inside"])


def _with_hosts(graph: ArchGraph, node: Node, edges: list[Edge]) -> Node:
    if node.kind is not NodeKind.BALANCER:
        return node
    routes = [edge.source for edge in edges if edge.target == node.id and edge.source in graph]
    hosts = dict.fromkeys(graph.node(route).labels.get("host", "") for route in routes)
    labels = {**node.labels, "hosts": " ".join(host for host in hosts if host and host != "*")}
    return Node(node.id, node.kind, node.title, node.place, node.part, labels=MappingProxyType(labels))
