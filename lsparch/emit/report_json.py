"""Findings as one JSON document."""

import json
from collections.abc import Mapping, Sequence

from lsparch.diagnostics import Finding
from lsparch.emit.report_rule import RuleInfo

__all__ = ["report_json"]


def report_json(findings: Sequence[Finding], *, rules: Mapping[str, RuleInfo]) -> str:  # noqa: ARG001
    """Write ``{"findings": [...]}``; every key is always present, in the same order.

    Lines and columns count from 1, columns in Unicode code points; texts that say nothing are empty strings.
    """
    document = {"findings": [_finding(finding) for finding in findings]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "help": finding.help,
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "element": finding.element,
        "environment": finding.environment,
        "related": [
            {
                "file": related.place.file,
                "line": related.place.line,
                "column": related.place.column,
                "message": related.message,
            }
            for related in finding.related
        ],
    }
