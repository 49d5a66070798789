"""What is wrong, where, and what to do about it.

Everything lsparch reports, from a YAML syntax error to drift between two environments, is a `Finding`.
This package imports nothing else of lsparch.
"""

from lsparch.diagnostics.errors import LsparchError, UnreadableInputError
from lsparch.diagnostics.finding import Finding, Place, Related, Severity, same_everywhere, sort_findings

__all__ = [
    "Finding",
    "LsparchError",
    "Place",
    "Related",
    "Severity",
    "UnreadableInputError",
    "same_everywhere",
    "sort_findings",
]
