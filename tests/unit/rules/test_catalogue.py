"""Every rule's page is complete, and its examples are true."""

import pytest

from lsparch.k8s.identity import APPLY_ORDER
from lsparch.rules import Rule, Subject, all_rules
from lsparch.rules.catalogue import RULE_MODULE
from lsparch.rules.pages import FAMILIES
from lsparch.rules.rule import SECTIONS
from tests.unit.rules.samples import Sample, examples, marked_lines, run_sample, sample_of

RULES = pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: str(rule.code))


def _is_well_worded(message: str) -> bool:
    """Tell whether a message has no full stop and starts in lower case, or with a kind of Kubernetes object."""
    first = message.partition(" ")[0]
    return not message.endswith(".") and (not first[0].isupper() or first in APPLY_ORDER)


def test_there_are_at_least_forty_rules() -> None:
    assert len(all_rules()) >= 40


def test_codes_are_unique_and_sorted() -> None:
    codes = [rule.code for rule in all_rules()]
    assert codes == sorted(set(codes))


@RULES
def test_the_module_is_named_after_the_code_and_the_class_after_the_fault(rule: Rule) -> None:
    name = type(rule).__module__.rpartition(".")[2]
    match = RULE_MODULE.match(name)
    assert match is not None
    assert f"{match[1]}{match[2]}".upper() == rule.code
    assert type(rule).__name__ == "".join(word.capitalize() for word in name.split("_")[1:])
    assert rule.code[:3] in FAMILIES


@RULES
def test_the_page_has_its_sections_in_order(rule: Rule) -> None:
    assert tuple(rule.sections()) == SECTIONS
    assert rule.page().partition("\n")[0].endswith(".")
    assert all(rule.sections().values())


@RULES
def test_the_example_gives_exactly_the_marked_findings(rule: Rule) -> None:
    blocks = examples(rule.sections()["Example"])
    assert blocks, "the page has no example"
    for block in blocks:
        expected = marked_lines(block, rule.code)
        assert expected, "no line of the example is marked"
        found = run_sample(sample_of(block, objects=rule.subject is Subject.OBJECTS)).findings
        mine = [f for f in found if f.code == rule.code]
        assert sorted({f.place.line for f in mine}) == expected, "\n".join(f"{f.place} {f.message}" for f in mine)
        assert all(f.severity is rule.severity for f in mine)
        assert [f.message for f in mine if not _is_well_worded(f.message)] == []


@RULES
def test_what_to_use_instead_is_clean(rule: Rule) -> None:
    blocks = examples(rule.sections()["Use instead"])
    assert blocks, "the page has no remedy"
    for block in blocks:
        found = run_sample(sample_of(block, objects=rule.subject is Subject.OBJECTS)).findings
        assert [(f.place, f.message) for f in found if f.code == rule.code] == []


def test_all_rules_are_silent_on_the_small_clean_model() -> None:
    assert run_sample(Sample({})).findings == ()
