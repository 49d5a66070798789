"""Arrows as relationships of the model."""

from collections.abc import Iterable
from dataclasses import dataclass

from lsparch.emit.structurizr.words import identifier, quoted, shown
from lsparch.views.plan import Auth, Status

__all__ = ["Relation", "Relations"]


@dataclass(frozen=True, slots=True)
class Relation:
    """What an arrow or a message says, without where it is drawn."""

    source: str
    """Identifier of an element."""

    target: str
    description: str
    technology: str
    style: str
    status: Status
    optional: bool
    auth: tuple[Auth, ...]

    @property
    def tags(self) -> tuple[str, ...]:
        """Tags that stand for its style, its status, its proofs, and whether it is optional."""
        status = () if self.status is Status.KNOWN else (f"status {self.status.value}",)
        optional = ("optional",) if self.optional else ()
        return (f"line {self.style}", *status, *optional, *(f"auth {auth.value}" for auth in self.auth))


class Relations:
    """The relationships of a workspace, each once."""

    def __init__(self, taken: set[str]) -> None:
        self._found: dict[Relation, str] = {}
        self._told: dict[Relation, str] = {}
        self._taken = taken

    def of(self, relation: Relation) -> str:
        """Return the identifier of a relationship."""
        if relation not in self._found:
            self._found[relation] = identifier("r", f"{relation.source} to {relation.target}", self._taken)
            self._told[relation] = self._description(relation)
        return self._found[relation]

    def _description(self, relation: Relation) -> str:
        """Return a description that no other relationship between the same ends has."""
        others = {
            shown(told).casefold()
            for other, told in self._told.items()
            if (other.source, other.target) == (relation.source, relation.target)
        }
        first = relation.description or relation.technology or relation.style
        more = (f"{first} ({', '.join(relation.tags)})", *(f"{first} ({n})" for n in range(2, len(others) + 3)))
        return next(told for told in (first, *more) if shown(told).casefold() not in others)

    def lines(self) -> Iterable[str]:
        """Yield the statements of all relationships."""
        for relation, name in self._found.items():
            words = (self._told[relation], relation.technology, ",".join(relation.tags))
            yield f"{name} = {relation.source} -> {relation.target} {' '.join(map(quoted, words))}"
