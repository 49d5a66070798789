"""Components: one workload each, with its containers, endpoints and connections."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Strict, Tag

from lsparch.models.element import Bool, Cores, Count, Element, Id, Language, Memory, Moved, Text
from lsparch.models.value import Value

__all__ = [
    "ApiAccess",
    "Authentication",
    "Component",
    "ComponentKind",
    "Connection",
    "Container",
    "Endpoint",
    "ForeignPart",
    "HeaderMatch",
    "LabSize",
    "Mount",
    "Probe",
    "Probes",
    "Protocol",
    "Resources",
    "Scale",
    "Security",
    "Spawning",
    "Storage",
    "Track",
]

ComponentKind = Literal["deployment", "statefulset", "daemonset", "cronjob", "job", "spawned"]
"""Controller of the pods; ``spawned`` pods are created at run time by another component."""

Protocol = Literal[
    "http", "https", "mysql", "postgresql", "redis", "nfs", "xrootd", "cmsd", "kafka", "beats", "amqp", "ldap",
    "ldaps", "oidc", "ssh", "htcondor", "dask", "rmi", "multicast", "kubernetes", "jnlp", "webdav", "tcp", "udp",
]  # fmt: skip
"""Application protocol of an endpoint."""

Port = Annotated[int, Strict(), Field(ge=1, le=65535)]
HttpPath = Annotated[str, Strict(), Field(pattern=r"^/[^\s?#]*$")]
AbsolutePath = Annotated[str, Strict(), Field(pattern=r"^/[^\s:]*$")]
EnvName = Annotated[str, Strict(), Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]


class Endpoint(Element):
    """A named port that a component offers."""

    port: Port | None = Field(
        None, description="Port number on which the container listens; unknown only if status is open."
    )
    protocol: Protocol = Field("http", description="Application protocol.")
    health: HttpPath | None = Field(
        None, description="Path that answers when the container can serve; readiness asks it, liveness the port alone."
    )
    paths: tuple[HttpPath, ...] = Field(
        (), description="Paths that it serves; references to others are findings. Empty: any."
    )
    exported: Bool = Field(False, description="Whether other Aspects and Services may connect to it.")
    websocket: Bool = Field(False, description="Whether connections are upgraded to WebSocket.")
    group: Text | None = Field(None, description="Multicast group address, for protocol multicast.")


class Authentication(Language):
    """How a connection proves who it is: exactly one of the keys."""

    service: Text | None = Field(
        None,
        description="Secret and key with which the component itself authenticates.",
        json_schema_extra={"reference": ["secret-key"]},
    )
    user: Literal["token", "certificate", "password"] | None = Field(
        None, description="The end user's own credential is passed on."
    )
    none: Text | None = Field(None, description="No authentication, with the reason.")


class Connection(Language):
    """A dependency on an endpoint or role: the network arrow, which is also the network policy."""

    to: Text = Field(
        description="Endpoint (`qserv/czar.mysql`, or `tap.http` in the same file) or role (`role/tap-schema`).",
        json_schema_extra={"reference": ["endpoint", "role"]},
    )
    for_: Text = Field(description="Purpose, in a few words.")
    optional: Bool = Field(False, description="Whether the component keeps working without it, with less function.")
    degrades: Text | None = Field(None, description="What is lost without it, when optional.")
    auth: Authentication | None = Field(None, description="How it authenticates.")
    path: HttpPath | None = Field(None, description="Path that it calls; must be one that the endpoint serves.")
    container: Id | None = Field(None, description="Container that connects; the main one when not given.")
    status: Literal["known", "assumed", "planned", "open"] = Field(
        "known", description="Planned and open connections are drawn, not allowed."
    )
    source: Text | None = Field(
        None,
        description="Id of the source, if not that of the component.",
        json_schema_extra={"reference": ["source"]},
    )
    note: Text | None = Field(None, description="What a reader should know.")


class Resources(Language):
    """Requests and limits of a container. Requests place the pod; limits bound it."""

    cpu: Cores | None = Field(None, description="CPU request in cores.")
    cpu_limit: Cores | None = Field(None, description="CPU limit in cores; none by default.")
    memory: Memory | None = Field(None, description="Memory request.")
    memory_limit: Memory | None = Field(None, description="Memory limit.")
    ephemeral_storage: Memory | None = Field(None, description="Node-local scratch space: request and limit.")


class Probe(Language):
    """How the kubelet asks a container for its health: exactly one of http, tcp, exec or none."""

    http: Id | None = Field(None, description="Endpoint of this container to which GET is sent.")
    path: HttpPath | None = Field(None, description="Path of the GET; the endpoint's health path when not given.")
    tcp: Id | None = Field(None, description="Endpoint of this container that must accept a connection.")
    exec: tuple[Text, ...] | None = Field(None, description="Command that must succeed in the container.")
    none: Text | None = Field(None, description="No probe, with the reason.")
    delay: Count | None = Field(None, description="Seconds before the first probe.")
    period: Count | None = Field(None, description="Seconds between probes.")
    timeout: Count | None = Field(None, description="Seconds until a probe fails.")
    failures: Count | None = Field(None, description="Failures in a row until it counts.")


class Probes(Language):
    """Probes of a container; those not given follow platform policy."""

    liveness: Probe | None = Field(
        None, description="When it fails, the container is restarted; it must not ask what depends on others."
    )
    readiness: Probe | None = Field(None, description="While it fails, no traffic is sent.")
    startup: Probe | None = Field(None, description="Until it succeeds, the others wait.")


class Security(Language):
    """Security context; what departs from the restricted standard needs a reason."""

    user: Count | None = Field(None, description="User id of the process.")
    group: Count | None = Field(None, description="Group id of the process.")
    fs_group: Count | None = Field(None, description="Group that owns the pod's volumes.")
    root: Bool | None = Field(None, description="Runs as root.")
    privileged: Bool | None = Field(None, description="Has all privileges of the node.")
    writable_root: Bool | None = Field(None, description="Writes to its root file system.")
    capabilities: tuple[Annotated[str, Strict(), Field(pattern=r"^[A-Z_]+$")], ...] = Field(
        (), description="Linux capabilities added after all are dropped."
    )
    because: Text | None = Field(None, description="Why it departs from the restricted standard.")


class Mount(Language):
    """What is mounted at a path: exactly one of volume, storage, config, secret, scratch or host-path."""

    volume: Text | None = Field(
        None,
        description="Shared volume, such as `workspace/home`.",
        json_schema_extra={"reference": ["volume"]},
    )
    storage: Id | None = Field(None, description="Storage of this component.")
    config: Text | None = Field(None, description="Configuration files.", json_schema_extra={"reference": ["config"]})
    secret: Text | None = Field(
        None,
        description="Secret whose keys become files, or one key of it, such as `signing-key.jwks.json`.",
        json_schema_extra={"reference": ["secret", "secret-key"]},
    )
    scratch: Memory | None = Field(None, description="Empty directory with this size limit, gone with the pod.")
    host_path: AbsolutePath | None = Field(None, description="Directory of the node; needs a reason.")
    sub_path: Text | None = Field(None, description="Only this path inside it.")
    read_only: Bool = Field(False, description="Whether it cannot be written.")
    name: Id | None = Field(None, description="Name of a scratch directory shared by several containers.")
    because: Text | None = Field(None, description="Why a host path is needed.")


def _mount_tag(value: Any) -> str:
    return "short" if isinstance(value, str) else "mount"


MountOrVolume = Annotated[
    Annotated[Annotated[str, Strict(), Field(json_schema_extra={"reference": ["volume"]})], Tag("short")]
    | Annotated[Mount, Tag("mount")],
    Discriminator(_mount_tag),
]


class Container(Element):
    """One container of a pod."""

    image: Text | None = Field(None, description="Image, by id.", json_schema_extra={"reference": ["image"]})
    command: tuple[Value, ...] | None = Field(None, description="Command instead of the image's entry point.")
    args: tuple[Value, ...] | None = Field(None, description="Arguments.")
    endpoints: dict[Id, Endpoint] = Field(default_factory=dict, description="Named ports on which it listens.")
    env: dict[EnvName, Value] = Field(default_factory=dict, description="Environment variables.")
    mounts: dict[AbsolutePath, MountOrVolume] = Field(
        default_factory=dict, description="What is mounted, by path; a plain name is a volume."
    )
    resources: Resources = Field(
        default_factory=lambda: Resources.model_validate({}), description="Requests and limits."
    )
    probes: Probes = Field(
        default_factory=lambda: Probes.model_validate({}),
        description="Health probes, where policy does not fit.",
    )
    security: Security = Field(
        default_factory=lambda: Security.model_validate({}),
        description="Security context, where policy does not fit.",
    )


class Storage(Element):
    """Storage of a component's own: one claim, or one per replica of a StatefulSet."""

    size: Memory = Field(description="Size of each claim.")
    class_: Id | None = Field(
        None,
        description="Storage class of the cluster, by the name of its purpose; the default when not given.",
    )
    access: Literal["one-pod", "one-node", "many-read", "many-write"] = Field(
        "one-node", description="Who may mount it at once."
    )
    moved: tuple[Id, ...] = Field(
        (), description="Ids that it had, the oldest first; its claims keep that name, and so their data."
    )


class Scale(Language):
    """Horizontal scaling by load."""

    min: Count = Field(description="Fewest pods.")
    max: Count = Field(description="Most pods.")
    cpu_percent: Annotated[int, Strict(), Field(gt=0, le=100)] = Field(
        80, description="Mean CPU use aimed at, in percent of the request."
    )
    settle_seconds: Annotated[int, Strict(), Field(ge=0, le=3600)] = Field(
        300, description="Seconds of low load before pods are taken away, one a minute."
    )


class ApiAccess(Language):
    """Verbs on Kubernetes resources that the component needs."""

    resources: tuple[Text, ...] = Field(min_length=1, description="Resources, such as `pods` or `apps/deployments`.")
    verbs: tuple[Literal["get", "list", "watch", "create", "update", "patch", "delete"], ...] = Field(
        min_length=1, description="Verbs."
    )
    scope: Literal["namespace", "users", "cluster"] = Field(
        "namespace", description="Own namespace, namespaces of spawned pods, or whole cluster."
    )
    for_: Text = Field(description="Purpose.")


class LabSize(Language):
    """A size of spawned pod that a user may choose."""

    cpu: Cores = Field(description="CPU limit in cores.")
    memory: Memory = Field(description="Memory limit.")
    cpu_request: Cores | None = Field(None, description="CPU request in cores.")
    memory_request: Memory | None = Field(None, description="Memory request.")


class Spawning(Language):
    """How spawned pods come to be, and what bounds them."""

    by: Text = Field(description="Component that creates the pods.", json_schema_extra={"reference": ["component"]})
    namespace: Literal["shared", "per-user"] = Field(
        "shared", description="One namespace for all of them, or one per user."
    )
    sizes: dict[Id, LabSize] = Field(default_factory=dict, description="Sizes on offer.")
    default_size: Id | None = Field(None, description="Size when the user does not choose.")
    most_per_user: Count = Field(1, description="Most pods of this component per user; the quota is made from it.")
    users: Count | None = Field(None, description="Users at once for which capacity is planned.")


class ForeignPart(Language):
    """A Helm chart or manifests of others, whose endpoints are declared here.

    Manifests that lie in the model pass through into what is generated; a chart is installed with the values given.
    Of what has neither, who runs the platform knows the installation.
    """

    chart: Text | None = Field(None, description="Chart name.")
    repository: Text | None = Field(None, description="Where the chart or the manifests come from.")
    version: Text | None = Field(None, description="Version; none when unknown.")
    manifests: Annotated[str, Strict(), Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_./-]*$")] | None = Field(
        None,
        description="File or folder below model/files/ with raw manifests, or the output of the chart: "
        "its objects pass through.",
    )
    values: dict[str, Any] | None = Field(
        None, description="Values of the chart; `{from: {url: tap.http}}` refers to what is said elsewhere."
    )
    mirrored: Bool = Field(
        False, description="Whether the images of the manifests are pulled through the cluster's registry."
    )
    namespace: Id = Field(description="Namespace in which it is installed.")
    service: Annotated[str, Strict(), Field(pattern=r"^[a-z]([a-z0-9-]*[a-z0-9])?$", max_length=63)] | None = Field(
        None, description="Name of its Service; that of the component when not given."
    )
    labels: dict[Text, Text] = Field(min_length=1, description="Labels that select its pods, for network policies.")


class HeaderMatch(Language):
    """A header by which a request asks for a track."""

    name: Annotated[str, Strict(), Field(pattern=r"^[A-Za-z0-9!#$%&'*+.^_|~-]+$", max_length=256)] = Field(
        description="Name of the header."
    )
    value: Text = Field(description="Value that it must have.")


class Track(Language):
    """A second version of a component that runs beside the first."""

    tag: Text = Field(description="Image tag of this version.")
    path: HttpPath | None = Field(None, description="Route path of this version.")
    header: HeaderMatch | None = Field(
        None, description="Requests with this header go to this version, on the paths of the first."
    )
    weight: Annotated[int, Strict(), Field(ge=0, le=100)] | None = Field(
        None, description="Share of all other requests that goes to this version, in percent."
    )
    replicas: Count = Field(1, description="Number of pods.")


class Component(Container):
    """One workload: pods with one or several containers.

    Fields of a container stand for the main container, which has the component's name.
    """

    kind: ComponentKind = Field("deployment", description="Controller of the pods.")
    replicas: Count | None = Field(None, description="Number of pods.")
    containers: dict[Id, Container] = Field(default_factory=dict, description="Further containers of each pod.")
    init: dict[Id, Container] = Field(
        default_factory=dict, description="Containers that run once before the others, in order."
    )
    uses: tuple[Connection, ...] = Field((), description="Connections to endpoints and roles.")
    reads: tuple[Text, ...] = Field(
        (),
        description="Datasets, or tables of datasets, that it reads.",
        json_schema_extra={"reference": ["dataset", "table"]},
    )
    storage: dict[Id, Storage] = Field(default_factory=dict, description="Storage of its own.")
    spawned: Spawning | None = Field(None, description="For kind spawned: by whom, in which sizes, how many.")
    realised_by: Text | None = Field(
        None,
        description="Component in which this logical service runs; it has no pods of its own.",
        json_schema_extra={"reference": ["component"]},
    )
    foreign: ForeignPart | None = Field(None, description="For somebody else's chart or manifests.")
    schedule: Text | None = Field(None, description="For cronjob: when, in cron syntax, UTC.")
    scale: Scale | None = Field(None, description="Horizontal scaling; replaces replicas.")
    spread: Literal["hosts", "none"] | None = Field(
        None, description="Whether pods avoid sharing a node, and a failure domain where the cluster has several."
    )
    priority: Id | None = Field(
        None, description="Priority of the pods, one of those of platform policy; that of Kubernetes when not given."
    )
    pool: Text | None = Field(None, description="Purpose of the node pool on which the pods run.")
    api_access: tuple[ApiAccess, ...] = Field((), description="Access to the Kubernetes API; none by default.")
    logs: Literal["sidecar", "collector", "none"] | None = Field(
        None, description="How its logs are collected; platform policy when not given."
    )
    logs_because: Text | None = Field(None, description="Why its logs are not collected by a sidecar.")
    log_files: tuple[AbsolutePath, ...] = Field(
        (), description="Log files, for software that does not log to standard output."
    )
    retries: Count | None = Field(None, description="For cronjob and job: failed pods after which a run is given up.")
    deadline_seconds: Annotated[int, Strict(), Field(gt=0)] | None = Field(
        None, description="For cronjob and job: longest time that a run may take."
    )
    host_network: Bool = Field(False, description="Whether pods share the network of the node.")
    grace_seconds: Count | None = Field(None, description="Seconds to stop in order.")
    stub: Text | None = Field(
        None,
        description="Stands in for this role or endpoint in sandboxes; never in operations.",
        json_schema_extra={"reference": ["endpoint", "role"]},
    )
    parallel: Bool = Field(False, description="For statefulset: start all pods at once.")
    tracks: dict[Id, Track] = Field(default_factory=dict, description="Further versions that run beside the first.")
    moved: tuple[Moved, ...] = Field(
        (), description="Ids that it had, the oldest first; on Kubernetes it keeps that name, and so its volumes."
    )
