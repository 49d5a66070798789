"""In which order a change is undone, and what stays changed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from lsparch.drift.change import Action, ChangeSet, FieldChange, Meaning, ObjectChange, Undo, UndoStep
from lsparch.k8s.identity import ObjectKey
from lsparch.k8s.quantity import parse_quantity

__all__ = ["roll_back"]

_KEPT = frozenset({"Namespace", "PersistentVolume", "PersistentVolumeClaim"})


def roll_back(
    changes: ChangeSet,
    back: Sequence[tuple[str, Iterable[ObjectKey]]],
    gone: Sequence[tuple[str, Iterable[ObjectKey]]],
) -> Undo:
    """Return how to go back after a change was applied.

    Quotas grow first and shrink last, so that pods of both states fit while others take their place. What only the
    change has made is deleted, but for volumes and namespaces, which may hold data by then.

    Parameters
    ----------
    changes
        What was applied.
    back
        Stages in the order in which what was there before is applied again: title and objects of both states.
    gone
        Stages in the order in which they are removed.
    """
    known = {one.key: one for one in changes.objects}
    steps = []
    smaller = []
    for title, keys in back:
        again = [key for key in keys if key in known and known[key].action is not Action.CREATED]
        smaller += [(title, key) for key in again if _shrinks(known[key])]
        mixed = [key for key in again if _shrinks(known[key]) and _regrows(known[key])]
        now = [key for key in again if not _shrinks(known[key])]
        if mixed:
            steps.append(UndoStep(f"apply with the greater of both sizes: {title}", tuple(mixed)))
        if now:
            steps.append(UndoStep(f"apply as before: {title}", tuple(now)))
    for title, keys in gone:
        made = tuple(
            key for key in keys if key in known and known[key].action is Action.CREATED and key.kind not in _KEPT
        )
        if made:
            steps.append(UndoStep(f"delete: {title}", made))
    for title in dict.fromkeys(title for title, _ in smaller):
        last = tuple(key for named, key in smaller if named == title)
        steps.append(UndoStep(f"when all pods are replaced, apply as before: {title}", last))
    return Undo(tuple(steps), tuple(dict.fromkeys(line for one in changes.objects for line in _lasting(one))))


def _shrinks(change: ObjectChange) -> bool:
    """Tell whether a quota has less room again after going back."""
    return _quota_differs(change, lambda before, after: before < after)


def _regrows(change: ObjectChange) -> bool:
    """Tell whether a quota has more room again after going back."""
    return _quota_differs(change, lambda before, after: before > after)


def _quota_differs(change: ObjectChange, differs: Callable[[Fraction, Fraction], bool]) -> bool:
    sizes = [field for field in change.fields if field.path.startswith("spec.hard")]
    return change.key.kind == "ResourceQuota" and any(
        differs(parse_quantity(str(one.before)), parse_quantity(str(one.after)))
        for one in sizes
        if _is_size(one.before) and _is_size(one.after)
    )


def _is_size(value: object) -> bool:
    return isinstance(value, int | str)


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
