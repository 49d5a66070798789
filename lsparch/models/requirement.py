"""``checks/requirements.yaml``: every statement of the seed document, and what became of it."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import ConfigDict, Field, Strict, model_validator

from lsparch.models.constraints import exactly_one, given
from lsparch.models.element import FirstFormat, Language, Text

__all__ = ["OpenQuestion", "Reference", "Requirement", "RequirementClass", "RequirementsFile"]

Reference = Annotated[
    str,
    Strict(),
    Field(pattern=r"^(rule:[a-z0-9-]+|[A-Z]{3}[0-9]{3}|[a-z][a-z0-9-]*(/[a-z0-9][a-z0-9.-]*)*)$"),
]
"""The id of a model element, such as ``portal/firefly``, or the code of a rule, such as ``NET001``."""


class RequirementClass(StrEnum):
    """What kind of statement a line is."""

    CHECKABLE = "checkable"
    """A fact or wish that the model states, or that a rule can test."""

    DECISION = "decision"
    """Something decided, or to be decided."""

    MILESTONE = "milestone"
    """Something with a date."""

    ROLE = "role"
    """Who is responsible for what."""

    PROCESS = "process"
    """How people work."""

    CONTEXT = "context"
    """A heading, reason or observation: nothing can satisfy it."""


class OpenQuestion(Language):
    """A statement that leaves something undecided."""

    decides: Text = Field(description="Who decides, as the seed names them: a team by id, a person, or unstated.")
    by: Text = Field(description="By when, as the seed says, or unstated.")
    note: Text = Field(description="What is open, and how the model shows it until then.")
    see: tuple[Reference, ...] = Field(default=(), description="Elements, options or rules that show the question.")


class Requirement(Language):
    """One line of the seed that is not empty."""

    line: Annotated[int, Strict(), Field(ge=1)] = Field(
        description="Number of the line, from 1, counting lines that are not empty."
    )
    digest: Annotated[str, Strict(), Field(pattern=r"^[0-9a-f]{12}$")] = Field(
        description="First 12 hexadecimal digits of the SHA-256 of the line without surrounding blanks."
    )
    says: Text = Field(description="The statement in our own words.")
    class_: RequirementClass = Field(description="What kind of statement it is.")
    satisfied_by: tuple[Reference, ...] = Field(
        default=(), description="Model elements that state it and rules that test it; together they satisfy it."
    )
    open: OpenQuestion | None = Field(default=None, description="What is undecided, who decides, and when.")
    context: Text | None = Field(default=None, description="Why there is nothing to satisfy.")

    model_config = ConfigDict(
        json_schema_extra={
            **exactly_one(given("satisfied-by", empty=False), given("open"), given("context")),
            "if": given("context"),
            "then": {"properties": {"class": {"const": "context"}}},
            "else": {"properties": {"class": {"not": {"const": "context"}}}},
        }
    )

    @model_validator(mode="after")
    def _has_one_outcome(self) -> Self:
        outcomes = [bool(self.satisfied_by), self.open is not None, self.context is not None]
        if sum(outcomes) != 1:
            raise ValueError("exactly one of satisfied-by, open and context is wanted")
        if (self.class_ is RequirementClass.CONTEXT) != (self.context is not None):
            raise ValueError("context is for the class context, and for it alone")
        return self


class RequirementsFile(Language):
    """All statements of the seed, in its order."""

    requirements: FirstFormat = Field(description="Version of this format.")
    statements: tuple[Requirement, ...] = Field(description="One entry per line of the seed that is not empty.")

    @model_validator(mode="after")
    def _numbers_lines_without_gaps(self) -> Self:
        for number, statement in enumerate(self.statements, start=1):
            if statement.line != number:
                raise ValueError(f"statement {number} has the line {statement.line}: lines are numbered without gaps")
        return self
