"""``lsparch audit``: the security inventory of an environment."""

from enum import StrEnum
from typing import Annotated

import typer

from lsparch.cli.output import ModelOption, opened_platform

__all__ = ["audit"]


class Form(StrEnum):
    """How the inventory is printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def audit(
    environment: Annotated[str, typer.Argument(help="Environment.")],
    form: Annotated[Form, typer.Option("--format", help="How the inventory is printed.")] = Form.TEXT,
    model: ModelOption = None,
) -> None:
    """Print the security inventory: exposure, privileges, rights, secrets, egress, policies, exceptions, images."""
    from lsparch.api.audit import audit_platform  # noqa: PLC0415
    from lsparch.emit.report_audit import AuditFormat, report_audit  # noqa: PLC0415

    found = audit_platform(opened_platform(model), environment)
    typer.echo(report_audit(found, AuditFormat(form.value)), nl=False)
