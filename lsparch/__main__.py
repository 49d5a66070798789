"""The entry point: runs the command line and turns errors into exit codes."""

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line.

    Exit codes: 0 clean; 1 findings; 2 unreadable input or usage; 3 internal error; 130 interrupted.
    """
    from lsparch.cli.app import run  # noqa: PLC0415

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
