"""The drift policy: reading it, and asking it."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, lru_cache

from lsparch.diagnostics import Finding
from lsparch.graph import EdgeKind, NodeKind
from lsparch.load.single import load_file
from lsparch.models.drift_policy import DriftClass, DriftPolicyFile, DriftRule

__all__ = ["EXISTS", "DriftPolicy", "load_drift_policy"]

EXISTS = "exists"
"""Path of the fact that an element or relation is there."""


@dataclass(frozen=True, eq=False)
class DriftPolicy:
    """In which fields environments may differ freely; without rules, in none."""

    rules: tuple[DriftRule, ...] = ()

    def element(self, kind: NodeKind, path: str) -> DriftClass:
        """Return what a value of an element follows."""
        return _element(self, kind, path)

    def relation(self, kind: EdgeKind, start: NodeKind, path: str) -> DriftClass:
        """Return what a value of a relation follows.

        Parameters
        ----------
        kind
            Kind of the relation.
        start
            Kind of the element from which it starts.
        path
            Path of the value.
        """
        return _relation(self, kind, start, path)


@cache
def _element(policy: DriftPolicy, kind: NodeKind, path: str) -> DriftClass:
    for rule in policy.rules:
        if rule.relation is None and rule.element == kind.value and fnmatchcase(path, rule.path):
            return rule.follows
    return "must-match"


@cache
def _relation(policy: DriftPolicy, kind: EdgeKind, start: NodeKind, path: str) -> DriftClass:
    for rule in policy.rules:
        if rule.relation == kind.value and rule.element in {None, start.value} and fnmatchcase(path, rule.path):
            return rule.follows
    return "must-match"


@lru_cache(maxsize=8)
def load_drift_policy(data: bytes, file: str) -> tuple[DriftPolicy | None, tuple[Finding, ...]]:
    """Read a drift policy.

    Returns
    -------
    tuple
        The policy, or None if it cannot be read, and what is wrong with it.
    """
    content, _, findings = load_file(DriftPolicyFile, data, file)
    return (None if content is None else DriftPolicy(content.rules)), tuple(findings)
