"""``lsparch render`` as a whole: what is refused."""

import pytest

from tests.functional.conftest import Outcome, Run


@pytest.mark.parametrize(
    ("given", "advice"), [("productoin", "did you mean `production`?"), ("moon", "known: production, sandbox")]
)
def test_an_unknown_environment_is_told_without_a_word_of_files(command: Run, given: str, advice: str) -> None:
    assert command("render", given) == Outcome(2, "", f"lsparch: no environment `{given}`; {advice}\n")


def test_manifests_are_not_drawn(command: Run) -> None:
    outcome = command("render", "./checks")
    assert (outcome.code, outcome.err) == (
        2,
        "lsparch: ./checks: this release draws environments of the model, not manifests\n",
    )
