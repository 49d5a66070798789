"""The entry point: runs the command line and turns errors into exit codes."""

import gc
import os
import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line.

    Exit codes: 0 clean; 1 findings; 2 unreadable input or usage; 3 internal error; 130 interrupted.
    """
    _open_streams()
    gc.disable()  # what a command makes, it needs until it ends
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # what else is installed shall change nothing
    try:
        from lsparch.cli.replay import recorder_of, replay  # noqa: PLC0415
        from lsparch.outside.cache import user_cache  # noqa: PLC0415

        recorder = recorder_of(sys.argv[1:], user_cache())
        try:
            code = replay(recorder)
        except Exception as error:  # noqa: BLE001 - the command line says what is wrong
            from lsparch.cli.app import failed  # noqa: PLC0415

            code = failed(error)
        if code is None:
            from lsparch.cli.app import run  # noqa: PLC0415

            code = run(sys.argv[1:], recorder)
        gc.freeze()  # the end of the process frees all at once
    except KeyboardInterrupt:  # also while modules are read
        code = 130
    sys.exit(code)


def _open_streams() -> None:
    """Let standard streams that are closed lead to nowhere, so that no file that is opened takes their place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


if __name__ == "__main__":
    main()
