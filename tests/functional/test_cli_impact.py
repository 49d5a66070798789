"""``lsparch impact`` as a whole: output and exit codes."""

import json
from pathlib import Path

import pytest

from lsparch.api.analysis import find_impact
from lsparch.api.platform import open_platform
from tests.functional.conftest import Outcome, Run

ROOT = Path(__file__).parents[2]


def test_what_stops_is_told_with_the_chain(command: Run) -> None:
    outcome = command("impact", "store/db")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == (
        "Environment production, down: store/db\n"
        "\n"
        "  lab      works     Lab Aspect\n"
        "  logging  works     Log collection\n"
        "  store    stops     Catalogue store\n"
        "  web      stops     Web Aspect\n"
        "\n"
        "Stops:\n"
        "  web/route/app: routes web/site\n"
        "      store/db ← web/site ← web/route/app\n"
        "  web/site: connects store/db (catalogue queries)\n"
        "      store/db ← web/site\n"
        "\n"
        "Degrades: nothing\n"
    )


def test_what_is_optional_degrades(command: Run) -> None:
    form = json.loads(command("impact", "lab/hub", "--json").out)
    assert (form["environment"], form["down"]) == ("production", ["lab/hub"])
    assert form["parts"]["web"] == "degrades"
    assert "web/site" in {effect["element"] for effect in form["degrades"]}


def test_a_misspelt_element_is_told_with_what_was_meant(command: Run) -> None:
    message = "lsparch: environment production has no element `store/dbx`; did you mean `store/db` or `store`?\n"
    assert command("impact", "store/dbx") == Outcome(2, "", message)


def test_an_element_of_another_environment_is_told(command: Run) -> None:
    outcome = command("impact", "store/db", "-e", "sandbox")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("lsparch: environment sandbox has no element `store/db`; ")


def test_an_unknown_environment_is_told(command: Run) -> None:
    message = "lsparch: no environment `sandbx`; did you mean `sandbox`?\n"
    assert command("impact", "store/db", "-e", "sandbx") == Outcome(2, "", message)


def test_nothing_down_is_usage(command: Run) -> None:
    outcome = command("impact")
    assert (outcome.code, outcome.out) == (2, "")
    assert "Missing argument 'elements'" in outcome.err


def test_a_part_of_volumes_alone_does_not_work_without_what_serves_them() -> None:
    found = find_impact(open_platform(ROOT), ["external/nfs"], "usdac")
    assert {part: verdict for part, _, verdict in found.verdicts}["workspace"] == "stops"


@pytest.mark.parametrize("element", ["cluster/main", "environment/production"])
def test_with_a_cluster_or_an_environment_goes_all_that_runs_in_it(command: Run, element: str) -> None:
    form = json.loads(command("impact", element, "--json").out)
    assert {element, "store/db", "web/site", "web/route/app"} <= set(form["down"])
    assert set(form["parts"].values()) == {"down"}
    assert {effect["element"] for effect in form["stops"]} <= {"environment/production"}
    assert form["degrades"] == []


@pytest.mark.parametrize("given", ["sandbox", "environment/sandbox"])
def test_an_environment_among_what_is_down_is_told_its_option(command: Run, given: str) -> None:
    message = f"lsparch: `{given}` is an environment, not what is down in one; name it with `-e sandbox`\n"
    assert command("impact", "store/db", given) == Outcome(2, "", message)
