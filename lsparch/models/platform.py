"""The platform file: format version, policy from which defaults come, the version table, logging, implicit flows."""

from typing import Annotated, Any, Literal

from pydantic import Field, Strict

from lsparch.models.cluster import Version
from lsparch.models.component import Component, Container
from lsparch.models.element import Bool, Count, Element, Id, Language, Memory, Text

__all__ = ["ImplicitFlow", "LoggingPolicy", "PlatformFile", "PodPolicy", "Priority", "RegistryPolicy", "VersionRow"]


class VersionRow(Language):
    """A row of the version table."""

    chosen: Version | None = Field(None, description="Version that the design chose.")
    minimum: Version | None = Field(None, description="Oldest version that works.")
    reference: Text | None = Field(None, description="Version at the reference site.")
    site: Text | None = Field(None, description="The reference site.")
    source: Text | None = Field(None, description="Id of the source.", json_schema_extra={"reference": ["source"]})
    note: Text | None = Field(None, description="What a reader should know.")


class ImplicitFlow(Language):
    """Traffic that no component declares, because every pod or every node has it."""

    title: Text = Field(description="What it is.")
    from_: Literal["every-pod", "nodes", "gateway"] = Field(description="Who starts it.")
    to: Literal["dns", "every-pod", "registry", "api-server", "acme-solver"] = Field(
        description="Who answers; an ACME solver is the pod with which cert-manager proves that a host is ours."
    )
    port: Annotated[int, Strict(), Field(ge=1, le=65535)] | None = Field(None, description="Port, where fixed.")
    protocols: tuple[Literal["TCP", "UDP"], ...] = Field(("TCP",), description="Transport protocols.")


def _nothing() -> Component:
    return Component.model_validate({})


class LoggingPolicy(Language):
    """How the logs of every pod are collected; what a platform does not have is left out."""

    shipper: Component = Field(
        default_factory=_nothing, description="Container that ships a pod's logs, added to each pod with a sidecar."
    )
    aggregator: Component = Field(
        default_factory=_nothing, description="Component made for each part with an aggregator of its own."
    )
    aggregator_name: Id = Field("logstash", description="Id that this component has in each of them.")
    shared: Text | None = Field(
        None, description="Aggregator of parts without one.", json_schema_extra={"reference": ["component"]}
    )
    collector: Text | None = Field(
        None,
        description="Collector on each node, for pods without a shipper.",
        json_schema_extra={"reference": ["component"]},
    )
    sink: Text | None = Field(
        None,
        description="Where logs are searched: aggregators and the collector forward to it.",
        json_schema_extra={"reference": ["endpoint", "role"]},
    )


class Priority(Language):
    """How important pods are: which are placed first, and which give way when nodes are full."""

    title: Text = Field(description="What runs with it.")
    value: Annotated[int, Strict(), Field(ge=-1_000_000_000, le=1_000_000_000)] = Field(
        description="The higher, the more important; pods without a priority have 0."
    )
    preempts: Bool = Field(True, description="Whether less important pods are stopped to make room.")


class PodPolicy(Language):
    """Defaults of pods that have no field of their own in the model."""

    seccomp: Literal["RuntimeDefault", "Unconfined"] = Field("RuntimeDefault", description="Seccomp profile.")
    pod_security: Literal["restricted", "baseline", "privileged"] = Field(
        "restricted", description="Pod Security Standard of namespaces."
    )
    max_unavailable: Count = Field(1, description="Pods that a drain may take at once from a component with several.")
    priorities: dict[Id, Priority] = Field(default_factory=dict, description="Priorities of pods, by name.")
    drain_seconds: Count = Field(
        0, description="Seconds for which a pod that serves goes on after its end is announced, until nobody calls it."
    )
    ready_seconds: Count = Field(0, description="Seconds for which a new pod must be ready before the next follows.")
    history: Count = Field(10, description="Earlier versions of a workload that the cluster keeps for a roll-back.")
    part_of: Text | None = Field(
        None, description="Value of the label app.kubernetes.io/part-of; the id of the platform where there is none."
    )
    label_domain: Text = Field("lsparch.lsst.io", description="Prefix of our annotations and labels.")


class RegistryPolicy(Language):
    """Where images may come from, and what the local registry must hold over time, where there is one."""

    component: Text | None = Field(
        None, description="The local registry.", json_schema_extra={"reference": ["component"]}
    )
    capacity: Memory | None = Field(None, description="Space that it is given.")
    in_use: Memory | None = Field(None, description="Space in use today.")
    approved: tuple[Text, ...] = Field(
        (),
        min_length=1,
        description="Registries from which images may come; any when not given.",
        json_schema_extra={"reference": ["external"]},
    )


class PlatformFile(Element):
    """The platform as a whole."""

    platform: Id = Field(description="Id of the platform.")
    format: Annotated[int, Strict(), Field(ge=1)] = Field(
        description="Version of the model format; `lsparch migrate` raises it."
    )
    defaults: dict[
        Literal["component", "container", "deployment", "statefulset", "daemonset", "cronjob", "job", "spawned"],
        dict[str, Any],
    ] = Field(
        default_factory=dict,
        description="Values of components and containers that say nothing, by kind; each has the shape of a component.",
    )
    pods: PodPolicy = Field(
        default_factory=lambda: PodPolicy.model_validate({}), description="Policy for pods and namespaces."
    )
    logging: LoggingPolicy = Field(
        default_factory=lambda: LoggingPolicy.model_validate({}),
        description="Log collection; none when not given.",
    )
    registry: RegistryPolicy = Field(
        default_factory=lambda: RegistryPolicy.model_validate({}),
        description="Registries of images; no local one, and none forbidden, when not given.",
    )
    identity: Id = Field(
        "identity",
        description="Part that tells balancers who a user is: they ask what its first route leads to. Routes with "
        "`auth: oauth2` or `token` need it.",
    )
    tests: Container | None = Field(
        None,
        description="Container that tests the legs of stories from inside a cluster; its image has `python3`. Without "
        "it no tests are generated.",
    )
    flows: dict[Id, ImplicitFlow] = Field(default_factory=dict, description="Implicit flows.")
    versions: dict[Id, VersionRow] = Field(
        default_factory=dict, description="Version table: what the design chose, needs and compares with."
    )
    deployment_tools: tuple[Text, ...] = Field((), description="Tools under consideration.")
    independent: dict[Text, tuple[Text, ...]] = Field(
        default_factory=dict,
        description="Parts that must keep working when these others are down.",
        json_schema_extra={"reference": ["part"]},
    )
    public_allowed: Bool = Field(True, description="Whether any environment may be public.")
