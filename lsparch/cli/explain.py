"""``lsparch explain``: the page of a rule, or everything about an element."""

from typing import Annotated

import typer

from lsparch.cli.output import ModelOption, opened_platform

__all__ = ["explain"]


def explain(
    subject: Annotated[str, typer.Argument(help="Code of a finding, or id of an element.")],
    environment: Annotated[
        str, typer.Option("-e", "--environment", help="Environment. Default: the first operational one that has it.")
    ] = "",
    model: ModelOption = None,
) -> None:
    """Show the page of a code, or an element with where its values come from and where it is used, drawn, deployed."""
    from lsparch.api.explain import explain as explain_  # noqa: PLC0415

    typer.echo(explain_(opened_platform(model), subject, environment), nl=False)
