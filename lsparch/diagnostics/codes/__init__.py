"""Codes of findings that no rule reports: those of readers, of the model's loader, and of commands."""

from lsparch.diagnostics.codes.catalogue import all_codes
from lsparch.diagnostics.codes.code import Code

__all__ = ["Code", "all_codes"]
