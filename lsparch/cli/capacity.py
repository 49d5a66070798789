"""``lsparch capacity``: what pods ask of the nodes of a cluster, and what does not fit."""

from typing import Annotated

import typer

from lsparch.cli.output import ModelOption, opened_platform

__all__ = ["capacity"]


def capacity(
    environment: Annotated[str, typer.Argument(help="Environment; the others on its cluster count too.")],
    alone: Annotated[bool, typer.Option("--alone", help="Leave the other environments of the cluster out.")] = False,
    share: Annotated[
        int | None,
        typer.Option(
            "--share", min=1, max=100, help="Percent of a node that pods may use. Default: the checks' policy."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    model: ModelOption = None,
) -> None:
    """Tell how many nodes the pods need, which find no place, and how volumes and the registry fill."""
    from lsparch.api.capacity import describe_capacity, find_cluster_capacity  # noqa: PLC0415

    found = find_cluster_capacity(opened_platform(model), environment, alone=alone, share=share)
    typer.echo(describe_capacity(found, as_json=as_json), nl=False)
    raise typer.Exit(int(not found.fits))
