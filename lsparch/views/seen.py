"""Graphs of manifests and clusters as pictures show them: parts with names, images in short, ways in from outside."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import takewhile
from types import MappingProxyType

from lsparch.diagnostics import Place
from lsparch.graph import ArchGraph, Edge, EdgeKind, Node, NodeKind
from lsparch.graph.deployed import ANYWHERE, EVERYWHERE, PUBLIC
from lsparch.views.alike import alike_together
from lsparch.views.elements import local_name
from lsparch.views.entries import NOWHERE, entries
from lsparch.views.gathered import ABSENT, addresses_together, opened_to_namespaces, pods_together

__all__ = ["as_seen", "short_image"]

DEFINITION = "CustomResourceDefinition"
MOST_ALONE = 8
"""How many objects of one kind that name others have a box each."""

_INSIDE = frozenset({NodeKind.COMPONENT, NodeKind.VOLUME, NodeKind.ROUTE, NodeKind.BALANCER})

_DRAWN = _INSIDE | {NodeKind.EXTERNAL, NodeKind.RESOURCE}
"""Kinds of nodes for which a part is shown; a namespace that holds nothing else is not."""

_OPEN = {ANYWHERE: "any address", EVERYWHERE: "any pod", PUBLIC: "the Internet"}
"""Ends of connections that stand for everybody; they become a line in the box at the other end."""

_HERE = ("address/127.", "address/localhost", "address/::1", "address/0.0.0.0")


def as_seen(graph: ArchGraph, cluster: str = "") -> ArchGraph:
    """Return the graph of manifests or of a cluster as pictures show it.

    Parts are namespaces, or, where there is only one, applications by the label ``app.kubernetes.io/part-of``.
    Connections that policies allow to or from everybody are a fact about the component at the other end. A node that
    stands for several has their ids in the label ``members``.

    Parameters
    ----------
    graph
        What `observe` returns.
    cluster
        Name of the cluster; empty where it is not known.
    """
    graph = ArchGraph(graph.environment, *alike_together(*_plain(graph)))
    part_of = _parts(graph)
    nodes = {node.id: replace(node, part=part_of.get(node.id, "")) for node in graph.nodes()}
    nodes |= {key: replace(n, part=NOWHERE) for key, n in nodes.items() if not n.part and n.kind in _INSIDE}
    if any(node.kind is NodeKind.COMPONENT and node.part == NOWHERE for node in nodes.values()):
        resources = [n for n in nodes.values() if n.kind is NodeKind.RESOURCE and n.labels["kind"] != DEFINITION]
        nodes |= {node.id: replace(node, part=node.part or NOWHERE) for node in resources}
    nodes = {key: node for key, node in nodes.items() if node.kind is not NodeKind.PART and not _stands_for_all(key)}
    homes = {node.id: node.part for node in graph.nodes(NodeKind.COMPONENT)}
    stated, opened = opened_to_namespaces(homes, graph.edges())
    edges = []
    for edge in stated:
        if _stands_for_all(edge.source) or _stands_for_all(edge.target):
            _open(opened, edge)
        elif edge.source in nodes and edge.target in nodes:
            edges.append(_spoken(edge))
    ships = {edge.source for edge in edges if edge.kind is EdgeKind.SHIPS_LOGS}
    for key, found in nodes.items():
        nodes[key] = _described(found, opened.get(key, {}), ships=key in ships)
    nodes, edges = _by_kind(nodes, edges)
    nodes, edges = pods_together(*addresses_together(nodes, edges))
    nodes = {node.id: node for node in _at_home(nodes.values())}
    nodes = {key: node for key, node in nodes.items() if node.kind is not NodeKind.EXTERNAL or key in _ends(edges)}
    filled = {node.part for node in nodes.values() if node.kind in _DRAWN}
    nodes = {key: node if node.part in filled else replace(node, part="") for key, node in nodes.items()}
    first = {node.part: node for node in reversed(nodes.values()) if node.part}
    nodes |= {
        part: _part(graph, part, first[part]) for part in dict.fromkeys(node.part for node in nodes.values()) if part
    }
    if cluster:
        nodes[f"cluster/{cluster}"] = Node(f"cluster/{cluster}", NodeKind.CLUSTER, f"Cluster {cluster}", Place(cluster))
    shown = ArchGraph(graph.environment, nodes.values(), {edge.id: edge for edge in edges}.values())
    more_nodes, more_edges = entries(shown)
    return ArchGraph(graph.environment, (*shown.nodes(), *more_nodes), (*shown.edges(), *more_edges))


def _plain(graph: ArchGraph) -> tuple[list[Node], list[Edge]]:
    """Return nodes and edges, without the slash that begins ids where no namespace is stated."""
    names = {node.id: node.id.removeprefix("/") for node in graph.nodes()}
    nodes = [replace(node, id=names[node.id]) for node in graph.nodes()]
    edges = [replace(edge, source=names[edge.source], target=names[edge.target]) for edge in graph.edges()]
    return nodes, edges


def _parts(graph: ArchGraph) -> dict[str, str]:
    """Return the part of every node that has one."""
    components = list(graph.nodes(NodeKind.COMPONENT))
    applications = {node.labels.get("group", "") for node in components}
    by_label = len({node.part for node in components}) < 2 <= len(applications)  # noqa: PLR2004
    found = {node.id: node.labels.get("group", "") if by_label else node.part for node in components}
    for node in graph.nodes():
        if node.kind is not NodeKind.COMPONENT:
            near = [e.source for e in graph.in_edges(node.id)] + [e.target for e in graph.out_edges(node.id)]
            beside = next((found[n] for n in near if n in found), "") if node.kind in _INSIDE else ""
            found[node.id] = beside if by_label else node.part or beside
    taken = {node.id for node in graph.nodes() if node.kind is not NodeKind.PART}
    return {key: f"part/{part}" if part in taken else part for key, part in found.items() if part}


def _at_home(nodes: Collection[Node]) -> Iterator[Node]:
    """Iterate over nodes: pods that are named and not there have the part that they would be in, where it is shown."""
    shown = {node.part for node in nodes if node.kind in _INSIDE or node.kind is NodeKind.RESOURCE}
    for node in nodes:
        found = ABSENT.fullmatch(node.id) if node.kind is NodeKind.EXTERNAL else None
        if found is not None:
            group = dict(_pairs(found["labels"])).get("app.kubernetes.io/part-of", "")
            homes = (found["namespace"] or NOWHERE, f"part/{group}", group)
            yield replace(node, part=next((home for home in homes if home in shown), ""))
        else:
            yield node


def _part(graph: ArchGraph, part: str, member: Node) -> Node:
    known = graph.node(part) if part in graph and graph.node(part).kind is NodeKind.PART else None
    if known is not None:
        return replace(known, labels=MappingProxyType({**known.labels, "kind": "namespace"}))
    title, kind = part.removeprefix("part/"), "none" if part == NOWHERE else "application"
    if part == NOWHERE:
        title = "Namespace not stated"
    return Node(part, NodeKind.PART, title, member.place, labels=MappingProxyType({"kind": kind}))


def _spoken(edge: Edge) -> Edge:
    """Return an edge with its protocol as pictures write it."""
    protocol = edge.protocol.lower() or ("http" if edge.kind is EdgeKind.ROUTES else "")
    protocol = {"postgres": "postgresql"}.get(protocol, protocol)
    return replace(edge, port=edge.port or None, detail=edge.detail if edge.port else "", protocol=protocol)


def _by_kind(nodes: Mapping[str, Node], edges: Iterable[Edge]) -> tuple[dict[str, Node], list[Edge]]:
    """Return the same with one node for all objects of an added kind in one part, unless a few name others."""
    actors = {edge.target: nodes[edge.source].part for edge in edges if edge.kind is EdgeKind.ACTS_ON}
    stands: dict[str, str] = {}
    found: dict[str, list[Node]] = {}
    for node in nodes.values():
        if node.kind is NodeKind.RESOURCE:
            part = node.part or actors.get(node.id, "")
            stands[node.id] = f"resource/{part}/{node.labels['kind']}"
            found.setdefault(stands[node.id], []).append(replace(node, part=part))
    naming = {edge.source for edge in edges if edge.kind is EdgeKind.NAMES}
    for key, members in [*found.items()]:
        if len(members) <= MOST_ALONE and any(member.id in naming for member in members):
            del found[key]  # which of them names what would be lost
            found.update({member.id: [member] for member in members})
            stands.update({member.id: member.id for member in members})
    kept = {key: node for key, node in nodes.items() if node.kind is not NodeKind.RESOURCE}
    for key, members in found.items():
        defined = members[0].labels["kind"] == DEFINITION
        title = "Added kind" if defined else members[0].labels["kind"]
        told = {"members": " ".join(member.id for member in members)}
        told |= _names([member.title for member in members], short=defined)
        kept[key] = replace(members[0], id=key, title=title, labels=MappingProxyType({**members[0].labels, **told}))
    moved = [replace(e, source=stands.get(e.source, e.source), target=stands.get(e.target, e.target)) for e in edges]
    return kept, moved


def _names(names: list[str], *, short: bool) -> dict[str, str]:
    """Return names, those of kinds without what their groups end with alike, and that."""
    groups = [name.split(".")[1:] for name in names]
    alike = takewhile(lambda words: len(set(words)) == 1, zip(*map(reversed, groups), strict=False))
    common = ".".join(reversed([words[0] for words in alike]))
    if not short or len(names) == 1 or ("." not in common and any(group != groups[0] for group in groups)):
        return {"names": " ".join(names)}
    return {"names": " ".join(name.removesuffix(f".{common}") for name in names), "of": common}


def _stands_for_all(identifier: str) -> bool:
    return identifier in _OPEN or identifier.startswith(_HERE)


def _open(opened: dict[str, dict[str, list[str]]], edge: Edge) -> None:
    """Note that everybody may connect; that one may connect to everybody says as little as no policy."""
    if edge.source in _OPEN and edge.port:
        opened.setdefault(edge.target, {}).setdefault(_OPEN[edge.source], []).append(str(edge.port))


def _described(node: Node, opened: Mapping[str, Iterable[str]], *, ships: bool) -> Node:
    match node.kind:
        case NodeKind.COMPONENT:
            told = {f"open.{who}": ", ".join(dict.fromkeys(ports)) for who, ports in opened.items()}
            images = (str(leaf.value) for path, leaf in node.leaves.items() if path.endswith(".image"))
            logs = {"logs": "sidecar" if any("filebeat" in image for image in images) else "shipper"} if ships else {}
            image = dict(zip(("repository", "tag"), short_image(node.labels.get("image", "")), strict=True))
            return replace(node, labels=MappingProxyType({**node.labels, **told, **logs, **image}))
        case NodeKind.IMAGE:
            repository, tag = short_image(node.id)
            return replace(node, labels=MappingProxyType({"repository": repository, "tag": tag}))
        case NodeKind.BALANCER:
            hosts = " ".join(path.removeprefix("host.") for path in node.leaves if path.startswith("host."))
            return replace(node, labels=MappingProxyType({"hosts": hosts, "title": f"Gateway {node.title}"}))
        case NodeKind.EXTERNAL:
            return replace(node, title=_title(node.id), labels=MappingProxyType({**node.labels, **_kind(node.id)}))
        case _:
            return node


def short_image(image: str) -> tuple[str, str]:
    """Return repository and tag of an image, without registry and digest."""
    name, _, _ = image.partition("@")
    head, slash, rest = name.partition("/")
    if slash and ("." in head or ":" in head or head == "localhost"):
        name = rest
    repository, colon, tag = name.rpartition(":")
    return (repository if colon else name).removeprefix("library/"), tag if colon else ""


def _title(identifier: str) -> str:
    if identifier.startswith("address/"):
        return identifier.removeprefix("address/")
    found = ABSENT.fullmatch(identifier)
    if found is None:
        return identifier.rpartition("/")[2]
    words = dict(_pairs(found["labels"]))
    name = words.get("app.kubernetes.io/name") or words.get("app", "")
    role = words.get("app.kubernetes.io/component") or words.get("component", "")
    told = " ".join(dict.fromkeys(filter(None, (name, role)))) or ", ".join(
        f"{local_name(k)}={v}" for k, v in words.items()
    )
    return f"pods {told}" if told else f"pods in {found['namespace']}" if found["namespace"] else "pods elsewhere"


def _pairs(labels: str) -> Iterator[tuple[str, str]]:
    for label in filter(None, labels.split(",")):
        key, _, value = label.partition("=")
        yield key, value


def _kind(identifier: str) -> dict[str, str]:
    found = ABSENT.fullmatch(identifier)
    if found is None:
        return {}
    return {"kind": "pods", **({"where": found["namespace"]} if found["namespace"] and found["labels"] else {})}


def _ends(edges: Iterable[Edge]) -> set[str]:
    return {end for edge in edges for end in (edge.source, edge.target)}
