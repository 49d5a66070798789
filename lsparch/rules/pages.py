"""Pages of the catalogue, in Markdown: of rules, from their docstrings, and of the codes that no rule has."""

from collections.abc import Mapping, Sequence

from lsparch.diagnostics.codes import Code
from lsparch.rules.rule import Rule

__all__ = ["FAMILIES", "catalogue_pages", "code_page", "rule_page"]

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


def code_page(code: Code, teller: str) -> str:
    """Return the page of a code that no rule has.

    Parameters
    ----------
    code
        The code.
    teller
        What tells it, as a heading.
    """
    head = f"{teller} · no rule, so that policy does not change its severity: {code.severity}"
    parts = (f"# {code.code}: {code.title}", head, "## Why is this bad", code.why, "## What to do", code.remedy)
    return "\n\n".join(parts) + "\n"


def catalogue_pages(rules: Sequence[Rule], codes: Mapping[str, Sequence[Code]]) -> dict[str, str]:
    """Return every page of the catalogue, and its index, by file name.

    Parameters
    ----------
    rules
        All rules.
    codes
        Codes that no rule has, by what tells them.
    """
    pages = {f"{rule.code}.md": rule_page(rule) for rule in rules}
    pages |= {f"{code.code}.md": code_page(code, teller) for teller, members in codes.items() for code in members}
    pages["README.md"] = _index(rules, codes)
    return pages


def _index(rules: Sequence[Rule], codes: Mapping[str, Sequence[Code]]) -> str:
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
    return "\n".join([*lines, *_index_of_codes(codes)])


def _index_of_codes(codes: Mapping[str, Sequence[Code]]) -> list[str]:
    number = sum(map(len, codes.values()))
    lines = ["# Codes that no rule has", "", f"{number} codes, told by readers and commands.", ""]
    for teller, members in codes.items():
        lines += [f"## {teller}", "", "| code | fault | severity |", "|---|---|---|"]
        lines += [f"| [{code.code}]({code.code}.md) | {code.title} | {code.severity} |" for code in members]
        lines.append("")
    return lines
