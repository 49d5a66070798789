"""Pages of the rule catalogue, in Markdown, from the docstrings of the rules."""

from collections.abc import Sequence

from lsparch.rules.rule import Rule

__all__ = ["FAMILIES", "catalogue_pages", "rule_page"]

FAMILIES = {
    "AVL": "Availability",
    "DAT": "Data",
    "ENV": "Environments",
    "FOR": "Foreign parts",
    "GOV": "Governance",
    "IMG": "Images",
    "LOG": "Logging",
    "MOV": "Renamed elements",
    "NAM": "Names",
    "NET": "Network",
    "OBJ": "Objects",
    "PAT": "Patches",
    "REF": "References",
    "RES": "Resources",
    "ROU": "Routes",
    "SEC": "Secrets and security",
    "VER": "Versions",
    "WAI": "Waivers",
}
"""Families of rules by the first three letters of their codes."""


def rule_page(rule: Rule) -> str:
    """Return the page of one rule."""
    parts = [f"# {rule.code}: {rule.title()}\n"]
    family = FAMILIES[rule.code[:3]]
    parts.append(
        f"{family} · looks at: {rule.subject.value} · severity: {rule.severity.value} unless policy says else\n"
    )
    parts.extend(f"## {name}\n\n{text}\n" for name, text in rule.sections().items())
    if rule.answers:
        parts.append(f"Requirements: {', '.join(f'`rule:{name}`' for name in rule.answers)}\n")
    return "\n".join(parts)


def catalogue_pages(rules: Sequence[Rule]) -> dict[str, str]:
    """Return every page of the catalogue, and its index, by file name."""
    pages = {f"{rule.code}.md": rule_page(rule) for rule in rules}
    pages["README.md"] = _index(rules)
    return pages


def _index(rules: Sequence[Rule]) -> str:
    lines = ["# Rules", "", f"{len(rules)} rules. Generated from their docstrings; do not edit.", ""]
    for family, name in FAMILIES.items():
        members = [rule for rule in rules if rule.code.startswith(family)]
        if members:
            lines += [f"## {name}", "", "| code | fault | looks at | severity |", "|---|---|---|---|"]
            lines += [
                f"| [{rule.code}]({rule.code}.md) | {rule.title()} | {rule.subject.value} | {rule.severity.value} |"
                for rule in members
            ]
            lines.append("")
    return "\n".join(lines)
