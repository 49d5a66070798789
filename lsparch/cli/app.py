"""Assembly of the command line, and the one place where errors become exit codes."""

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperCommand

from lsparch import __version__
from lsparch.diagnostics import LsparchError, UnreadableInputError

if TYPE_CHECKING:
    from typer._click import Context

    from lsparch.cli.replay import Recorder

__all__ = ["failed", "run"]

_FULL = frozenset({errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC})
"""Errors of the system by which standard output cannot take more."""

_COMMANDS = (
    "check",
    "render",
    "serve",
    "generate",
    "bundle",
    "lock",
    "drift",
    "impact",
    "capacity",
    "audit",
    "explain",
    "trace",
    "rules",
    "schema",
    "init",
    "migrate",
    "demo",
)
"""Commands, in the order of the help; each is a function in a module of its name."""


class _Command(TyperCommand):
    """A command of which no option takes another option for its value: a forgotten one would name a folder `--help`."""

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Read the command line."""
        options = {name: param for param in self.get_params(ctx) for name in (*param.opts, *param.secondary_opts)}
        for place, name in enumerate(args, 1):
            param = options.get(name)
            if param is None or getattr(param, "is_flag", True):
                continue
            for value in args[place : place + param.nargs]:
                if value in options:
                    wanted = "a value" if param.nargs == 1 else f"{param.nargs} values"
                    raise LsparchError(
                        f"{name} wants {wanted}, and {value} is an option; `lsparch {ctx.info_name} --help` lists them"
                    )
        return super().parse_args(ctx, args)


def _version(value: bool) -> None:
    if value:
        from lsparch.yaml import reader_backend  # noqa: PLC0415

        typer.echo(f"lsparch {__version__} (YAML reader: {reader_backend()})")
        raise typer.Exit


def _options(
    _version_shown: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def _app(arguments: Sequence[str]) -> typer.Typer:
    """Return the command line; of its commands only the one that is meant, where that is clear."""
    app = typer.Typer(
        name="lsparch",
        help="Keep pictures, Kubernetes configuration and reality of a platform in step.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_options)
    for name in arguments[:1] if {*arguments[:1]} & {*_COMMANDS} else _COMMANDS:
        app.command(cls=_Command)(getattr(import_module(f"lsparch.cli.{name}"), name))
    return app


def run(arguments: Sequence[str], recorder: "Recorder | None" = None) -> int:
    """Run the command line and return its exit code.

    Parameters
    ----------
    arguments
        The arguments.
    recorder
        Keeps what comes of them, if the command allows.

    Returns
    -------
    int
        0 clean; 1 findings at or above ``--fail-on``; 2 unreadable input or usage; 3 internal error; 130 interrupted.
    """
    try:
        return _run(arguments, recorder)
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the last resort of a command line
        return failed(error)


def failed(error: Exception) -> int:
    """Say what ended a command, and return its exit code."""
    match error:
        case BrokenPipeError():
            _discard_output()
            return 0
        case OSError():
            return _unwritten(error)
        case LsparchError():
            return _refused(error)
        case _:
            return _other(error)


def _run(arguments: Sequence[str], recorder: "Recorder | None") -> int:
    try:
        code = _app(arguments)(args=list(arguments), standalone_mode=False, obj=recorder)
    except typer.Exit as exit_:
        code = exit_.exit_code
    except typer.Abort:
        code = 130
    except LsparchError as error:
        code = _refused(error)
    sys.stdout.flush()
    return code if isinstance(code, int) else 0


def _refused(error: LsparchError) -> int:
    if isinstance(error, UnreadableInputError):
        from lsparch.cli.output import print_findings  # noqa: PLC0415

        print_findings(error.findings)
    else:
        typer.echo(f"lsparch: {error}", err=True)
    return 2


def _unwritten(error: OSError) -> int:
    """Return 2 and say so where standard output cannot be written; another fault of the system is not expected."""
    if error.filename is not None or error.errno not in _FULL:
        return _other(error)
    _discard_output()
    typer.echo(f"lsparch: standard output: cannot be written ({error.strerror})", err=True)
    return 2


def _discard_output() -> None:
    """Let what is left of standard output go nowhere, so that the end of the process does not fail on it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _other(error: Exception) -> int:
    """Return 2 for a wrong command line, 3 for a fault of lsparch itself."""
    show = getattr(error, "show", None)
    if callable(show):
        show()
        return 2
    import traceback  # noqa: PLC0415

    traceback.print_exception(error)
    typer.echo("lsparch: internal error; please report it with the lines above", err=True)
    return 3
