"""``lsparch capacity`` as a whole: output and exit codes."""

import json

from tests.functional.conftest import Outcome, Run


def test_what_is_asked_and_what_there_is_stand_side_by_side(command: Run) -> None:
    outcome = command("capacity", "production")
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[0] == "cluster/main: production and sandbox"
    assert lines[2] == "At rest"
    assert lines[3].split() == ["pool", "nodes", "needed", "cores", "memory", "disk"]
    assert lines[4].split()[:3] == ["general", "4", "1"]
    assert "Volumes" in lines
    assert lines[-1].startswith("Registry: ")


def test_pods_that_find_no_place_are_told_and_the_exit_code_is_1(command: Run) -> None:
    outcome = command("capacity", "production", "--alone", "--share", "1")
    assert outcome.code == 1
    assert "  ! web/site: " in outcome.out
    assert "no node that takes it is big enough" in outcome.out


def test_json_has_both_cases_in_base_units(command: Run) -> None:
    form = json.loads(command("capacity", "production", "--alone", "--json").out)
    assert (form["cluster"], form["environments"]) == ("main", ["production"])
    (pool,) = form["rest"]["pools"]
    assert pool["asked"]["cpu_milli"] < pool["has"]["cpu_milli"]
    assert form["peak"]["shortages"] == []


def test_an_unknown_environment_is_told(command: Run) -> None:
    message = "lsparch: no environment `productio`; did you mean `production`?\n"
    assert command("capacity", "productio") == Outcome(2, "", message)
