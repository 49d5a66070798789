"""Leaves of two elements side by side; items of lists are matched by what they hold, not by where they stand."""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from lsparch.graph import Leaf
from lsparch.graph.kinds import Scalar
from lsparch.k8s.quantity import canonical_quantity

__all__ = ["LeafPair", "differing_leaves", "same_value"]

_LIST = re.compile(r"(?:^|\.)([0-9]+)(?=\.|$)")
_ORDERED = re.compile(r"(^|\.)(args|command|exec|content)(\.|$)")
_QUANTITY = re.compile(
    r"(^|\.)(cpu|cpu-limit|cpu-request|memory|memory-limit|memory-request|ephemeral-storage|size|scratch|body-limit"
    r"|quota-per-user)$"
)
_TEXT = re.compile(r"(^|\.)(env\.[^.]+|args\.[0-9]+|command\.[0-9]+)$")


class LeafPair(NamedTuple):
    """One leaf in which two elements differ."""

    left_path: str
    """Path in the first element; where it lacks the leaf, that of the second."""

    right_path: str
    """Path in the second element; where it lacks the leaf, that of the first."""

    left: Leaf | None
    right: Leaf | None


def same_value(path: str, left: Scalar, right: Scalar) -> bool:
    """Tell whether two values of one field mean the same: quantities by amount, what becomes text by that text."""
    if left == right and isinstance(left, bool) == isinstance(right, bool):
        return True
    if isinstance(left, bool) or isinstance(right, bool) or left is None or right is None:
        return bool(_TEXT.search(path)) and _text(left) == _text(right)
    if _QUANTITY.search(path):
        try:
            return canonical_quantity(left) == canonical_quantity(right)
        except ValueError:
            return False
    return bool(_TEXT.search(path)) and _text(left) == _text(right)


def _text(value: Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def differing_leaves(left: Mapping[str, Leaf], right: Mapping[str, Leaf]) -> list[LeafPair]:
    """Return the leaves in which two elements differ, in the order of their paths."""
    if _alike(left, right):
        return []
    return list(_differing(_Side("", left), _Side("", right)))


def _alike(left: Mapping[str, Leaf], right: Mapping[str, Leaf]) -> bool:
    if len(left) != len(right):
        return False
    for path, leaf in left.items():
        other = right.get(path)
        if other is None or other.value != leaf.value or other.value.__class__ is not leaf.value.__class__:
            return False
    return True


class _Side(NamedTuple):
    """Leaves below a path, by the rest of their paths."""

    path: str
    leaves: Mapping[str, Leaf]

    def full(self, rest: str) -> str:
        return ".".join(step for step in (self.path, rest) if step)


def _differing(left: _Side, right: _Side) -> Iterator[LeafPair]:
    plain_left, lists_left = _split(left.leaves)
    plain_right, lists_right = _split(right.leaves)
    for rest in sorted(plain_left.keys() | plain_right.keys()):
        yield from _pair(left.full(rest), right.full(rest), plain_left.get(rest), plain_right.get(rest))
    for rest in sorted(lists_left.keys() | lists_right.keys()):
        items_left, items_right = lists_left.get(rest, {}), lists_right.get(rest, {})
        ordered = bool(_ORDERED.search(left.full(rest)))
        for one, other in _matched(items_left, items_right, ordered=ordered):
            below_left = left.full(f"{rest}.{other if one is None else one}".lstrip("."))
            below_right = right.full(f"{rest}.{one if other is None else other}".lstrip("."))
            yield from _differing(
                _Side(below_left, {} if one is None else items_left[one]),
                _Side(below_right, {} if other is None else items_right[other]),
            )


def _pair(left_path: str, right_path: str, left: Leaf | None, right: Leaf | None) -> Iterator[LeafPair]:
    if left is None or right is None or not same_value(left_path, left.value, right.value):
        yield LeafPair(left_path, right_path, left, right)


def _split(leaves: Mapping[str, Leaf]) -> tuple[dict[str, Leaf], dict[str, dict[int, dict[str, Leaf]]]]:
    """Split leaves into those below no list, and items of the outermost lists by path and position."""
    plain: dict[str, Leaf] = {}
    lists: dict[str, dict[int, dict[str, Leaf]]] = {}
    for path, leaf in leaves.items():
        found = _LIST.search(path)
        if found is None:
            plain[path] = leaf
            continue
        items = lists.setdefault(path[: found.start()], {})
        items.setdefault(int(found[1]), {})[path[found.end() + 1 :]] = leaf
    return plain, lists


def _matched(
    left: Mapping[int, Mapping[str, Leaf]], right: Mapping[int, Mapping[str, Leaf]], *, ordered: bool
) -> list[tuple[int | None, int | None]]:
    """Return which items belong together: equal ones first, then those that have most in common."""
    first, second = sorted(left), sorted(right)
    texts_left, texts_right = [_brief(left[i]) for i in first], [_brief(right[i]) for i in second]
    if not ordered:
        ours = sorted(range(len(first)), key=lambda n: texts_left[n])
        theirs = sorted(range(len(second)), key=lambda n: texts_right[n])
        first, texts_left = [first[n] for n in ours], [texts_left[n] for n in ours]
        second, texts_right = [second[n] for n in theirs], [texts_right[n] for n in theirs]
    pairs: list[tuple[int | None, int | None]] = []
    loose_left: list[int] = []
    loose_right: list[int] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, texts_left, texts_right, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs.extend(zip(first[i1:i2], second[j1:j2], strict=True))
            continue
        loose_left += first[i1:i2]
        loose_right += second[j1:j2]
        if ordered:
            pairs += _most_alike(loose_left, loose_right, left, right)
            loose_left, loose_right = [], []
    pairs += _most_alike(sorted(loose_left), sorted(loose_right), left, right)
    return pairs


def _most_alike(
    loose_left: list[int],
    loose_right: list[int],
    left: Mapping[int, Mapping[str, Leaf]],
    right: Mapping[int, Mapping[str, Leaf]],
) -> list[tuple[int | None, int | None]]:
    scored = sorted(
        (-_common(left[i], right[j]), abs(i - j), i, j)
        for i in loose_left
        for j in loose_right
        if _common(left[i], right[j]) or left[i].keys() == right[j].keys()
    )
    free_left, free_right = dict.fromkeys(loose_left), dict.fromkeys(loose_right)
    pairs: list[tuple[int | None, int | None]] = []
    for _, _, i, j in scored:
        if i in free_left and j in free_right:
            del free_left[i], free_right[j]
            pairs.append((i, j))
    return [*pairs, *((i, None) for i in free_left), *((None, j) for j in free_right)]


def _common(left: Mapping[str, Leaf], right: Mapping[str, Leaf]) -> int:
    return sum(path in right and right[path].value == leaf.value for path, leaf in left.items())


def _brief(leaves: Mapping[str, Leaf]) -> str:
    return "\n".join(f"{path}={leaves[path].value!r}" for path in sorted(leaves))
