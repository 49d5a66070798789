"""What a recipe says about the time after the first deployment: changes, what is left over, roll-back."""

from collections.abc import Iterator
from typing import Any

from lsparch.analysis.rollout import Phase
from lsparch.emit.handover.commands import PREVIOUS, QUOTAS, TIMEOUT
from lsparch.emit.handover.contents import UNDO, Handover, fenced
from lsparch.emit.report_audit import markdown_table

__all__ = ["changes", "left_over", "roll_back"]

_DATA = "'^[^ ]+ (namespace|persistentvolume|persistentvolumeclaim)/'"
_ROLLED_OUT = "'/[0-9]+-(daemon-set|deployment|stateful-set)(-|[.])'"
_BACK = (
    "(",
    "  bundle=$PWD",
    '  cd "$PREVIOUS"',
    "  for list in $(ls order/*.txt | grep -v -E 'workloads|traffic') $(ls -r order/*-workloads-*.txt) \\",
    "    $(ls order/*.txt | grep traffic); do",
    '    case "$list" in',
    f'      *-quotas.txt) sh "$bundle/{QUOTAS}" "$list" ;;',
    "      *) kubectl apply --server-side $(sed 's/^/--filename=/' \"$list\") ;;",
    "    esac",
    f'    for file in $(grep -E {_ROLLED_OUT} "$list"); do',
    f'      kubectl rollout status --timeout={TIMEOUT} --filename "$file"',
    "    done",
    "  done",
    ")",
)
_QUOTAS_BACK = (
    "(",
    '  cd "$PREVIOUS"',
    "  for list in $(ls order/*.txt | grep -- -quotas.txt); do",
    "    kubectl apply --server-side $(sed 's/^/--filename=/' \"$list\")",
    "  done",
    ")",
)
_DELETE = (
    "while read -r namespace object; do",
    '  kubectl delete --ignore-not-found --namespace "${namespace#-}" "$object"',
    "done",
)


def changes(handover: Handover) -> Iterator[str]:
    """Iterate over the lines of the section about what an upgrade changes."""
    yield "## 2. Upgrade: look at what changes"
    yield ""
    yield "Neither command changes anything. What follows is the same as for a first deployment: every command may be"
    yield "repeated, and each wait lets an update of pods end before the next part begins."
    yield from fenced(
        PREVIOUS,
        'diff --recursive --unified "$PREVIOUS/manifests" manifests || true',
        "kubectl diff --server-side --recursive --filename manifests || true",
    )
    jobs = [stored for stored in handover.manifests.objects if stored.kind == "Job"]
    if jobs:
        yield "A Job cannot be changed, only made again:"
        yield from fenced(*(f"kubectl delete --ignore-not-found --namespace {j.namespace} job/{j.name}" for j in jobs))


def left_over() -> Iterator[str]:
    """Iterate over the lines of the section about what an upgrade leaves over."""
    yield "## 4. Upgrade: remove what is left over"
    yield ""
    yield "What the bundle before had and this one has not, other than volumes and namespaces:"
    gone = 'LC_ALL=C comm -23 "$PREVIOUS/objects.txt" objects.txt'
    yield from fenced(PREVIOUS, f"{gone} | grep -v -E {_DATA} |", *_DELETE)
    yield (
        "Volumes and namespaces hold data and stay. This lists them; each is removed by a decision of its own, with "
        "`kubectl delete`."
    )
    yield from fenced(PREVIOUS, f"{gone} | grep -E {_DATA} || true")


def roll_back(handover: Handover) -> Iterator[str]:
    """Iterate over the lines of the section about going back, and what that does not bring back."""
    yield "## 8. Roll back"
    yield ""
    yield (
        "Back to the bundle that was deployed before, in the order that `lsparch generate --diff` tells: its "
        "configuration first, with room for the pods of both; then its workloads in the opposite order, each awaited, "
        "so that nothing new calls what is old already; then its routes. What only this bundle had goes next, routes "
        "first, other than volumes and namespaces; at last quotas get the sizes of before."
    )
    yield from fenced(PREVIOUS, *_BACK)
    yield from fenced(PREVIOUS, f'grep -v -x -F -f "$PREVIOUS/objects.txt" {UNDO} |', *_DELETE)
    if handover.list_of(Phase.QUOTAS):
        yield from fenced(PREVIOUS, *_QUOTAS_BACK)
    yield from _data(handover)


def _data(handover: Handover) -> Iterator[str]:
    rows = tuple(_volumes(handover))
    if not rows:
        yield "No volume is generated, so no data depend on the version."
        yield ""
        return
    yield "What a roll-back does not bring back: data, in the form to which the newer version brought them."
    yield ""
    yield from markdown_table(("Namespace", "Volume", "Size", "Lost with it", "Protection"), rows)
    yield ""


def _volumes(handover: Handover) -> Iterator[tuple[str, ...]]:
    env = handover.env
    for stored in handover.manifests.objects:
        spec: dict[str, Any] = stored.data.get("spec") or {}
        if stored.kind == "PersistentVolumeClaim":
            declared = env.elements.get(stored.element)
            known = declared is not None and declared.declared.kind == "volume"
            protection = env.volume(stored.element).protection if known else None
            size = _size(spec)
            yield stored.namespace, stored.name, size, stored.element, protection or "not stated"
        for claim in spec.get("volumeClaimTemplates") or () if stored.kind == "StatefulSet" else ():
            name = f"{claim['metadata']['name']}-{stored.name}-N, for each of {spec.get('replicas', 1)} pods"
            yield stored.namespace, name, _size(claim.get("spec") or {}), stored.element, "not stated"


def _size(spec: dict[str, Any]) -> str:
    return str(((spec.get("resources") or {}).get("requests") or {}).get("storage", "unknown"))
