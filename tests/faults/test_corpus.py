"""Every fault of the corpus is found, at its place, in these words; and nothing else is."""

from collections import Counter
from pathlib import Path

import pytest

from lsparch.diagnostics import Finding, Severity
from tests.faults.corpus import Case, base_files, cases, faulty_files, findings_of, new_findings, shown

MISSES = Path(__file__).parent / "MISSES.md"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Finding, ...]:
    """Return what is found in the platform without a fault."""
    folder = tmp_path_factory.mktemp("sound")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return findings_of(base_files(), folder)


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_sound_platform_has_no_error(sound: tuple[Finding, ...]) -> None:
    assert [shown(finding) for finding in sound if finding.severity is Severity.ERROR] == []


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_a_fault_is_found(case: Case, sound: tuple[Finding, ...], tmp_path: Path) -> None:
    found = findings_of(faulty_files(case), tmp_path)
    assert [shown(finding) for finding in new_findings(found, sound)] == list(case.expect)


def test_ids_of_cases_are_unique() -> None:
    assert [name for name, count in Counter(case.id for case in cases()).items() if count > 1] == []


def test_every_miss_is_published_and_nothing_else() -> None:
    published = {line.split("`")[1] for line in MISSES.read_text(encoding="utf-8").splitlines() if line[:3] == "- `"}
    assert published == {case.id for case in cases() if not case.expect}
