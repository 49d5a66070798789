"""Git: the model as it was at a revision."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from lsparch.diagnostics import LsparchError

__all__ = ["read_revision"]

_LINK, _FILES = "120000", ("100644", "100755", "100664")
"""Modes of links and of files."""

_SECONDS = 60


def read_revision(repository: Path, revision: str, folder: str, *suffixes: str) -> dict[str, bytes]:
    """Return the files below a folder of a repository, as they were at a revision; none if it had no such folder.

    Just those are read that would be in a work tree: hidden files are left out, files that are links are read, and
    links that lead nowhere or to folders are passed over.

    Parameters
    ----------
    repository
        A folder inside the work tree.
    revision
        Anything that names a commit.
    folder
        The folder, relative to `repository`.
    *suffixes
        Endings of the files wanted; all when none is given.

    Raises
    ------
    LsparchError
        If git is missing, or knows no such revision, or a link leads out of the repository or to itself.
    """
    objects = dict(sorted(_listed(repository, revision, folder, suffixes), key=lambda one: one[0].split("/")))
    if not objects:
        return {}
    wanted = "".join(f"{name}\n" for name in objects.values())
    told = _git(repository, revision, "cat-file", "--batch", "--follow-symlinks", text=os.fsencode(wanted))
    return {
        name: content
        for name, (kind, content) in zip(objects, _contents(told), strict=True)
        if _is_file(revision, name, kind, content)
    }


def _listed(repository: Path, revision: str, folder: str, suffixes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Iterate over the files below a folder: path, and how git finds the content."""
    for line in os.fsdecode(_git(repository, revision, "ls-tree", "-r", "-z", revision, f"{folder}/")).split("\0"):
        described, _, name = line.partition("\t")
        mode, _, digest = described.partition(" blob ")
        if any(part.startswith(".") for part in name.removeprefix(f"{folder}/").split("/")):
            continue
        if mode in _FILES and name.endswith(tuple(suffixes) or ""):
            yield name, digest
        elif mode == _LINK and name.endswith(tuple(suffixes) or "") and "\n" not in name:
            yield name, f"{revision}:./{name}"


def _contents(told: bytes) -> Iterator[tuple[str, bytes]]:
    """Iterate over what ``cat-file --batch`` found: kind of object, or what is wrong with a link, and content."""
    start = 0
    while start < len(told):
        end = told.index(b"\n", start)
        words = told[start:end].split(b" ")
        if words[-1] in {b"missing", b"ambiguous"}:
            yield "missing", b""
            start = end + 1
            continue
        size = int(words[-1])
        yield words[-2].decode(), told[end + 1 : end + 1 + size]
        start = end + size + 2


def _is_file(revision: str, name: str, kind: str, content: bytes) -> bool:
    """Tell whether a path led to a file.

    Raises
    ------
    LsparchError
        If it is a link that leads out of the repository, or to itself.
    """
    if kind == "loop":
        raise LsparchError(f"git:{revision}: {name} is a link that leads to itself")
    if kind == "symlink":
        target = os.fsdecode(content)
        raise LsparchError(
            f"git:{revision}: {name} is a link out of the repository, to {target}; what was there then is not known"
        )
    return kind == "blob"


def _git(repository: Path, revision: str, *words: str, text: bytes = b"") -> bytes:
    if revision.startswith("-"):
        raise LsparchError(f"git:{revision}: not a revision")
    command = ["git", "-C", str(repository), *words]
    try:
        done = subprocess.run(command, input=text, capture_output=True, check=False, timeout=_SECONDS)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise LsparchError(f"git:{revision}: git cannot be run ({error})") from error
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        raise LsparchError(f"git:{revision}: {reason[0] if reason else 'git failed'}")
    return done.stdout
