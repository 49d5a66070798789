"""``lsparch generate``: the Kubernetes configuration of environments."""

from pathlib import Path
from typing import Annotated

import typer

from lsparch.cli.output import FailOn, Format, FormatOption, ModelOption, progress, report

__all__ = ["generate"]


def generate(
    environments: Annotated[list[str] | None, typer.Argument(help="Environments. Default: all.")] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder to write; replaced as a whole.")] = Path("build/manifests"),
    check: Annotated[bool, typer.Option("--check", help="Only tell whether the folder is current.")] = False,
    notes: Annotated[bool, typer.Option("--notes", help="Also list notes, such as widened policies, as text.")] = False,
    form: FormatOption = Format.TEXT,
    model: ModelOption = None,
) -> None:
    """Write the Kubernetes configuration: a folder per namespace, a file per object, in the order of application."""
    from lsparch.api.generate import generate_files  # noqa: PLC0415
    from lsparch.api.platform import open_platform  # noqa: PLC0415

    platform = open_platform(model)
    names = environments or list(platform.environments)
    files, findings = generate_files(platform, names, progress)
    if any(f.severity == "error" for f in findings):
        raise typer.Exit(report(findings, form, FailOn.ERROR))
    if check:
        stale = platform.outside.stale(out, files)
        for name in stale:
            typer.echo(f"{out}/{name}: not current")
        raise typer.Exit(int(bool(stale)))
    report(findings, form, FailOn.NEVER, notes=notes)
    platform.outside.replace_tree(out, files)
    objects = sum(name.endswith(".yaml") for name in files)
    typer.echo(f"wrote {objects} files for {', '.join(names)} to {out}", err=True)
