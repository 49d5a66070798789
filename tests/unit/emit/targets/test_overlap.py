"""What values have in common, and patches."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lsparch.emit.targets.overlap import NOTHING, common_part, patch

_SCALARS = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "a/b", "a~1b", "{{"])
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "a/b", "~"]), inner),
    max_leaves=12,
)
_OBJECTS = st.dictionaries(st.sampled_from(["a", "b", "c", "~1"]), _VALUES, max_size=4)


def applied(value: Any, operations: list[dict[str, Any]]) -> Any:
    """Apply a JSON patch, as RFC 6902 says."""
    root = [copy.deepcopy(value)]
    for operation in operations:
        *steps, last = [0, *(s.replace("~1", "/").replace("~0", "~") for s in operation["path"].split("/")[1:])]
        holder: Any = root
        for step in steps:
            holder = holder[int(step) if isinstance(holder, list) else step]
        key = int(last) if isinstance(holder, list) else last
        match operation["op"]:
            case "remove":
                del holder[key]
            case "replace":
                assert isinstance(holder, list) or key in holder
                holder[key] = operation["value"]
            case "add":
                assert isinstance(holder, dict)
                holder[key] = operation["value"]
            case unknown:
                raise AssertionError(unknown)
    return root[0]


def typed(value: Any) -> Any:
    """Tell 1 from true, and nothing from an empty mapping."""
    if isinstance(value, dict):
        return {key: typed(inner) for key, inner in value.items()}
    return [typed(inner) for inner in value] if isinstance(value, list) else (type(value).__name__, value)


@given(_OBJECTS, _OBJECTS)
def test_a_patch_makes_the_one_out_of_the_other(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert typed(applied(one, list(patch(one, other)))) == typed(other)


@given(_VALUES)
def test_nothing_is_patched_where_nothing_differs(value: Any) -> None:
    assert list(patch(value, copy.deepcopy(value))) == []


@given(st.lists(_OBJECTS, min_size=1, max_size=5))
def test_every_object_can_be_made_out_of_the_common_part(objects: list[dict[str, Any]]) -> None:
    base = common_part(objects)
    for found in objects:
        assert typed(applied(base, list(patch(base, found)))) == typed(found)


@given(_OBJECTS, st.integers(1, 4))
def test_equal_objects_have_everything_in_common(found: dict[str, Any], number: int) -> None:
    assert typed(common_part([found] * number)) == typed(found)


def test_what_half_have_is_not_common() -> None:
    assert common_part([{"a": 1, "b": 2}, {"a": 1, "b": 3}]) == {"a": 1}
    assert common_part([{"a": 1}, {"a": 1}, {}, {}]) == {}
    assert common_part([1, True]) is NOTHING


def test_lists_of_one_length_are_compared_item_by_item() -> None:
    lists = [[{"name": "x", "image": "a"}], [{"name": "x", "image": "b"}]]
    assert common_part(lists) == [{"name": "x"}]
    assert common_part([["a", "b"], ["a", "c"]]) is NOTHING
    assert list(patch(lists[0], lists[1], "/containers")) == [
        {"op": "replace", "path": "/containers/0/image", "value": "b"}
    ]


def test_keys_are_written_as_json_pointers() -> None:
    assert list(patch({}, {"a/b~c": 1})) == [{"op": "add", "path": "/a~1b~0c", "value": 1}]
