"""``lsparch trace``: requirements of the seed and what satisfies them."""

from typing import Annotated

import typer

from lsparch.cli.output import ModelOption, opened_platform

__all__ = ["trace"]


def trace(
    open_only: Annotated[bool, typer.Option("--open", help="Only what is open or violated.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    model: ModelOption = None,
) -> None:
    """Print the table of requirements: satisfied, violated or open."""
    from lsparch.api.analysis import describe_trace, find_trace  # noqa: PLC0415

    rows = find_trace(opened_platform(model))
    typer.echo(describe_trace(rows, open_only=open_only, as_json=as_json), nl=False)
    raise typer.Exit(int(any(row.verdict == "violated" for row in rows)))
