"""``diagrams/views/*.yaml``: a question asked of the architecture, to be answered by a picture."""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator

from lsparch.models.constraints import exactly_one, given
from lsparch.models.element import Bool, Id, Language, Text

__all__ = ["Show", "ViewFile"]


def _shape(value: object) -> str:
    return "names" if isinstance(value, list | tuple) else "word"


Environments = Annotated[
    Annotated[Literal["default", "all", "none"], Tag("word")]
    | Annotated[tuple[Id, ...], Field(min_length=1), Tag("names")],
    Discriminator(_shape),
]


class Show(Language):
    """What the picture shows: a level of detail, a concern that runs through all levels, a story, or figures."""

    level: Id | None = Field(
        None,
        description="How near one looks: `platform` (a box for each Aspect and Service), `pod` (a box for each "
        "component) or `deployment` (components by node pool).",
    )
    concern: Id | None = Field(
        None,
        description="What runs through all levels: `exposure`, `logging`, `supply-chain`, `authentication`, `storage`, "
        "`datasets`.",
    )
    sequence: Text | None = Field(
        None,
        description="The user story that is told step by step, with a lifeline for each that takes part.",
        json_schema_extra={"reference": ["story"]},
    )
    chart: Id | None = Field(
        None,
        description="What is drawn as figures: `registry` (how the local registry fills), `capacity` (what is asked of "
        "each node pool and what it has) or `findings` (of each Aspect and Service, by severity).",
    )
    aspect: Text | None = Field(
        None, description="The Aspect or Service that is shown.", json_schema_extra={"reference": ["part"]}
    )
    parts: tuple[Text, ...] = Field(
        (),
        description="Aspects and Services that are shown, where there are several; all Aspects when not given.",
        json_schema_extra={"reference": ["part"]},
    )
    with_: Literal["neighbours", "nothing"] = Field(
        "neighbours", description="What is shown beside: the ends of arrows that lead out, or nothing."
    )
    without: tuple[Text, ...] = Field(
        (), description="Elements that are left out, by id; `*` and `?` stand for any characters."
    )

    model_config = ConfigDict(
        json_schema_extra={
            **exactly_one(given("level"), given("concern"), given("sequence"), given("chart")),
            "not": {"allOf": [given("aspect"), given("parts", empty=False)]},
        }
    )

    @model_validator(mode="after")
    def _asks_one_question(self) -> Self:
        if sum(value is not None for value in (self.level, self.concern, self.sequence, self.chart)) != 1:
            raise ValueError("exactly one of level, concern, sequence and chart is wanted")
        if self.aspect is not None and self.parts:
            raise ValueError("aspect and parts exclude each other")
        return self

    @property
    def kind(self) -> str:
        """Name of the kind of view: the level, the concern, `sequence`, or the chart's name after `chart-`."""
        if self.sequence is not None:
            return "sequence"
        return f"chart-{self.chart}" if self.chart is not None else self.level or self.concern or ""

    @property
    def chosen(self) -> tuple[str, ...]:
        """Ids of the Aspects and Services that are asked for; empty when the view does not say."""
        return (self.aspect,) if self.aspect is not None else self.parts


class ViewFile(Language):
    """One view: what it shows, of which environments, and how it is laid out."""

    view: Id = Field(description="Id of the view, and name of its pictures.")
    title: Text = Field(description="Title of the picture.")
    description: Text | None = Field(None, description="What the picture answers, in a sentence or two.")
    show: Show = Field(description="What is shown.")
    on_request: Bool = Field(
        False,
        description="Drawn only when it is named, or in a review: for what takes long or changes with every edit.",
    )
    flow: Literal["right", "down"] = Field("right", description="Main direction in which arrows run.")
    environments: Environments = Field(
        "default",
        description="Environments drawn, one picture each: the default one, all, those named; "
        "or none, for a picture of the whole model.",
        json_schema_extra={"reference": ["environment"]},
    )
