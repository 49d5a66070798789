"""What was drawn before, by the code that is installed, in a cache."""

from collections.abc import Mapping

from lsparch.draw.digest import key_of
from lsparch.draw.shelf import Shelf
from lsparch.outside.cache import Cache, user_cache
from lsparch.outside.installed import installed_code

__all__ = ["CacheShelf", "MemoryShelf", "user_shelf"]

LIMIT = 64 << 20
"""Most bytes that a shelf in memory holds."""


class CacheShelf:
    """A shelf in a cache: only what the same code put under the same digest is found there.

    Parameters
    ----------
    cache
        The cache.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._code = key_of(installed_code())

    def read(self, key: str) -> bytes | None:
        """Return what is kept under a digest; None if it is not there."""
        place = key_of(self._code, key)
        found = self._cache.read(place)
        mark, _, content = (found or b"").partition(b"\n")
        return content if mark == place.encode() else None

    def write_all(self, entries: Mapping[str, bytes]) -> None:
        """Keep something under each digest."""
        places = {key_of(self._code, key): content for key, content in entries.items()}
        self._cache.write_all({place: b"%s\n%s" % (place.encode(), content) for place, content in places.items()})


class MemoryShelf:
    """A shelf that ends with the process; what was put there first gives way.

    Parameters
    ----------
    limit
        Most bytes that it holds.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._size = 0
        self._content: dict[str, bytes] = {}

    def read(self, key: str) -> bytes | None:
        """Return what is kept under a digest; None if it is not there."""
        return self._content.get(key)

    def write_all(self, entries: Mapping[str, bytes]) -> None:
        """Keep something under each digest."""
        for key, content in entries.items():
            self._size += len(content) - len(self._content.pop(key, b""))
            self._content[key] = content
        while self._size > self._limit:
            self._size -= len(self._content.pop(next(iter(self._content))))


def user_shelf() -> Shelf:
    """Return the shelf in the user's cache; one in memory where there is none."""
    cache = user_cache()
    return CacheShelf(cache) if cache else MemoryShelf()
