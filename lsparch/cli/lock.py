"""``lsparch lock``: pin the images of an environment to what their tags mean now."""

from typing import Annotated

import typer

from lsparch.cli.output import FailOn, Format, FormatOption, ModelOption, counted, opened_platform, progress, report

__all__ = ["lock"]


def lock(
    environment: Annotated[str, typer.Argument(help="Environment whose images are pinned.")],
    source: Annotated[
        str, typer.Option("--from", metavar="ENV", help="Copy the digests that this environment is locked to; offline.")
    ] = "",
    update: Annotated[
        list[str] | None, typer.Option("--update", metavar="IMAGE", help="Only this image; may be repeated.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only tell whether the lock fits the model; offline.")] = False,
    form: FormatOption = Format.TEXT,
    model: ModelOption = None,
) -> None:
    """Ask the registries for the digest of every image, and write them to model/locks/ENVIRONMENT.yaml."""
    from lsparch.api.lock import check_lock, find_lock, promote_lock, write_lock  # noqa: PLC0415

    platform = opened_platform(model)
    if check:
        if source or update:
            raise typer.BadParameter("--check takes neither --from nor --update")
        clean = f"the lock of {environment} is current"
        raise typer.Exit(report(check_lock(platform, environment), form, FailOn.ERROR, clean=clean))
    if source:
        result = promote_lock(platform, environment, source, update or ())
    else:
        from lsparch.outside.registry_client import Registries  # noqa: PLC0415

        progress(f"asking the registries for the images of {environment}")
        result = find_lock(platform, environment, Registries(), update or ())
    code = report(result.findings, form, FailOn.ERROR)
    if not result.ok:
        typer.echo("nothing is written", err=True)
        raise typer.Exit(2 if result.unreachable else code)
    path = write_lock(platform, result)
    typer.echo(f"wrote {counted(len(result.pins), 'image')} of {result.environment} to {path}", err=True)
