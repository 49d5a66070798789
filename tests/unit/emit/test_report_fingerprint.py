"""Fingerprints identify findings across edits."""

from dataclasses import replace

from lsparch.diagnostics import Finding, Place, Severity
from lsparch.emit.report_fingerprint import finding_fingerprints

FINDING = Finding("REF001", Severity.ERROR, Place("a.yaml", 3, 4), "nothing is called tapp", element="api/webserv")


def test_a_moved_finding_keeps_its_fingerprint() -> None:
    moved = replace(FINDING, place=Place("a.yaml", 30, 1), help="another help")
    assert finding_fingerprints([FINDING]) == finding_fingerprints([moved])


def test_findings_that_differ_in_line_alone_have_different_fingerprints() -> None:
    moved = replace(FINDING, place=Place("a.yaml", 30, 1))
    first, second = finding_fingerprints([FINDING, moved])
    assert first != second
    assert first == finding_fingerprints([FINDING])[0]


def test_every_identifying_field_counts() -> None:
    others = (
        replace(FINDING, code="REF002"),
        replace(FINDING, place=Place("b.yaml", 3, 4)),
        replace(FINDING, message="nothing is called taq"),
        replace(FINDING, element="api/tap"),
        replace(FINDING, environment="usdac"),
    )
    alone = {finding_fingerprints([finding])[0] for finding in (FINDING, *others)}
    assert len(alone) == len(others) + 1
