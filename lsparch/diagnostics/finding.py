"""The finding: one fault at one place."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

__all__ = ["Finding", "Place", "Related", "Severity", "same_everywhere", "sort_findings"]


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    """The platform would not work, or a law of the model is broken."""

    WARNING = "warning"
    """It works today; a reviewer should decide."""

    NOTE = "note"
    """Worth knowing; never blocks."""

    @property
    def rank(self) -> int:
        """Order of badness: 0 for a note, 2 for an error."""
        return ("note", "warning", "error").index(self.value)


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A position in a file that a person wrote."""

    file: str
    """POSIX path, relative to the folder that holds ``model/`` (or as given on the command line)."""

    line: int = 1
    """Line, from 1."""

    column: int = 1
    """Column in Unicode code points, from 1."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True, slots=True)
class Related:
    """A second place that explains a finding."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, at one primary place, with what to do about it.

    The message starts in lower case, has no final full stop, and names things by their id in the model.
    """

    code: str
    """Stable code of the rule or reader that reports it, such as ``REF001``."""

    severity: Severity
    place: Place
    message: str
    help: str = ""
    """What to do; empty when the message says it all."""

    related: tuple[Related, ...] = ()
    element: str = ""
    """Stable id of the model element, or object, that the finding is about."""

    environment: str = ""
    """Environment in which it was found; empty when it concerns the model as a whole."""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str, str]:
        """The one order in which findings are shown."""
        place = self.place
        return (place.file, place.line, place.column, self.code, self.message, self.environment)


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings without duplicates, in the order in which they are shown."""
    return tuple(sorted(set(findings), key=lambda finding: finding.sort_key))


def same_everywhere(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings with those that differ in their environment alone made one, for reading.

    Its `environment` lists them all, separated by commas.
    """
    environments: dict[Finding, list[str]] = {}
    for finding in sort_findings(findings):
        environments.setdefault(replace(finding, environment=""), []).append(finding.environment)
    return sort_findings(
        replace(finding, environment=", ".join(sorted(found))) for finding, found in environments.items()
    )
