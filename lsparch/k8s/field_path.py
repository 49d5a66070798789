"""Paths to fields of objects, by name and by merge key, and changing what stands there.

``spec.template.spec.containers[web].lifecycle``: a name leads into a mapping; brackets name an item of a list by its
merge key, as the API server knows it, or by its position, or a key of a mapping that holds dots. ``args[+]`` stands
for a new last item.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lsparch.diagnostics import LsparchError
from lsparch.k8s.shapes import Field, Holds, Shape, shape_named, shape_of
from lsparch.yaml import YamlList, YamlMap

__all__ = ["FIELD_PATH", "FieldPathError", "Step", "copy_object", "parse_field_path", "remove_value", "set_value"]

FIELD_PATH = r"^[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z][A-Za-z0-9_-]*|\[[^\]\s]+\])*$"
"""Form of a path as it is written."""

_STEP = re.compile(r"\[(?P<item>[^\]\s]+)\]|\.?(?P<name>[A-Za-z][A-Za-z0-9_-]*)")
_NAMED = (("name",),)


class FieldPathError(LsparchError):
    """A path that cannot be followed in an object; the text says where it ends."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path."""

    name: str
    """Name of a field, or what stands between brackets."""

    is_item: bool
    """Whether it stands between brackets."""

    def __str__(self) -> str:
        return f"[{self.name}]" if self.is_item else self.name


def parse_field_path(text: str) -> tuple[Step, ...]:
    """Return the steps of a path.

    Raises
    ------
    FieldPathError
        If the text is no path.
    """
    if re.fullmatch(FIELD_PATH, text) is None:
        raise FieldPathError(f"`{text}` is no path to a field")
    return tuple(Step(m["item"] or m["name"], m["item"] is not None) for m in _STEP.finditer(text))


def copy_object(node: Any) -> Any:
    """Return a copy that can be changed; the places of what was read stay."""
    match node:
        case YamlMap():
            copied = YamlMap(node.line, node.column)
            copied.update((key, copy_object(item)) for key, item in node.items())
            copied.keys_at, copied.values_at = dict(node.keys_at), dict(node.values_at)
            return copied
        case YamlList():
            items = YamlList(node.line, node.column)
            items.extend(copy_object(item) for item in node)
            items.items_at = list(node.items_at)
            return items
        case Mapping():
            return {key: copy_object(item) for key, item in node.items()}
        case list() | tuple():
            return [copy_object(item) for item in node]
        case _:
            return node


def set_value(obj: Any, path: str, value: Any) -> bool:
    """Set a value in an object, making mappings and items on the way, and tell whether that changed anything.

    An item that no merge key names is added, with its key.

    Raises
    ------
    FieldPathError
        If the path leads into a value that is neither mapping nor list, or names no item.
    """
    steps = parse_field_path(path)
    walk = _Walk(obj)
    for position, step in enumerate(steps[:-1]):
        walk.enter(step, steps[position + 1], steps[: position + 1])
    return walk.put(steps[-1], copy_object(value), steps)


def remove_value(obj: Any, path: str) -> bool:
    """Remove a value from an object, and tell whether it was there.

    Raises
    ------
    FieldPathError
        If the path leads into a value that is neither mapping nor list.
    """
    steps = parse_field_path(path)
    walk = _Walk(obj)
    for position, step in enumerate(steps[:-1]):
        if not walk.follow(step, steps[: position + 1]):
            return False
    return walk.drop(steps[-1], steps)


class _Walk:
    """A place in an object, with what is known of its type."""

    def __init__(self, obj: Any) -> None:
        self.node: Any = obj
        self.shape: Shape | None = shape_of(obj)
        self.field: Field | None = None
        """What the field holds in which the node stands, where that is a list."""

    def follow(self, step: Step, path: tuple[Step, ...]) -> bool:
        """Go one step, and tell whether there is anything."""
        key = self._key(step, path)
        if key is None:
            return False
        self._descend(step, self.node[key])
        return True

    def enter(self, step: Step, following: Step, path: tuple[Step, ...]) -> None:
        """Go one step, making what is not there."""
        key = self._key(step, path)
        if key is None or self.node[key] is None:
            made: Any = {} if key is not None or not isinstance(self.node, list) else self._item(step, {}, path)
            field = self.shape.fields.get(step.name) if self.shape is not None and not step.is_item else None
            if following.is_item and field is not None and field.holds is Holds.LIST:
                made = []
            self._write(key, step, made)
            self._descend(step, made)
            return
        self._descend(step, self.node[key])

    def put(self, step: Step, value: Any, path: tuple[Step, ...]) -> bool:
        """Set the value at the last step."""
        key = self._key(step, path)
        if isinstance(self.node, list):
            value = self._item(step, value, path, is_new=key is None)
        if key is not None and _same(self.node[key], value):
            return False
        self._write(key, step, value)
        return True

    def drop(self, step: Step, path: tuple[Step, ...]) -> bool:
        """Remove the value at the last step."""
        key = self._key(step, path)
        if key is None:
            return False
        del self.node[key]
        if isinstance(self.node, YamlList):
            del self.node.items_at[key]
        return True

    def _descend(self, step: Step, node: Any) -> None:
        field = self.field if step.is_item and isinstance(self.node, list) else None
        if field is None and self.shape is not None:
            field = self.shape.fields.get(step.name)
        is_list = isinstance(node, list)
        self.field = field if is_list else None
        self.shape = None if is_list or field is None or not field.shape else shape_named(field.shape)
        self.node = node

    def _key(self, step: Step, path: tuple[Step, ...]) -> Any:
        """Return key or position of what a step names; None if it is not there."""
        match self.node:
            case dict():
                return step.name if step.name in self.node else None
            case list() if not step.is_item:
                above = _shown(path[:-1])
                raise FieldPathError(f"{above} is a list; name an item of it, such as {above}[NAME]")
            case list():
                return self._position(step)
            case _:
                raise FieldPathError(f"{_shown(path[:-1])} is neither a mapping nor a list")

    def _position(self, step: Step) -> int | None:
        for keys in self._keys():
            for position, item in enumerate(self.node):
                if isinstance(item, Mapping) and str(_named_by(item, keys[0])) == step.name:
                    return position
        if step.name.isdigit() and int(step.name) < len(self.node):
            return int(step.name)
        return None

    def _keys(self) -> tuple[tuple[str, ...], ...]:
        known = self.field.keys if self.field is not None else ()
        return (*known, *_NAMED) if _NAMED[0] not in known else known

    def _item(self, step: Step, value: Any, path: tuple[Step, ...], *, is_new: bool = True) -> Any:
        """Return an item as it is put into the list: with its merge key."""
        if step.name == "+" or (step.name.isdigit() and not is_new):
            return value
        if is_new and (self.field is None or not self.field.keys) and not self._is_named():
            raise FieldPathError(f"{_shown(path)} is not there; {_shown(path[:-1])}[+] stands for a new item")
        number = step.name.isdigit()
        keys = [alternative[0] for alternative in self._keys()]
        key = next((k for k in keys if k != "name" or not number), keys[0])
        if isinstance(value, dict) and _named_by(value, key) is None:
            _name(value, key, int(step.name) if number else step.name)
        return value

    def _is_named(self) -> bool:
        return bool(self.node) and all(isinstance(item, Mapping) and "name" in item for item in self.node)

    def _write(self, key: Any, step: Step, value: Any) -> None:
        if key is not None:
            self.node[key] = value
        elif isinstance(self.node, list):
            self.node.append(value)
            if isinstance(self.node, YamlList):
                self.node.items_at.append((self.node.line, self.node.column))
        else:
            self.node[step.name] = value


def _named_by(item: Mapping[str, Any], key: str) -> Any:
    """Return the value of a merge key, which may lie deeper."""
    value: Any = item
    for name in key.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _name(item: dict[str, Any], key: str, value: Any) -> None:
    """Give an item its merge key, before everything else in it."""
    first, _, rest = key.partition(".")
    inner = item.pop(first, None)
    held = dict(item)
    item.clear()
    if rest:
        below = inner if isinstance(inner, dict) else {}
        _name(below, rest, value)
        item[first] = below
    else:
        item[first] = value
    item.update(held)


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) and isinstance(one, bool) is isinstance(other, bool)


def _shown(steps: tuple[Step, ...]) -> str:
    text = ""
    for step in steps:
        text += str(step) if step.is_item or not text else f".{step}"
    return text or "the object"
