"""Where what was drawn before is found again."""

from collections.abc import Mapping
from typing import Protocol

__all__ = ["Shelf"]


class Shelf(Protocol):
    """Keeps what was made, under a digest of everything that it was made from; it may lose any of it."""

    def read(self, key: str) -> bytes | None:
        """Return what is kept under a digest; None if it is not there."""
        ...

    def write_all(self, entries: Mapping[str, bytes]) -> None:
        """Keep something under each digest."""
        ...
