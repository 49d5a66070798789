"""What would change on a cluster, and what that means for what runs there."""

from dataclasses import dataclass
from enum import StrEnum

from lsparch.diagnostics import Finding
from lsparch.drift.result import Value
from lsparch.k8s.identity import ObjectKey

__all__ = ["Action", "ChangeSet", "Effect", "FieldChange", "Meaning", "ObjectChange", "Pods", "Undo", "UndoStep"]


class Meaning(StrEnum):
    """What a change does to what runs, the gravest first."""

    LOSES_DATA = "loses-data"
    """Data are deleted, or stay behind where nothing reads them."""

    RECREATE = "recreate"
    """The API server refuses the change, or keeps the old value; the object must be deleted and made again."""

    OUTAGE = "outage"
    """For a while, or from then on, something does not answer."""

    BLOCKED = "blocked"
    """An update stops half-way, where old pods and new ones are too much for a quota."""

    ROLLS = "rolls"
    """Pods are replaced."""

    REMOVES = "removes"
    """An object goes; applying leaves it, pruning removes it."""

    SCALES = "scales"
    """The number of pods changes."""

    CREATES = "creates"
    """An object comes."""

    IN_PLACE = "in-place"
    """No pod is touched."""

    @property
    def rank(self) -> int:
        """Place in the order of severity; 0 is the gravest."""
        return list(Meaning).index(self)


class Action(StrEnum):
    """What happens to an object."""

    CREATED = "created"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Pods:
    """A number of pods; a range where an autoscaler counts them."""

    least: int
    most: int

    def __str__(self) -> str:
        if self.least == self.most:
            return f"{self.least} pod{'' if self.least == 1 else 's'}"
        return f"{self.least} to {self.most} pods"


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that a change means."""

    meaning: Meaning
    text: str
    """The effect in a sentence, lower-case start, without full stop."""

    pods: Pods | None = None
    """How many pods it replaces, starts or stops; None where it concerns none."""

    steps: tuple[str, ...] = ()
    """What must be done by hand, in order."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an object that changes."""

    path: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class ObjectChange:
    """One object that changes."""

    key: ObjectKey
    element: str
    """Id of the model element from which it is made; empty for an object that somebody wrote."""

    action: Action
    effects: tuple[Effect, ...]
    """What it means, the gravest first; never empty."""

    fields: tuple[FieldChange, ...] = ()
    """Fields that change, in the order of their paths."""

    @property
    def meaning(self) -> Meaning:
        """The gravest effect."""
        return self.effects[0].meaning

    def effect(self, meaning: Meaning) -> Effect | None:
        """Return the first effect of a kind."""
        return next((found for found in self.effects if found.meaning is meaning), None)


@dataclass(frozen=True, slots=True)
class UndoStep:
    """What is undone together."""

    title: str
    objects: tuple[ObjectKey, ...]


@dataclass(frozen=True, slots=True)
class Undo:
    """How to go back after a change was applied."""

    steps: tuple[UndoStep, ...] = ()
    """In which order."""

    lasting: tuple[str, ...] = ()
    """What going back does not bring back."""


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Everything that would change."""

    source: str
    """Name of what there is now."""

    target: str
    """Name of what there would be."""

    objects: tuple[ObjectChange, ...]
    """The gravest change first, then by what names the object."""

    undo: Undo = Undo()
    notices: tuple[Finding, ...] = ()
    """What could not be compared."""

    @property
    def worst(self) -> Meaning | None:
        """The gravest effect; None if nothing changes."""
        return self.objects[0].meaning if self.objects else None

    def of(self, meaning: Meaning) -> tuple[ObjectChange, ...]:
        """Return the objects whose gravest effect is of a kind."""
        return tuple(found for found in self.objects if found.meaning is meaning)

    def pods(self, meaning: Meaning) -> Pods:
        """Return the number of pods that all effects of a kind concern."""
        found = [e.pods for one in self.objects for e in one.effects if e.meaning is meaning and e.pods is not None]
        return Pods(sum(pods.least for pods in found), sum(pods.most for pods in found))
