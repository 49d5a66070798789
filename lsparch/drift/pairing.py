"""Which objects of one side are those of the other under another name, or in another namespace."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lsparch.k8s.canonical import canonical
from lsparch.k8s.labels import stable_text
from lsparch.k8s.store import StoredObject

__all__ = ["IDENTITY", "Paired", "pair_moved", "pair_renamed"]

IDENTITY = (("apiVersion",), ("kind",), ("metadata", "name"), ("metadata", "namespace"))
"""Ways to what names an object."""

Paired = tuple[list[tuple[StoredObject, StoredObject]], list[StoredObject], list[StoredObject]]
"""Pairs, and what is left of both sides."""


def pair_renamed(
    lost: Sequence[StoredObject],
    new: Sequence[StoredObject],
    compared: Callable[[StoredObject], Mapping[str, Any]],
) -> Paired:
    """Pair objects that differ in one of the things that name them, and in nothing else.

    Parameters
    ----------
    lost, new
        Objects that one side has alone.
    compared
        Function from an object to what of it is compared.
    """
    by_rest: dict[str, list[StoredObject]] = defaultdict(list)
    for found in new if lost else ():
        for rest in _rests(compared(found)):
            by_rest[rest].append(found)
    pairs: list[tuple[StoredObject, StoredObject]] = []
    taken: set[int] = set()
    for found in lost if new else ():
        twins = [twin for rest in _rests(compared(found)) for twin in by_rest[rest] if id(twin) not in taken]
        twin = max(twins, key=lambda other: _alike(found, other), default=None)
        if twin is not None and _alike(found, twin) >= len(IDENTITY) - 1:
            taken |= {id(found), id(twin)}
            pairs.append((found, twin))
    return pairs, [o for o in lost if id(o) not in taken], [o for o in new if id(o) not in taken]


def pair_moved(lost: Sequence[StoredObject], new: Sequence[StoredObject]) -> Paired:
    """Pair objects of the same kind and name in namespaces that stand for each other.

    Which namespace stands for which is decided by the objects whose kind and name occur once on each side: most of
    them win, and no namespace stands for two.
    """
    ours, theirs = _by_name(lost), _by_name(new)
    votes: Counter[tuple[str, str]] = Counter(
        (ours[key][0].namespace, theirs[key][0].namespace)
        for key in sorted(ours.keys() & theirs.keys())
        if len(ours[key]) == len(theirs[key]) == 1
    )
    known: dict[str, str] = {}
    for (ours_named, theirs_named), _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        if ours_named not in known and theirs_named not in known.values():
            known[ours_named] = theirs_named
    pairs: list[tuple[StoredObject, StoredObject]] = []
    taken: set[int] = set()
    for found in lost:
        for other in theirs.get(_name(found), ()):
            if found.namespace in known and known[found.namespace] == other.namespace:
                taken |= {id(found), id(other)}
                pairs.append((found, other))
    return pairs, [o for o in lost if id(o) not in taken], [o for o in new if id(o) not in taken]


def _by_name(objects: Sequence[StoredObject]) -> dict[tuple[str, str, str], list[StoredObject]]:
    found: dict[tuple[str, str, str], list[StoredObject]] = defaultdict(list)
    for one in objects:
        if one.namespace:
            found[_name(one)].append(one)
    return found


def _name(found: StoredObject) -> tuple[str, str, str]:
    key = found.key
    return key.group, key.kind, key.name


def _alike(one: StoredObject, other: StoredObject) -> int:
    """Count what two objects share of what names them."""
    ours, theirs = one.key, other.key
    return sum(getattr(ours, name) == getattr(theirs, name) for name in ("group", "kind", "namespace", "name"))


def _rests(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Everything about an object but what names it: as it was written, and what it means."""
    written, meant = stable_text(_nameless(data)), stable_text(_nameless(canonical(data)))
    return (written,) if written == meant else (written, meant)


def _nameless(data: Mapping[str, Any]) -> dict[str, Any]:
    metadata = {k: v for k, v in (data.get("metadata") or {}).items() if v and k not in {"name", "namespace"}}
    rest = {k: v for k, v in data.items() if k not in {"apiVersion", "kind", "metadata"}}
    return {**rest, "metadata": metadata}
