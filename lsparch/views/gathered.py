"""What many connections say at once: open to a whole namespace, or the same of several addresses outside."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from lsparch.graph import Edge, EdgeKind, Node, NodeKind

__all__ = ["ABSENT", "addresses_together", "opened_to_namespaces", "pods_together"]

ABSENT = re.compile(r"(?:(?P<namespace>.*)/)?\[(?P<labels>.*)\]")
"""How `observe` calls pods that are not part of the graph, by namespace and labels."""

FEWEST_OTHERS = 3
"""How many other pods a namespace has at least before a policy for all of them is told in the box."""

FEWEST_TOGETHER = 3
"""How many addresses outside share a box at least."""

_ADDRESS = "address/"
_NAMES = 53
"""Port on which names are looked up, which is no connection."""


def opened_to_namespaces(
    homes: Mapping[str, str], edges: Iterable[Edge]
) -> tuple[list[Edge], dict[str, dict[str, list[str]]]]:
    """Leave out connections that merely every pod of a namespace may make to one of them.

    Each of them would be true, and all together hide who uses whom. Those that configuration names stay.

    Parameters
    ----------
    homes
        Namespaces of pods.
    edges
        All relations.

    Returns
    -------
    tuple
        What is left, and for each target the ports that are open, by who may connect.
    """
    kept = [*edges]
    joins = (e for e in kept if e.kind is EdgeKind.CONNECTS and homes.keys() >= {e.source, e.target})
    inside = [edge for edge in joins if homes[edge.source] == homes[edge.target]]
    sources: dict[tuple[str, str], set[str]] = {}
    for edge in inside:
        sources.setdefault((edge.target, edge.detail), set()).add(edge.source)
    members: dict[str, set[str]] = {}
    for pods, home in homes.items():
        members.setdefault(home, set()).add(pods)
    opened: dict[str, dict[str, list[str]]] = {}
    dropped: set[str] = set()
    for edge in inside:
        others = members[homes[edge.target]] - {edge.target}
        if len(others) < FEWEST_OTHERS or not others <= sources[edge.target, edge.detail]:
            continue
        if edge.source != edge.target:
            words = opened.setdefault(edge.target, {}).setdefault("pods of the namespace", [])
            words.append(str(edge.port) if edge.port else "any port")
        if not edge.purpose or edge.source == edge.target:
            dropped.add(edge.id)
    return [edge for edge in kept if edge.id not in dropped], opened


def addresses_together(nodes: Mapping[str, Node], edges: Collection[Edge]) -> tuple[dict[str, Node], list[Edge]]:
    """Return the same with one node for addresses outside to which the same pods connect in the same way.

    Where only names are looked up, nothing is shown.
    """
    kept = [edge for edge in edges if not (_is_address(nodes, edge.target) and edge.port == _NAMES)]
    ways: dict[str, set[tuple[str, ...]]] = {}
    for edge in kept:
        for end, other in ((edge.target, edge.source), (edge.source, edge.target)):
            if _is_address(nodes, end):
                way = (edge.kind, other, str(end == edge.target), edge.protocol, edge.detail, edge.status)
                ways.setdefault(end, set()).add(way)
    alike: dict[frozenset[tuple[str, ...]], list[str]] = {}
    for address, found in ways.items():
        if all(kind == EdgeKind.CONNECTS for kind, *_ in found):
            alike.setdefault(frozenset(found), []).append(address)
    stands: dict[str, str] = {}
    together: dict[str, Node] = {}
    for addresses in alike.values():
        if len(addresses) >= FEWEST_TOGETHER:
            node = _node_of([nodes[address] for address in addresses])
            together[node.id] = node
            stands |= dict.fromkeys(addresses, node.id)
    result = {key: node for key, node in nodes.items() if key not in stands} | together
    moved = [replace(e, source=stands.get(e.source, e.source), target=stands.get(e.target, e.target)) for e in kept]
    return result, moved


def pods_together(nodes: Mapping[str, Node], edges: Iterable[Edge]) -> tuple[dict[str, Node], list[Edge]]:
    """Return the same with one node for pods that are not there and are named by some, and by more, of their labels."""
    named = {key: (found["namespace"] or "", frozenset(found["labels"].split(","))) for key, found in _absent(nodes)}
    stands: dict[str, str] = {}
    for key, (namespace, labels) in named.items():
        closer = [other for other, (where, more) in named.items() if where == namespace and labels < more]
        if len(closer) == 1 and labels != {""}:
            stands[key] = closer[0]
    kept = {key: node for key, node in nodes.items() if key not in stands}
    moved = (replace(e, source=stands.get(e.source, e.source), target=stands.get(e.target, e.target)) for e in edges)
    return kept, list(moved)


def _absent(nodes: Mapping[str, Node]) -> Iterator[tuple[str, re.Match[str]]]:
    for key, node in nodes.items():
        found = ABSENT.fullmatch(key) if node.kind is NodeKind.EXTERNAL else None
        if found is not None:
            yield key, found


def _is_address(nodes: Mapping[str, Node], key: str) -> bool:
    return key.startswith(_ADDRESS) and key in nodes and nodes[key].kind is NodeKind.EXTERNAL


def _node_of(members: list[Node]) -> Node:
    names = sorted(member.id.removeprefix(_ADDRESS) for member in members)
    what = "address ranges" if all("/" in name for name in names) else "hosts outside"
    labels = MappingProxyType({**members[0].labels, "names": " ".join(names)})
    return replace(members[0], id=f"{_ADDRESS}{' '.join(names)}", title=f"{len(names)} {what}", labels=labels)
