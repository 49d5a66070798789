"""Commands whose inputs are what they were: their outcome is taken from the cache, before anything else is imported.

What a command prints and writes follows from its arguments, the folder it runs in, the files it reads and the code. So
an outcome is kept under a digest of exactly these. Which folders a command reads is known only after it ran: that is
kept too, under a digest of the rest.
"""

import marshal
import os
import sys
import time

from lsparch.outside.folders import digest_of, is_settled, read_folder
from lsparch.outside.installed import installed_code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from lsparch.outside.cache import Cache

__all__ = ["Outcome", "Recorder", "perform", "recorder_of", "replay"]

_DATED = "check"
"""Command whose outcome depends on the day."""

_REPLAYED = frozenset({_DATED, "generate", "render"})


class Outcome:
    """What a command does in the end.

    Parameters
    ----------
    out, err
        Text for standard output and standard error.
    trees
        Files of each folder that it writes, or compares.
    product
        What these folders are: the command that makes them.
    check
        Whether it only tells which of them are not current.
    done
        Text for standard error after everything is written.
    code
        Exit code; where it compares, 1 if anything is not current.
    part
        Whether the folders may hold more files, which are left alone; None where they are replaced as a whole.
    """

    __slots__ = ("check", "code", "done", "err", "out", "part", "product", "trees")

    def __init__(
        self,
        out: str = "",
        err: str = "",
        trees: "Mapping[str, Mapping[str, bytes]] | None" = None,
        product: str = "",
        *,
        check: bool = False,
        done: str = "",
        code: int = 0,
        part: bool | None = None,
    ) -> None:
        self.out = out
        self.err = err
        self.trees = trees or {}
        self.product = product
        self.check = check
        self.done = done
        self.code = code
        self.part = part


def perform(outcome: Outcome) -> int:
    """Print and write what a command came to, and return its exit code.

    Raises
    ------
    LsparchError
        If a folder cannot be written.
    """
    sys.stdout.write(outcome.out)
    sys.stdout.flush()
    sys.stderr.write(outcome.err)
    sys.stderr.flush()
    product = outcome.product
    left = {folder: files for folder, files in outcome.trees.items() if not is_settled(folder, files, product)}
    code = (_compare(left, outcome) or outcome.code) if outcome.check else outcome.code
    if left and not outcome.check:
        _write(left, outcome)
    sys.stderr.write(outcome.done)
    sys.stderr.flush()
    return code


def _compare(trees: "Mapping[str, Mapping[str, bytes]]", outcome: Outcome) -> int:
    """Name the files of folders that are not current; return 1 if there are any, else 0."""
    from pathlib import Path  # noqa: PLC0415

    from lsparch.outside.files import Files  # noqa: PLC0415

    code = 0
    for folder, files in trees.items():
        for name in Files().stale(Path(folder), files):
            if not outcome.part or name in files:
                sys.stdout.write(f"{Path(folder)}/{name}: not current\n")
                code = 1
    return code


def _write(trees: "Mapping[str, Mapping[str, bytes]]", outcome: Outcome) -> None:
    """Write folders, none of them if any is not to be written."""
    from pathlib import Path  # noqa: PLC0415

    from lsparch.outside.files import Files  # noqa: PLC0415

    for folder in trees:
        Files().require_own(Path(folder), outcome.product)
    for folder, files in trees.items():
        if outcome.part is None:
            Files().replace_tree(Path(folder), files, outcome.product)
        else:
            Files().update_tree(Path(folder), files, outcome.product, complete=not outcome.part)


class Recorder:
    """Keeps the outcome of one command line.

    Parameters
    ----------
    cache
        Where outcomes are kept.
    request
        Digest of all that is known before the command runs.
    """

    __slots__ = ("_request", "cache")

    def __init__(self, cache: "Cache", request: str) -> None:
        self.cache = cache
        self._request = request

    def keep(
        self,
        read: "Iterable[tuple[Path, tuple[str, ...], Mapping[str, bytes]]]",
        outcome: Outcome,
        root: "Path | None",
        absent: "Iterable[Path]" = (),
    ) -> None:
        """Keep an outcome.

        Parameters
        ----------
        read
            Folders that were read, which endings, and what was in them.
        outcome
            What came of it.
        root
            Folder in which the model was found, if it was searched for; no nearer folder may have one later.
        absent
            What else may not be there later.
        """
        folders: list[tuple[str, tuple[str, ...]]] = []
        digests: list[str] = []
        for folder, suffixes, files in read:
            folders.append((os.path.abspath(folder), suffixes))
            digests.append(digest_of(files))
        missing = [os.path.abspath(path) for path in absent]
        missing += [] if root is None else _nearer(os.path.abspath(root))
        if any(os.path.lexists(path) for path in missing):
            return
        trees = {folder: dict(files) for folder, files in outcome.trees.items()}
        found = (
            outcome.out,
            outcome.err,
            trees,
            outcome.product,
            outcome.check,
            outcome.done,
            outcome.code,
            outcome.part,
        )
        self.cache.write(digest_of({}, self._request, *digests), marshal.dumps(found))
        self.cache.write(self._request, marshal.dumps((folders, missing)))

    def recall(self) -> Outcome | None:
        """Return the outcome, if all that the command reads is what it was."""
        known = self.cache.read(self._request)
        if known is None:
            return None
        folders, missing = marshal.loads(known)  # noqa: S302 - written by this user, and checked by digest
        if any(os.path.lexists(path) for path in missing):
            return None
        try:
            digests = [digest_of(_content(folder, suffixes)) for folder, suffixes in folders]
        except OSError:
            return None
        kept = self.cache.read(digest_of({}, self._request, *digests))
        if kept is None:
            return None
        out, err, trees, product, check, done, code, part = marshal.loads(kept)  # noqa: S302
        return Outcome(out, err, trees, product, check=check, done=done, code=code, part=part)


def _content(folder: str, suffixes: tuple[str, ...]) -> dict[str, bytes]:
    return read_folder(folder, suffixes) if os.path.isdir(folder) else {}


def _nearer(root: str) -> list[str]:
    """Return where a model would be found before the one that was."""
    found = []
    folder = os.getcwd()
    while folder != root:
        found.append(os.path.join(folder, "model"))
        if os.path.dirname(folder) == folder:
            break
        folder = os.path.dirname(folder)
    return found


def recorder_of(arguments: "Sequence[str]", cache: "Cache | None") -> Recorder | None:
    """Return what keeps the outcome of a command line; None for one whose outcome is not kept."""
    if cache is None or not arguments or arguments[0] not in _REPLAYED or "--no-cache" in arguments:
        return None
    try:
        here = os.getcwd()
    except OSError:
        return None
    shown = str((sys.stdout.isatty(), "NO_COLOR" in os.environ))
    day = time.strftime("%Y-%m-%d", time.gmtime()) if arguments[0] == _DATED else ""
    request = digest_of({}, "3", installed_code(), here, shown, day, *arguments)
    return Recorder(cache, request)


def replay(recorder: Recorder | None) -> int | None:
    """Do again what a command line did before, and return its exit code; None if that is not known.

    Raises
    ------
    LsparchError
        If a folder cannot be written.
    """
    outcome = recorder.recall() if recorder else None
    return None if outcome is None else perform(outcome)
