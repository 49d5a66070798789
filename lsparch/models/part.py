"""Aspects and Services: the parts of the platform, one file each."""

from typing import Annotated, Any, Literal

from pydantic import Field, Strict

from lsparch.models.component import Component, HttpPath
from lsparch.models.element import Bool, Element, Id, Language, Memory, Moved, Text
from lsparch.models.patch import Patch
from lsparch.models.value import Value

__all__ = [
    "AspectFile",
    "ConfigFile",
    "ConfigSet",
    "LogAggregation",
    "Part",
    "Route",
    "Secret",
    "ServiceFile",
    "Volume",
]


class Route(Language):
    """A path under which users outside the cluster reach an endpoint."""

    path: HttpPath = Field(description="Path prefix; must be the base path of the application.")
    to: Text = Field(description="Endpoint, such as `webserv.http`.", json_schema_extra={"reference": ["endpoint"]})
    auth: Literal["oauth2", "token", "application", "none"] = Field(
        description="Who authenticates the user: the balancer by OAuth 2, by token, the application itself, or nobody."
    )
    anonymous: tuple[HttpPath, ...] = Field((), description="Paths below, open to anybody, such as `/availability`.")
    sticky: Bool = Field(False, description="Whether a user's requests stay with one pod.")
    timeout_seconds: Annotated[int, Strict(), Field(gt=0)] | None = Field(
        None, description="Longest time that a request may take."
    )
    body_limit: Memory | None = Field(None, description="Largest request body; no limit by default.")
    capability: Text | None = Field(None, description="Capability that the user must hold.")
    because: Text | None = Field(None, description="Why it is open, where auth is none.")


class ConfigFile(Language):
    """One configuration file: a structure, a text, or a file beside the model."""

    format: Literal["yaml", "json", "ini", "properties", "xml", "env"] | None = Field(
        None, description="Format in which content is written."
    )
    content: dict[str, Any] | None = Field(
        None, description="The structure; `{from: {url: tap.http}}` refers to what is said elsewhere."
    )
    text: Text | None = Field(None, description="The text, with placeholders `@{name}`.")
    file: Annotated[str, Strict(), Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_./-]*$")] | None = Field(
        None, description="Path of a text file below model/files/, with placeholders `@{name}`."
    )
    with_: dict[Text, Value] = Field(default_factory=dict, description="A value for every placeholder, and no other.")


class ConfigSet(Element):
    """Configuration files mounted together."""

    delivery: Literal["configmap", "secret"] = Field(
        "configmap",
        description="As ConfigMap; or from the secret store, filled from this template, where a file holds secrets.",
    )
    files: dict[Annotated[str, Strict(), Field(pattern=r"^[-._a-zA-Z0-9]+$")], ConfigFile] = Field(
        min_length=1, description="Files by name."
    )


class Secret(Element):
    """Names of a secret's keys; values never stand in the model."""

    keys: dict[Annotated[str, Strict(), Field(pattern=r"^[-._a-zA-Z0-9]+$")], Text] = Field(
        min_length=1, description="What each key holds."
    )
    provider: Text | None = Field(None, description="Who fills it, such as a person, a team or cert-manager.")


class Volume(Element):
    """Storage that several components mount."""

    kind: Literal["nfs", "claim", "node-local"] = Field("claim", description="Where it lives.")
    server: Text | None = Field(
        None,
        description="For nfs: endpoint that exports it.",
        json_schema_extra={"reference": ["endpoint", "role"]},
    )
    export: Text | None = Field(None, description="For nfs: exported path.")
    size: Memory | None = Field(None, description="Size; unknown if status is assumed or open.")
    class_: Id | None = Field(None, description="Storage class of the cluster, by the name of its purpose.")
    access: Literal["one-node", "many-read", "many-write"] = Field(
        "many-write", description="Who may mount it at once."
    )
    holds: tuple[Text, ...] = Field(
        (), description="Datasets that lie on it.", json_schema_extra={"reference": ["dataset"]}
    )
    purge_days: Annotated[int, Strict(), Field(gt=0)] | None = Field(
        None, description="Days after which files are deleted."
    )
    quota_per_user: Memory | None = Field(None, description="Most that one user may store.")
    protection: Text | None = Field(None, description="Backup and recovery.")
    moved: tuple[Moved, ...] = Field(
        (), description="Ids that it had, the oldest first; its claims keep that name, and so their data."
    )


class LogAggregation(Language):
    """Where the logs of a part's pods go first."""

    aggregator: Literal["own", "shared", "none"] = Field(
        description="A logstash of its own; that of the logging service; or none, with the reason."
    )
    because: Text | None = Field(None, description="Why there is none.")


class Part(Element):
    """What an Aspect and a Service have in common."""

    logging: LogAggregation | None = Field(
        None, description="Log aggregation: own for an Aspect, shared for a Service, when not given."
    )
    components: dict[Id, Component] = Field(default_factory=dict, description="Workloads.")
    routes: tuple[Route, ...] = Field((), description="Paths under which users reach it.")
    volumes: dict[Id, Volume] = Field(default_factory=dict, description="Shared storage that it offers.")
    configs: dict[Id, ConfigSet] = Field(default_factory=dict, description="Configuration files.")
    secrets: dict[Id, Secret] = Field(default_factory=dict, description="Names and keys of secrets.")
    patches: tuple[Patch, ...] = Field(
        (), description="Changes to generated objects of this part, for what the model does not cover."
    )

    moved: tuple[Id, ...] = Field(
        (), description="Ids that it had, the oldest first; its namespace keeps that name, and so its volumes."
    )

    @property
    def aggregator(self) -> Literal["own", "shared", "none"]:
        """Log aggregator of the part: as stated, else its own for an Aspect and the shared one for a Service."""
        if self.logging is not None:
            return self.logging.aggregator
        return "own" if isinstance(self, AspectFile) else "shared"


class AspectFile(Part):
    """An Aspect: a team-owned part that users see, with its own namespace, domain, load balancer and logstash."""

    aspect: Id = Field(description="Id of the Aspect.")
    domain: Id | None = Field(
        None,
        description="Label before the environment's domain; the Aspect has the domain itself when not given.",
    )
    services: tuple[Text, ...] | None = Field(
        None, description="For the API Aspect: the closed list of services that it may offer."
    )


class ServiceFile(Part):
    """A back end or a supporting service, of the same shape as an Aspect."""

    service: Id = Field(description="Id of the Service.")
    domain: Id | None = Field(
        None, description="Label before the environment's domain, where it has routes of its own."
    )
    behind: Id | None = Field(
        None,
        description="Aspect whose domain and balancer its routes share.",
        json_schema_extra={"reference": ["part"]},
    )
    scope: Literal["environment", "cluster"] = Field(
        "environment", description="One per environment, or one per cluster."
    )
