"""What was drawn before, by the code that is installed, in a cache."""

from collections.abc import Mapping

from lsparch.draw.digest import key_of
from lsparch.outside.cache import Cache
from lsparch.outside.installed import installed_code

__all__ = ["CacheShelf"]


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
