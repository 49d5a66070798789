"""What every element of the model carries: title, owner, source, status; and the scalar types of the language."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict
from pydantic.fields import ComputedFieldInfo, FieldInfo

__all__ = [
    "Bool",
    "Cores",
    "Count",
    "Date",
    "Element",
    "FirstFormat",
    "Id",
    "Language",
    "Memory",
    "Moved",
    "Number",
    "Status",
    "Text",
]


def _to_kebab(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _title(name: str, _info: FieldInfo | ComputedFieldInfo) -> str:
    return name.rstrip("_").replace("_", " ").capitalize()


class Language(BaseModel):
    """Base of every construct of the model language: frozen, kebab-case keys, unknown keys are errors."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=_to_kebab,
        field_title_generator=_title,
        hide_input_in_errors=True,
        defer_build=True,
    )


Text = Annotated[str, Strict(), Field(min_length=1)]
"""Text that is not empty."""

Bool = Annotated[bool, Strict()]


def _no_truth(value: object) -> object:
    if isinstance(value, bool):  # equal to 1 for Python, and for nobody else
        raise ValueError("should be a number")  # noqa: TRY004 - pydantic reports ValueError alone
    return value


FirstFormat = Annotated[Literal[1], BeforeValidator(_no_truth)]
"""The number of a file format of which there is one version so far."""

Number = Annotated[float, Strict()]
Count = Annotated[int, Strict(), Field(ge=0)]
Cores = Annotated[float, Strict(), Field(gt=0)]
"""CPU in cores; ``0.5`` is 500 millicores."""

Id = Annotated[str, Strict(), Field(pattern=r"^[a-z]([a-z0-9-]*[a-z0-9])?$", max_length=40)]
"""An identifier in kebab-case, unique where it is declared."""

Moved = Annotated[str, Strict(), Field(pattern=r"^([a-z][a-z0-9-]*/)?[a-z]([a-z0-9-]*[a-z0-9])?$", max_length=81)]
"""An id that an element had: bare, or with the part that it was in."""


def _with_unit(value: object) -> object:
    if isinstance(value, int | float | str) and str(value).replace(".", "", 1).isdecimal():
        raise ValueError(f"`{value}` has no unit; write {value}G or {value}Gi")  # it would be taken for bytes
    return value


Memory = Annotated[
    str, Strict(), Field(pattern=r"^[0-9]+(\.[0-9]+)?(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)$"), BeforeValidator(_with_unit)
]
"""A size as a Kubernetes quantity with its unit, such as ``24Gi``."""


def _real_date(text: str) -> str:
    date.fromisoformat(text)  # raises ValueError for 31 February
    return text


Date = Annotated[
    str,
    Strict(),
    Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"}),
    AfterValidator(_real_date),
]
"""A date, ``YYYY-MM-DD``, quoted."""

Status = Literal["known", "assumed", "planned", "open"]
"""How sure the model is: documented, assumed, planned but not built, or not yet decided."""


class Element(Language):
    """Anything that has an id: it says what it is, whose it is and where that is written."""

    title: Text | None = Field(None, description="What it is, in a few words.")
    owner: Text | None = Field(
        None,
        description="Id of the team that owns it; that of the enclosing part when not given.",
        json_schema_extra={"reference": ["team"]},
    )
    source: Text | None = Field(
        None,
        description="Id in model/sources.yaml of the document that says so; that of the enclosing part when not given.",
        json_schema_extra={"reference": ["source"]},
    )
    status: Status = Field("known", description="Whether it is documented, assumed, planned or not yet decided.")
    note: Text | None = Field(None, description="What a reader should know, in a sentence or two.")
    sources: dict[Text, Text] = Field(
        default_factory=dict,
        description="Sources of single values, by path below this element, where they differ from its source.",
        json_schema_extra={"reference": ["source"]},
    )
    assumed: dict[Text, Text] = Field(
        default_factory=dict,
        description="Values that no document states, by path below this element, with the reason for the choice.",
    )
