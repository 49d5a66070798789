"""Faulty platforms: the small one, with one fault put in, and what must be found."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from lsparch.api import open_platform
from lsparch.api.check import check_platform
from lsparch.diagnostics import Finding, UnreadableInputError
from lsparch.load.single import load_file
from lsparch.models.drift_policy import DriftPolicyFile
from lsparch.models.requirement import RequirementsFile
from lsparch.yaml import Dialect, read
from tests.support.small import small_files

__all__ = ["AS_OF", "Case", "base_files", "cases", "faulty_files", "findings_of", "new_findings", "shown"]

HERE = Path(__file__).parent
AS_OF = date(2026, 11, 1)
"""Day on which exceptions are judged."""


@dataclass(frozen=True, slots=True)
class Case:
    """One fault."""

    group: str
    """Kind of file that it is in."""

    name: str
    operator: str
    """How the fault was put in."""

    wrong: str
    """What a reader would say is wrong; written before any message was seen."""

    edits: tuple[Mapping[str, Any], ...]
    file: str
    """File that is edited where an edit names none."""

    expect: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.group}/{self.name}"


@cache
def cases() -> tuple[Case, ...]:
    """Return all cases, in the order of the files."""
    return tuple(case for path in sorted((HERE / "cases").glob("*.yaml")) for case in _cases(path))


def _cases(path: Path) -> Iterator[Case]:
    result = read(path.read_bytes(), path.name, Dialect.MODEL)
    faults = [finding for finding in result.findings if "NUL" not in finding.message]  # which cases put into files
    assert not faults, faults
    root = result.documents[0].root
    for case in root["cases"]:
        yield Case(
            path.stem, case["name"], case["operator"], case["wrong"], tuple(case["edit"]), root["file"],
            tuple(case.get("expect", ())),
        )  # fmt: skip


@cache
def _base() -> Mapping[str, bytes]:
    base = HERE / "base"
    own = {p.relative_to(base).as_posix(): p.read_bytes() for p in sorted(base.rglob("*")) if p.is_file()}
    return {**small_files(), **own}


def base_files() -> dict[str, bytes]:
    """Return the files of the platform into which faults are put: the small one, and one file of every other kind."""
    return dict(_base())


def faulty_files(case: Case) -> dict[str, bytes]:
    """Return the files of the platform with the fault of a case."""
    files = base_files()
    for edit in case.edits:
        match edit:
            case {"replace": str(old), "with": str(new)}:
                name = edit.get("in", case.file)
                text = files[name].decode()
                assert text.count(old) == 1, f"{case.id}: {old!r} occurs {text.count(old)} times in {name}"
                files[name] = text.replace(old, new + edit.get("then", "") * edit.get("times", 0)).encode()
            case {"write": str(name), "text": str(text)}:
                files[name] = text.encode()
            case {"write": str(name), "hex": str(digits)}:
                files[name] = bytes.fromhex(digits)
            case {"copy": str(name), "to": str(copy)}:
                files[copy] = files[name]
            case {"delete": str(name)}:
                del files[name]
            case _:
                raise AssertionError(f"{case.id}: unknown edit {edit}")
    return files


def findings_of(files: Mapping[str, bytes], folder: Path) -> tuple[Finding, ...]:
    """Return what is found in a platform: by reading, by resolving every environment, and by the rules.

    Parameters
    ----------
    files
        Its files.
    folder
        Empty folder to which they are written; it must be the working directory.
    """
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    beside = [finding for name in sorted(files) for finding in _beside_the_model(name, files[name])]
    try:
        return (*beside, *check_platform(open_platform(folder), as_of=AS_OF).findings)
    except UnreadableInputError as error:
        return (*beside, *error.findings)


def _beside_the_model(name: str, data: bytes) -> list[Finding]:
    """Return what is found in a file that ``check`` does not read."""
    match name:
        case "checks/requirements.yaml":
            return load_file(RequirementsFile, data, name)[2]
        case "checks/drift.yaml":
            return load_file(DriftPolicyFile, data, name)[2]
        case _:
            return []


def new_findings(found: tuple[Finding, ...], before: tuple[Finding, ...]) -> list[Finding]:
    """Return the findings that the sound platform does not have; where things stand does not matter."""
    known = Counter(map(_said, before))
    new = []
    for finding in found:
        known[_said(finding)] -= 1
        if known[_said(finding)] < 0:
            new.append(finding)
    return new


def _said(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.message, finding.environment


def shown(finding: Finding) -> str:
    """Return a finding as the cases write it."""
    where = f" [{finding.environment}]" if finding.environment else ""
    return f"{finding.place} {finding.code} {finding.message}{where}"
