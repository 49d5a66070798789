"""What the platform consists of beside its parts: teams, images, externals, datasets, roles, people, pipelines."""

from typing import Annotated, Literal

from pydantic import Field, Strict

from lsparch.models.component import Endpoint
from lsparch.models.element import Bool, Count, Date, Element, Id, Language, Memory, Number, Text

__all__ = [
    "Actor",
    "ActorsFile",
    "BucketUser",
    "Concern",
    "Dataset",
    "DatasetsFile",
    "External",
    "ExternalsFile",
    "Footprint",
    "Image",
    "ImageSize",
    "ImagesFile",
    "Option",
    "OptionsFile",
    "Pipeline",
    "PipelinesFile",
    "Release",
    "ReleasesFile",
    "Role",
    "RolesFile",
    "Source",
    "SourcesFile",
    "Step",
    "StoriesFile",
    "Story",
    "Table",
    "Team",
    "TeamsFile",
    "UserGroup",
]  # fmt: skip


class Source(Language):
    """A document, commit or date from which facts of the model come."""

    title: Text = Field(description="Title of the document.")
    where: Text = Field(description="Repository, document number or page.")
    version: Text | None = Field(None, description="Commit or version.")
    date: Text | None = Field(None, description="Date, as precise as known.")


class SourcesFile(Language):
    """Documents from which the model's facts come."""

    sources: dict[Annotated[str, Strict(), Field(pattern=r"^[A-Za-z][A-Za-z0-9-]*$")], Source] = Field(
        description="Sources by id."
    )


class Concern(Language):
    """Who is responsible for one concern, and who will be."""

    owners: tuple[Text, ...] = Field(
        min_length=1, description="Teams responsible today.", json_schema_extra={"reference": ["team"]}
    )
    successor: Text | None = Field(None, description="Team that takes over.", json_schema_extra={"reference": ["team"]})
    when: Text | None = Field(None, description="When; `open` if not decided.")
    source: Text | None = Field(None, description="Id of the source.", json_schema_extra={"reference": ["source"]})
    note: Text | None = Field(None, description="What a reader should know.")


class Team(Element):
    """A group of people who own parts of the platform."""

    people: tuple[Text, ...] = Field((), description="People named in the sources.")


class TeamsFile(Language):
    """Teams, and who is responsible for what."""

    teams: dict[Id, Team] = Field(description="Teams by id.")
    concerns: dict[Id, Concern] = Field(
        default_factory=dict, description="Responsibilities, such as hardware, installation or log analysis."
    )


class ImageSize(Language):
    """Size of an image: compressed counts in the registry, uncompressed on the disks of nodes."""

    compressed: Memory | None = Field(None, description="Compressed size.")
    uncompressed: Memory | None = Field(None, description="Uncompressed size.")


class Image(Element):
    """A container image."""

    repository: Annotated[str, Strict(), Field(pattern=r"^[a-z0-9][a-z0-9._/-]*$")] = Field(
        description="Repository without registry and tag."
    )
    registry: Text = Field(
        "dockerhub", description="External that hosts it.", json_schema_extra={"reference": ["external"]}
    )
    tag: Annotated[str, Strict(), Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")] | None = Field(
        None, description="Tag, where no release names one."
    )
    tags: Literal["release", "nightly", "weekly", "moving"] = Field(
        "release", description="How tags are made; moving tags are not reproducible."
    )
    size: ImageSize | None = Field(None, description="Sizes.")
    built_on: tuple[Text, ...] = Field(
        (),
        description="Images and packages that it contains; it is rebuilt when they change.",
        json_schema_extra={"reference": ["image"]},
    )
    kept: Count | None = Field(None, description="Builds of it kept in the registry.")
    mirrored: Bool = Field(True, description="Whether the local registry holds a copy.")


class ImagesFile(Language):
    """Container images."""

    images: dict[Id, Image] = Field(description="Images by id.")


class Release(Element):
    """A coordinated version set over all Aspects."""

    date: Date | None = Field(None, description="Day of the release.")
    images: dict[Id, Annotated[str, Strict(), Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")]] = Field(
        description="Tag of every image, by image id.", json_schema_extra={"reference": ["image"]}
    )


class ReleasesFile(Language):
    """Releases: version sets over all Aspects."""

    releases: dict[Annotated[str, Strict(), Field(pattern=r"^[0-9]{4}\.[0-9]+$")], Release] = Field(
        description="Releases by name, year and number."
    )


class External(Element):
    """A system outside the cluster, with the endpoints that it offers."""

    kind: Literal[
        "identity-provider",
        "registry",
        "database",
        "storage",
        "batch",
        "logging",
        "ci",
        "data-service",
        "hosts",
        "directory",
        "other",
    ] = Field("other", description="What kind of system.")
    host: Annotated[str, Strict(), Field(pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")] | None = Field(
        None, description="Host name; the environment gives it when not stated here."
    )
    cidr: tuple[Annotated[str, Strict(), Field(pattern=r"^[0-9a-f.:]+/[0-9]{1,3}$")], ...] = Field(
        (), description="Address blocks, for network policies."
    )
    alias: Annotated[str, Strict(), Field(pattern=r"^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$")] | None = Field(
        None,
        description="Part and name of a Service that stands for it, so that pods call one name wherever it moves.",
    )
    endpoints: dict[Id, Endpoint] = Field(default_factory=dict, description="Named ports that it offers.")
    uses: tuple[Text, ...] = Field(
        (), description="Other externals that it needs.", json_schema_extra={"reference": ["external"]}
    )
    public: Bool = Field(False, description="Whether it is reached over the public Internet.")


class ExternalsFile(Language):
    """Systems outside the cluster."""

    externals: dict[Id, External] = Field(description="Externals by id.")


class Role(Element):
    """A dependency by role, bound per environment to a component, an external or a stub."""

    protocol: Text = Field(description="Protocol that the bound endpoint must speak.")
    default: Text | None = Field(
        None,
        description="Endpoint to which it is bound where an environment says nothing.",
        json_schema_extra={"reference": ["endpoint"]},
    )


class RolesFile(Language):
    """Roles to which components connect."""

    roles: dict[Id, Role] = Field(description="Roles by id.")


class Table(Element):
    """A catalogue table of a dataset."""

    readers: tuple[Text, ...] = Field(
        (), description="Components that need this table.", json_schema_extra={"reference": ["component"]}
    )
    spatial_index: Text | None = Field(None, description="Spatial index, such as HEALPix.")


class Footprint(Language):
    """How much space a dataset takes."""

    size: Memory | None = Field(None, description="Size of one copy in one format.")
    copies: Count = Field(1, description="Copies.")
    formats: Count = Field(1, description="Formats in which each copy is held.")


class Dataset(Element):
    """Data held by environments."""

    tables: dict[Annotated[str, Strict(), Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")], Table] = Field(
        default_factory=dict, description="Catalogue tables."
    )
    footprint: Footprint = Field(
        default_factory=lambda: Footprint.model_validate({}), description="Space that it takes."
    )
    visits: Count | None = Field(None, description="Visits.")
    area: dict[Id, Number] = Field(default_factory=dict, description="Areas in square degrees, by survey part.")
    shares: dict[Id, Text] = Field(default_factory=dict, description="Share of visits by survey part.")
    bands: Text | None = Field(None, description="Photometric bands.")
    epochs: Text | None = Field(None, description="Time coverage.")
    priority: Literal["high", "normal", "low"] = Field("normal", description="Priority of loading it.")
    available: Text | None = Field(None, description="When data become available.")
    proprietary: Bool = Field(False, description="Whether access is restricted.")
    decides: Text | None = Field(None, description="Who decides about its use.")


class DatasetsFile(Language):
    """Datasets."""

    datasets: dict[Id, Dataset] = Field(description="Datasets by id.")


class Actor(Element):
    """Somebody, or something outside, that uses the platform."""

    authenticated: Bool = Field(True, description="Whether they log in.")


class UserGroup(Element):
    """A group of users, with its own storage quota."""

    owners: tuple[Text, ...] = Field((), description="Who may change it.")
    members: Text | None = Field(None, description="Who belongs to it.")
    admin_group: Text | None = Field(None, description="Group whose members administer it.")
    quota: Memory | None = Field(None, description="Size of its own file system.")
    volume: Text | None = Field(
        None,
        description="Volume of users' pods beside or below which it has its own, of the size of its quota.",
        json_schema_extra={"reference": ["volume"]},
    )


class BucketUser(Element):
    """A shared user that enables an exception to policy."""

    until: Date | None = Field(None, description="End of its life.")
    permanent: Bool = Field(False, description="Whether it has no end.")
    excepts: Text = Field(description="Policy to which it is an exception.")


class ActorsFile(Language):
    """Users of the platform."""

    actors: dict[Id, Actor] = Field(description="Actors by id.")
    groups: dict[Id, UserGroup] = Field(default_factory=dict, description="Groups of users.")
    bucket_users: dict[Id, BucketUser] = Field(default_factory=dict, description="Shared users.")


class Step(Language):
    """One leg of a story: a connection from one element to the next."""

    from_: Text = Field(
        description="Actor or component that calls.", json_schema_extra={"reference": ["actor", "component"]}
    )
    to: Text = Field(description="Endpoint that answers.", json_schema_extra={"reference": ["endpoint", "role"]})
    does: Text = Field(description="What happens.")


class Story(Element):
    """A user story as a path of connections."""

    actor: Text = Field(description="Who wants it.", json_schema_extra={"reference": ["actor"]})
    steps: tuple[Step, ...] = Field(min_length=1, description="Legs, in order.")
    test: Bool = Field(False, description="Whether it is an integration test.")


class StoriesFile(Language):
    """User stories and integration tests."""

    stories: dict[Id, Story] = Field(description="Stories by id.")


class Pipeline(Element):
    """What a continuous-integration system builds, pushes, deploys and tests."""

    controller: Text = Field(description="External that runs it.", json_schema_extra={"reference": ["external"]})
    builds: tuple[Text, ...] = Field(
        (), description="Images that it builds.", json_schema_extra={"reference": ["image"]}
    )
    pushes: tuple[Text, ...] = Field(
        (),
        description="Registries to which it pushes.",
        json_schema_extra={"reference": ["external", "component"]},
    )
    deploys: tuple[Text, ...] = Field(
        (), description="Environments to which it deploys.", json_schema_extra={"reference": ["environment"]}
    )
    tests: tuple[Text, ...] = Field((), description="Stories that it runs.", json_schema_extra={"reference": ["story"]})
    schedule: Text | None = Field(None, description="When, in cron syntax.")
    agents: tuple[Text, ...] = Field(
        (),
        description="Where its agents run: clusters or externals.",
        json_schema_extra={"reference": ["cluster", "external"]},
    )
    maintainers: tuple[Text, ...] = Field(
        (), description="People who maintain it; one alone is a single point of failure."
    )


class PipelinesFile(Language):
    """Continuous integration."""

    pipelines: dict[Id, Pipeline] = Field(description="Pipelines by id.")


class Alternative(Language):
    """One alternative of an undecided question."""

    title: Text = Field(description="What would be done.")
    effects: dict[Text, Text] = Field(default_factory=dict, description="Elements that it would change, with how.")


class Option(Element):
    """An undecided question, its alternatives, and who decides."""

    decides: Text = Field(description="Who decides.")
    by: Text | None = Field(None, description="By when; `open` if not stated.")
    alternatives: dict[Id, Alternative] = Field(min_length=2, description="Alternatives by id.")
    baseline: Id | None = Field(None, description="Alternative that the model follows today.")


class OptionsFile(Language):
    """Undecided questions."""

    options: dict[Id, Option] = Field(description="Options by id.")
