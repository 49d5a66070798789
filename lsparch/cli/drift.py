"""``lsparch drift``: undeclared differences between two sources."""

from typing import Annotated

import typer

from lsparch.cli.output import (
    AsOf,
    FailOn,
    FailOnOption,
    Format,
    FormatOption,
    ModelOption,
    as_of_date,
    opened_platform,
    progress,
    report,
    unreadable_as,
)

__all__ = ["drift"]

_SOURCE = (
    "An environment, git:REV[:ENVIRONMENT], a file or folder of manifests, - for standard input, "
    "or kube:CONTEXT[/NAMESPACE], a live cluster."
)


def drift(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help=_SOURCE)],
    target: Annotated[str, typer.Argument(metavar="TARGET", help="The same; findings point into it.")],
    form: FormatOption = Format.TEXT,
    fail_on: FailOnOption = FailOn.ERROR,
    as_of: AsOf = "",
    declared: Annotated[
        bool, typer.Option("--declared", help="Also list, as notes, what is declared or free to differ.")
    ] = False,
    model: ModelOption = None,
) -> None:
    """Compare two sources by what they mean; declared divergences and what policy leaves free are accounted for."""
    from lsparch.api.drift import find_drift  # noqa: PLC0415

    with unreadable_as(form):
        found = find_drift(opened_platform(model), source, target, as_of_date(as_of), progress)
    shown = (*found.findings, *found.declared) if declared else found.findings
    code = report(shown, form, fail_on)
    typer.echo(found.summary, err=True)
    raise typer.Exit(code)
