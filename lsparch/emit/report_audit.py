"""The security inventory as text, Markdown and JSON."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from typing import assert_never

from lsparch.analysis.audit import Audit
from lsparch.emit.audit_tables import AuditTable, audit_facts, audit_tables

__all__ = ["AuditFormat", "markdown_table", "markdown_text", "report_audit"]

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&#])")


class AuditFormat(StrEnum):
    """How an inventory is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def report_audit(audit: Audit, form: AuditFormat) -> str:
    """Return the inventory as a document."""
    match form:
        case AuditFormat.TEXT:
            return _text(audit)
        case AuditFormat.MARKDOWN:
            return _markdown(audit)
        case AuditFormat.JSON:
            data = asdict(audit)
            data["sign_off"]["verdict"] = audit.sign_off.verdict
            return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
        case _:
            assert_never(form)


def _text(audit: Audit) -> str:
    facts = audit_facts(audit)
    width = max(len(name) for name, _ in facts)
    lines = [f"Security inventory of {audit.environment}", ""]
    lines += [f"{name:{width}}  {value}" for name, value in facts]
    for table in audit_tables(audit):
        lines += ["", f"{table.heading} ({len(table.rows)})", "-" * len(table.heading), table.intro, ""]
        lines += _text_rows(table) if table.rows else [table.empty]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _text_rows(table: AuditTable) -> Iterator[str]:
    """Iterate over lines: the first cells as a title, each other below with the name of its column."""
    for row in table.rows:
        yield "  ".join(cell for cell in row[: table.named_by] if cell)
        for name, cell in zip(table.columns[table.named_by :], row[table.named_by :], strict=True):
            if cell:
                yield f"    {name.lower()}: {', '.join(cell.splitlines())}"


def _markdown(audit: Audit) -> str:
    facts = AuditTable("", "", ("", ""), audit_facts(audit), "")
    lines = [f"# Security inventory of {markdown_text(audit.environment)}", "", *_markdown_rows(facts)]
    for table in audit_tables(audit):
        lines += ["", f"## {table.heading}", "", markdown_text(table.intro), ""]
        lines += _markdown_rows(table) if table.rows else [table.empty]
    return "".join(f"{line}\n" for line in lines)


def _markdown_rows(table: AuditTable) -> Iterator[str]:
    yield from markdown_table(table.columns, table.rows)


def markdown_table(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    """Iterate over the lines of a Markdown table; cells are plain text and form no markup."""
    yield f"| {' | '.join(columns)} |"
    yield f"|{' --- |' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(markdown_text(cell) for cell in row)} |"


def markdown_text(text: str) -> str:
    """Return a text as Markdown that forms no markup, on one line."""
    return "<br>".join(_SPECIAL.sub(r"\\\1", line) for line in text.splitlines())
