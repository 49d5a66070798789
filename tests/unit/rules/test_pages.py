"""Pages of the catalogue."""

from pathlib import Path

from lsparch.diagnostics.codes import all_codes
from lsparch.rules import all_rules, catalogue_pages, rule_by_code, rule_page, rules_answering

_CATALOGUE = Path(__file__).parents[3] / "checks" / "catalogue"


def test_the_committed_catalogue_is_up_to_date() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in _CATALOGUE.glob("*.md")}
    assert committed == catalogue_pages(all_rules(), all_codes())


def test_a_page_begins_with_code_and_title_and_has_the_example() -> None:
    rule = rule_by_code("ref010")
    assert rule is not None
    page = rule_page(rule)
    assert page.startswith("# REF010: A health probe names a port that its container does not declare\n")
    assert "## Example\n\n```yaml\napiVersion: v1\n" in page


def test_the_index_links_every_rule() -> None:
    index = catalogue_pages(all_rules(), all_codes())["README.md"]
    assert all(f"[{rule.code}]({rule.code}.md)" in index for rule in all_rules())


def test_a_requirement_finds_the_rules_that_test_it() -> None:
    assert [rule.code for rule in rules_answering("portal-independent-of-notebook")] == ["AVL004"]
