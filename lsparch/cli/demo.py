"""``lsparch demo``: everything at once, on the shipped model."""

from pathlib import Path
from typing import Annotated

import typer

from lsparch.cli.output import AsOf, ModelOption, as_of_date, opened_platform

__all__ = ["demo"]


def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder to fill.")] = Path("build"),
    as_of: AsOf = "",
    model: ModelOption = None,
) -> None:
    """Check, draw and generate the whole platform, and compare every sandbox with the operational deployment."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from lsparch.api.demo import demo_steps  # noqa: PLC0415

    console = Console(stderr=True, highlight=False)
    table = Table(title="What was made", title_justify="left", box=None, pad_edge=False)
    for heading in ("step", "made", "where", "seconds"):
        table.add_column(heading, justify="right" if heading == "seconds" else "left")
    failed = False
    total = 0.0
    for step in demo_steps(opened_platform(model), out, as_of_date(as_of)):
        with console.status(step.title):
            done = step.run()
        console.print(f"{step.title}: {done.made}")
        table.add_row(step.title, done.made, str(done.where), f"{done.seconds:.2f}")
        failed |= done.failed
        total += done.seconds
    table.add_row("all", "", str(out), f"{total:.2f}")
    console.print()
    console.print(table)
    raise typer.Exit(int(failed))
