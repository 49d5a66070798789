"""What commands print: findings on standard output, progress and summaries on standard error."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lsparch.diagnostics import (
    Finding,
    LsparchError,
    Severity,
    UnreadableInputError,
    same_everywhere,
    sort_findings,
)

if TYPE_CHECKING:
    from lsparch.api.platform import Platform

__all__ = [
    "AsOf",
    "FailOn",
    "FailOnOption",
    "Format",
    "FormatOption",
    "ModelOption",
    "NoCache",
    "Reported",
    "as_of_date",
    "counted",
    "is_given",
    "opened_platform",
    "print_findings",
    "progress",
    "report",
    "reported",
    "unreadable_as",
    "warn",
]


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    GITLAB = "gitlab"
    MARKDOWN = "markdown"


class FailOn(StrEnum):
    """Least severity at which a command exits with 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


ModelOption = Annotated[
    Path | None,
    typer.Option("--model", help="Model folder. Default: found upwards from here, else the shipped one."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="How findings are printed.")]
FailOnOption = Annotated[FailOn, typer.Option("--fail-on", help="Least severity at which the exit code is 1.")]
AsOf = Annotated[str, typer.Option("--as-of", help="Date on which exceptions are judged, YYYY-MM-DD. Default: today.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither take the outcome from the cache nor keep it there.")]


@dataclass(frozen=True, slots=True)
class Reported:
    """Findings in words: what is printed, and the exit code."""

    out: str
    err: str
    code: int


def as_of_date(text: str) -> date:
    """Return the date of ``--as-of``; today if it is empty.

    Raises
    ------
    LsparchError
        If it is no date.
    """
    if not text:
        return datetime.now(tz=UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise LsparchError(f"--as-of {text}: not a date; write YYYY-MM-DD") from None


def is_given(context: typer.Context, name: str | None) -> bool:
    """Tell whether a parameter stands on the command line, be it with its default value."""
    source = context.get_parameter_source(name) if name else None
    return source is not None and source.name == "COMMANDLINE"


def opened_platform(model: Path | None) -> "Platform":
    """Open the platform that is meant, and say on standard error when that is the shipped one for want of another."""
    from lsparch.api.platform import open_platform  # noqa: PLC0415

    return open_platform(model, lambda line: typer.echo(f"lsparch: {line}", err=True))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, which takes an s unless the number is one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def print_findings(findings: Iterable[Finding], form: Format = Format.TEXT) -> None:
    """Print findings on standard output."""
    sys.stdout.write(_findings_text(findings, form))


@contextmanager
def unreadable_as(form: Format) -> Iterator[None]:
    """Print what cannot be read as findings in a format, and end with the exit code for it."""
    try:
        yield
    except UnreadableInputError as error:
        print_findings(error.findings, form)
        raise typer.Exit(2) from None


def _findings_text(findings: Iterable[Finding], form: Format) -> str:
    """Return findings as text that ends with a line end, or is empty."""
    shown = sort_findings(findings)
    if form is Format.TEXT:
        from lsparch.emit.report_text import report_text  # noqa: PLC0415

        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        text = report_text(shown, rules={}, colour=colour)
    else:
        from lsparch.api.check import rule_infos  # noqa: PLC0415
        from lsparch.emit.report import ReportFormat, render_report  # noqa: PLC0415

        text = render_report(ReportFormat(form.value), shown, rule_infos())
    return text if not text or text.endswith("\n") else f"{text}\n"


def report(findings: Iterable[Finding], form: Format, fail_on: FailOn, *, clean: str = "", notes: bool = True) -> int:
    """Print findings and a count, and return the exit code; see `reported`."""
    said = reported(findings, form, fail_on, clean=clean, notes=notes)
    sys.stdout.write(said.out)
    sys.stdout.flush()
    sys.stderr.write(said.err)
    sys.stderr.flush()
    return said.code


def reported(
    findings: Iterable[Finding], form: Format, fail_on: FailOn, *, clean: str = "", notes: bool = True
) -> Reported:
    """Return findings and a count in words, with the exit code.

    As text, findings that differ in their environment alone are printed once.

    Parameters
    ----------
    findings
        What was found.
    form
        How it is printed.
    fail_on
        Least severity that gives exit code 1.
    clean
        What to say on standard error when nothing was found.
    notes
        Whether notes are printed as text; they are counted in any case, and other formats have them always.
    """
    shown = sort_findings(findings)
    if form in {Format.TEXT, Format.MARKDOWN}:
        shown = same_everywhere(shown)
    kept = [f for f in shown if notes or form is not Format.TEXT or f.severity is not Severity.NOTE]
    out = _findings_text(kept, form)
    lines: list[str] = []
    counts = {severity: sum(f.severity is severity for f in shown) for severity in Severity}
    if shown:
        text = ", ".join(counted(count, severity) for severity, count in counts.items() if count)
        lines.append(f"{counted(len(shown), 'finding')}: {text}")
        if len(kept) < len(shown):
            lines.append("--notes lists the notes too")
    elif clean:
        lines.append(clean)
    least = None if fail_on is FailOn.NEVER else Severity(fail_on.value).rank
    failing = least is not None and any(f.severity.rank >= least for f in shown)
    return Reported(out, "".join(f"{line}\n" for line in lines), int(failing))


def warn(finding: Finding) -> None:
    """Say, beside other output, what it lacks."""
    advice = f"; {finding.help}" if finding.help else ""
    sys.stderr.write(f"{finding.place.file}: {finding.severity}: {finding.message}{advice}\n")


def progress(text: str) -> None:
    """Say what is being done, on a terminal only."""
    if sys.stderr.isatty():
        typer.echo(text, err=True)
