"""Values into text or bytes: nothing here opens a file."""

from lsparch.emit.report import ReportFormat, render_report
from lsparch.emit.report_rule import RuleInfo

__all__ = ["ReportFormat", "RuleInfo", "render_report"]
