"""``lsparch rules``: the catalogue of rules, and its pages."""

from pathlib import Path
from typing import Annotated

import typer

from lsparch.cli.output import ModelOption, opened_platform
from lsparch.diagnostics import LsparchError

__all__ = ["rules"]


def rules(
    write: Annotated[bool, typer.Option("--write", help="Write the pages of all rules.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Only tell whether the pages are current.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Folder of the pages. Default: checks/catalogue/.")] = None,
    model: ModelOption = None,
) -> None:
    """List the rules, or write a page for each."""
    from lsparch.rules.catalogue import all_rules  # noqa: PLC0415

    if write and check:
        raise LsparchError("--write writes the pages, --check only tells whether they are current; give one")
    if out is not None and not (write or check):
        raise LsparchError("--out is the folder of the pages; give --write or --check too")
    if not write and not check:
        for rule in all_rules():
            typer.echo(f"{rule.code}  {rule.severity:7}  {rule.title()}")
        return
    from lsparch.api.generated import rule_pages, write_or_check  # noqa: PLC0415

    platform = opened_platform(model)
    folder = out or platform.root / "checks" / "catalogue"
    raise typer.Exit(write_or_check(platform.outside, folder, rule_pages(), "rules", check=check))
