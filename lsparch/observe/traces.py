"""Which objects an observed graph was read from, node by node."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from math import inf

from lsparch.diagnostics import Place
from lsparch.graph import ArchGraph, Node, NodeKind
from lsparch.k8s.pod_labels import NONE, labels_made
from lsparch.k8s.selectors import selects
from lsparch.k8s.store import StoredObject
from lsparch.observe.reading import at, items, mapping, text

__all__ = ["traces"]

_OWN = {
    NodeKind.BALANCER: {"Gateway"},
    NodeKind.CONFIG: {"ConfigMap"},
    NodeKind.EXTERNAL: {"Service"},
    NodeKind.PART: {"Namespace"},
    NodeKind.SECRET: {"Secret"},
    NodeKind.VOLUME: {"PersistentVolume", "PersistentVolumeClaim", "StatefulSet"},
}
"""Kinds of the objects that are such a node; where it stands may be where another object merely names it."""

_READ = {NodeKind.COMPONENT, NodeKind.RESOURCE, NodeKind.ROUTE}
"""Nodes whose values come from objects of any kind."""

_ELSEWHERE = {"ConfigMap", "Secret"}
"""Kinds that pods read, and that are nodes of their own."""

_POLICIES = {"NetworkPolicy": "podSelector", "CiliumNetworkPolicy": "endpointSelector"}


def traces(graph: ArchGraph, objects: Sequence[StoredObject]) -> dict[str, list[int]]:
    """Return the places in a sequence of the objects that are behind each node; nodes without any are left out.

    They are those that state a value of it, and those that are about its pods: policies, accounts and what is bound to
    them, and what controllers have made of them. What is left of a namespace belongs to the namespace.

    Parameters
    ----------
    graph
        What `observe` returns of these objects.
    objects
        The objects.
    """
    places = _Places(objects)
    found: dict[str, set[int]] = {node.id: set(_stating(node, places, objects)) for node in graph.nodes()}
    _add_related(found, graph, objects, places)
    taken = {number for numbers in found.values() for number in numbers}
    for number, rest in enumerate(objects):
        if number not in taken and rest.namespace in found:
            found[rest.namespace].add(number)
    return {node: sorted(numbers) for node, numbers in found.items() if numbers}


class _Places:
    """Finds the object in which a place is: the last of its file that begins before."""

    def __init__(self, objects: Iterable[StoredObject]) -> None:
        self._starts: dict[str, list[tuple[int, int, int]]] = {}
        for number, stored in enumerate(objects):
            place = stored.origin
            self._starts.setdefault(place.file, []).append((place.line, place.column, number))
        for starts in self._starts.values():
            starts.sort()

    def at(self, place: Place) -> int | None:
        """Return the number of the object at a place, or None."""
        starts = self._starts.get(place.file, [])
        before = bisect_right(starts, (place.line, place.column, inf))
        return starts[before - 1][2] if before else None


def _stating(node: Node, places: _Places, objects: Sequence[StoredObject]) -> Iterator[int]:
    """Iterate over the objects that state something of a node."""
    own = _OWN.get(node.kind)
    if own is None and node.kind not in _READ:
        return
    stated = (leaf.origin.place for leaf in node.leaves.values())
    for number in (places.at(place) for place in (node.place, *stated) if place is not None):
        if number is None:
            continue
        kind = objects[number].kind
        if kind in own if own is not None else kind not in _ELSEWHERE:
            yield number


def _add_related(
    found: dict[str, set[int]], graph: ArchGraph, objects: Sequence[StoredObject], places: _Places
) -> None:
    makers = {node.id: places.at(node.place) for node in graph.nodes(NodeKind.COMPONENT)}
    homes: dict[str, list[Node]] = {}
    for node in graph.nodes(NodeKind.COMPONENT):
        homes.setdefault(node.part, []).append(node)
    for number, stored in enumerate(objects):
        for node in homes.get(stored.namespace, ()):
            maker = makers[node.id]
            if _is_about(stored, node, None if maker is None else objects[maker]):
                found[node.id].add(number)
        for _, subject in items(stored.data, "subjects"):
            for node in homes.get(text(subject, "namespace") or stored.namespace, ()):
                if _is_account(node, text(subject, "name")):
                    found[node.id].add(number)
    _add_made(found, objects)


def _is_about(stored: StoredObject, node: Node, maker: StoredObject | None) -> bool:
    """Tell whether an object of its namespace is about the pods of a node, which another object makes."""
    if stored.kind in _POLICIES:
        made = NONE if maker is None else labels_made(maker, scaled=True)
        return selects(mapping(stored.data, "spec", _POLICIES[stored.kind]), node.labels, made)
    return stored.kind == "ServiceAccount" and _is_account(node, stored.name)


def _is_account(node: Node, name: str) -> bool:
    leaf = node.leaves.get("account")
    return leaf is not None and leaf.value == name


def _add_made(found: dict[str, set[int]], objects: Sequence[StoredObject]) -> None:
    """Add what controllers have made of objects, and what others have made of that."""
    made: dict[tuple[str, str, str], list[int]] = {}
    for number, stored in enumerate(objects):
        owners = at(stored.data, "metadata", "ownerReferences")
        for owner in owners if isinstance(owners, list) else ():
            if at(owner, "controller") is True:
                made.setdefault((stored.namespace, text(owner, "kind"), text(owner, "name")), []).append(number)
    if not made:
        return
    for numbers in found.values():
        waiting = [*numbers]
        while waiting:
            owner = objects[waiting.pop()]
            more = [n for n in made.get((owner.namespace, owner.kind, owner.name), ()) if n not in numbers]
            numbers.update(more)
            waiting.extend(more)
