"""Findings as a Markdown table, for a comment on a merge request."""

import re
from collections.abc import Iterator, Mapping, Sequence

from lsparch.diagnostics import Finding, Severity
from lsparch.emit.report_rule import RuleInfo

__all__ = ["escaped", "report_markdown"]

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&#])")


def report_markdown(findings: Sequence[Finding], *, rules: Mapping[str, RuleInfo]) -> str:
    """Write a heading with the counts, a row per finding, and the titles of the rules that were broken.

    What comes from the model is escaped, so that it forms no markup.
    """
    if not findings:
        return "## lsparch: no findings\n"
    lines = [
        f"## lsparch: {_counts(findings)}",
        "",
        "| severity | code | place | finding |",
        "| --- | --- | --- | --- |",
    ]
    lines += [_row(finding) for finding in findings]
    broken = [rules[code] for code in sorted({finding.code for finding in findings} & rules.keys())]
    if broken:
        lines += ["", *(f"- {rule.code}: {escaped(rule.title)}" for rule in broken)]
    return "".join(f"{line}\n" for line in lines)


def _counts(findings: Sequence[Finding]) -> str:
    counts = ((severity, sum(f.severity is severity for f in findings)) for severity in Severity)
    return ", ".join(f"{n} {severity.value}{'s' if n > 1 else ''}" for severity, n in counts if n)


def _row(finding: Finding) -> str:
    cells = (
        finding.severity.value,
        finding.code,
        escaped(str(finding.place)),
        "<br>".join(_sentences(finding)),
    )
    return f"| {' | '.join(cells)} |"


def _sentences(finding: Finding) -> Iterator[str]:
    yield escaped(finding.message)
    if finding.environment:
        yield f"environment: {escaped(finding.environment)}"
    for related in finding.related:
        yield escaped(f"{related.place}: {related.message}")
    if finding.help:
        yield f"help: {escaped(finding.help)}"


def escaped(text: str) -> str:
    """Return text that forms no markup, on one line."""
    return "<br>".join(_SPECIAL.sub(r"\\\1", line) for line in text.splitlines())
