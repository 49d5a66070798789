"""Clusters: where environments run, and what they can do."""

from typing import Annotated, Literal

from pydantic import Field, Strict

from lsparch.models.element import Bool, Cores, Count, Date, Element, Id, Language, Memory, Text

__all__ = [
    "ClusterFile",
    "Cni",
    "Divergence",
    "Gateway",
    "HostGroup",
    "IngressController",
    "NodePool",
    "PullThrough",
    "SecretOperator",
    "StorageClass",
    "Taint",
    "Versions",
]

Version = Annotated[str, Strict(), Field(pattern=r"^[0-9]+(\.[0-9]+){0,2}$")]
AddressBlock = Annotated[str, Strict(), Field(pattern=r"^[0-9a-f.:]+/[0-9]{1,3}$")]


class Divergence(Language):
    """A declared difference, with owner, reason and end."""

    because: Text = Field(description="Reason.")
    owner: Text | None = Field(None, description="Team that answers for it.", json_schema_extra={"reference": ["team"]})
    until: Date | None = Field(None, description="Day on which it ends.")
    permanent: Bool | None = Field(None, description="Whether it has no end.")


class Versions(Language):
    """Versions of what runs the pods, compared with the platform's version table."""

    kubernetes: Version | None = Field(None, description="Kubernetes; the output is made for this version.")
    kubectl: Version | None = Field(None, description="kubectl.")
    helm: Version | None = Field(None, description="Helm.")
    runtime: Text | None = Field(None, description="Container runtime and version.")
    cni: Text | None = Field(None, description="Version of the network plug-in.")


class Taint(Language):
    """A taint of a pool's nodes."""

    key: Text = Field(description="Key.")
    value: Text | None = Field(None, description="Value.")
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] = Field(
        "NoSchedule", description="Effect on pods without a toleration."
    )


class NodePool(Element):
    """Nodes of one shape."""

    nodes: Count = Field(description="Number of nodes.")
    cpu: Cores = Field(description="Cores of each node.")
    memory: Memory = Field(description="Memory of each node.")
    disk: Memory | None = Field(None, description="Local disk of each node.")
    purposes: tuple[Id, ...] = Field((), description="Pool purposes of components that it takes.")
    labels: dict[Text, Text] = Field(
        default_factory=dict, description="Labels of the nodes, by which pods select it: some that no other pool has."
    )
    taints: tuple[Taint, ...] = Field((), description="Taints of the nodes, which its pods tolerate.")


class Cni(Language):
    """The pod network and what it can do."""

    name: Text = Field(description="Plug-in.")
    multicast: Bool | None = Field(description="Whether pods reach each other by multicast; null when unknown.")
    policy: Bool = Field(description="Whether it enforces network policies.")
    fqdn_policy: Bool = Field(False, description="Whether policies may name external hosts.")
    api_server_policy: Bool = Field(
        False, description="Whether policies may name the API server, wherever it runs: Cilium from 1.11 on."
    )

    @property
    def names_hosts(self) -> bool:
        """Whether policies that name external hosts are generated: for Cilium, whose policies can."""
        return self.policy and self.fqdn_policy and self.name == "cilium"

    @property
    def names_api_server(self) -> bool:
        """Whether policies that name the API server are generated: for Cilium, whose policies can."""
        return self.policy and self.api_server_policy and self.name == "cilium"


class StorageClass(Element):
    """A storage class, by purpose."""

    name: Text = Field(description="Name of the StorageClass object.")
    default: Bool = Field(False, description="Whether it is used where none is asked for.")
    node_local: Bool = Field(False, description="Whether volumes are tied to a node.")
    shared: Bool = Field(False, description="Whether many nodes may write one volume.")
    expandable: Bool = Field(
        False, description="Whether claims can grow, which Kubernetes allows where the class says so."
    )
    capacity: Memory | None = Field(None, description="Space that it can give.")


class IngressController(Language):
    """An ingress controller."""

    class_: Text = Field(description="IngressClass.")
    namespace: Id = Field(description="Namespace of the proxy pods, for network policies.")
    labels: dict[Text, Text] = Field(
        default_factory=dict, description="Labels of the proxy pods, for network policies."
    )


class Gateway(Language):
    """How traffic enters the cluster."""

    api: Literal["gateway", "ingress"] = Field(description="Gateway API or Ingress.")
    class_: Text = Field(description="GatewayClass or IngressClass.")
    issuer: Text | None = Field(None, description="cert-manager ClusterIssuer that makes certificates.")
    namespace: Id = Field("gateway-system", description="Namespace of the proxy pods, for network policies.")
    labels: dict[Text, Text] = Field(
        default_factory=dict, description="Labels of the proxy pods, for network policies."
    )
    older: IngressController | None = Field(
        None, description="For the Gateway API: what serves on Kubernetes that is too old for it."
    )


class SecretOperator(Language):
    """The External Secrets Operator, and the store from which it fills Secrets."""

    store: Text = Field(description="Name of the store object.")
    kind: Literal["ClusterSecretStore", "SecretStore"] = Field(
        "ClusterSecretStore", description="Kind of the store object; one of the cluster, or one in each namespace."
    )
    path: Annotated[str, Strict(), Field(pattern=r"^[^{}]*(\{(environment|part|secret|namespace)\}[^{}]*)*$")] = Field(
        "{environment}/{part}/{secret}",
        description="Name of an entry of the store; may hold {environment}, {part}, {secret} and {namespace}.",
    )
    refresh_minutes: Annotated[int, Strict(), Field(gt=0)] = Field(
        60, description="Minutes after which a value is read again."
    )


class PullThrough(Language):
    """A cache that fetches images from a registry outside when they are first pulled."""

    through: Text = Field(
        description="Endpoint that a route publishes, or external.",
        json_schema_extra={"reference": ["endpoint", "external"]},
    )
    of: Text = Field(description="Registry that it stands for.", json_schema_extra={"reference": ["external"]})


class HostGroup(Element):
    """Hosts outside Kubernetes on which components run directly."""

    hosts: tuple[Annotated[str, Strict(), Field(pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")], ...] = Field(
        (), description="Host names."
    )
    count: Count | None = Field(None, description="Number of hosts.")
    cpu: Cores | None = Field(None, description="Cores of each host.")
    memory: Memory | None = Field(None, description="Memory of each host.")
    disk: Memory | None = Field(None, description="Local disk of each host.")
    cidr: tuple[AddressBlock, ...] = Field((), description="Address blocks, for network policies.")


class ClusterFile(Element):
    """A cluster, Kubernetes or other."""

    cluster: Id = Field(description="Id of the cluster.")
    kind: Literal["kubernetes", "openstack"] = Field("kubernetes", description="What manages it.")
    versions: Versions = Field(default_factory=lambda: Versions.model_validate({}), description="Versions.")
    diverges: dict[Text, Divergence] = Field(
        default_factory=dict,
        description="Declared differences from the platform's version table, by its entry.",
    )
    cni: Cni | None = Field(None, description="Pod network.")
    pools: dict[Id, NodePool] = Field(default_factory=dict, description="Node pools.")
    storage_classes: dict[Id, StorageClass] = Field(default_factory=dict, description="Storage classes by purpose.")
    gateway: Gateway | None = Field(None, description="How traffic enters.")
    hosts: dict[Id, HostGroup] = Field(
        default_factory=dict, description="Host groups outside Kubernetes at the same site."
    )
    domain: Text = Field("cluster.local", description="DNS domain of Services.")
    registry: Text | None = Field(
        None,
        description="Where images are pulled from; their own registry when not given.",
        json_schema_extra={"reference": ["endpoint", "external"]},
    )
    pull_through: PullThrough | None = Field(
        None, description="Cache from which images of one registry are pulled; copies of others are in `registry`."
    )
    api_server: tuple[AddressBlock, ...] = Field(
        (), description="Address blocks of the Kubernetes API, for network policies that cannot name it."
    )
    shared_services: Id | None = Field(
        None,
        description="Environment that deploys the Services of which the cluster has one; needed if it has several.",
        json_schema_extra={"reference": ["environment"]},
    )
    secret_operator: SecretOperator | None = Field(
        None, description="External Secrets Operator, where it is installed; it fills Secrets from a store."
    )
    pull_secret: Id | None = Field(
        None,
        description="Name of the Secret with credentials of the registry, in every namespace; none if it asks nobody.",
    )
    zones: tuple[Text, ...] = Field(
        (), description="Failure domains of the nodes, by their label topology.kubernetes.io/zone; none if it is one."
    )
    site: Text | None = Field(None, description="Where it stands.")
