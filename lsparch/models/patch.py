"""Patches: reasoned changes to generated objects, for what the model has no word."""

from typing import Annotated, Any

from pydantic import Field, Strict

from lsparch.models.element import Bool, Date, Language, Text

__all__ = ["FieldPath", "Patch"]

FieldPath = Annotated[
    str,
    Strict(),
    Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z][A-Za-z0-9_-]*|\[[^\]\s]+\])*$"),
]
"""Path to a field of an object, such as ``spec.template.spec.containers[web].lifecycle``."""


class Patch(Language):
    """A change to an object after it is generated: a reviewed exception for what the model does not cover."""

    kind: Text = Field(description="Kind of the object, such as `Deployment`.")
    name: Text = Field(description="Name of the object.")
    namespace: Text | None = Field(None, description="Namespace of the object, where its name occurs in several.")
    part: Text | None = Field(
        None,
        description="Aspect or Service of the object, where its name occurs in several.",
        json_schema_extra={"reference": ["part"]},
    )
    set: dict[FieldPath, Any] = Field(
        default_factory=dict,
        description="Values by path; `containers[web]` names an item by its merge key, `args[+]` a new one.",
    )
    remove: tuple[FieldPath, ...] = Field((), description="Paths of what is removed.")
    because: Text = Field(description="Reason.")
    owner: Text | None = Field(
        None,
        description="Team that answers for it; that of the file when not given.",
        json_schema_extra={"reference": ["team"]},
    )
    until: Date | None = Field(None, description="Day on which it ends.")
    permanent: Bool | None = Field(None, description="Whether it has no end.")
    source: Text | None = Field(
        None,
        description="Id of the source; that of the file when not given.",
        json_schema_extra={"reference": ["source"]},
    )
