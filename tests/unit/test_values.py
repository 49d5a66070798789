"""Value classes behave as those of `dataclasses`."""

import copy
import dataclasses
import pickle
from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError, asdict, field, fields, replace

import pytest

from lsparch.values import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """Something with fields of every kind."""

    name: str
    size: int = 3
    inside: list[str] = field(default_factory=list)
    note: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Chest(Box):
    """Something that has more."""

    key: str = "none"


@dataclass(frozen=True, slots=True)
class Alone:
    """Something with one field."""

    number: float


@dataclass(frozen=True, slots=True)
class Empty:
    """Something without fields."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Something that looks at itself, and says how it is shown."""

    number: int

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError(self.number)

    def __repr__(self) -> str:
        return f"<{self.number}>"


@dataclasses.dataclass(frozen=True, slots=True)
class Plain:
    """The same as `Box`, by the standard library."""

    name: str
    size: int = 3
    inside: list[str] = field(default_factory=list)
    note: str = field(default="", compare=False)


def test_is_made_as_by_the_standard_library() -> None:
    for make in (Box, Plain):
        one, other = make("a"), make(name="b", size=4, inside=["c"], note="d")
        assert (one.name, one.size, one.inside, one.note) == ("a", 3, [], "")
        assert (other.name, other.size, other.inside, other.note) == ("b", 4, ["c"], "d")
        assert one.inside is not make("a").inside
    assert repr(Box("a")).partition("(")[2] == repr(Plain("a")).partition("(")[2]
    assert [(item.name, item.compare) for item in fields(Box)] == [(item.name, item.compare) for item in fields(Plain)]
    assert asdict(Box("a")) == asdict(Plain("a"))
    assert Box.__match_args__ == Plain.__match_args__


@pytest.mark.parametrize("arguments", [(), ("a", 1, [], "", "too many")])
def test_wrong_arguments_are_refused(arguments: tuple[object, ...]) -> None:
    make: Callable[..., Box] = Box
    with pytest.raises(TypeError, match=r"__init__\(\)"):
        make(*arguments)


def test_values_are_equal_by_what_is_compared() -> None:
    assert Box("a", note="one") == Box("a", note="other")
    assert Box("a") != Box("b")
    assert Box("a") != Chest("a")
    others: list[object] = [Plain("a"), ("a", 3, [], "")]
    assert all(Box("a") != other for other in others)
    assert Alone(1) == Alone(1.0)
    assert Empty() == Empty()
    assert hash(Alone(2)) == hash((2,))
    assert hash(Empty()) == hash(())
    assert len({Alone(1), Alone(1), Alone(2)}) == 2
    with pytest.raises(TypeError, match="unhashable"):
        hash(Box("a"))


def test_values_do_not_change() -> None:
    value = Alone(1)
    for name in ("number", "other"):
        with pytest.raises(FrozenInstanceError, match=f"cannot assign to field '{name}'"):
            setattr(value, name, 2)
        with pytest.raises(FrozenInstanceError, match=f"cannot delete field '{name}'"):
            delattr(value, name)
    assert not hasattr(value, "__dict__")


def test_what_inherits_has_the_fields_of_both() -> None:
    value = Chest("a", 1, key="k")
    assert (value.name, value.size, value.key) == ("a", 1, "k")
    assert replace(value, size=2) == Chest("a", 2, key="k")
    assert repr(value) == "Chest(name='a', size=1, inside=[], note='', key='k')"


def test_copies_are_equal() -> None:
    value = Chest("a", 1, ["x"])
    for found in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert found == value


def test_own_methods_are_kept() -> None:
    assert repr(Checked(1)) == "<1>"
    with pytest.raises(ValueError, match="-1"):
        Checked(-1)
    with pytest.raises(ValueError, match="-1"):
        replace(Checked(1), number=-1)


def test_other_kinds_are_left_to_the_standard_library() -> None:
    with pytest.raises(TypeError, match="frozen and have slots"):
        dataclass(frozen=False, slots=True)


def test_constructors_take_mappings_as_they_are() -> None:
    @dataclass(frozen=True, slots=True)
    class Holder:
        """Something that holds a mapping."""

        content: Mapping[str, int]

    content = {"a": 1}
    assert Holder(content).content is content
