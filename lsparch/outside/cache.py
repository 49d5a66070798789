"""What was made before, kept by digest in the user's cache folder. Imports little: it is asked before anything else."""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Cache", "user_cache"]

_LIMIT = 256 << 20
"""Most bytes that all entries take together."""

_DIGEST_SIZE = 20
_SWITCH = "LSPARCH_CACHE"


class Cache:
    """A folder of entries by name: each is whole or absent, and all of them together are bounded.

    What cannot be read, written or trusted counts as absent: a cache never makes a command fail.

    Parameters
    ----------
    folder
        Where the entries lie; made when first needed, for its owner alone.
    limit
        Most bytes that all entries take together; an entry of more than half of it is not kept.
    """

    __slots__ = ("_folder", "_limit")

    def __init__(self, folder: str, limit: int = _LIMIT) -> None:
        self._folder = folder
        self._limit = limit

    def read(self, key: str) -> bytes | None:
        """Return an entry; None if it is absent or damaged, or the folder is not the user's own."""
        path = f"{self._folder}/{key}"
        try:
            if not self._is_own():
                return None
            with open(path, "rb") as file:
                content = file.read()
            os.utime(path)
        except OSError:
            return None
        body = content[_DIGEST_SIZE:]
        return body if _digest(body) == content[:_DIGEST_SIZE] else None

    def write(self, key: str, content: bytes) -> None:
        """Keep an entry; the ones that were not used for longest give way."""
        self.write_all({key: content})

    def write_all(self, entries: "Mapping[str, bytes]") -> None:
        """Keep some entries, as many as half of the limit holds; the ones that were not used for longest give way."""
        kept, total = [], 0
        for key, content in entries.items():
            size = len(content) + _DIGEST_SIZE
            if total + size <= self._limit // 2:
                kept.append((key, content))
                total += size
        try:
            if kept and self._is_ready():
                self._make_room(total)
                for key, content in kept:
                    self._write(key, content)
        except OSError:
            return

    def _write(self, key: str, content: bytes) -> None:
        temporary = f"{self._folder}/.{key}.{os.getpid()}"
        try:
            with open(temporary, "wb") as file:
                file.write(_digest(content))
                file.write(content)
            os.replace(temporary, f"{self._folder}/{key}")
        except OSError:
            _remove(temporary)
            raise

    def _is_ready(self) -> bool:
        os.makedirs(self._folder, mode=0o700, exist_ok=True)
        return self._is_own()

    def _is_own(self) -> bool:
        status = os.stat(self._folder)
        return not hasattr(os, "geteuid") or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)

    def _make_room(self, size: int) -> None:
        """Remove the oldest entries until there is room, and with them what a killed process left half written."""
        with os.scandir(self._folder) as entries:
            found = sorted((entry.stat().st_mtime_ns, entry.stat().st_size, entry.path) for entry in entries)
        total = sum(length for _, length, _ in found) + size
        for _, length, path in found:
            if total <= self._limit:
                break
            _remove(path)
            total -= length


def _digest(content: bytes) -> bytes:
    from hashlib import blake2b  # noqa: PLC0415

    return blake2b(content, digest_size=_DIGEST_SIZE).digest()


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return


def user_cache() -> Cache | None:
    """Return the user's cache; None if the environment says ``LSPARCH_CACHE=off``, or if he has no folder for it."""
    if os.environ.get(_SWITCH, "").lower() in {"off", "0", "no", "false"}:
        return None
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):  # as the XDG base directory specification says
        base = os.path.join(os.path.expanduser("~"), ".cache")
    return Cache(os.path.join(base, "lsparch")) if os.path.isabs(base) else None
