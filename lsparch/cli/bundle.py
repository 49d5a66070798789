"""``lsparch bundle``: the hand-over bundle of an environment."""

from pathlib import Path
from typing import Annotated

import typer

from lsparch.cli.output import FailOn, Format, FormatOption, ModelOption, counted, opened_platform, progress, report
from lsparch.emit.target import BUNDLED

__all__ = ["bundle"]

_DEFAULT = Path("build/bundles")
"""Folder that holds a folder for each environment, unless another is given."""


def bundle(
    environment: Annotated[str, typer.Argument(help="Environment.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", help=f"Folder to write; replaced as a whole. Default: {_DEFAULT}/ENVIRONMENT."),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only tell whether the folder is current.")] = False,
    notes: Annotated[bool, typer.Option("--notes", help="Also list notes, such as widened policies, as text.")] = False,
    form: FormatOption = Format.TEXT,
    model: ModelOption = None,
) -> None:
    """Write all that is needed to deploy an environment: manifests, recipe, audit, secrets contract, tests."""
    from lsparch.api.bundle import bundle_environment  # noqa: PLC0415

    platform = opened_platform(model)
    name = platform.environment(environment).id
    progress(f"bundling {name}")
    files, findings = bundle_environment(platform, name)
    if not files:
        raise typer.Exit(report(findings, form, FailOn.ERROR))
    folder = out or _DEFAULT / name
    if check:
        stale = platform.outside.stale(folder, files)
        for path in stale:
            typer.echo(f"{folder}/{path}: not current")
        raise typer.Exit(int(bool(stale)))
    report(findings, form, FailOn.NEVER, notes=notes)
    platform.outside.replace_tree(folder, files, BUNDLED)
    typer.echo(f"wrote {counted(len(files), 'file')} for {name} to {folder}", err=True)
