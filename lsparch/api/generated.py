"""Generated files that are committed: schemas and rule pages."""

import sys
from collections.abc import Mapping
from pathlib import Path

from lsparch.outside.files import Files

__all__ = ["rule_pages", "schema_files", "write_or_check"]


def schema_files() -> dict[str, bytes]:
    """Return the JSON Schema of every kind of hand-written file, by file name."""
    from lsparch.emit.json_schema import schema_texts  # noqa: PLC0415

    return {name: text.encode() for name, text in schema_texts().items()}


def rule_pages() -> dict[str, bytes]:
    """Return the page of every rule, and of every code that none has, with their index, by file name."""
    from lsparch.diagnostics.codes import all_codes  # noqa: PLC0415
    from lsparch.rules.catalogue import all_rules  # noqa: PLC0415
    from lsparch.rules.pages import catalogue_pages  # noqa: PLC0415

    return {name: text.encode() for name, text in catalogue_pages(all_rules(), all_codes()).items()}


def write_or_check(outside: Files, folder: Path, files: Mapping[str, bytes], product: str, *, check: bool) -> int:
    """Write generated files, or tell whether they are current.

    Returns
    -------
    int
        1 if they are checked and not current, else 0. Stale files are named on standard output.
    """
    stale = outside.stale(folder, files)
    if not check:
        outside.replace_tree(folder, files, product)
        return 0
    for name in stale:
        sys.stdout.write(f"{folder.name}/{name}: not current\n")
    return int(bool(stale))
