"""Findings as JUnit XML, as Jenkins and GitLab read it."""

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from lsparch.diagnostics import Finding, Severity
from lsparch.emit.report_rule import RuleInfo

__all__ = ["report_junit"]


def report_junit(findings: Sequence[Finding], *, rules: Mapping[str, RuleInfo]) -> str:
    r"""Write a test case per finding, and a passed one per rule that found nothing.

    Errors and warnings are failures, of the type ``error`` or ``warning``.
    A note passes and speaks in ``system-out``.
    Characters that XML 1.0 cannot hold are written as escapes (``\x1b``).
    """
    quiet = sorted(rules.keys() - {finding.code for finding in findings})
    failures = sum(finding.severity is not Severity.NOTE for finding in findings)
    counts = {"name": "lsparch", "tests": str(len(findings) + len(quiet)), "failures": str(failures)}
    root = ET.Element("testsuites", counts)
    suite = ET.SubElement(root, "testsuite", {**counts, "errors": "0", "skipped": "0"})
    for finding in findings:
        _add_finding(suite, finding)
    for code in quiet:
        ET.SubElement(suite, "testcase", classname=f"lsparch.{code}", name=_legal(rules[code].title))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _add_finding(suite: ET.Element, finding: Finding) -> None:
    case = ET.SubElement(
        suite,
        "testcase",
        classname=f"lsparch.{finding.code}",
        name=_legal(f"{finding.message} ({finding.environment})" if finding.environment else finding.message),
        file=_legal(finding.place.file),
        line=str(finding.place.line),
    )
    lines = [f"{finding.place}: {finding.message}"]
    lines += [f"{related.place}: {related.message}" for related in finding.related]
    if finding.help:
        lines.append(f"help: {finding.help}")
    if finding.severity is Severity.NOTE:
        body = ET.SubElement(case, "system-out")
    else:
        body = ET.SubElement(case, "failure", type=finding.severity.value, message=_legal(finding.message))
    body.text = _legal("\n".join(lines))


def _legal(text: str) -> str:
    return "".join(c if _is_legal(c) else c.encode("unicode_escape").decode("ascii") for c in text)


def _is_legal(character: str) -> bool:
    return (
        character in "\t\n\r"
        or " " <= character <= "\ud7ff"
        or "\ue000" <= character <= "\ufffd"
        or character >= "\U00010000"
    )
