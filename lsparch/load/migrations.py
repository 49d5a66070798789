"""Migrations: raising a model to the newest format, line by line, so that comments and layout stay."""

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from lsparch.diagnostics import Finding, LsparchError, Place, UnreadableInputError
from lsparch.load.workspace import FORMAT
from lsparch.models.files import MODEL_FILES
from lsparch.yaml import Dialect, YamlMap, read

__all__ = ["migrate"]

SCHEMA_LINE = "# yaml-language-server: $schema="


def migrate(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    """Return the files of a model that a migration changes, in their new form.

    Parameters
    ----------
    files
        Content of every file of the model, by name.
    folder
        Name of the model folder.

    Returns
    -------
    dict
        New content of the files that change; empty if the model is in the newest format.

    Raises
    ------
    UnreadableInputError
        If a file is no YAML.
    LsparchError
        If the model is of a newer format, or has no platform file.
    """
    texts = {name: data for name, data in files.items() if _is_of_the_model(PurePosixPath(name), folder)}
    roots, findings = _read(texts)
    if findings:
        raise UnreadableInputError(findings)
    platform = next((name for name, root in roots.items() if "platform" in root), None)
    if platform is None:
        raise LsparchError(f"{folder}: no platform file, so no format to migrate")
    current = roots[platform].get("format", 0)
    if not isinstance(current, int) or current > FORMAT:
        raise LsparchError(f"{platform}: format {current} is not known; this release reads up to {FORMAT}")
    changed = dict(texts)
    for number in range(current, FORMAT):
        changed = _STEPS[number](changed, roots, folder)
    return {name: data for name, data in changed.items() if data != files[name]}


def _is_of_the_model(name: PurePosixPath, folder: str) -> bool:
    """Tell whether a file is one of the model itself, not a text or a manifest of others that it names."""
    return name.suffix in {".yaml", ".yml"} and not name.is_relative_to(PurePosixPath(folder) / "files")


def _read(texts: Mapping[str, bytes]) -> tuple[dict[str, YamlMap], list[Finding]]:
    roots: dict[str, YamlMap] = {}
    findings: list[Finding] = []
    for name, data in texts.items():
        result = read(data, name, Dialect.MODEL)
        findings.extend(result.findings)
        root = result.documents[0].root if result.documents else None
        if isinstance(root, YamlMap):
            roots[name] = root
    return roots, findings


def _number_the_format(texts: dict[str, bytes], roots: Mapping[str, YamlMap], folder: str) -> dict[str, bytes]:
    """Format 0 to 1: the platform file says its format, and every file names its schema."""
    migrated = {}
    for name, data in texts.items():
        root = roots.get(name)
        key = next(iter(root), "") if root else ""
        lines = data.decode().splitlines(keepends=True)
        if root is not None and key == "platform" and "format" not in root:
            at = Place(name, *root.values_at[key]).line
            lines.insert(at, "format: 1\n")
        if key in MODEL_FILES and not any(SCHEMA_LINE in line for line in lines[:3]):
            depth = len(PurePosixPath(name).relative_to(folder).parts)
            lines.insert(0, f"{SCHEMA_LINE}{'../' * depth}schemas/{key}.schema.json\n")
        migrated[name] = "".join(lines).encode()
    return migrated


_STEPS: tuple[Callable[[dict[str, bytes], Mapping[str, YamlMap], str], dict[str, bytes]], ...] = (_number_the_format,)
"""The step from each format to the next."""
