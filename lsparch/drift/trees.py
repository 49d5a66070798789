"""Two Kubernetes objects side by side, leaf by leaf, with the way to each leaf in what was written."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from lsparch.drift.result import ABSENT
from lsparch.k8s.canonical import canonical
from lsparch.k8s.environment_order import undefined_references
from lsparch.k8s.labels import item_labels, stable_text
from lsparch.k8s.paths import child, item_path
from lsparch.k8s.shapes import Field, Holds, shape_named, shape_of

__all__ = ["Steps", "TreeDifference", "is_written", "tree_differences"]

Steps = tuple[str | int, ...]
"""Keys and positions that lead from an object to a value, as it was written."""

_MARK = "\N{SUBSTITUTE}"
"""Key that holds the position of an item in what was written, while the items are sorted."""

_LIST = Field(Holds.LIST)


class TreeDifference(NamedTuple):
    """One value in which two objects differ."""

    path: str
    """Readable path."""

    left: Any
    """Value in the first object, in canonical form; `ABSENT` if it lacks it."""

    right: Any
    left_steps: Steps
    right_steps: Steps


class _Spot(NamedTuple):
    """A value on both sides, with the ways that lead there."""

    path: str
    left: Any
    right: Any
    left_steps: Steps
    right_steps: Steps

    def key(self, name: str) -> "_Spot":
        return _Spot(
            child(self.path, name), self.left.get(name, ABSENT), self.right.get(name, ABSENT),
            (*self.left_steps, name), (*self.right_steps, name),
        )  # fmt: skip

    def differs(self) -> TreeDifference:
        return TreeDifference(self.path, _bare(self.left), _bare(self.right), self.left_steps, self.right_steps)


def tree_differences(left: Mapping[str, Any], right: Mapping[str, Any]) -> list[TreeDifference]:
    """Return the values in which two objects differ in meaning, in the order of their paths.

    What one side lacks as a whole is one difference. Items of lists that have lost their counterpart are compared
    with those that have most in common with them. A default that differs only because another value does is left out.
    """
    shape = shape_of(right) or shape_of(left) or shape_named("Other")
    spot = _Spot("", canonical(_marked(left)), canonical(_marked(right)), (), ())
    found = [
        one._replace(
            left_steps=_settled(left, one.left_steps, one.left), right_steps=_settled(right, one.right_steps, one.right)
        )
        for one in _mappings(spot, shape.fields)
    ]
    told = [d for d in found if is_written(left, d.left_steps) or is_written(right, d.right_steps)]
    return told or found


def is_written(obj: Any, steps: Steps) -> bool:
    """Tell whether a way leads to a value that was written."""
    node = obj
    for step in steps:
        match node, step:
            case (dict(), _) if step in node:
                node = node[step]
            case (list(), int()) if step < len(node):
                node = node[step]
            case _:
                return False
    return True


def _marked(value: Any) -> Any:
    """Copy a tree, with its position in every item of a list that is a mapping."""
    if isinstance(value, Mapping):
        return {key: _marked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [
            {**_marked(item), _MARK: number} if isinstance(item, Mapping) else _marked(item)
            for number, item in enumerate(value)
        ]
    return value


def _bare(value: Any) -> Any:
    """Copy a tree without the positions."""
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items() if key != _MARK}
    return [_bare(item) for item in value] if isinstance(value, list) else value


def _mappings(spot: _Spot, fields: Mapping[str, Field]) -> Iterator[TreeDifference]:
    for name in sorted(spot.left.keys() | spot.right.keys()):
        if name != _MARK:
            yield from _values(spot.key(name), fields.get(name))


def _values(spot: _Spot, field: Field | None) -> Iterator[TreeDifference]:
    if isinstance(spot.left, dict) and isinstance(spot.right, dict):
        name = field.shape if field is not None and field.holds is Holds.SHAPE else "Free"
        yield from _mappings(spot, shape_named(name).fields)
    elif isinstance(spot.left, list) and isinstance(spot.right, list):
        yield from _lists(spot, field or _LIST)
    elif spot.left is ABSENT or spot.right is ABSENT or _text(spot.left) != _text(spot.right):
        yield spot.differs()


def _lists(spot: _Spot, field: Field) -> Iterator[TreeDifference]:
    named = bool(field.keys) or field.is_set
    ours, theirs = [_bare(item) for item in spot.left], [_bare(item) for item in spot.right]
    labels = (item_labels(ours, field), item_labels(theirs, field)) if named else (_numbers(ours), _numbers(theirs))
    texts = labels if named else ([_text(item) for item in ours], [_text(item) for item in theirs])
    pairs = _matched(texts, ours, theirs, ordered=not named)
    inner = Field(Holds.SHAPE, field.shape) if field.shape else None
    for one, other in pairs:
        label = labels[0][one] if other is None and one is not None else labels[1][other or 0]
        item = _Spot(
            item_path(spot.path, label),
            ABSENT if one is None else spot.left[one],
            ABSENT if other is None else spot.right[other],
            spot.left_steps if one is None else (*spot.left_steps, _position(spot.left, one)),
            spot.right_steps if other is None else (*spot.right_steps, _position(spot.right, other)),
        )
        yield from _values(item, inner)
    yield from _order(spot, field, pairs, labels)


def _order(
    spot: _Spot, field: Field, pairs: list[tuple[int | None, int | None]], labels: tuple[list[str], list[str]]
) -> Iterator[TreeDifference]:
    """Compare the order of named items where it means something."""
    if not field.keys or field.is_set:
        return
    common = sorted((one, other) for one, other in pairs if one is not None and other is not None)
    if field.shape == "Env":
        if set(labels[0]) != set(labels[1]):
            return
        left, right = _bare(spot.left), _bare(spot.right)
        for one, other in common:
            first, second = undefined_references(left, one), undefined_references(right, other)
            if first != second and left[one] == right[other]:
                steps = (*spot.left_steps, _position(spot.left, one)), (*spot.right_steps, _position(spot.right, other))
                path = f"{item_path(spot.path, labels[1][other])}.undefined"
                yield TreeDifference(path, ", ".join(first) or "none", ", ".join(second) or "none", *steps)
    elif [other for _, other in common] != sorted(other for _, other in common):
        yield TreeDifference(
            f"{spot.path}[]", ", ".join(labels[0]), ", ".join(labels[1]), spot.left_steps, spot.right_steps
        )


def _position(items: list[Any], index: int) -> int:
    item = items[index]
    return item.get(_MARK, index) if isinstance(item, dict) else index


def _settled(obj: Any, steps: Steps, value: Any) -> Steps:
    """Return the way to a value where it is an item of a list that was sorted and could not be marked."""
    if not steps or not isinstance(steps[-1], int) or isinstance(value, dict | list):
        return steps
    for step in steps[:-1]:
        if not is_written(obj, (step,)):
            return steps
        obj = obj[step]
    return (*steps[:-1], obj.index(value)) if isinstance(obj, list) and value in obj else steps


def _numbers(items: list[Any]) -> list[str]:
    return [str(index) for index in range(len(items))]


def _text(value: Any) -> str:
    return stable_text(_bare(value))


def _matched(
    texts: tuple[list[str], list[str]], ours: list[Any], theirs: list[Any], *, ordered: bool
) -> list[tuple[int | None, int | None]]:
    """Return which items belong together, by position: of one name or content first, then the most alike."""
    if not ordered:
        known = {text: index for index, text in enumerate(texts[1])}
        pairs = [(index, known[text]) for index, text in enumerate(texts[0]) if text in known]
        left = [index for index, text in enumerate(texts[0]) if text not in known]
        names = set(texts[0])
        right = [index for index, text in enumerate(texts[1]) if text not in names]
        return [*pairs, *_most_alike(left, right, ours, theirs)]
    found: list[tuple[int | None, int | None]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, texts[0], texts[1], autojunk=False).get_opcodes():
        if tag == "equal":
            found.extend(zip(range(i1, i2), range(j1, j2), strict=True))
        else:
            found += _most_alike(list(range(i1, i2)), list(range(j1, j2)), ours, theirs)
    return found


def _most_alike(
    left: list[int], right: list[int], ours: list[Any], theirs: list[Any]
) -> list[tuple[int | None, int | None]]:
    scored = []
    for i in left:
        for j in right:
            common, total = _common(ours[i], theirs[j])
            if common or total == 1:
                scored.append((-common, abs(i - j), i, j))
    free_left, free_right = dict.fromkeys(left), dict.fromkeys(right)
    pairs: list[tuple[int | None, int | None]] = []
    for _, _, i, j in sorted(scored):
        if i in free_left and j in free_right:
            del free_left[i], free_right[j]
            pairs.append((i, j))
    return [*pairs, *((i, None) for i in free_left), *((None, j) for j in free_right)]


def _common(left: Any, right: Any) -> tuple[int, int]:
    """Return how many leaves two values share, and how many the first has."""
    if isinstance(left, dict) and isinstance(right, dict):
        counts = [_common(item, right.get(key, ABSENT)) for key, item in left.items()]
    elif isinstance(left, list) and isinstance(right, list):
        texts = {_text(item) for item in right}
        counts = [(int(_text(item) in texts), 1) for item in left]
    else:
        return int(left == right), 1
    return sum(count for count, _ in counts), sum(total for _, total in counts)
