"""Endpoints of components: names and ports by which somebody asks for one of them."""

import re
from collections.abc import Iterator, Mapping

from lsparch.graph import ArchGraph
from lsparch.views.wording import joined

__all__ = ["endpoints", "endpoints_text"]

_STATED = re.compile(
    r"(?:containers\.[^.]+\.)?endpoints\.(?P<endpoint>[^.]+)\.port|container\.[^.]+\.port\.(?P<port>.+)"
)
"""How a model, and how objects, state a port of a component."""

_NUMBER = re.compile(r"(?P<number>\d+)(?:/\w+)?")
_BEHIND = re.compile(r"(?P<service>\d+)/\w+ to (?P<inside>\d+)\b")
"""How objects state a port of a Service before a component."""


def endpoints(graph: ArchGraph, node: str) -> Mapping[str, int]:
    """Return the ports of a node, by all that one may be called: its name, its number, and its number at a Service.

    What is called so by the node itself counts first.
    """
    found: dict[str, int] = {}
    for name, number in _own(graph, node):
        found |= {name: number, str(number): number}
    for path, leaf in graph.node(node).leaves.items():
        behind = _BEHIND.match(str(leaf.value)) if path.startswith("service.") else None
        if behind is not None:
            found.setdefault(behind["service"], int(behind["inside"]))
    return found


def endpoints_text(graph: ArchGraph, node: str) -> str:
    """Return in words which ports a node has; empty if nothing states any."""
    own = dict(_own(graph, node))
    named = {number for name, number in own.items() if name != str(number)}
    told = {name: number for name, number in own.items() if name != str(number) or number not in named}
    return joined(name if name == str(number) else f"{name} ({number})" for name, number in told.items())


def _own(graph: ArchGraph, node: str) -> Iterator[tuple[str, int]]:
    """Iterate over the names of ports that a node states, or others use, each with its number."""
    for path, leaf in graph.node(node).leaves.items():
        stated, number = _STATED.fullmatch(path), _NUMBER.fullmatch(str(leaf.value))
        if stated is not None and number is not None:
            yield stated["endpoint"] or stated["port"], int(number["number"])
    for edge in graph.in_edges(node):
        if edge.port:
            yield str(edge.port), edge.port
