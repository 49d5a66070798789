"""Which element refers to which."""

from collections.abc import Mapping

from lsparch.load import Model
from lsparch.load.references import iter_references

__all__ = ["referrers"]

_LISTS_ONLY = frozenset({"release"})
"""Kinds that list elements without using them."""

_WITHIN = {
    "part": frozenset({"components", "volumes", "configs", "secrets"}),
    "cluster": frozenset({"pools", "hosts"}),
}
"""Fields whose values are elements of their own."""


def referrers(model: Model) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the elements that refer to each element, by its id."""
    found: dict[str, dict[str, None]] = {}
    for identifier in sorted(model.declared):
        owner = model.declared[identifier]
        if owner.kind in _LISTS_ONLY or owner.kind in {"endpoint", "secret-key", "table"}:
            continue
        skip = _WITHIN.get(owner.kind, frozenset())
        for reference in iter_references(owner.element):
            if reference.path and reference.path[0] in skip:
                continue
            target = model.names.resolve(reference.text, reference.kinds, owner.part)
            if target is not None and target != identifier:
                found.setdefault(target, {})[identifier] = None
    return {target: tuple(owners) for target, owners in found.items()}
