"""Generated trees and charts, made into objects by the tools that deploy them; these are not part of this program."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from lsparch.diagnostics import LsparchError

__all__ = ["chart_command", "kustomize_command", "output_of"]

_TIMEOUT = 120


def kustomize_command(overlay: Path) -> tuple[str, ...]:
    """Return the command that prints the objects of an overlay: that of kubectl, or else of kustomize itself.

    Raises
    ------
    LsparchError
        If neither is there.
    """
    if shutil.which("kubectl"):
        return ("kubectl", "kustomize", str(overlay))
    if shutil.which("kustomize"):
        return ("kustomize", "build", str(overlay))
    raise LsparchError(f"{overlay}: kubectl or kustomize makes objects of it; neither is on the search path")


def chart_command(chart: Path, values: Path, kubernetes: str) -> tuple[str, ...]:
    """Return the command that prints the objects of a chart.

    Parameters
    ----------
    chart
        Folder of the chart.
    values
        Values of an environment.
    kubernetes
        Version of Kubernetes for which the objects are wanted; that of the program when empty.

    Raises
    ------
    LsparchError
        If helm is not there.
    """
    if not shutil.which("helm"):
        raise LsparchError(f"{chart}: helm makes objects of it, and is not on the search path")
    version = ("--kube-version", kubernetes) if kubernetes else ()
    return ("helm", "template", "lsp", str(chart), "--values", str(values), *version)


def output_of(command: Sequence[str]) -> bytes:
    """Return what a command prints.

    Raises
    ------
    LsparchError
        If it fails, or takes too long.
    """
    shown = " ".join(command)
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_TIMEOUT)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise LsparchError(f"`{shown}` cannot be run ({error})") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise LsparchError(f"`{shown}` failed: {said[0] if said else f'exit code {done.returncode}'}")
    return done.stdout
