"""Names: how a reference in a file becomes the id of an element."""

from collections.abc import Iterable
from itertools import chain

__all__ = ["PREFIXED", "Names", "split_member"]

PREFIXED = frozenset(
    {
        "actor", "bucket-user", "cluster", "dataset", "environment", "external", "group", "image", "lock", "option",
        "pipeline", "profile", "release", "role", "source", "story", "team",
    }
)  # fmt: skip
"""Kinds whose ids are ``kind/name``; a bare name is enough where only one kind may stand."""

_MEMBERS = {
    "endpoint": ("component", "external"),
    "secret-key": ("secret",),
    "table": ("dataset",),
    "host-group": ("cluster",),
}


def split_member(identifier: str) -> tuple[str, str]:
    """Split ``api/tap.http`` into ``api/tap`` and ``http``; the member is empty if there is none."""
    head, slash, tail = identifier.rpartition("/")
    name, _, member = tail.partition(".")
    return f"{head}{slash}{name}", member


class Names:
    """The ids that the model declares, by kind.

    Parameters
    ----------
    kinds
        Kind of every declared id.
    """

    def __init__(self, kinds: dict[str, str]) -> None:
        self._kinds = kinds
        self._ids: dict[str, list[str]] = {}
        for identifier in sorted(kinds):
            self._ids.setdefault(kinds[identifier], []).append(identifier)

    def __contains__(self, identifier: str) -> bool:
        return identifier in self._kinds

    def kind(self, identifier: str) -> str | None:
        """Return the kind of an id, or None if nothing has it."""
        return self._kinds.get(identifier)

    def of_kind(self, kinds: Iterable[str]) -> list[str]:
        """Return all ids of some kinds, sorted."""
        return sorted(chain.from_iterable(self._ids.get(kind, ()) for kind in set(kinds)))

    def resolve(self, text: str, kinds: Iterable[str], part: str) -> str | None:
        """Return the id that a reference means, or None.

        Parameters
        ----------
        text
            The reference as written: ``tap.http``, ``api/tap.http``, ``image/tap`` or ``tap``.
        kinds
            Kinds of element that may stand there.
        part
            Id of the Aspect or Service in whose file it stands; empty elsewhere.
        """
        wanted = tuple(kinds)
        for candidate in self._candidates(text, wanted, part):
            if self._kinds.get(candidate) in wanted:
                return candidate
        return None

    @staticmethod
    def _candidates(text: str, kinds: tuple[str, ...], part: str) -> list[str]:
        candidates = [text]
        if "/" not in text:
            if part:
                candidates.append(f"{part}/{text}")
            for kind in kinds:
                if kind in PREFIXED:
                    candidates.append(f"{kind}/{text}")
                candidates.extend(f"{holder}/{text}" for holder in _MEMBERS.get(kind, ()) if holder in PREFIXED)
        return candidates
