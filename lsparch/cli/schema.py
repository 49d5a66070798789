"""``lsparch schema``: the JSON Schemas of every kind of hand-written file."""

from pathlib import Path
from typing import Annotated

import typer

from lsparch.cli.output import ModelOption, opened_platform

__all__ = ["schema"]


def schema(
    out: Annotated[Path | None, typer.Option("--out", help="Folder to write. Default: schemas/ beside model/.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Only tell whether the folder is current.")] = False,
    model: ModelOption = None,
) -> None:
    """Write the JSON Schemas, by which editors complete and validate the model."""
    from lsparch.api.generated import schema_files, write_or_check  # noqa: PLC0415

    platform = opened_platform(model)
    raise typer.Exit(
        write_or_check(platform.outside, out or platform.root / "schemas", schema_files(), "schema", check=check)
    )
