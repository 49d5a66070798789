"""A skip is a failure in continuous integration, and only there."""

from pathlib import Path

import pytest

from tests.support.scheduling import group_of

pytest_plugins = ["pytester"]

SKIPPING = """
import pytest

def test_passes():
    pass

@pytest.mark.skip(reason="no tool")
def test_marked():
    pass

def test_calls():
    pytest.skip("no cluster")
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(test_skipping=SKIPPING)
    pytester.makepyfile(test_module="import pytest\npytest.skip('no module', allow_module_level=True)\n")
    return pytester


def test_skips_fail_in_ci(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    result = project.runpytest_subprocess("--continue-on-collection-errors", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, failed=1, errors=2)  # a marked test is skipped while it is set up
    result.stdout.fnmatch_lines_random(["*CI does not allow*no tool*", "*CI does not allow*no cluster*"])
    result.stdout.fnmatch_lines_random(["*CI does not allow*no module*"])


def test_skips_stay_skips_elsewhere(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    result = project.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, skipped=3)


def test_tests_that_share_what_is_deployed_run_in_one_process() -> None:
    shared = ["tests/e2e/test_apply.py::test_a[usdac]", "tests/e2e/test_prune.py::test_b"]
    assert {group_of(test) for test in shared} == {"deployed environments"}
    alone = [
        "tests/e2e/test_change.py::test_a[x]",
        "tests/e2e/test_change.py::test_b",
        "tests/e2e/test_recipe.py::test_c",
    ]
    assert [group_of(test) for test in alone] == [test.partition("::")[0] for test in alone]
    others = ["tests/test_conftest.py::test_d", "tests/test_conftest.py::test_e", "tests/e2e/test_arrows.py::test_f"]
    assert [group_of(test) for test in others] == others
