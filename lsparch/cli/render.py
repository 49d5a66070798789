"""``lsparch render``: views as pictures."""

from pathlib import Path
from typing import Annotated

import typer

from lsparch.cli.output import ModelOption, NoCache, counted, progress
from lsparch.cli.replay import Outcome, Recorder, perform
from lsparch.emit.drawing_format import DrawingFormat

__all__ = ["render"]


def render(
    context: typer.Context,
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]...", help="Environments. Default: those that each view names."),
    ] = None,
    views: Annotated[list[str] | None, typer.Option("--view", metavar="V", help="Only this view; repeatable.")] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder to write.")] = Path("build/diagrams"),
    formats: Annotated[list[DrawingFormat] | None, typer.Option("--format", help="Format; repeatable.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Only tell whether the folder is current.")] = False,
    model: ModelOption = None,
    no_cache: NoCache = False,  # noqa: ARG001 - looked for before the command line is read
) -> None:
    """Draw the views of the model, with an index of them."""
    from lsparch.api.platform import open_platform  # noqa: PLC0415
    from lsparch.api.render import INDEX, RENDERED, render_files  # noqa: PLC0415
    from lsparch.api.sources import require_drawable  # noqa: PLC0415

    platform = open_platform(model)
    for source in sources or ():
        require_drawable(source, platform)
    files = render_files(platform, sources or (), views or (), formats or (DrawingFormat.SVG,), progress)
    whole = not sources and not views
    if not whole:
        del files[INDEX]
    done = "" if check else f"wrote {counted(len(files), 'file')} to {out}\n"
    outcome = Outcome(trees={str(out): files}, product=RENDERED, check=check, done=done, part=not whole)
    code = perform(outcome)
    if isinstance(context.obj, Recorder) and all(source in platform.environments for source in sources or ()):
        context.obj.keep(platform.read_files, outcome, None if model else platform.root)
    raise typer.Exit(code)
