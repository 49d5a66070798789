"""One door to all report formats."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import assert_never

from lsparch.diagnostics import Finding, sort_findings
from lsparch.emit.report_rule import Reporter, RuleInfo

__all__ = ["ReportFormat", "render_report", "select_reporter"]


class ReportFormat(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    GITLAB = "gitlab"
    MARKDOWN = "markdown"


def render_report(format: ReportFormat, findings: Iterable[Finding], rules: Mapping[str, RuleInfo]) -> str:  # noqa: A002
    r"""Write findings, sorted and without duplicates, in one format.

    Parameters
    ----------
    format
        The format; text is written without colour.
    findings
        What was found, in any order.
    rules
        The rules that ran, by code.

    Returns
    -------
    str
        Text that UTF-8 can encode: lone surrogates, which YAML escapes can form, are written as ``\udXXX``.
    """
    text = select_reporter(format)(sort_findings(findings), rules=rules)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def select_reporter(format: ReportFormat) -> Reporter:  # noqa: A002
    """Return the function that writes a format; its module is imported when it is wanted."""
    match format:
        case ReportFormat.TEXT:
            from lsparch.emit.report_text import report_text  # noqa: PLC0415

            return report_text
        case ReportFormat.JSON:
            from lsparch.emit.report_json import report_json  # noqa: PLC0415

            return report_json
        case ReportFormat.SARIF:
            from lsparch.emit.report_sarif import report_sarif  # noqa: PLC0415

            return report_sarif
        case ReportFormat.JUNIT:
            from lsparch.emit.report_junit import report_junit  # noqa: PLC0415

            return report_junit
        case ReportFormat.GITHUB:
            from lsparch.emit.report_github import report_github  # noqa: PLC0415

            return report_github
        case ReportFormat.GITLAB:
            from lsparch.emit.report_gitlab import report_gitlab  # noqa: PLC0415

            return report_gitlab
        case ReportFormat.MARKDOWN:
            from lsparch.emit.report_markdown import report_markdown  # noqa: PLC0415

            return report_markdown
        case _:
            assert_never(format)
