"""``checks/policy.yaml``: how severe each rule is, what every environment must have, and declared exceptions."""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Discriminator, Field, Strict, Tag, model_validator

from lsparch.models.constraints import exactly_one, given
from lsparch.models.element import Bool, Count, Date, FirstFormat, Id, Language, Text

__all__ = ["Level", "PolicyFile", "RuleCode", "RuleLevels", "Waiver"]

RuleCode = Annotated[str, Strict(), Field(pattern=r"^[A-Z]{3}[0-9]{3}$")]
"""Code of a rule, such as ``NET001``."""

Level = Literal["error", "warning", "note", "ignore"]
"""Severity of a rule's findings; ``ignore`` drops them."""


class RuleLevels(Language):
    """Severity of one rule by kind of environment; where nothing is said, that of the rule itself."""

    sandbox: Level | None = Field(None, description="In sandboxes.")
    integration: Level | None = Field(None, description="In integration environments.")
    validation: Level | None = Field(None, description="In validation environments.")
    commissioning: Level | None = Field(None, description="In commissioning environments.")
    operational: Level | None = Field(None, description="In operational environments.")
    model: Level | None = Field(None, description="Where the finding concerns no environment in particular.")

    def of(self, kind: str) -> Level | None:
        """Return the level for a kind of environment, or for ``model``."""
        found: Level | None = getattr(self, kind, None)
        return found


def _shape(value: object) -> str:
    return "each" if isinstance(value, dict | Language) else "all"


Levels = Annotated[Annotated[Level, Tag("all")] | Annotated[RuleLevels, Tag("each")], Discriminator(_shape)]


class Waiver(Language):
    """A declared exception from a rule: exactly one of until and permanent."""

    rule: RuleCode = Field(description="Code of the rule.")
    where: Text = Field(description="Element that is excepted, by id; `*` and `?` stand for any characters.")
    environment: Id | None = Field(None, description="Environment in which it holds; every one when not given.")
    because: Text = Field(description="Reason.")
    owner: Text = Field(description="Team that answers for it.")
    until: Date | None = Field(None, description="Last day on which it holds.")
    permanent: Bool | None = Field(None, description="Whether it has no end.")

    model_config = ConfigDict(json_schema_extra=exactly_one(given("until"), given("permanent", value=True)))

    @model_validator(mode="after")
    def _ends_or_not(self) -> Self:
        if (self.until is None) == (self.permanent is not True):
            raise ValueError("exactly one of until and permanent is wanted")
        return self


class PolicyFile(Language):
    """Policy of the checks."""

    policy: FirstFormat = Field(description="Version of this format.")
    warn_days: Count = Field(30, description="Days before its end from which something that ends is reported.")
    rules: dict[RuleCode, Levels] = Field(
        default_factory=dict, description="Severity by rule: one for all environments, or one for each kind."
    )
    free_overrides: tuple[Text, ...] = Field(
        ("replicas",), description="Last key of overrides that need no reason, owner or end, such as `replicas`."
    )
    public: tuple[Id, ...] = Field((), description="Environments that the Internet may reach.")
    everywhere: tuple[Text, ...] = Field(
        (), description="Components that the cluster of every environment must have.",
        json_schema_extra={"reference": ["component"]},
    )  # fmt: skip
    commissioning_only: tuple[Id, ...] = Field(
        ("commissioning",), description="Kinds of environment whose Portal may have further data sources."
    )
    local_data: tuple[Id, ...] = Field(
        ("portal",),
        description="Parts that read data of their own environment alone, unless its data sources say more.",
    )
    node_use_percent: Annotated[int, Strict(), Field(gt=0, le=100)] = Field(
        90, description="Share of a node that pods may request; the rest is the system's."
    )
    waivers: tuple[Waiver, ...] = Field((), description="Declared exceptions.")

    def level(self, code: str, kind: str) -> Level | None:
        """Return the severity that a rule has for a kind of environment; None where policy does not say."""
        found = self.rules.get(code)
        return found.of(kind) if isinstance(found, RuleLevels) else found
