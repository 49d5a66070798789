"""Child processes of ours: a program that reads one text and prints one answer."""

import os
import subprocess
from collections.abc import Sequence

from lsparch.diagnostics import LsparchError

__all__ = ["answer_of", "clean_environment"]

KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH", "SYSTEMROOT", "VIRTUAL_ENV")


def answer_of(
    command: Sequence[str], text: bytes, subject: str, *, timeout: float | None = None, late: str = ""
) -> bytes:
    """Return what a child prints.

    Parameters
    ----------
    command
        The child and its arguments; never anything that others wrote.
    text
        Its standard input.
    subject
        What fails when it fails.
    timeout
        Seconds of real time that it may take; any number when not given.
    late
        What is told when it takes longer.

    Raises
    ------
    LsparchError
        If it fails, or takes longer than the time limit.
    """
    try:
        done = subprocess.run(  # noqa: S603 - the command is ours; what others wrote goes to standard input
            command, input=text, capture_output=True, check=False, env=clean_environment(), timeout=timeout
        )
    except subprocess.TimeoutExpired:
        raise LsparchError(late) from None
    if done.returncode != 0:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise LsparchError(f"{subject} failed with status {done.returncode}: {' '.join(last)}")
    return done.stdout


def clean_environment() -> dict[str, str]:
    """Return the child's environment: what it needs to start, no locale and no font configuration."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return kept | {"LC_ALL": "C", "PYTHONHASHSEED": "0", "PYTHONIOENCODING": "utf-8"}
