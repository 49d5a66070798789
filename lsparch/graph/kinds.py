"""What nodes and edges are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from lsparch.diagnostics import Place

__all__ = ["PENDING", "Deployment", "Edge", "EdgeKind", "Leaf", "Node", "NodeKind", "Origin", "Scalar", "State"]

Scalar = str | int | float | bool | None
"""Value of a leaf."""

PENDING = frozenset({"planned", "open"})
"""What the model says of elements and connections that are not there yet."""


class NodeKind(StrEnum):
    """Kind of a node."""

    ACTOR = "actor"
    BALANCER = "balancer"
    CLUSTER = "cluster"
    COMPONENT = "component"
    CONFIG = "config"
    DATASET = "dataset"
    ENVIRONMENT = "environment"
    EXTERNAL = "external"
    HOST_GROUP = "host-group"
    IMAGE = "image"
    NODE_POOL = "node-pool"
    PART = "part"
    PIPELINE = "pipeline"
    RESOURCE = "resource"
    """An object of a kind that somebody has added to Kubernetes, or the definition of such a kind."""
    ROLE = "role"
    ROUTE = "route"
    SECRET = "secret"  # noqa: S105
    TABLE = "table"
    TEAM = "team"
    VOLUME = "volume"


class EdgeKind(StrEnum):
    """Kind of an edge; the source needs, uses or acts on the target."""

    ACTS_ON = "acts-on"
    """A component may write objects of an added kind: it is probably their operator."""
    AUTHENTICATES = "authenticates"
    """A route asks a component to authenticate its users."""
    BALANCES = "balances"
    """A load balancer serves a route."""
    BUILDS = "builds"
    BUILT_ON = "built-on"
    CALLS = "calls"
    """An actor uses a route."""
    CONNECTS = "connects"
    DEPLOYS = "deploys"
    HOLDS = "holds"
    """A volume or an environment holds a dataset; a dataset a table."""
    MOUNTS = "mounts"
    NAMES = "names"
    """An object of an added kind names pods, by their Service, or another such object."""
    NEEDS_CONFIG = "needs-config"
    NEEDS_SECRET = "needs-secret"  # noqa: S105
    PART_OF = "part-of"
    PLACED_ON = "placed-on"
    PLANS = "plans"
    PULLED_FROM = "pulled-from"
    """An image comes from a registry."""
    PUSHES = "pushes"
    READS = "reads"
    REALISED_BY = "realised-by"
    ROUTES = "routes"
    """A route leads to a component."""
    RUNS = "runs"
    """A component runs an image."""
    SERVED_BY = "served-by"
    """A volume is exported by a component or an external."""
    SHIPS_LOGS = "ships-logs"
    SPAWNED_BY = "spawned-by"


class State(StrEnum):
    """How a component exists in an environment."""

    DEPLOYED = "deployed"
    """As pods that are generated."""
    HOSTED = "hosted"
    """Directly on hosts outside Kubernetes."""
    REALISED = "realised"
    """Inside another component."""
    FOREIGN = "foreign"
    """As somebody else's chart or manifests."""
    SHARED = "shared"
    """As pods that another environment of the same cluster generates, for all of them."""
    PLANNED = "planned"
    """Not yet; drawn, never generated."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from."""

    layer: str
    """``written``, ``default``, ``profile/NAME``, ``environment/NAME`` or ``language``."""

    place: Place | None
    """Where it is written; None for a default of the language itself."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of a node, and where it comes from."""

    value: Scalar
    origin: Origin


@dataclass(frozen=True, slots=True)
class Node:
    """One element of the architecture."""

    id: str
    kind: NodeKind
    title: str
    place: Place
    part: str = ""
    """Aspect or Service to which it belongs; empty for what belongs to none."""

    owner: str = ""
    status: str = "known"
    state: State = State.DEPLOYED
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Facts that views and rules select by, such as ``kind``, ``image``, ``pool`` or ``logs``."""

    leaves: Mapping[str, Leaf] = field(default_factory=lambda: MappingProxyType({}))
    """Every value of the element, by path."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One directed relation."""

    kind: EdgeKind
    source: str
    target: str
    place: Place
    detail: str = ""
    """What tells apart several edges of one kind between two nodes: an endpoint, a mount path, a route."""

    protocol: str = ""
    port: int | None = None
    optional: bool = False
    purpose: str = ""
    degrades: str = ""
    """What the source loses when an optional target is down."""

    auth: str = ""
    role: str = ""
    """Role through which the target was chosen."""

    status: str = "known"
    container: str = ""

    @property
    def id(self) -> str:
        """Stable id: source, kind, target and detail."""
        return f"{self.source} {self.kind} {self.target}{'#' if self.detail else ''}{self.detail}"

    @property
    def pending(self) -> bool:
        """Whether it is not there yet."""
        return self.status in PENDING

    @property
    def wished(self) -> bool:
        """Whether it is not there yet, and nothing fails without it."""
        return self.optional and self.pending


@dataclass(frozen=True, slots=True)
class Deployment:
    """How the elements of a graph exist on Kubernetes; objects are named ``namespace/name`` there."""

    ids: Mapping[str, tuple[str, ...]]
    """Ids on Kubernetes of components, routes and balancers, by the id in the graph; a route has one for each path."""

    ends: Mapping[str, tuple[str, ...]]
    """What stands at the end of a connection, by the id in the graph: pods, or addresses; nothing for what has none."""

    ruled: frozenset[str]
    """Those of these ends that have network policies; a connection between two others is stated by no object."""

    arrows: tuple[Edge, ...]
    """Connections between such ends that nobody declares, because platform policy makes them: routes, logs, mounts."""

    leaves: Mapping[str, Mapping[str, Leaf]]
    """Values that the objects state, by id on Kubernetes and by name."""
