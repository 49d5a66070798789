"""Running rules: severities, waivers, order."""

from datetime import date

import pytest

from lsparch.diagnostics import Severity, same_everywhere
from lsparch.rules import Policy, default_policy, load_policy, run_rules
from tests.unit.rules.samples import BASE, Sample, run_sample, subjects_of

_UNUSED = {
    "model/images.yaml": BASE["model/images.yaml"]
    + "  old: {title: Old, repository: portal/old}\n  older: {title: Older, repository: portal/older}\n"
}
_WAIVER = "policy: 1\nwaivers:\n  - {rule: IMG001, where: image/old*, because: soon, owner: ops, permanent: true}\n"
_ENDING = 'policy: 1\nwaivers:\n  - {rule: IMG001, where: image/old*, because: soon, owner: ops, until: "2026-06-30"}\n'


def _policy(text: str) -> Policy:
    policy, findings = load_policy(text.encode(), "checks/policy.yaml")
    assert policy is not None, findings
    return policy


def test_policy_changes_the_severity() -> None:
    found = run_sample(Sample(_UNUSED, "policy: 1\nrules: {IMG001: error}\n")).findings
    assert [(f.code, f.severity) for f in found] == [("IMG001", Severity.ERROR)] * 2


def test_policy_drops_what_it_ignores() -> None:
    assert run_sample(Sample(_UNUSED, "policy: 1\nrules: {IMG001: ignore}\n")).findings == ()


@pytest.mark.parametrize(("kind", "expected"), [("integration", 0), ("operational", 1)])
def test_severity_depends_on_the_kind_of_environment(kind: str, expected: int) -> None:
    files = {
        "model/environments/main.yaml": BASE["model/environments/main.yaml"] + f"kind: {kind}\n",
        "model/aspects/portal.yaml": BASE["model/aspects/portal.yaml"].replace("health: /portal/health, ", ""),
    }
    found = run_sample(Sample(files, "policy: 1\nrules: {RES002: {integration: ignore}}\n")).findings
    assert len([f for f in found if f.code == "RES002"]) == expected


def test_a_waiver_removes_every_finding_that_it_covers() -> None:
    result = run_sample(Sample(_UNUSED, _WAIVER))
    assert result.findings == ()
    assert [f.element for f in result.waived] == ["image/old", "image/older"]


def test_an_expired_waiver_no_longer_covers_and_is_reported_at_its_place() -> None:
    found = run_sample(Sample(_UNUSED, _ENDING)).findings
    assert [f.code for f in found] == ["WAI002", "IMG001", "IMG001"]
    assert str(found[0].place) == "checks/policy.yaml:3:5"


def test_a_waiver_holds_on_its_last_day() -> None:
    subjects = subjects_of(_UNUSED)
    on_the_day = run_rules(subjects, policy=_policy(_ENDING), as_of=date(2026, 6, 30))
    assert [f.code for f in on_the_day.findings] == ["WAI003"]
    the_day_after = run_rules(subjects, policy=_policy(_ENDING), as_of=date(2026, 7, 1))
    assert "IMG001" in {f.code for f in the_day_after.findings}


def test_a_waiver_for_an_unknown_rule_is_reported() -> None:
    text = _WAIVER.replace("IMG001", "IMG999")
    assert [f.code for f in run_sample(Sample({}, text)).findings] == ["WAI001"]


def test_a_waiver_is_not_called_unused_when_its_environment_was_not_checked() -> None:
    subjects = subjects_of({})
    text = "policy: 1\nwaivers:\n  - {rule: RES002, where: x, because: why, owner: ops, permanent: true}\n"
    partly = run_rules(subjects_of({}, environments=()), policy=_policy(text), as_of=date(2026, 1, 1))
    assert partly.findings == ()
    wholly = run_rules(subjects, policy=_policy(text), as_of=date(2026, 1, 1))
    assert [f.code for f in wholly.findings] == ["WAI001"]


def test_two_runs_give_the_same_findings() -> None:
    first, second = (run_rules(subjects_of(_UNUSED), policy=default_policy(), as_of=date(2026, 1, 1)) for _ in "ab")
    assert first == second
    assert list(first.findings) == sorted(first.findings, key=lambda f: f.sort_key)


def test_a_policy_that_does_not_fit_says_where() -> None:
    policy, findings = load_policy(b"policy: 1\nwaivers:\n  - {rule: IMG001, where: x}\n", "checks/policy.yaml")
    assert policy is None
    assert {f.place.line for f in findings} == {3}


def test_a_waiver_needs_exactly_one_kind_of_end() -> None:
    both = _WAIVER.replace("permanent: true", 'permanent: true, until: "2027-01-01"')
    assert load_policy(both.encode(), "p.yaml")[0] is None


def test_the_same_fault_in_several_environments_is_read_once() -> None:
    files = {
        "model/environments/second.yaml": BASE["model/environments/main.yaml"]
        .replace("main", "second", 1)
        .replace("main.example", "second.example"),
        "model/aspects/portal.yaml": BASE["model/aspects/portal.yaml"].replace("health: /portal/health, ", ""),
    }
    found = run_sample(Sample(files)).findings
    assert [(f.code, f.environment) for f in found] == [("RES002", "main"), ("RES002", "second")]
    assert [f.environment for f in same_everywhere(found)] == ["main, second"]
