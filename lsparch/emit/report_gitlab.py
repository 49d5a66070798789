"""Findings as a GitLab code quality report (the part of the Code Climate format that GitLab reads)."""

import json
from collections.abc import Mapping, Sequence
from typing import assert_never

from lsparch.diagnostics import Finding, Severity
from lsparch.emit.report_fingerprint import finding_fingerprints
from lsparch.emit.report_rule import RuleInfo

__all__ = ["report_gitlab"]


def report_gitlab(findings: Sequence[Finding], *, rules: Mapping[str, RuleInfo]) -> str:  # noqa: ARG001
    """Write a list of issues; fingerprints do not change when lines move, so that old findings stay old."""
    issues = [
        {
            "description": _description(finding),
            "check_name": finding.code,
            "fingerprint": fingerprint,
            "severity": _level(finding.severity),
            "location": {"path": finding.place.file, "lines": {"begin": finding.place.line}},
        }
        for finding, fingerprint in zip(findings, finding_fingerprints(findings), strict=True)
    ]
    return json.dumps(issues, indent=2, ensure_ascii=False) + "\n"


def _description(finding: Finding) -> str:
    text = f"{finding.code}: {finding.message}"
    return f"{text} (in {finding.environment})" if finding.environment else text


def _level(severity: Severity) -> str:
    match severity:
        case Severity.ERROR:
            return "major"
        case Severity.WARNING:
            return "minor"
        case Severity.NOTE:
            return "info"
        case _:
            assert_never(severity)
