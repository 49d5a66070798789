"""Findings for a terminal: the path comes first, so that editors can jump."""

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from lsparch.diagnostics import Finding, Severity
from lsparch.emit.report_rule import RuleInfo

__all__ = ["report_text"]

_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"


def report_text(
    findings: Sequence[Finding],
    *,
    rules: Mapping[str, RuleInfo],  # noqa: ARG001
    colour: bool = False,
) -> str:
    r"""Write each finding as ``file:line:column: severity[CODE] message``.

    The environment, related places and help follow, indented by two spaces.
    Characters that a terminal would act on are written as escapes (``\x1b``).

    Parameters
    ----------
    findings
        Sorted findings.
    rules
        Not shown in this format; `lsparch explain` has the whole page.
    colour
        Whether to write ANSI colour sequences.
    """
    return "".join(f"{line}\n" for finding in findings for line in _lines(finding, colour=colour))


def _lines(finding: Finding, *, colour: bool) -> Iterator[str]:
    place = _paint(_visible(str(finding.place)), _BOLD, colour=colour)
    label = _paint(f"{finding.severity.value}[{finding.code}]", _hue(finding.severity), colour=colour)
    yield from _block(f"{place}: {label} ", finding.message, indent="  ")
    if finding.environment:
        yield f"  environment: {_visible(finding.environment)}"
    for related in finding.related:
        yield from _block(f"  {_visible(str(related.place))}: ", related.message, indent="    ")
    if finding.help:
        yield from _block("  help: ", finding.help, indent="    ")


def _block(prefix: str, text: str, *, indent: str) -> Iterator[str]:
    first, *rest = text.split("\n")
    yield f"{prefix}{_visible(first)}"
    for line in rest:
        yield f"{indent}{_visible(line)}"


def _hue(severity: Severity) -> str:
    match severity:
        case Severity.ERROR:
            return "\x1b[1;31m"
        case Severity.WARNING:
            return "\x1b[1;33m"
        case Severity.NOTE:
            return "\x1b[1;36m"
        case _:
            assert_never(severity)


def _paint(text: str, sequence: str, *, colour: bool) -> str:
    return f"{sequence}{text}{_RESET}" if colour else text


def _visible(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
