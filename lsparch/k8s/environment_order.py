"""Order of environment variables, which matters only where one refers to another."""

import heapq
import re
from collections.abc import Mapping
from typing import Any

__all__ = ["order_environment", "undefined_references"]

_REFERENCE = re.compile(r"\$(\$)|\$\(([A-Za-z_.-][A-Za-z0-9_.-]*)\)")


def order_environment(variables: list[Any]) -> list[Any]:
    """Sort by name as far as every ``$(NAME)`` keeps the meaning it has in the given order.

    A reference sees only variables that stand before it, so for each pair of a variable and one it
    refers to, and for each pair of one name, the given order is kept.
    """
    names = [_name(variable) for variable in variables]
    referred = [_references(variable) for variable in variables]
    before: list[set[int]] = [set() for _ in variables]
    for later in range(len(variables)):
        for earlier in range(later):
            if names[earlier] == names[later] or names[earlier] in referred[later] or names[later] in referred[earlier]:
                before[later].add(earlier)
    ready = [(names[i], i) for i, needs in enumerate(before) if not needs]
    heapq.heapify(ready)
    ordered: list[Any] = []
    while ready:
        _, index = heapq.heappop(ready)
        ordered.append(variables[index])
        for other, needs in enumerate(before):
            if index in needs:
                needs.discard(index)
                if not needs:
                    heapq.heappush(ready, (names[other], other))
    return ordered


def undefined_references(variables: list[Any], index: int) -> list[str]:
    """Names that a variable refers to and that are defined only after it, so that it holds them literally."""
    earlier = {_name(variable) for variable in variables[:index]}
    later = {_name(variable) for variable in variables[index + 1 :]}
    return sorted(_references(variables[index]) & later - earlier)


def _name(variable: Any) -> str:
    return str(variable.get("name", "")) if isinstance(variable, Mapping) else str(variable)


def _references(variable: Any) -> frozenset[str]:
    value = variable.get("value") if isinstance(variable, Mapping) else None
    if not isinstance(value, str) or "$(" not in value:
        return frozenset()
    return frozenset(match[2] for match in _REFERENCE.finditer(value) if match[2])
