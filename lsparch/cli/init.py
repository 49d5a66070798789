"""``lsparch init``: a model of one's own to begin with."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["init"]


def init(
    folder: Annotated[
        Path,
        typer.Argument(metavar="[DIR]", help="Folder that is to hold model/, checks/ and diagrams/. Default: here."),
    ] = Path(),
) -> None:
    """Write a small model of a platform of one's own, to be changed; nothing that is there is replaced."""
    from lsparch.api.init import start_model  # noqa: PLC0415

    written = start_model(folder)
    typer.echo(f"wrote {len(written)} files to {folder}; next:", err=True)
    if folder.resolve() != Path.cwd():
        typer.echo(f"  cd {shlex.quote(str(folder))}", err=True)
    typer.echo("  lsparch check", err=True)
    typer.echo("  lsparch render --out build/diagrams", err=True)
    typer.echo("  lsparch generate sandbox --out build/sandbox", err=True)
