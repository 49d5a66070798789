"""``lsparch serve``: the viewer, kept up to date."""

from typing import Annotated

import typer

from lsparch.cli.output import AsOf, ModelOption, as_of_date, opened_platform
from lsparch.diagnostics import LsparchError

__all__ = ["serve"]


def serve(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="What is shown. Default: every environment.")
    ] = None,
    views: Annotated[list[str] | None, typer.Option("--view", metavar="V", help="Only this view; repeatable.")] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port on 127.0.0.1; 0 for any.")] = 8765,
    as_of: AsOf = "",
    model: ModelOption = None,
) -> None:
    """Show the viewer to this machine, and keep it up to date while files are edited."""
    from lsparch.api.serve import LiveViewer  # noqa: PLC0415
    from lsparch.api.shelf import user_shelf  # noqa: PLC0415
    from lsparch.api.sources import require_drawable  # noqa: PLC0415
    from lsparch.outside.server import LocalServer  # noqa: PLC0415
    from lsparch.outside.watch import Watcher  # noqa: PLC0415

    if "-" in (sources or ()):
        raise LsparchError(
            "-: standard input cannot be read again when files change; write it to a file, and serve that"
        )
    platform = opened_platform(model)
    if platform.loaded.model is not None:
        for source in sources or ():
            require_drawable(source, platform)
    live = LiveViewer(platform.root, sources or (), views or (), as_of_date(as_of), user_shelf())
    server = LocalServer(port, live.answer, live.events)
    typer.echo(f"{server.address} shows {platform.root}; Ctrl-C ends", err=True)
    try:
        with Watcher(live.refresh):
            server.run()
    except KeyboardInterrupt:
        raise typer.Exit from None
