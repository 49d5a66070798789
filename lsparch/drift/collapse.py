"""Making one difference of values that are missing together, because what holds them is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lsparch.drift.align import LeafPair
from lsparch.drift.result import ABSENT, Difference, Verdict
from lsparch.graph import Node

__all__ = ["collapsed"]


def collapsed(source: Node, target: Node, found: Sequence[tuple[LeafPair, Difference]]) -> Iterator[Difference]:
    """Iterate over the differences of one element, with one for each structure that a side lacks as a whole.

    Parameters
    ----------
    source, target
        The element on both sides.
    found
        Leaves in which they differ, each with its difference.
    """
    groups: dict[tuple[str, bool, Verdict], list[tuple[LeafPair, Difference]]] = {}
    for pair, one in found:
        if pair.left is not None and pair.right is not None:
            yield one
            continue
        path, other = (pair.right_path, source) if pair.left is None else (pair.left_path, target)
        groups.setdefault((_top(path, other), pair.left is None, one.verdict), []).append((pair, one))
    for members in groups.values():
        first = members[0][1]
        yield first if len(members) == 1 else _as_one(target.id, first, [pair for pair, _ in members])


def _as_one(element: str, first: Difference, pairs: Sequence[LeafPair]) -> Difference:
    path = _common_path([_path(pair) for pair in pairs])
    values = []
    for pair in pairs:
        leaf = pair.right or pair.left
        assert leaf is not None
        values.append(f"{_path(pair)[len(path) :].lstrip('.')}={leaf.value}")
    subject, value = f"{element}.{path}", " ".join(values)
    extra = pairs[0].left is None
    return replace(
        first,
        subject=subject,
        source=ABSENT if extra else value,
        target=value if extra else ABSENT,
        advice=first.advice.replace(first.subject, subject),
    )


def _path(pair: LeafPair) -> str:
    return pair.right_path if pair.left is None else pair.left_path


def _top(path: str, other: Node) -> str:
    """Return the shortest path, at or above one, below which another element has nothing."""
    steps = path.split(".")
    for length in range(1, len(steps)):
        top = ".".join(steps[:length])
        if not any(known == top or known.startswith(f"{top}.") for known in other.leaves):
            return top
    return path


def _common_path(paths: Sequence[str]) -> str:
    common: list[str] = []
    for column in zip(*(path.split(".") for path in paths), strict=False):
        if len(set(column)) > 1:
            break
        common.append(column[0])
    return ".".join(common)
