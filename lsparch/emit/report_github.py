"""Findings as workflow commands, which GitHub shows at the lines of a pull request."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from lsparch.diagnostics import Finding, Severity
from lsparch.emit.report_rule import RuleInfo

__all__ = ["report_github"]


def report_github(findings: Sequence[Finding], *, rules: Mapping[str, RuleInfo]) -> str:
    """Write one ``::error``, ``::warning`` or ``::notice`` line per finding.

    Line ends and percent signs are escaped everywhere, colons and commas in properties.
    """
    return "".join(f"{_command(finding, rules.get(finding.code))}\n" for finding in findings)


def _command(finding: Finding, rule: RuleInfo | None) -> str:
    place = finding.place
    title = f"{finding.code}: {rule.title}" if rule else finding.code
    lines = [f"{finding.message} (in {finding.environment})" if finding.environment else finding.message]
    lines += [f"{related.place}: {related.message}" for related in finding.related]
    if finding.help:
        lines.append(f"help: {finding.help}")
    properties = f"file={_property(place.file)},line={place.line},col={place.column},title={_property(title)}"
    return f"::{_level(finding.severity)} {properties}::{_escaped(chr(10).join(lines))}"


def _level(severity: Severity) -> str:
    match severity:
        case Severity.ERROR:
            return "error"
        case Severity.WARNING:
            return "warning"
        case Severity.NOTE:
            return "notice"
        case _:
            assert_never(severity)


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
