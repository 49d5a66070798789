"""Findings as SARIF 2.1.0, the interchange format of static analysis (OASIS standard, 2020)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import assert_never
from urllib.parse import quote

from lsparch.diagnostics import Finding, Place, Severity
from lsparch.emit.report_fingerprint import finding_fingerprints
from lsparch.emit.report_rule import RuleInfo

__all__ = ["report_sarif"]

_Json = dict[str, object]
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def report_sarif(findings: Sequence[Finding], *, rules: Mapping[str, RuleInfo]) -> str:
    """Write one run of the tool ``lsparch`` with every rule that ran and a result per finding."""
    codes = sorted({*rules, *(finding.code for finding in findings)})
    run = {
        "tool": {"driver": {"name": "lsparch", "rules": [_rule(code, rules.get(code)) for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, codes.index(finding.code), fingerprint)
            for finding, fingerprint in zip(findings, finding_fingerprints(findings), strict=True)
        ],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(code: str, rule: RuleInfo | None) -> _Json:
    descriptor: _Json = {"id": code}
    if rule is not None:
        descriptor["shortDescription"] = {"text": rule.title}
        descriptor["help"] = {"text": rule.help or rule.title}
    return descriptor


def _result(finding: Finding, index: int, fingerprint: str) -> _Json:
    location: _Json = {"physicalLocation": _physical(finding.place)}
    if finding.element:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.element}]
    result: _Json = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _level(finding.severity),
        "message": {"text": _paragraphs((finding.message, finding.help))},
        "locations": [location],
        "partialFingerprints": {"finding/v1": fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _physical(related.place), "message": {"text": related.message}}
            for number, related in enumerate(finding.related)
        ]
    if finding.environment:
        result["properties"] = {"environment": finding.environment}
    return result


def _paragraphs(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)


def _physical(place: Place) -> _Json:
    return {
        "artifactLocation": {"uri": _uri(place.file)},
        "region": {"startLine": place.line, "startColumn": place.column},
    }


def _uri(file: str) -> str:
    path = quote(file, errors="replace")
    return f"file://{path}" if path.startswith("/") else path


def _level(severity: Severity) -> str:
    match severity:
        case Severity.ERROR:
            return "error"
        case Severity.WARNING:
            return "warning"
        case Severity.NOTE:
            return "note"
        case _:
            assert_never(severity)
