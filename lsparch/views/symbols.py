"""Which symbol an element gets, and which style an arrow, by the choices of the symbology."""

import re
from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase

from lsparch.graph import ArchGraph, EdgeKind, Node, NodeKind, State
from lsparch.models.symbology import Choice, Symbology
from lsparch.views.plan import Auth

__all__ = ["arrow_style", "proof_of", "symbol_of"]

_FIXED = {
    NodeKind.ACTOR: "user",
    NodeKind.BALANCER: "load-balancer",
    NodeKind.DATASET: "dataset",
    NodeKind.HOST_GROUP: "host-group",
    NodeKind.IMAGE: "image",
    NodeKind.NODE_POOL: "node-pool",
    NodeKind.PIPELINE: "ci-controller",
    NodeKind.RESOURCE: "custom-resource",
    NodeKind.ROUTE: "route",
    NodeKind.SECRET: "secret",
    NodeKind.TEAM: "team",
    NodeKind.VOLUME: "volume",
}
"""Kinds of nodes that are drawn in one way only."""

_PROTOCOL = re.compile(r"(^|\.)endpoints\.[^.]+\.protocol$")


def symbol_of(symbology: Symbology, graph: ArchGraph, node: Node) -> str:
    """Return the symbol of a node."""
    if node.kind in _FIXED:
        return _FIXED[node.kind]
    if node.state is State.FOREIGN and not _fits_by_name(symbology, node):
        return "foreign"
    kind = node.labels.get("kind", "")
    names = {node.id, *_images(graph, node)}
    protocols = set(_protocols(node))
    if "repository" in node.labels:  # pods of anybody do not say what they speak; who asks them does
        protocols |= {edge.protocol for edge in graph.in_edges(node.id, EdgeKind.CONNECTS)}
    for choice in symbology.choose:
        if _fits(choice, kind, names, protocols):
            return choice.symbol
    return "external" if node.kind is NodeKind.EXTERNAL else "deployment"


def _images(graph: ArchGraph, node: Node) -> Iterator[str]:
    """Iterate over the images of a component's main container, by name; of all containers where none has its name."""
    if "repository" in node.labels:
        yield f"image/{node.labels['repository'].rpartition('/')[2]}"
    else:
        runs = list(graph.out_edges(node.id, EdgeKind.RUNS))
        main = [edge for edge in runs if edge.detail == node.id.rpartition("/")[2]]
        yield from (edge.target for edge in main or runs)


def arrow_style(symbology: Symbology, protocol: str) -> str:
    """Return the style of arrows that speak a protocol; that of plain TCP if no style names it."""
    return next((key for key, style in symbology.arrows.items() if protocol in style.protocols), "tcp")


def proof_of(auth: str) -> tuple[Auth, ...]:
    """Return what a connection proves itself with, by an edge's ``auth``; nothing where nothing is said."""
    if auth in {"", "none", "certificate"}:
        return (Auth(auth),) if auth else ()
    return (Auth.SECRET if "." in auth else Auth.USER,)


def _fits_by_name(symbology: Symbology, node: Node) -> bool:
    return any(choice.names and _fits(choice, "", {node.id}, set()) for choice in symbology.choose)


def _fits(choice: Choice, kind: str, names: Collection[str], protocols: Collection[str]) -> bool:
    return (
        (not choice.kinds or kind in choice.kinds)
        and (not choice.protocols or any(protocol in protocols for protocol in choice.protocols))
        and (not choice.names or any(fnmatchcase(name, pattern) for name in names for pattern in choice.names))
    )


def _protocols(node: Node) -> Iterator[str]:
    for path, leaf in node.leaves.items():
        if _PROTOCOL.search(path):
            yield str(leaf.value)
