"""Environments and profiles: overlays on the one model."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Strict, Tag

from lsparch.models.element import Bool, Date, Element, Id, Language, Text
from lsparch.models.patch import Patch

__all__ = ["EnvironmentFile", "ListChange", "Overlay", "Override", "ProfileFile", "TrackChoice"]

ElementPath = Annotated[str, Strict(), Field(pattern=r"^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*(\.[^\s]+)?$")]
"""Element and path below it, such as ``qserv/worker.replicas``."""

Scalar = Annotated[str, Strict()] | Bool | Annotated[int, Strict()] | Annotated[float, Strict()]


class Override(Language):
    """A declared difference of one value: exactly one of value, add, remove or unset."""

    value: Any = Field(None, description="The value here; a list or mapping replaces the whole.")
    add: Any = Field(None, description="Items added to a list, or keys to a mapping.")
    remove: tuple[Text, ...] | None = Field(None, description="Items or keys removed.")
    unset: Bool = Field(False, description="Nothing is said here; platform policy applies.")
    because: Text | None = Field(
        None, description="Reason; needed unless the drift policy lets the field differ freely."
    )
    owner: Text | None = Field(
        None,
        description="Team that answers for it; that of the environment when not given.",
        json_schema_extra={"reference": ["team"]},
    )
    until: Date | None = Field(None, description="Day on which it ends.")
    permanent: Bool | None = Field(None, description="Whether it has no end.")

    @property
    def given(self) -> tuple[str, ...]:
        """Which of value, add, remove and unset are written; exactly one should be."""
        written = tuple(key for key in ("value", "add", "remove") if key in self.model_fields_set)
        return (*written, "unset") if self.unset else written


class ListChange(Language):
    """A change to an inherited list."""

    add: tuple[Text, ...] = Field((), description="Items added.")
    remove: tuple[Text, ...] = Field((), description="Items removed.")


class TrackChoice(Language):
    """Tracks of a component that run in this environment."""

    tracks: tuple[Id, ...] = Field(description="Ids of tracks.")


def _shape(value: Any) -> str:
    return "long" if isinstance(value, dict | Language) else "short"


def _list_shape(value: Any) -> str:
    return "change" if isinstance(value, dict | Language) else "list"


OverrideOrValue = Annotated[Annotated[Scalar, Tag("short")] | Annotated[Override, Tag("long")], Discriminator(_shape)]
Names = Annotated[
    Annotated[tuple[Text, ...], Tag("list")] | Annotated[ListChange, Tag("change")],
    Discriminator(_list_shape),
]


class Overlay(Element):
    """What a profile and an environment have in common; every field may be inherited."""

    kind: Literal["sandbox", "integration", "validation", "commissioning", "operational"] | None = Field(
        None, description="What it is for; decides how strict the checks are."
    )
    from_: Id | None = Field(
        None, description="Profile from which it inherits.", json_schema_extra={"reference": ["profile"]}
    )
    exposure: Literal["public", "internal"] | None = Field(None, description="Whether the Internet reaches it.")
    routing: Literal["host-per-aspect", "single-host"] | None = Field(
        None, description="A host name per Aspect, or one host with paths."
    )
    balancers: Literal["per-aspect", "shared"] | None = Field(
        None, description="A load balancer per Aspect, or one for all."
    )
    include: Names | None = Field(
        None, description="Aspects and Services deployed here.", json_schema_extra={"reference": ["part"]}
    )
    exclude: Names | None = Field(
        None,
        description="Components of these that are not deployed here.",
        json_schema_extra={"reference": ["component"]},
    )
    release: Text | None = Field(
        None, description="Release that it runs.", json_schema_extra={"reference": ["release"]}
    )
    bind: dict[Text, Text] = Field(
        default_factory=dict,
        description="Endpoint bound to a role, or in place of an endpoint that is not deployed here.",
        json_schema_extra={"reference": ["endpoint"]},
    )
    hosts: dict[Text, Text] = Field(
        default_factory=dict,
        description="Components that run on host groups of the cluster instead of in pods.",
        json_schema_extra={"reference": ["host-group"]},
    )
    external_hosts: dict[Text, Text] = Field(
        default_factory=dict, description="Host names of externals, where they differ by environment."
    )
    holds: Names | None = Field(
        None, description="Datasets that it holds.", json_schema_extra={"reference": ["dataset"]}
    )
    plans: Names | None = Field(
        None, description="Datasets that it is planned to hold.", json_schema_extra={"reference": ["dataset"]}
    )
    data_sources: Names | None = Field(
        None,
        description="Data sources outside this environment that the Portal may use.",
        json_schema_extra={"reference": ["endpoint"]},
    )
    deployment_tool: Literal["kubectl", "helm", "terraform", "argocd", "kustomize"] | None = Field(
        None, description="The one tool with which it is deployed."
    )
    tracks: dict[Text, TrackChoice] = Field(
        default_factory=dict, description="Further versions that run here, by component."
    )
    override: dict[ElementPath, OverrideOrValue] = Field(default_factory=dict, description="Values that differ here.")
    patches: tuple[Patch, ...] = Field(
        (), description="Changes to generated objects, for what the model does not cover."
    )


class ProfileFile(Overlay):
    """What several environments share."""

    profile: Id = Field(description="Id of the profile.")


class EnvironmentFile(Overlay):
    """One deployment of (part of) the platform."""

    environment: Id = Field(description="Id of the environment.")
    cluster: Text | None = Field(
        None, description="Cluster on which it runs.", json_schema_extra={"reference": ["cluster"]}
    )
    domain: Annotated[str, Strict(), Field(pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")] | None = Field(
        None, description="Domain of the environment; Aspects put their label before it."
    )
    signed_off: Text | None = Field(
        None, description="Digest of the environment, as approved by who answers for operations."
    )
