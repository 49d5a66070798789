"""``checks/drift.yaml``: in which fields environments may differ without saying so."""

from typing import Literal, Self

from pydantic import ConfigDict, Field, model_validator

from lsparch.models.constraints import any_of, given
from lsparch.models.element import FirstFormat, Language, Text

__all__ = ["DriftClass", "DriftPolicyFile", "DriftRule"]

DriftClass = Literal["must-match", "may-scale", "environment", "release"]
"""What a field follows: every environment alike, its size, the environment itself, or its release."""

ElementKind = Literal[
    "balancer", "cluster", "component", "config", "dataset", "environment", "external", "host-group", "image",
    "node-pool", "part", "pipeline", "role", "route", "secret", "table", "volume",
]  # fmt: skip
"""Kinds of element that the graph of an environment holds."""

Relation = Literal[
    "authenticates", "balances", "built-on", "connects", "deploys", "holds", "mounts", "needs-config", "needs-secret",
    "part-of", "placed-on", "plans", "pulled-from", "reads", "realised-by", "routes", "runs", "served-by", "ships-logs",
    "spawned-by",
]  # fmt: skip
"""Kinds of relation that the graph of an environment holds."""


class DriftRule(Language):
    """One rule: which fields it is about, and what they follow."""

    element: ElementKind | None = Field(
        None, description="Kind of element; with a relation, kind of the element from which it starts."
    )
    relation: Relation | None = Field(
        None, description="Kind of relation; the rule is about values of elements when not given."
    )
    path: Text = Field(
        "*", description="Path of the value, with `*` and `?`; `exists` is whether the element or relation is there."
    )
    follows: DriftClass = Field(
        description="Must match everywhere, may scale, belongs to the environment, or follows its release."
    )
    because: Text = Field(description="Reason.")

    model_config = ConfigDict(json_schema_extra=any_of(given("element"), given("relation")))

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if self.element is None and self.relation is None:
            raise ValueError("at least one of element and relation is wanted")
        return self


class DriftPolicyFile(Language):
    """Drift policy; the first rule that fits decides, and what none fits must match."""

    drift_policy: FirstFormat = Field(description="Version of this format.")
    rules: tuple[DriftRule, ...] = Field((), description="Rules, the first that fits first.")
