"""What a comparison found: differences, each with what accounts for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from lsparch.diagnostics import Finding, Place, Related, Severity, sort_findings
from lsparch.drift.shown import shown, told_apart
from lsparch.graph.kinds import Scalar
from lsparch.k8s.secrecy import masked, name_at

__all__ = ["ABSENT", "Absent", "Difference", "Drift", "Value", "Verdict"]


class Absent:
    """The value of what is not there."""

    def __repr__(self) -> str:
        return "absent"


ABSENT = Absent()
"""Stands for a value, element or object that one side lacks."""

Value = Scalar | Absent
"""A value on one side."""


class Verdict(StrEnum):
    """What accounts for a difference."""

    UNDECLARED = "undeclared"
    EXPIRED = "expired"
    """A declaration that has ended."""

    NOT_FOLLOWED = "not-followed"
    """A tag that is not that of the environment's release."""

    DECLARED = "declared"
    SCALE = "scale"
    ENVIRONMENT = "environment"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact in which the two sides differ."""

    element: str
    """Id of the element, or name of the object."""

    subject: str
    """What differs: the element and the path below it, or the relation."""

    source: Value
    target: Value
    source_place: Place
    target_place: Place
    verdict: Verdict
    reason: str = ""
    """What accounts for it, or why nothing does."""

    advice: str = ""


_FAULTS = frozenset({Verdict.UNDECLARED, Verdict.EXPIRED, Verdict.NOT_FOLLOWED})


@dataclass(frozen=True, slots=True)
class Drift:
    """The result of a comparison."""

    source: str
    """Name of the first side."""

    target: str
    """Name of the second side; findings point into it."""

    differences: tuple[Difference, ...]
    environment: str = ""
    """Environment of the target, where it is one."""

    points_at_source: bool = False
    """Whether findings point into the first side: where only that was read from files."""

    notices: tuple[Finding, ...] = ()
    """What could not be compared."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """One finding for each difference that nothing accounts for, and for what could not be compared."""
        found = (self._finding(d) for d in self.differences if d.verdict in _FAULTS)
        return sort_findings([*found, *self.notices])

    @property
    def declared(self) -> tuple[Finding, ...]:
        """One note for each difference that is declared or that policy allows."""
        return sort_findings(self._note(d) for d in self.differences if d.verdict not in _FAULTS)

    def count(self, *verdicts: Verdict) -> int:
        """Return the number of differences with some verdicts."""
        return sum(d.verdict in verdicts for d in self.differences)

    @property
    def summary(self) -> str:
        """The counts in one line."""
        faults = self.count(*_FAULTS)
        parts = [f"{faults} undeclared difference{'' if faults == 1 else 's'}"]
        free = (Verdict.DECLARED, Verdict.SCALE, Verdict.ENVIRONMENT, Verdict.RELEASE)
        parts += [f"{self.count(verdict)} {verdict}" for verdict in free]
        return f"{self.source} → {self.target}: {', '.join(parts)}"

    def _finding(self, one: Difference) -> Finding:
        return self._reported(one, _code(one), Severity.ERROR)

    def _note(self, one: Difference) -> Finding:
        return self._reported(one, "DRF000", Severity.NOTE)

    def _reported(self, one: Difference, code: str, severity: Severity) -> Finding:
        place, related = one.target_place, Related(one.source_place, f"in {self.source}")
        if self.points_at_source:
            place, related = one.source_place, Related(one.target_place, f"in {self.target}")
        others = (related,) if related.place != place else ()
        return Finding(code, severity, place, self.words(one), one.advice, others, one.element, self.environment)

    def words(self, one: Difference) -> str:
        """Return a difference in words."""
        return "; ".join(self._says(one))

    def _says(self, one: Difference) -> Iterator[str]:
        source, target = (_masked(one.subject, value) for value in (one.source, one.target))
        if isinstance(one.target, Absent):
            is_fact = one.source is True or isinstance(one.source, Absent)
            yield f"{one.subject} is missing in {self.target}" + (
                "" if is_fact else f", but {shown(source)} in {self.source}"
            )
        elif isinstance(one.source, Absent):
            value = "there" if one.target is True else shown(target)
            yield f"{one.subject} is {value} in {self.target}, but missing in {self.source}"
        elif source == target and one.source != one.target:
            yield f"{one.subject} differs between {self.target} and {self.source}, in a secret in clear"
        else:
            left, right = told_apart(source, target)
            yield f"{one.subject} is {right} in {self.target}, but {left} in {self.source}"
        if one.reason:
            yield one.reason


def _code(one: Difference) -> str:
    match one.verdict:
        case Verdict.EXPIRED:
            return "DRF004"
        case Verdict.NOT_FOLLOWED:
            return "DRF005"
        case Verdict.UNDECLARED:
            if isinstance(one.target, Absent):
                return "DRF002"
            return "DRF003" if isinstance(one.source, Absent) else "DRF001"
        case Verdict.DECLARED | Verdict.SCALE | Verdict.ENVIRONMENT | Verdict.RELEASE:
            return "DRF000"
        case _:
            assert_never(one.verdict)


_SPELLED = re.compile(r"text [0-9a-f]{16}$|secret [^ ]+#")
"""How graphs spell the value of a variable: a digest, or the key of a Secret; never what it says."""


def _masked(subject: str, value: Value) -> Value:
    """Return a value without secrets in clear."""
    spelled = isinstance(value, str) and _SPELLED.match(value)
    result: Value = value if spelled or isinstance(value, Absent) else masked(name_at(subject), value)
    return result
