"""``diagrams/views/*.yaml``: a question asked of the architecture, to be answered by a picture."""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Discriminator, Field, Strict, Tag, model_validator

from lsparch.models.constraints import exactly_one, given
from lsparch.models.element import Bool, Id, Language, Text

__all__ = ["QUESTIONS", "Choice", "Ends", "Grouping", "Selector", "Show", "ViewFile"]

QUESTIONS = ("sequence", "story", "path", "around", "impact", "reach")
"""Keys that are kinds of views themselves, as they take what they are about."""

_QUESTIONS = ("level", "concern", *QUESTIONS, "chart")


def _shape(value: object) -> str:
    return "names" if isinstance(value, list | tuple) else "word"


Environments = Annotated[
    Annotated[Literal["default", "all", "none"], Tag("word")]
    | Annotated[tuple[Id, ...], Field(min_length=1), Tag("names")],
    Discriminator(_shape),
]


class Selector(Language):
    """Chooses elements or relations: those for which everything holds that is stated."""

    id: Text | None = Field(None, description="Id of elements; `*` and `?` stand for any characters.")
    kind: Text | None = Field(
        None,
        description="Kind of elements, such as `external`, `volume`, `statefulset`; or of relations, such as `mounts`.",
    )
    owner: Text | None = Field(None, description="Team that owns the elements.")
    part: Text | None = Field(None, description="Aspect, Service, namespace or application that has the elements.")
    protocol: Text | None = Field(None, description="Protocol of connections, such as `mysql`.")
    status: Literal["known", "assumed", "planned", "open"] | None = Field(
        None, description="How sure elements or connections are."
    )
    label: Text | None = Field(
        None,
        description="Label of pods, as `app=web`, or a fact about them, as `logs=sidecar`; without `=`, any value.",
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("a selector states at least one of id, kind, owner, part, protocol, status and label")
        return self


def _form(value: object) -> str:
    return "id" if isinstance(value, str) else "facts"


Choice = Annotated[Annotated[Text, Tag("id")] | Annotated[Selector, Tag("facts")], Discriminator(_form)]
"""An id, in which ``*`` and ``?`` stand for any characters, or facts."""


class Ends(Language):
    """Where a way begins and ends."""

    from_: Text = Field(description="Element, or a whole part, where the way begins.")
    to: Text = Field(description="Element, endpoint, or a whole part, where it ends.")


Grouping = Literal["part", "namespace", "pool", "owner", "none"]
"""What boxes are framed by."""


class Show(Language):
    """What the picture shows: a level of detail, a concern that runs through all levels, a question, or figures."""

    level: Id | None = Field(
        None,
        description="How near one looks: `context` (the platform as one box, with users and what is outside), "
        "`platform` (a box for each Aspect and Service), `pod` (a box for each component), `container` (a frame for "
        "each pod, with its containers) or `deployment` (components by node pool).",
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
    story: Text | None = Field(
        None,
        description="The user story whose way through the architecture is drawn, with its steps as numbers.",
        json_schema_extra={"reference": ["story"]},
    )
    path: Ends | None = Field(None, description="The ways from one element to another are drawn.")
    around: Text | None = Field(None, description="The element, or part, whose neighbourhood is drawn.")
    impact: tuple[Text, ...] = Field(
        (), description="Elements or parts whose failure is drawn: what stops, what degrades."
    )
    reach: Text | None = Field(
        None, description="The element, endpoint or part of which all are drawn who can reach it."
    )
    depth: Annotated[int, Strict(), Field(ge=1)] | None = Field(
        None, description="How many steps `around` and `reach` go; one, and all, when not given."
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
    include: tuple[Choice, ...] = Field(
        (), description="Elements and relations that alone are shown: those that any of these chooses; all by default."
    )
    exclude: tuple[Choice, ...] = Field((), description="Elements and relations that are left out.")
    collapse: tuple[Text, ...] = Field(
        (), description="Frames that are drawn as one box each, by id; `*` and `?` stand for any characters."
    )
    group_by: Grouping | None = Field(None, description="What boxes are framed by, where the view does not say.")
    against: Text | None = Field(
        None,
        description="Environment with which the one shown is compared: what is added there, removed or changed.",
        json_schema_extra={"reference": ["environment"]},
    )

    model_config = ConfigDict(
        json_schema_extra={
            **exactly_one(*(given(name, empty=name != "impact") for name in _QUESTIONS)),
            "not": {
                "anyOf": [
                    {"allOf": [given("aspect"), given("parts", empty=False)]},
                    {"allOf": [given("depth"), {"not": {"anyOf": [given("around"), given("reach")]}}]},
                ]
            },
        }
    )

    @model_validator(mode="after")
    def _asks_one_question(self) -> Self:
        if sum(bool(getattr(self, name)) for name in _QUESTIONS) != 1:
            raise ValueError(f"exactly one of {', '.join(_QUESTIONS[:-1])} and {_QUESTIONS[-1]} is wanted")
        if self.depth is not None and self.around is None and self.reach is None:
            raise ValueError("depth is about around and reach")
        if self.aspect is not None and self.parts:
            raise ValueError("aspect and parts exclude each other")
        return self

    @property
    def kind(self) -> str:
        """Name of the kind of view: the level, the concern, the question, or the chart's name after `chart-`."""
        if self.chart is not None:
            return f"chart-{self.chart}"
        return self.level or self.concern or next(name for name in QUESTIONS if getattr(self, name))

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
