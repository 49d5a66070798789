"""Elements of one environment: what is written, over defaults, under overrides."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial
from types import MappingProxyType
from typing import Any

from lsparch.diagnostics import Finding, Place, Severity
from lsparch.graph import Leaf, Origin
from lsparch.load import Declared, Model
from lsparch.load.references import iter_references, suggest_reference
from lsparch.load.validate import suggest, validate
from lsparch.models.component import Component, ComponentKind
from lsparch.models.element import Language
from lsparch.models.environment import Override
from lsparch.resolve.layers import LayeredTree, flatten
from lsparch.resolve.overlay import Effective, Statement

__all__ = ["Elements", "Resolved", "resolve_elements"]

OVERRIDABLE = frozenset({"component", "volume", "config", "secret", "external", "image", "dataset"})

_BESIDE = frozenset({"title", "owner", "source", "status", "note", "sources", "assumed"})
"""Keys that say something about an element, and are no values of what runs."""

_ABOUT = _BESIDE - {"status"}
"""Keys that say something about a part of an element; its status decides whether it exists."""

_NAMES = frozenset({"content", "env", "keys", "labels", "with"})
"""Mappings whose keys are names of their own."""


@dataclass(frozen=True)
class Resolved:
    """An element as it is in one environment."""

    declared: Declared
    element: Language
    layers: LayeredTree

    @property
    def id(self) -> str:
        """Id of the element."""
        return self.declared.id

    @property
    def part(self) -> str:
        """Id of the Aspect or Service to which it belongs; empty for what belongs to none."""
        return self.declared.part

    def origin(self, *path: str | int) -> Origin:
        """Return where a value comes from."""
        return self.layers.origin(path)

    def place(self, *path: str | int) -> Place:
        """Return where a value is written; where the element is, if it is written nowhere."""
        return (self.layers.origin(path).place if path else None) or self._here

    @cached_property
    def _here(self) -> Place:
        return self.declared.place(key=True)

    @cached_property
    def leaves(self) -> Mapping[str, Leaf]:
        """Every value, by dotted path."""
        dump = self.element.model_dump(by_alias=True, exclude_none=True)
        tree = {key: value for key, value in dump.items() if key not in _BESIDE}
        return MappingProxyType(dict(flatten(_values(tree), self.layers.origin)))


def _values(node: Any) -> Any:
    """Drop what is said about the parts of an element, such as notes of its endpoints."""
    if isinstance(node, Mapping):
        return {k: v if k in _NAMES else _values(v) for k, v in node.items() if k not in _ABOUT}
    return [_values(item) for item in node] if isinstance(node, list | tuple) else node


class Elements(Mapping[str, Resolved]):
    """Elements of one environment, by id.

    Every element of the model is found; iterated over are those of the parts that the environment includes, those
    that belong to no part, and what is added. So the work for an environment does not grow with the rest of the model.

    Parameters
    ----------
    written
        Every element as it is written.
    ids
        Those that are iterated over.
    """

    def __init__(self, written: Mapping[str, Resolved], ids: Iterable[str]) -> None:
        self._written = written
        self._own: dict[str, Resolved] = {identifier: written[identifier] for identifier in ids}
        self._beside: dict[str, Resolved] = {}

    def __getitem__(self, identifier: str) -> Resolved:
        found = self._own.get(identifier) or self._beside.get(identifier)
        return found or self._written[identifier]

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)

    def replace(self, identifier: str, resolved: Resolved) -> None:
        """Put an element in the place of the written one."""
        (self._own if identifier in self._own else self._beside)[identifier] = resolved

    def add(self, identifier: str, resolved: Resolved) -> None:
        """Add an element that is written nowhere."""
        self._own[identifier] = resolved


def resolve_elements(model: Model, effective: Effective) -> tuple[Elements, list[Finding]]:
    """Resolve every element that an environment may override.

    Returns
    -------
    tuple
        Elements by id, and findings: unknown overrides, overrides without effect, values that do not fit.
    """
    written, by_part = _written_elements(model)
    parts = sorted({"", *effective.lists["include"]})
    resolved = Elements(written, (identifier for part in parts for identifier in by_part.get(part, ())))
    findings: list[Finding] = []
    overridden = sorted({identifier for key, _ in effective.overrides if (identifier := _split(model, key)[0])})
    trees = {identifier: resolved[identifier].layers.copy() for identifier in overridden}
    final = {key: position for position, (key, _) in enumerate(effective.overrides)}
    for position, (key, statement) in enumerate(effective.overrides):
        replaced = final[key] != position
        findings.extend(_apply(model, trees, key, statement, replaced=replaced))
    for identifier, tree in trees.items():
        declared = model.declared[identifier]
        element, faults = validate(type(declared.element), tree.tree, declared.file)
        problems = [_replaced(fault, declared, effective.overrides) for fault in faults]
        if element is not None:
            problems.extend(_dangling(model, declared, element, tree))
        if element is None or problems:
            findings.extend(problems)  # and the element stays as it is written
        else:
            resolved.replace(identifier, Resolved(declared, element, tree))
    return resolved, findings


def _written_elements(model: Model) -> tuple[dict[str, Resolved], dict[str, list[str]]]:
    """Return every element as it is written, over defaults, and their ids by part: the same for all environments."""
    if __name__ not in model.derived:
        known: dict[str, Resolved] = {}
        by_part: dict[str, list[str]] = {}
        defaults = cache(partial(_defaults, model))
        for declared in model.of_kind(*sorted(OVERRIDABLE)):
            tree = _written(model, declared, defaults)
            element = declared.element
            if isinstance(element, Component):
                element = validate(Component, tree.tree, declared.file)[0] or element
            known[declared.id] = Resolved(declared, element, tree)
            by_part.setdefault(declared.part, []).append(declared.id)
        model.derived[__name__] = known, by_part
    found: tuple[dict[str, Resolved], dict[str, list[str]]] = model.derived[__name__]
    return found


def _dangling(model: Model, declared: Declared, element: Language, tree: LayeredTree) -> Iterator[Finding]:
    """Find references that an override made and that name nothing."""
    for found in iter_references(element):
        if model.names.resolve(found.text, found.kinds, declared.part) is None:
            place = tree.origin(found.path).place or declared.place(key=True)
            wanted = " or ".join(kind.replace("-", " ") for kind in found.kinds)
            message = f"{declared.id}.{'.'.join(map(str, found.path))}: `{found.text}` names no {wanted}"
            advice = suggest_reference(found, model.names, declared.part)
            yield Finding("REF001", Severity.ERROR, place, message, advice, element=declared.id)


def _written(model: Model, declared: Declared, defaults: Callable[[ComponentKind], LayeredTree]) -> LayeredTree:
    tree, element = LayeredTree(), declared.element
    if isinstance(element, Component) and element.realised_by is None and element.foreign is None:
        tree = defaults(element.kind).copy()
        platform = model.declared[model.platform.platform]
        container = model.platform.defaults.get("container", {})
        for group in ("containers", "init"):
            for name in getattr(element, group):
                tree.merge({group: {name: container}}, "default", _cut(platform, 2, "defaults", "container"))
    tree.merge(declared.raw, "written", declared.place)
    return tree


def _defaults(model: Model, kind: ComponentKind) -> LayeredTree:
    """Return what platform policy says of every component of a kind."""
    tree, said = LayeredTree(), model.platform.defaults
    platform = model.declared[model.platform.platform]
    for name, layer in (
        ("container", said.get("container", {})), ("component", said.get("component", {})), (kind, said.get(kind, {})),
    ):  # fmt: skip
        tree.merge(layer, "default", _below(platform, "defaults", name))
    return tree


def _below(declared: Declared, *base: str) -> Callable[..., Place]:
    return lambda *path: declared.place(*base, *path)


def _cut(declared: Declared, count: int, *base: str) -> Callable[..., Place]:
    return lambda *path: declared.place(*base, *path[count:])


def _split(model: Model, key: str) -> tuple[str, str]:
    """Split the key of an override into the element that exists and the rest."""
    head, _, rest = key.partition(".")
    declared = model.declared.get(head)
    return (head, rest) if declared is not None and declared.kind in OVERRIDABLE else ("", rest)


def _apply(
    model: Model, trees: dict[str, LayeredTree], key: str, statement: Statement, *, replaced: bool
) -> Iterator[Finding]:
    identifier, rest = _split(model, key)
    if not identifier:
        known = model.names.of_kind(OVERRIDABLE)
        yield _finding("ENV001", statement, f"override names {key.partition('.')[0]}, which the model does not know",
                       suggest(key.partition(".")[0], known))  # fmt: skip
        return
    if isinstance(statement.value, Override) and len(statement.value.given) != 1:
        return  # reported with the overlay
    tree = trees[identifier]
    if not rest:
        message = f"override of {key} names no value of it"
        yield _finding("ENV001", statement, message, "name a value, such as `.replicas`")
        return
    path = tree.find(rest)
    if not path:
        yield _finding(
            "ENV001", statement, f"{identifier} has no value at `{rest}`", "name a value, such as `.replicas`"
        )
        return
    before = tree.get(path)
    after, fault = _change(before, statement.value)
    if fault:
        yield _finding("ENV001", statement, f"override of {key}: {fault}", "")
        return
    same = before == after
    change = statement.value if isinstance(statement.value, Override) else None
    if change is not None and change.unset:
        _unset(model, tree, identifier, path)
        same = before == tree.get(path)
    elif change is not None and isinstance(change.add, Mapping) and isinstance(before, dict):
        for name in change.add:  # what is there already keeps its origin
            tree.put(before, (*path, name), after[name], statement.layer, lambda *_: statement.place)
    else:
        tree.put(tree.holder(path), path, after, statement.layer, lambda *_: statement.place)
    if same and not replaced:
        message = f"override of {key} changes nothing: it is {_shown(before)} already"
        yield _finding("ENV002", statement, message, "remove it")


def _unset(model: Model, tree: LayeredTree, identifier: str, path: tuple[str | int, ...]) -> None:
    holder = tree.holder(path)
    holder.pop(str(path[-1]), None)
    tree.forget(path)
    default = model.declared[identifier]
    if isinstance(default.element, Component):
        fresh = _defaults(model, default.element.kind)
        if fresh.get(path) is not None:
            tree.adopt(holder, path, fresh)


def _change(before: Any, value: Any) -> tuple[Any, str]:
    if not isinstance(value, Override):
        return value, ""
    if value.add is not None:
        return _added(before, value.add)
    if value.remove is not None:
        missing = [item for item in value.remove if item not in (before or ())]
        if missing or not isinstance(before, list | dict):
            return None, f"cannot remove {', '.join(missing) or 'anything'}, which is not there"
        if isinstance(before, dict):
            return {k: v for k, v in before.items() if k not in value.remove}, ""
        return [item for item in before if item not in value.remove], ""
    return value.value, ""


def _added(before: Any, more: Any) -> tuple[Any, str]:
    match before, more:
        case ((dict() | None), Mapping()):
            return {**(before or {}), **more}, ""
        case ((list() | None), list()):
            return [*(before or []), *more], ""
        case _:
            return None, "add needs a list for a list, or a mapping for a mapping"


def _shown(value: Any) -> str:
    return "unset" if value is None else str(value)


def _finding(code: str, statement: Statement, message: str, advice: str) -> Finding:
    return Finding(code, Severity.ERROR, statement.place, message, advice, element=statement.layer)


def _replaced(fault: Finding, declared: Declared, overrides: Iterable[tuple[str, Statement]]) -> Finding:
    """Move a finding about a merged tree to the override that causes it: without overrides there would be none."""
    where = _where(fault)
    own = [(key, statement) for key, statement in overrides if key.partition(".")[0] == declared.id]
    above = [(key, statement) for key, statement in own if _leads(key.partition(".")[2], where)]
    below = [(key, statement) for key, statement in own if _leads(where, key.partition(".")[2])]
    longest = max((len(key) for key, _ in above), default=0)
    key, statement = ([found for found in above if len(found[0]) == longest] or below or own)[-1]
    if unknown := _UNKNOWN.match(fault.message):
        message = f"unknown key `{unknown[1]}` in {declared.id}{f'.{unknown[2]}' if unknown[2] else ''}"
    else:
        inside = fault.message.removeprefix("the file")
        message = declared.id + (inside if inside != fault.message else f".{inside}")
    if key not in message:
        message = f"override of {key}: {message}"
    return Finding(fault.code, fault.severity, statement.place, message, fault.help, element=declared.id)


def _leads(path: str, below: str) -> bool:
    """Tell whether a dotted path is another, or leads to it."""
    return not path or f"{below}.".startswith(f"{path}.")


_UNKNOWN = re.compile(r"^unknown key `(.*)` in (?:the file|(.*))$", re.DOTALL)
_LACKING = re.compile(r"^(?:the file|(.*)) lacks the key `(.*)`$", re.DOTALL)


def _where(fault: Finding) -> str:
    """Return the dotted path that the message of a finding names."""
    if unknown := _UNKNOWN.match(fault.message):
        return ".".join(piece for piece in (unknown[2], unknown[1]) if piece)
    if lacking := _LACKING.match(fault.message):
        return ".".join(piece for piece in lacking.groups() if piece)
    return fault.message.partition(": ")[0]
