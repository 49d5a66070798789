"""Errors that a user can cause; each is printed without a traceback."""

from collections.abc import Iterable

from lsparch.diagnostics.finding import Finding, sort_findings

__all__ = ["LsparchError", "UnreadableInputError"]


class LsparchError(Exception):
    """A request that cannot be carried out; the command line prints its text and exits with 2."""


class UnreadableInputError(LsparchError):
    """Input that cannot be read, with every reason found in every file.

    Parameters
    ----------
    findings
        All faults, of all files; at least one.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sort_findings(findings)
        super().__init__("\n".join(f"{f.place}: {f.code} {f.message}" for f in self.findings))
