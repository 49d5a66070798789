"""What a report needs to know about rules, and what a reporter is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from lsparch.diagnostics import Finding

__all__ = ["Reporter", "RuleInfo"]


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What is said about a rule in a report, independent of any finding."""

    code: str
    """Stable code, such as ``REF001``."""

    title: str
    """One sentence that names the fault."""

    help: str = ""
    """Why it is bad and what to write instead; plain text, empty when the title says it all."""


class Reporter(Protocol):
    """A function that writes findings, in the order given, in one format."""

    def __call__(self, findings: Sequence[Finding], *, rules: Mapping[str, RuleInfo]) -> str:
        """Return the whole report; it ends with a line feed unless it is empty.

        Parameters
        ----------
        findings
            Sorted findings without duplicates.
        rules
            The rules that ran, by code; a finding of a reader may have a code that is not among them.
        """
        ...
