"""``lsparch impact``: what stops and what degrades when elements are down."""

from typing import Annotated

import typer

from lsparch.cli.output import ModelOption, opened_platform

__all__ = ["impact"]


def impact(
    elements: Annotated[list[str], typer.Argument(help="What is down: parts, components, datasets, tables, …")],
    environment: Annotated[
        str, typer.Option("-e", "--environment", help="Environment. Default: the first operational one.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    model: ModelOption = None,
) -> None:
    """Tell what stops and what degrades when these are down, with the chain that leads to it."""
    from lsparch.api.analysis import describe_impact, find_impact  # noqa: PLC0415

    found = find_impact(opened_platform(model), elements, environment)
    typer.echo(describe_impact(found, as_json=as_json), nl=False)
