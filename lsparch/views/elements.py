"""Boxes and frames for elements of a graph, as every kind of view draws them."""

import textwrap
from collections.abc import Iterator, Sequence

from lsparch.graph import ArchGraph, EdgeKind, Node, NodeKind, State
from lsparch.models.symbology import Symbology
from lsparch.views.plan import Box, Group, Status, least_sure
from lsparch.views.symbols import symbol_of
from lsparch.views.wording import clause, joined, kind_line, numbered, ports

__all__ = [
    "SIDECAR",
    "badges",
    "balancer_box",
    "component_box",
    "component_line",
    "external_box",
    "image_line",
    "is_absent",
    "is_aspect",
    "is_shared",
    "local_name",
    "part_frame",
    "part_status",
    "realised",
    "resource_box",
    "resources_box",
    "status_of",
    "volume_box",
]

MOST_HOSTS = 5
SHARED = "platform/"
"""Start of the id of a load balancer that no part has for itself."""

MOST_NAMES = 6
SIDECAR = "sidecar-filebeat"
"""Badge of pods that ship their own logs."""


def local_name(identifier: str) -> str:
    """Return the last part of an id: ``tap`` for ``api/tap``."""
    return identifier.rpartition("/")[2]


def is_aspect(graph: ArchGraph, part: str) -> bool:
    """Tell an Aspect from a Service."""
    return part in graph and graph.node(part).labels.get("kind") == "aspect"


def status_of(node: Node) -> Status:
    """Return how sure the model is of a node; what is not there yet is at best planned."""
    status = Status(node.status)
    return Status.PLANNED if node.state is State.PLANNED and status is Status.KNOWN else status


def part_status(part: Node, shown: Sequence[Node]) -> Status:
    """Return the status of a box that stands for elements of a part: planned at best where none is there yet."""
    status = status_of(part)
    if any(node.state is not State.PLANNED for node in shown):
        return status
    return least_sure(status, *(status_of(node) for node in shown))


def badges(graph: ArchGraph, identifier: str) -> tuple[str, ...]:
    """Return the badge of the log shipper, for pods that have one."""
    node = graph.node(identifier)
    ships = node.state is State.DEPLOYED and node.labels.get("logs") == "sidecar"
    return (SIDECAR,) if ships and any(graph.out_edges(identifier, EdgeKind.SHIPS_LOGS)) else ()


def realised(graph: ArchGraph, identifier: str) -> tuple[str, ...]:
    """Return the ids of logical services that run inside a component."""
    return tuple(edge.source for edge in graph.in_edges(identifier, EdgeKind.REALISED_BY))


def image_line(graph: ArchGraph, identifier: str) -> str:
    """Return repository and tag of a component's main image; empty if it has none."""
    node = graph.node(identifier)
    if "repository" in node.labels:
        name = local_name(node.labels["repository"])
        return ":".join(filter(None, (name, node.labels.get("tag", ""))))
    name = local_name(identifier)
    for edge in graph.out_edges(identifier, EdgeKind.RUNS):
        if edge.detail == name:
            labels = graph.node(edge.target).labels
            return ":".join(filter(None, (labels.get("repository", ""), labels.get("tag", ""))))
    return ""


def component_line(graph: ArchGraph, node: Node) -> str:
    """Return a component in one line: name, number of pods, what runs inside, status."""
    line = numbered(local_name(node.id), node.labels.get("replicas", ""))
    inside = [local_name(name) for name in realised(graph, node.id)]
    if inside:
        line += f" with {joined(inside)}"
    status = status_of(node)
    return line if status is Status.KNOWN else f"{line} ({status})"


def component_box(
    symbology: Symbology, graph: ArchGraph, identifier: str, group: str | None, *, label: str = "", full: bool = True
) -> Box:
    """Return the box of a component.

    Parameters
    ----------
    symbology
        Symbols.
    graph
        Graph that has the component.
    identifier
        Id of the component.
    group
        Frame around the box.
    label
        Label; the component's name when empty.
    full
        Whether image, containers, storage and peers are shown too.
    """
    node = graph.node(identifier)
    name = local_name(identifier)
    what = clause(node.title)
    details = [] if what.casefold() == name else [what]
    details.append(kind_line(node.labels.get("kind", ""), node.labels.get("replicas", "")))
    if full:
        details += _inside(graph, node)
    return Box(
        identifier,
        label or name,
        symbol_of(symbology, graph, node),
        group,
        tuple(filter(None, details)),
        badges(graph, identifier),
        status_of(node),
        node.title,
    )


def _inside(graph: ArchGraph, node: Node) -> Iterator[str]:
    name = node.labels.get("main") or local_name(node.id)
    yield image_line(graph, node.id)
    further = [container for container in node.labels.get("containers", "").split() if container != name]
    if further:
        yield f"with {joined(further)}"
    services = [local_name(service) for service in realised(graph, node.id)]
    if services:
        yield f"serves {joined(services)}"
    for path, leaf in node.leaves.items():
        if path.startswith("storage.") and path.endswith(".size"):
            yield f"disk {leaf.value}"
    peers = [
        (edge.protocol, edge.port) for edge in graph.out_edges(node.id, EdgeKind.CONNECTS) if edge.target == node.id
    ]
    if peers:
        yield f"peers: {ports(peers)}"
    for key, found in node.labels.items():
        if key.startswith("open."):
            yield f"open to {key.removeprefix('open.')}: {found}"


def resource_box(node: Node, group: str | None) -> Box:
    """Return the box of all objects of an added kind."""
    names = node.labels.get("names", "").split()
    if len(names) == 1:
        return Box(node.id, names[0], "custom-resource", group, (node.title,), (), Status(node.status), node.title)
    label = f"{node.title} ×{len(names)}"
    lines = textwrap.wrap(joined(names, MOST_NAMES), 32, break_long_words=False, break_on_hyphens=False)
    lines += [f"of {node.labels['of']}"] if "of" in node.labels else []
    return Box(node.id, label, "custom-resource", group, tuple(lines), (), Status(node.status), node.title)


def resources_box(kind: str, nodes: Sequence[Node], where: str, group: str | None) -> Box:
    """Return the box of all objects of an added kind in several parts."""
    number = sum(len(node.labels.get("names", "").split()) or 1 for node in nodes)
    return Box(
        f"resources/{kind}", f"{kind} ×{number}", "custom-resource", group, (where,), (), status_of(nodes[0]), kind
    )


def external_box(symbology: Symbology, graph: ArchGraph, node: Node, group: str | None = None) -> Box:
    """Return the box of an external system, with its owner; of pods that are not there, that, or their namespace."""
    details = [f"owner {node.owner}"] if node.owner else []
    if is_absent(node):
        details.append("not stated here")
    elif "where" in node.labels:
        details.append(f"in {node.labels['where']}")
    names = node.labels.get("names", "").split()
    details += [*names[:MOST_NAMES], f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else names
    symbol = symbol_of(symbology, graph, node)
    return Box(node.id, clause(node.title), symbol, group, tuple(details), (), Status(node.status), node.title)


def is_absent(node: Node) -> bool:
    """Tell pods that are named, that nothing states, and that belong in a frame nevertheless."""
    return node.kind is NodeKind.EXTERNAL and bool(node.part) and node.labels.get("kind") == "pods"


def balancer_box(graph: ArchGraph, node: Node, group: str | None) -> Box:
    """Return the box of a load balancer, with its hosts, and with its owner where that is not around it."""
    hosts = node.labels.get("hosts", "").split()
    if len(hosts) > MOST_HOSTS:
        hosts = [*hosts[:MOST_HOSTS], f"{len(hosts) - MOST_HOSTS} more"]
    paths = [graph.node(edge.source).labels.get("path", "") for edge in graph.in_edges(node.id, EdgeKind.BALANCES)]
    label = node.labels.get("title", "Load balancer")
    whose = [f"of {node.part}"] if node.id.startswith(f"{node.part}/") and group != node.part else []
    return Box(
        node.id,
        label,
        "ingress" if label == "Ingress" else "load-balancer",
        group,
        (*hosts, *whose),
        (),
        Status(node.status),
        joined(filter(None, paths), most=99),
    )


def is_shared(node: Node) -> bool:
    """Tell a load balancer that all parts share, and that stands in the frame of none."""
    return node.id.startswith(SHARED) and node.part != SHARED.rstrip("/")


def part_frame(graph: ArchGraph, part: str, parent: str | None) -> Group | None:
    """Return the frame of a part, such as an Aspect, a Service or a namespace, with its owner; None for no part."""
    if not part or graph.node(part).labels.get("kind") == "none":
        return None
    node = graph.node(part)
    owner = f"owner {node.owner}" if node.owner else ""
    return Group(part, node.title, node.labels.get("kind", "namespace"), parent, owner, Status(node.status))


def volume_box(node: Node, frame: str | None) -> Box:
    """Return the box of a volume, with its size."""
    size = node.leaves.get("size")
    title = clause(node.title)
    details = ["" if title == local_name(node.id) else title, str(size.value) if size else ""]
    return Box(
        node.id, local_name(node.id), "volume", frame, tuple(filter(None, details)), (), status_of(node), node.title
    )
