"""Commands that several sections of a recipe give."""

from collections.abc import Iterator

from lsparch.analysis.rollout import Stage, waits_for
from lsparch.k8s.store import StoredObject

__all__ = ["PREVIOUS", "apply_list", "stage_waits"]

PREVIOUS = ': "${PREVIOUS:?name of the folder of the bundle that was deployed before}"'
"""Asks for the bundle that was deployed before."""

_TIMEOUT = "15m"


def apply_list(path: str) -> str:
    """Return the command that applies the files of a list."""
    return f"kubectl apply --server-side $(sed 's/^/--filename=/' {path})"


def stage_waits(stage: Stage) -> Iterator[str]:
    """Iterate over the commands that wait for what a stage applies."""
    return (_wait(stored) for stored in stage.objects if waits_for(stored))


def _wait(stored: StoredObject) -> str:
    what = waits_for(stored)
    name = f"{stored.kind.lower()}/{stored.name}"
    where = f"--namespace={stored.namespace} --timeout={_TIMEOUT}"
    if what == "rollout":
        return f"kubectl rollout status {where} {name}"
    return f"kubectl wait {where} --for=condition={what} {name}"
