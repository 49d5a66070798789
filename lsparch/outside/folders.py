"""Folders as bytes by path. Imports little, because what is remembered is compared before anything else is imported."""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["MARK", "digest_of", "holds", "is_settled", "read_folder", "write_folder"]

MARK = ".lsparch"
"""Name of the file that marks a folder as generated, so that replacing it loses nothing that a person wrote."""

_FRESH = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_PIECE = 1 << 20


def read_folder(folder: str, suffixes: "tuple[str, ...]" = ()) -> dict[str, bytes]:
    """Return the content of every file below a folder, by path relative to it; hidden files are left out.

    Folders that are links are not entered, files that are links are read.

    Parameters
    ----------
    folder
        The folder.
    suffixes
        Endings of the files wanted; all when there is none.

    Raises
    ------
    OSError
        If a folder or a file cannot be read.
    """
    names: list[str] = []
    _collect(folder, "", suffixes, names)
    names.sort(key=_parts)
    return {name: _content(f"{folder}/{name}") for name in names}


def _collect(folder: str, prefix: str, suffixes: "tuple[str, ...]", names: list[str]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                _collect(entry.path, f"{prefix}{name}/", suffixes, names)
            elif (not suffixes or os.path.splitext(name)[1] in suffixes) and entry.is_file():
                names.append(prefix + name)


def _parts(name: str) -> list[str]:
    return name.split("/")


def _content(path: str) -> bytes:
    descriptor = os.open(path, _READ)
    try:
        size = os.fstat(descriptor).st_size
        pieces = [os.read(descriptor, size + 1)]
        if len(pieces[0]) != size:  # it grows or shrinks just now, or is no plain file
            while pieces[-1]:
                pieces.append(os.read(descriptor, _PIECE))
        return b"".join(pieces)
    finally:
        os.close(descriptor)


def digest_of(files: "Mapping[str, bytes]", *words: str) -> str:
    """Return a digest of some files, by name and content, and of words.

    Examples
    --------
    >>> digest_of({"a": b"bc"}) == digest_of({"ab": b"c"})
    False
    """
    from hashlib import blake2b  # noqa: PLC0415

    found = blake2b(digest_size=20)
    for word in words:
        found.update(f"{len(word.encode())} {word}".encode())
    for name, content in files.items():
        found.update(f"{len(name.encode())} {name} {len(content)} ".encode())
        found.update(content)
    return found.hexdigest()


def holds(folder: str, files: "Mapping[str, bytes]") -> bool:
    """Return whether a generated folder holds exactly these files, and nothing else but its mark."""
    folders = set(_folders(files))
    left = dict.fromkeys(files)
    try:
        for place in ("", *folders):
            with os.scandir(f"{folder}/{place}") as entries:
                for entry in entries:
                    name = place + entry.name
                    if entry.is_dir(follow_symlinks=False):
                        if f"{name}/" not in folders:
                            return False
                    elif entry.is_symlink():
                        return False
                    elif name in left:
                        del left[name]
                    elif name != MARK:
                        return False
        marked = os.path.isfile(f"{folder}/{MARK}")
        return marked and not left and all(_content(f"{folder}/{name}") == files[name] for name in files)
    except OSError:
        return False


def is_settled(folder: str, files: "Mapping[str, bytes]") -> bool:
    """Return whether nothing is left to do to make a folder hold these files, nor to clear up beside it."""
    path = os.path.abspath(folder)
    beside = f".{os.path.basename(path)}.lsparch-"
    try:
        if os.path.islink(path) or any(name.startswith(beside) for name in os.listdir(os.path.dirname(path))):
            return False
    except OSError:
        return False
    return holds(path, files)


def write_folder(folder: str, files: "Mapping[str, bytes]") -> None:
    """Write files into a folder that is there and empty.

    Raises
    ------
    OSError
        If one cannot be written.
    """
    for place in sorted(_folders(files)):
        os.mkdir(f"{folder}/{place}")
    for name, content in files.items():
        descriptor = os.open(f"{folder}/{name}", _FRESH, 0o666)
        try:
            written = os.write(descriptor, content)
            while written < len(content):
                written += os.write(descriptor, content[written:])
        finally:
            os.close(descriptor)


def _folders(names: "Iterable[str]") -> dict[str, None]:
    """Return the folders of some files, with a slash at the end."""
    found: dict[str, None] = {}
    for name in names:
        place = name[: name.rfind("/") + 1]
        while place and place not in found:
            found[place] = None
            place = place[: place.rfind("/", 0, -1) + 1]
    return found
