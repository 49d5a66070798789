"""``lsparch check``: all rules, on the model and every environment, or on manifests."""

from dataclasses import replace
from typing import Annotated

import typer

from lsparch.cli.output import (
    AsOf,
    FailOn,
    FailOnOption,
    Format,
    FormatOption,
    ModelOption,
    NoCache,
    as_of_date,
    opened_platform,
    reported,
    unreadable_as,
)
from lsparch.cli.replay import Outcome, Recorder, perform
from lsparch.diagnostics import Severity

__all__ = ["check"]


def check(
    context: typer.Context,
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE]...",
            help="Environments, git:REV[:ENV], manifests (path or -), or kube:CONTEXT[/NAMESPACE]. Default: the model.",
        ),
    ] = None,
    form: FormatOption = Format.TEXT,
    fail_on: FailOnOption = FailOn.ERROR,
    as_of: AsOf = "",
    notes: Annotated[bool, typer.Option("--notes", help="Also list notes as text; other formats always do.")] = False,
    show_waived: Annotated[bool, typer.Option("--show-waived", help="Also list what is waived, as notes.")] = False,
    model: ModelOption = None,
    no_cache: NoCache = False,  # noqa: ARG001 - looked for before the command line is read
) -> None:
    """Run all rules; by default on the model and every environment."""
    from lsparch.api.check import check_platform  # noqa: PLC0415

    platform = opened_platform(model)
    with unreadable_as(form):
        result = check_platform(platform, sources or (), as_of_date(as_of))
    waived = [replace(finding, severity=Severity.NOTE) for finding in result.waived]
    shown = (*result.findings, *waived) if show_waived else result.findings
    clean = f"{result.summary}: no findings{f', {len(result.waived)} waived' if result.waived else ''}"
    said = reported(shown, form, fail_on, clean=clean, notes=notes or show_waived)
    outcome = Outcome(said.out, "".join(f"{line}\n" for line in result.notices) + said.err, code=said.code)
    if isinstance(context.obj, Recorder) and not sources and not platform.substituted:
        context.obj.keep(platform.read_files, outcome, None if model else platform.root)
    raise typer.Exit(perform(outcome))
