"""Findings say what was probably meant, and show both ends."""

from lsparch.diagnostics import Finding
from lsparch.rules import Subject, rule_by_code
from tests.unit.rules.samples import examples, run_sample, sample_of


def _found(code: str) -> list[Finding]:
    rule = rule_by_code(code)
    assert rule is not None
    block = examples(rule.sections()["Example"])[0]
    sample = sample_of(block, objects=rule.subject is Subject.OBJECTS)
    return [finding for finding in run_sample(sample).findings if finding.code == code]


def test_a_wrong_target_port_names_the_port_that_was_meant_and_where_ports_are_declared() -> None:
    (finding,) = _found("REF011")
    assert finding.help == "did you mean `http`?"
    assert [related.message for related in finding.related] == ["ports: http (8080)"]


def test_a_selector_that_misses_names_the_label_that_was_meant() -> None:
    (finding,) = _found("REF012")
    assert finding.help == "did you mean `app=tap`?"


def test_a_dependence_is_explained_by_its_chain() -> None:
    (finding,) = _found("AVL004")
    assert finding.message == "portal/web stops when notebook is down: portal/web → notebook/hub"


def test_a_circle_shows_its_whole_way() -> None:
    (finding,) = _found("NET006")
    assert finding.message == "portal/web → portal/back → portal/web is a circle of required connections"


def test_a_registry_that_fills_up_says_when_it_is_full() -> None:
    (finding,) = _found("IMG003")
    assert finding.message.endswith("the registry grows by 3 GB a day and is full in 165 days")
