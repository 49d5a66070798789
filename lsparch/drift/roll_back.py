"""In which order a change is undone, and what stays changed."""

from collections.abc import Iterable, Iterator, Sequence

from lsparch.drift.change import Action, ChangeSet, FieldChange, Meaning, ObjectChange, Undo, UndoStep
from lsparch.k8s.identity import ObjectKey
from lsparch.k8s.quantity import parse_quantity

__all__ = ["roll_back"]

_KEPT = frozenset({"Namespace", "PersistentVolume", "PersistentVolumeClaim"})


def roll_back(
    changes: ChangeSet,
    prepared: Sequence[tuple[str, Iterable[ObjectKey]]],
    workloads: Sequence[tuple[str, Iterable[ObjectKey]]],
    traffic: Sequence[tuple[str, Iterable[ObjectKey]]],
) -> Undo:
    """Return how to go back after a change was applied.

    What the earlier workloads need comes back first, then they do, in the opposite order of application, so that
    nothing new calls what is old already; then routes. What only the change has made goes last, also in the opposite
    order, but for volumes and namespaces, which may hold data by then.

    Parameters
    ----------
    changes
        What was applied.
    prepared, workloads, traffic
        Stages of application, in their order: title and objects of both states; the stages before workloads, those of
        workloads, those by which users get in.
    """
    known = {one.key: one for one in changes.objects}
    steps = []
    for title, keys in (*prepared, *reversed(workloads), *traffic):
        back = tuple(key for key in keys if key in known and known[key].action is not Action.CREATED)
        if back:
            steps.append(UndoStep(f"apply as before: {title}", back))
    for title, keys in reversed((*prepared, *workloads, *traffic)):
        gone = tuple(
            key for key in keys if key in known and known[key].action is Action.CREATED and key.kind not in _KEPT
        )
        if gone:
            steps.append(UndoStep(f"delete: {title}", gone))
    return Undo(tuple(steps), tuple(dict.fromkeys(line for one in changes.objects for line in _lasting(one))))


def _lasting(change: ObjectChange) -> Iterator[str]:
    """Iterate over what going back does not bring back."""
    name = f"{change.key.namespace}/{change.key.name}" if change.key.namespace else change.key.name
    for effect in change.effects:
        match effect.meaning:
            case Meaning.LOSES_DATA:
                yield f"data: {effect.text}"
            case Meaning.RECREATE:
                yield f"{change.key.kind} {name} must be made again once more"
            case Meaning.ROLLS if change.key.kind == "StatefulSet":
                yield f"{change.key.kind} {name}: its data keep the form to which the newer version brought them"
            case _:
                pass
    if change.key.kind == "Job" and change.action is not Action.REMOVED:
        yield f"Job {name}: what its run did, such as migrating a database, stays done"
    if change.key.kind in _KEPT and change.action is Action.CREATED:
        yield f"{change.key.kind} {name} stays, since it may hold data; delete it by a decision of its own"
    if change.key.kind == "PersistentVolumeClaim" and any(map(_grows, change.fields)):
        yield f"PersistentVolumeClaim {name} cannot shrink again"


def _grows(field: FieldChange) -> bool:
    sizes = (str(field.before), str(field.after))
    return field.path == "spec.resources.requests.storage" and parse_quantity(sizes[1]) > parse_quantity(sizes[0])
