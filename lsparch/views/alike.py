"""Pods that nobody's controller makes, and that are alike: those of the users of a spawner, on a running cluster."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import count
from types import MappingProxyType

from lsparch.graph import Edge, EdgeKind, Node, NodeKind

__all__ = ["alike_together"]

FEWEST_ALIKE = 3
"""How many pods, volumes or namespaces are alike at least before they are one."""

_Groups = Mapping[object, list[Node]]


def alike_together(nodes: Iterable[Node], edges: Iterable[Edge]) -> tuple[list[Node], list[Edge]]:
    """Return the same with one node for bare pods that run the same, one for what they mount, one for their namespaces.

    The label ``members`` of such a node has the ids of those for which it stands.

    Parameters
    ----------
    nodes, edges
        Of the graph of manifests or of a cluster, each node in its namespace.
    """
    found = {node.id: node for node in nodes}
    joined = _namespaces(found.values())
    moved = {key: replace(node, part=joined.get(node.part, node.part)) for key, node in found.items()}
    result, links = _merged(moved, edges, _pods(moved.values()))
    result, links = _merged(result, links, _volumes(result, links))
    for one in sorted(set(joined.values())):
        members = [found[name] for name in found if joined.get(name) == one]
        labels = MappingProxyType({**members[0].labels, "members": " ".join(node.id for node in members)})
        result[one] = replace(members[0], id=one, title=one, labels=labels)
    kept = [node for key, node in result.items() if key not in joined]
    return kept, [e for e in links if not {e.source, e.target} & joined.keys()]


def _namespaces(nodes: Iterable[Node]) -> dict[str, str]:
    """Return the common name of namespaces in which nothing runs but bare pods, the same in each."""
    runs: dict[str, set[object]] = {}
    for node in nodes:
        if node.kind is NodeKind.COMPONENT:
            runs.setdefault(node.part, set()).add(_what(node))
    same: dict[frozenset[object], list[str]] = {}
    for name, what in runs.items():
        if name and None not in what:
            same.setdefault(frozenset(what), []).append(name)
    return {name: _common(names) for names in same.values() if len(names) >= FEWEST_ALIKE for name in names}


def _what(node: Node) -> object:
    """Return what pods run, if no controller makes them; else None."""
    if node.labels.get("kind") != "pod":
        return None
    images = (str(leaf.value) for path, leaf in node.leaves.items() if path.endswith(".image"))
    return node.labels.get("containers", ""), *sorted(images)


def _pods(nodes: Iterable[Node]) -> _Groups:
    groups: dict[object, list[Node]] = {}
    for node in nodes:
        if node.kind is NodeKind.COMPONENT and (what := _what(node)) is not None:
            groups.setdefault((node.part, what), []).append(node)
    return groups


def _volumes(nodes: Mapping[str, Node], edges: Iterable[Edge]) -> _Groups:
    """Return volumes of one size that the same merged pods mount, and nobody else."""
    mounted: dict[str, set[str]] = {}
    for edge in edges:
        if edge.kind is EdgeKind.MOUNTS:
            mounted.setdefault(edge.target, set()).add(edge.source)
    groups: dict[object, list[Node]] = {}
    for volume, by in mounted.items():
        if volume in nodes and len(by) == 1 and "*" in (mounter := next(iter(by))):
            size = nodes[volume].leaves.get("size")
            groups.setdefault((mounter, size.value if size else ""), []).append(nodes[volume])
    return groups


def _merged(nodes: dict[str, Node], edges: Iterable[Edge], groups: _Groups) -> tuple[dict[str, Node], list[Edge]]:
    stands: dict[str, str] = {}
    result = dict(nodes)
    for members in groups.values():
        if len(members) < FEWEST_ALIKE:
            continue
        one = _free(_common([node.id for node in members]), result)
        for node in members:
            stands[node.id] = one
            del result[node.id]
        title = one.rpartition("/")[2]
        told = {"replicas": str(len(members)), "members": " ".join(node.id for node in members)}
        labels = MappingProxyType({**members[0].labels, **told})
        result[one] = replace(members[0], id=one, title=title, labels=labels)
    moved = (replace(e, source=stands.get(e.source, e.source), target=stands.get(e.target, e.target)) for e in edges)
    return result, list({edge.id: edge for edge in moved}.values())


def _common(names: list[str]) -> str:
    """Return how names begin, with a star for the rest; in ids, what stands before and behind the slash."""
    heads = {name.rpartition("/")[0] for name in names}
    head = f"{_beginning(heads)}*" if len(heads) > 1 else heads.pop()
    tail = _beginning({name.rpartition("/")[2] for name in names})
    return f"{head}/{tail}*" if head else f"{tail}*"


def _beginning(names: Collection[str]) -> str:
    first, last = min(names), max(names)
    return first[: next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))]


def _free(name: str, taken: Collection[str]) -> str:
    """Return a name, with a number where others that run something else have the same."""
    more = (f"{name} ({number})" for number in count(2))
    return name if name not in taken else next(one for one in more if one not in taken)
