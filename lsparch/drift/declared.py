"""Declared divergence: what an environment's overlay says about a difference."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from lsparch.drift.align import same_value
from lsparch.drift.result import Verdict
from lsparch.graph import ArchGraph, Leaf
from lsparch.models.environment import Override
from lsparch.resolve import Environment
from lsparch.resolve.overlay import Statement

__all__ = ["EnvironmentSide", "Judgement", "judge_override"]


@dataclass(frozen=True)
class EnvironmentSide:
    """One environment in a comparison."""

    name: str
    """As it stands in findings: ``usdac``, or ``git:HEAD~1:usdac``."""

    environment: Environment
    graph: ArchGraph

    @cached_property
    def overrides(self) -> Mapping[str, tuple[tuple[str, Statement], ...]]:
        """Overrides by element: path below it and statement, those that count later."""
        found: dict[str, list[tuple[str, Statement]]] = {}
        for key, statement in self.environment.effective.overrides:
            head, _, rest = key.partition(".")
            found.setdefault(head, []).append((rest, statement))
        return {element: tuple(items) for element, items in found.items()}

    def statement(self, mapping: str, *keys: str) -> Statement | None:
        """Return what the overlay states in one of its mappings under any of some keys."""
        known = self.environment.effective.mappings[mapping]
        return next((known[key] for key in keys if key in known), None)

    def listed(self, name: str, item: str) -> Statement | None:
        """Return the statement that puts an item on one of the overlay's lists."""
        return self.environment.effective.lists[name].get(item)

    def overriding(self, element: str, path: str) -> tuple[str, Statement] | None:
        """Return the path and the statement of the override that decides a value."""
        found = None
        for key, statement in self.overrides.get(element, ()):
            if any(_covers(path, full) for full in _reach(key, statement.value)):
                found = key, statement
        return found


def _covers(path: str, key: str) -> bool:
    return path == key or path.startswith(f"{key}.")


def _reach(key: str, value: Any) -> Iterator[str]:
    """Paths that an override decides: of a mapping or list, those of the items that it adds or removes."""
    match value:
        case Override(add=dict() as added):
            yield from (f"{key}.{name}" for name in added)
        case Override(remove=tuple() as removed):
            yield from (f"{key}.{name}" for name in removed)
            yield from (f"{key}.{position}" for position in range(_LIST_REACH))
        case _:
            yield key


_LIST_REACH = 64
"""Positions of a list that an override which removes items may change."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What declarations say about a difference."""

    verdict: Verdict
    reason: str
    statement: Statement | None = None


def judge_override(
    element: str,
    paths: tuple[str, str],
    leaves: tuple[Leaf | None, Leaf | None],
    sides: tuple[EnvironmentSide, EnvironmentSide],
    as_of: date,
) -> Judgement:
    """Return what the overrides of two environments say about a value in which they differ.

    An override accounts for the difference if only one side has it, and if the value is what it says.

    Parameters
    ----------
    element
        Id of the element.
    paths
        Path of the value on each side.
    leaves
        The value on each side.
    sides
        The environments.
    as_of
        Day on which declarations must not have ended.
    """
    found = [side.overriding(element, path) for side, path in zip(sides, paths, strict=True)]
    if found[0] is not None and found[1] is not None and _same(found[0][1], found[1][1]):
        return Judgement(Verdict.UNDECLARED, "both have the same override of it")
    declared: list[Judgement] = []
    for here, path, leaf in zip(found, paths, leaves, strict=True):
        if here is None:
            continue
        key, statement = here
        if not _says(key, statement.value, path, leaf):
            return Judgement(Verdict.UNDECLARED, f"the override in {statement.layer} says something else", statement)
        judged = _judge(statement, as_of)
        if judged.verdict is not Verdict.DECLARED:
            return judged
        declared.append(judged)
    if not declared:
        return Judgement(Verdict.UNDECLARED, "")
    return declared[-1]


def _same(one: Statement, other: Statement) -> bool:
    return one.layer == other.layer and one.value == other.value


def _judge(statement: Statement, as_of: date) -> Judgement:
    value = statement.value
    if not isinstance(value, Override) or value.because is None:
        return Judgement(Verdict.UNDECLARED, f"the override in {statement.layer} gives no reason", statement)
    if value.until is not None:
        if date.fromisoformat(value.until) < as_of:
            return Judgement(Verdict.EXPIRED, f"declared in {statement.layer} until {value.until} only", statement)
    elif not value.permanent:
        advice = f"the override in {statement.layer} says neither until when nor that it is permanent"
        return Judgement(Verdict.UNDECLARED, advice, statement)
    return Judgement(Verdict.DECLARED, f"declared in {statement.layer}: {value.because}", statement)


def _says(key: str, stated: Any, path: str, leaf: Leaf | None) -> bool:
    """Tell whether a value is what the override says, as far as that can be told from the override alone."""
    value = stated
    if isinstance(stated, Override):
        if stated.unset:
            return leaf is None or not leaf.origin.layer.startswith(("environment/", "profile/"))
        if stated.add is not None or stated.remove is not None:
            return True
        value = stated.value
    if path == key and not isinstance(value, dict | list | tuple):
        return leaf is not None and same_value(path, leaf.value, value)
    return True
