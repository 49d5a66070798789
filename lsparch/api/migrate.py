"""Migrating a model on disk."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from lsparch.api.platform import Platform
from lsparch.load.migrations import migrate

__all__ = ["Migration", "migrate_platform"]


@dataclass(frozen=True, slots=True)
class Migration:
    """What a migration changed, or would change."""

    needed: bool
    lines: tuple[str, ...]


def migrate_platform(platform: Platform, *, check: bool = False) -> Migration:
    """Rewrite the files of a model that are of an older format.

    Parameters
    ----------
    platform
        The platform.
    check
        Only tell what would change.

    Raises
    ------
    LsparchError
        If the model cannot be migrated; nothing is written then.
    """
    files = platform.files("model")
    folder = platform.folder("model")
    changed = migrate(files, folder)
    if not check:
        for name, data in changed.items():
            path = platform.root / "model" / PurePosixPath(name).relative_to(folder)
            platform.outside.write(path, data)
    verb = "would change" if check else "changed"
    lines = tuple(f"{name}: {verb}" for name in sorted(changed))
    return Migration(bool(changed), lines or ("the model is in the newest format",))
