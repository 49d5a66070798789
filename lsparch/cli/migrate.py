"""``lsparch migrate``: raise a model to the newest format."""

from typing import Annotated

import typer

from lsparch.cli.output import ModelOption, opened_platform

__all__ = ["migrate"]


def migrate(
    check: Annotated[bool, typer.Option("--check", help="Only tell whether something would change.")] = False,
    model: ModelOption = None,
) -> None:
    """Rewrite the model in the newest format, keeping comments and layout."""
    from lsparch.api.migrate import migrate_platform  # noqa: PLC0415

    changed = migrate_platform(opened_platform(model), check=check)
    for line in changed.lines:
        typer.echo(line)
    raise typer.Exit(int(check and changed.needed))
