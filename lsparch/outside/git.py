"""Git: the model as it was at a revision."""

import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

from lsparch.diagnostics import LsparchError

__all__ = ["read_revision"]


def read_revision(repository: Path, revision: str, *folders: str) -> dict[str, bytes]:
    """Return the files below some folders of a repository, as they were at a revision.

    Parameters
    ----------
    repository
        A folder inside the work tree.
    revision
        Anything that names a commit.
    *folders
        Folders, relative to `repository`.

    Raises
    ------
    LsparchError
        If git is missing, or knows no such revision or folder.
    """
    command = ["git", "-C", str(repository), "archive", "--format=tar", f"{revision}", *folders]
    if revision.startswith("-"):
        raise LsparchError(f"git:{revision}: not a revision")
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=60)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise LsparchError(f"git:{revision}: git cannot be run ({error})") from error
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        raise LsparchError(f"git:{revision}: {reason[0] if reason else 'git failed'}")
    files: dict[str, bytes] = {}
    with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
        for member in archive.getmembers():
            content = archive.extractfile(member)
            if content is not None:
                files[member.name] = content.read()
    return files
