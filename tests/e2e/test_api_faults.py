"""Single faults: nothing that a schema or a real API server sees is missed by `lsparch check`, which sees more.

The list of faults is data, and frozen (`tests/e2e/api_faults.yaml`); the table that comes out is published.
"""

from pathlib import Path

import pytest

from tests.e2e.api_faults import DOCUMENT, ENVIRONMENTS, HARMLESS, Folder, Verdict, document, judge
from tests.e2e.testbed import Testbed

_CONTRADICTIONS = {
    "limit-range-default",
    "listener-http-tls",
    "listener-twice",
    "recreate-and-rolling",
    "toleration-exists-value",
    "variable-value-and-source",
    "volume-kinds-both",
}
"""Faults where two values of one object contradict each other; they are told at the other of the two."""


@pytest.fixture(scope="module")
def judged(testbed: Testbed, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Folder, list[Verdict]]]:
    """Show all faults to the schemas, to the API server and to lsparch."""
    return {name: judge(testbed, name, tmp_path_factory.mktemp(f"faults-{name}")) for name in ENVIRONMENTS}


@pytest.fixture(scope="module")
def verdicts(judged: dict[str, tuple[Folder, list[Verdict]]]) -> list[Verdict]:
    return [one for _, found in judged.values() for one in found]


def test_clean_configurations_give_nothing_but_what_is_declared(
    judged: dict[str, tuple[Folder, list[Verdict]]],
) -> None:
    found = {name: sorted({one.code for one in folder.clean}) for name, (folder, _) in judged.items()}
    assert found == {name: [] if name == "written" else ["SEC011"] for name in ENVIRONMENTS}


def test_nothing_that_a_schema_refuses_is_missed(verdicts: list[Verdict]) -> None:
    refused = [one for one in verdicts if one.schema == "refused"]
    assert refused
    assert [one.fault.id for one in refused if not one.findings] == []


def test_nothing_that_the_api_server_refuses_or_warns_of_is_missed(verdicts: list[Verdict]) -> None:
    seen = [one for one in verdicts if one.server != "accepted" and not one.fault.changes]
    assert len(seen) > len([one for one in verdicts if one.schema == "refused"])
    assert [(one.fault.id, one.message) for one in seen if not one.findings] == []


def test_changes_that_the_api_server_refuses_are_told_by_the_difference(verdicts: list[Verdict]) -> None:
    changes = {one.fault.id: (one.server, one.meaning) for one in verdicts if one.fault.changes}
    assert changes
    assert {name: told for name, told in changes.items() if told[1] not in {"recreate", "loses-data"}} == {}
    assert {server for server, _ in changes.values()} == {"refused"}


def test_what_the_api_server_accepts_is_found_but_for_what_is_harmless(verdicts: list[Verdict]) -> None:
    accepted = [one for one in verdicts if one.server == "accepted"]
    assert {one.fault.id for one in accepted if one.missed} == set(HARMLESS)


def test_what_the_api_server_refuses_in_an_object_is_told_at_its_place(verdicts: list[Verdict]) -> None:
    refused = [one for one in verdicts if one.server == "refused" and not one.fault.changes]
    assert {one.fault.id for one in refused if not one.pointed} == _CONTRADICTIONS


def test_the_published_table_is_what_comes_out(verdicts: list[Verdict]) -> None:
    assert Path(DOCUMENT).read_text(encoding="utf-8") == document(verdicts)
