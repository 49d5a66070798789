"""One environment of the model, resolved: what exists in it, in which form, and who talks to whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lsparch.diagnostics import Finding, Place
from lsparch.graph import State
from lsparch.load import Model
from lsparch.load.names import split_member
from lsparch.models.catalogue import External, Image
from lsparch.models.cluster import ClusterFile, HostGroup
from lsparch.models.component import Component, Connection, Container, Endpoint, HeaderMatch
from lsparch.models.lock import LockFile
from lsparch.models.part import ConfigSet, Part, Route, Secret, ServiceFile, Volume
from lsparch.resolve.elements import Resolved
from lsparch.resolve.overlay import Effective
from lsparch.resolve.patches import DeclaredPatch, declared_patches

__all__ = ["Balancer", "Environment", "Link", "PublishedRoute", "Variant"]


@dataclass(frozen=True, slots=True)
class Link:
    """A connection, with the endpoint that it means in this environment."""

    source: str
    position: int
    """Position in the source's `uses`; -1 for a connection that platform policy makes."""

    connection: Connection
    target: str
    """Component or external."""

    endpoint_id: str
    endpoint: Endpoint
    role: str
    place: Place

    @property
    def live(self) -> bool:
        """Whether both ends exist and the connection is not only planned."""
        return self.connection.status in {"known", "assumed"}


@dataclass(frozen=True, slots=True)
class Variant:
    """A track to which a route sends some of its requests: those with a header, or a share of all others."""

    target: str
    header: HeaderMatch | None
    weight: int
    """Percent of the requests without a header that asks for a track; 0 if only the header counts."""

    place: Place
    """Where the track is written."""


@dataclass(frozen=True, slots=True)
class PublishedRoute:
    """A route with the host under which it is published."""

    part: str
    position: int
    route: Route
    host: str
    target: str
    endpoint_id: str
    endpoint: Endpoint
    balancer: str
    place: Place
    variants: tuple[Variant, ...] = ()
    """Tracks of the target on the same path."""

    @property
    def id(self) -> str:
        """Stable id: part and path."""
        return f"{self.part}/route{self.route.path}"


@dataclass(frozen=True, slots=True)
class Balancer:
    """A load balancer: the hosts that it serves, in a namespace of its own part."""

    id: str
    part: str
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Environment:
    """One environment, resolved."""

    model: Model
    id: str
    effective: Effective
    cluster: ClusterFile
    elements: Mapping[str, Resolved]
    parts: tuple[str, ...]
    states: Mapping[str, State]
    """How each component of these parts exists here."""

    bound: Mapping[str, str]
    """Endpoint bound to each role, and in place of each endpoint that is bound to another."""

    host_groups: Mapping[str, HostGroup]
    """Host group of each component that runs on hosts."""

    links: tuple[Link, ...]
    absent: tuple[Link, ...]
    """Optional connections whose target does not exist here."""

    routes: tuple[PublishedRoute, ...]
    shared_routes: tuple[PublishedRoute, ...]
    """Routes to shared Services, which another environment of the cluster publishes."""

    balancers: tuple[Balancer, ...]
    findings: tuple[Finding, ...]
    shared_parts: tuple[str, ...] = ()
    """Services of the cluster that another environment deploys, for this one too."""

    @property
    def kind(self) -> str:
        """What the environment is for."""
        return self.effective.text("kind", "sandbox")

    @property
    def exposure(self) -> str:
        """``public`` or ``internal``."""
        return self.effective.text("exposure", "internal")

    @property
    def domain(self) -> str:
        """Domain of the environment."""
        return self.effective.environment.domain or f"{self.id}.invalid"

    @property
    def cluster_id(self) -> str:
        """Id of the cluster, without prefix."""
        return self.cluster.cluster

    @property
    def lock(self) -> LockFile | None:
        """Its pinned images; None if it has no lock."""
        return self.model.locks.get(self.id)

    def lock_place(self, *path: str, key: bool = False) -> Place:
        """Return the place of a value in its lock; that of the environment if there is no lock."""
        holder = f"lock/{self.id}" if self.lock is not None else f"environment/{self.id}"
        return self.model.place(holder, *(path if self.lock is not None else ()), key=key)

    @property
    def patches(self) -> tuple[DeclaredPatch, ...]:
        """Changes to its generated objects, in the order in which they are applied."""
        return declared_patches(self.model, self.parts, self.effective.layers)

    def components(self, *states: State) -> Iterator[tuple[str, Component]]:
        """Iterate over the components in some states, or all, in the order of their ids."""
        for identifier in sorted(self.states):
            if not states or self.states[identifier] in states:
                yield identifier, self.component(identifier)

    @property
    def authentication(self) -> PublishedRoute | None:
        """The route to what balancers ask about users: the first of the part that the platform names for it."""
        return next((route for route in self.routes if route.part == self.model.platform.identity), None)

    def component(self, identifier: str) -> Component:
        """Return a component."""
        element = self.elements[identifier].element
        assert isinstance(element, Component)
        return element

    def external(self, identifier: str) -> External:
        """Return an external system."""
        element = self.elements[identifier].element
        assert isinstance(element, External)
        return element

    def volume(self, identifier: str) -> Volume:
        """Return a volume."""
        element = self.elements[identifier].element
        assert isinstance(element, Volume)
        return element

    def config(self, identifier: str) -> ConfigSet:
        """Return a set of configuration files."""
        element = self.elements[identifier].element
        assert isinstance(element, ConfigSet)
        return element

    def secret(self, identifier: str) -> Secret:
        """Return a secret's names and keys."""
        element = self.elements[identifier].element
        assert isinstance(element, Secret)
        return element

    def image(self, text: str) -> Image:
        """Return an image by its reference."""
        element = self.elements[f"image/{text.removeprefix('image/')}"].element
        assert isinstance(element, Image)
        return element

    def part(self, identifier: str) -> Part:
        """Return an Aspect or Service."""
        return self.model.parts[identifier]

    def qualify(self, text: str, kinds: tuple[str, ...], part: str) -> str:
        """Return the id that a reference of a part means."""
        return self.model.names.resolve(text, kinds, part) or text

    def mounted_secret(self, text: str, part: str) -> tuple[str, str]:
        """Return the secret that a part's mount names, and the one key of it that becomes a file; empty for all."""
        found = self.qualify(text, ("secret", "secret-key"), part)
        return split_member(found) if self.model.names.kind(found) == "secret-key" else (found, "")

    def namespace(self, part: str) -> str:
        """Return the namespace of a part: its own in this environment, or that of the cluster."""
        element = self.model.parts[part]
        name = self.deployed_part(part)
        if isinstance(element, ServiceFile) and element.scope == "cluster":
            return name
        return f"{self.id}-{name}"

    def deployed_part(self, part: str) -> str:
        """Return the name of a part on Kubernetes: its id, or the oldest that it had."""
        moved = self.model.parts[part].moved
        return moved[0] if moved else part

    def deployed_name(self, identifier: str) -> str:
        """Return the name of a component on Kubernetes: that of its id, or the oldest that it had in its part."""
        part, _, name = identifier.partition("/")
        resolved = self.elements[identifier]
        if not isinstance(resolved.element, Component):
            return name
        home, _, kept = (resolved.element.moved or ("",))[0].rpartition("/")
        if not kept or home not in {"", part}:
            return name
        return f"{kept}{identifier.removeprefix(resolved.id)}"  # of a track, with its name

    def deployed_storage(self, identifier: str, storage: str) -> str:
        """Return the name of a component's storage on Kubernetes: its id, or the oldest that it had."""
        moved = self.component(identifier).storage[storage].moved
        return moved[0] if moved else storage

    def deployed_volume(self, identifier: str) -> str:
        """Return the id by which a volume's claims are named: its own, or the oldest that it had, with its part's."""
        home, _, name = identifier.partition("/")
        moved = (self.volume(identifier).moved or (name,))[0]
        former, _, kept = moved.rpartition("/")
        return f"{former if former and former != home else self.deployed_part(home)}/{kept}"

    def containers(self, identifier: str) -> Iterator[tuple[str, tuple[str, ...], Container]]:
        """Iterate over the containers of a component's pod: name, path below the component, container."""
        component = self.component(identifier)
        yield self.deployed_name(identifier), (), component
        for name, container in component.containers.items():
            yield name, ("containers", name), container

    def endpoint_container(self, identifier: str, endpoint: str) -> tuple[str, Endpoint]:
        """Return the container that listens on an endpoint, and the endpoint.

        Raises
        ------
        KeyError
            If the component has no such endpoint.
        """
        for name, _, container in self.containers(identifier):
            if endpoint not in container.endpoints:
                continue
            found = container.endpoints[endpoint]
            realiser = self.component(identifier).realised_by
            if found.port is None and realiser is not None:
                host = self.qualify(realiser, ("component",), identifier.partition("/")[0])
                found = found.model_copy(update={"port": self.endpoint_container(host, endpoint)[1].port})
            return name, found
        raise KeyError(endpoint)

    def links_from(self, identifier: str) -> Iterator[Link]:
        """Iterate over the live connections that leave a component."""
        return (link for link in self.links if link.source == identifier and link.live)
