"""Addresses: host names, ports and URLs of endpoints in one environment. Nobody types them; they are made here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lsparch.diagnostics import Place
from lsparch.graph import State
from lsparch.load.names import split_member
from lsparch.models.component import Component, Endpoint
from lsparch.resolve.environment import Environment

__all__ = ["SCHEMES", "Addresses", "UnknownAddressError"]

SCHEMES = {
    "http": "http", "https": "https", "mysql": "mysql", "postgresql": "postgresql", "redis": "redis", "nfs": "nfs",
    "xrootd": "root", "kafka": "kafka", "amqp": "amqp", "ldap": "ldap", "ldaps": "ldaps", "oidc": "https",
    "ssh": "ssh", "webdav": "http", "dask": "tcp", "kubernetes": "https", "tcp": "tcp", "udp": "udp",
}  # fmt: skip
"""URL scheme of each protocol that has one."""


_HUB = "docker.io"


class UnknownAddressError(Exception):
    """An address that the model cannot tell; the text says why."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses in one environment."""

    environment: Environment
    instead: Mapping[str, str] = field(default_factory=dict)
    """Components and externals in whose place others are meant, both by id; both offer endpoints of the same names."""

    def bound(self, text: str, part: str) -> tuple[str, Endpoint]:
        """Return the id of the endpoint that a reference means here, following roles and bindings.

        Raises
        ------
        UnknownAddressError
            If a role is bound to nothing.
        """
        env = self.environment
        subject = env.qualify(text, ("endpoint", "role"), part)
        if env.model.names.kind(subject) == "role" and subject not in env.bound:
            raise UnknownAddressError(f"{subject} is bound to nothing")
        subject = env.bound.get(subject, subject)
        holder, member = split_member(subject)
        if holder in self.instead:
            holder = self.instead[holder]
            subject = f"{holder}.{member}"
        try:
            endpoint = self._endpoint(holder, member)
        except KeyError:
            raise UnknownAddressError(f"{subject} is no endpoint") from None
        return subject, endpoint

    def _endpoint(self, holder: str, member: str) -> Endpoint:
        if holder.startswith("external/"):
            return self.environment.external(holder).endpoints[member]
        return self.environment.endpoint_container(holder, member)[1]

    def host(self, endpoint_id: str) -> str:
        """Return the host name of an endpoint, as pods of this environment see it.

        Raises
        ------
        UnknownAddressError
            If the endpoint is not part of this environment, or its host is not known.
        """
        env = self.environment
        holder = split_member(endpoint_id)[0]
        if holder.startswith("external/"):
            return self._external_host(holder)
        state = env.states.get(holder)
        match state:
            case None:
                raise UnknownAddressError(f"{holder} is not part of environment {env.id}")
            case State.PLANNED:
                raise UnknownAddressError(f"{holder} is only planned")
            case State.REALISED:
                realised = env.component(holder).realised_by or ""
                return self.host(env.qualify(realised, ("component",), holder.partition("/")[0]))
            case State.HOSTED:
                group = env.host_groups.get(holder)
                if group is None or not group.hosts:
                    raise UnknownAddressError(f"hosts of {holder} are not known")
                return group.hosts[0]
            case State.DEPLOYED | State.FOREIGN | State.SHARED:
                return self.service_host(holder)

    def called(self, endpoint_id: str) -> str:
        """Return the name by which pods call an endpoint: the alias of an external that has one here, else its host.

        Raises
        ------
        UnknownAddressError
            If the endpoint is not part of this environment, or its host is not known.
        """
        env = self.environment
        holder = split_member(endpoint_id)[0]
        part, _, name = (env.external(holder).alias or "" if holder.startswith("external/") else "").partition("/")
        if part in env.parts:
            return f"{name}.{env.namespace(part)}.svc.{env.cluster.domain}"
        return self.host(endpoint_id)

    def _external_host(self, holder: str) -> str:
        env = self.environment
        stated = env.effective.mappings["external_hosts"]
        found = stated.get(holder) or stated.get(holder.removeprefix("external/"))
        host = str(found.value) if found else env.external(holder).host
        if host is None:
            raise UnknownAddressError(f"host of {holder} is not known")
        return host

    def namespace(self, identifier: str) -> str:
        """Return the namespace in which a component's pods run."""
        component = self.environment.component(identifier)
        if component.foreign is not None:
            return component.foreign.namespace
        return self.environment.namespace(identifier.partition("/")[0])

    def service_host(self, identifier: str) -> str:
        """Return the DNS name of a component's Service."""
        foreign = self.environment.component(identifier).foreign
        name = (foreign.service if foreign is not None else None) or self.environment.deployed_name(identifier)
        return f"{name}.{self.namespace(identifier)}.svc.{self.environment.cluster.domain}"

    def peers(self, identifier: str) -> tuple[str, ...]:
        """Return the stable host names of a component's pods, or of its hosts."""
        env = self.environment
        if env.states.get(identifier) is State.HOSTED:
            return env.host_groups[identifier].hosts
        component: Component = env.component(identifier)
        name = env.deployed_name(identifier)
        host = self.service_host(identifier)
        headless = host.replace(f"{name}.", f"{name}-peers.", 1)
        return tuple(f"{name}-{number}.{headless}" for number in range(component.replicas or 1))

    def port(self, endpoint_id: str, endpoint: Endpoint) -> int:
        """Return the port of an endpoint.

        Raises
        ------
        UnknownAddressError
            If no document states it.
        """
        if endpoint.port is None:
            raise UnknownAddressError(f"port of {endpoint_id} is not known")
        return endpoint.port

    def url(self, endpoint_id: str, endpoint: Endpoint, scheme: str | None, path: str, user: str | None) -> str:
        """Return the URL of an endpoint.

        Parameters
        ----------
        endpoint_id, endpoint
            The endpoint.
        scheme
            Scheme; that of the protocol when None.
        path
            Path, or database, with its leading slash; may be empty.
        user
            User name, if the URL has one.
        """
        name = scheme or SCHEMES.get(endpoint.protocol)
        if name is None:
            raise UnknownAddressError(f"protocol {endpoint.protocol} of {endpoint_id} has no URLs")
        port = self.port(endpoint_id, endpoint)
        standard = (name, port) in {("http", 80), ("https", 443)}
        authority = self.called(endpoint_id) + ("" if standard else f":{port}")
        return f"{name}://{f'{user}@' if user else ''}{authority}{path}"

    def public(self, endpoint_id: str) -> tuple[str, str]:
        """Return host and path under which a route publishes an endpoint.

        Raises
        ------
        UnknownAddressError
            If no route of this environment does.
        """
        for route in (*self.environment.routes, *self.environment.shared_routes):
            if route.endpoint_id == endpoint_id:
                return route.host, route.route.path
        raise UnknownAddressError(f"no route of environment {self.environment.id} publishes {endpoint_id}")

    def domain(self, host: str) -> str:
        """Return the domain of the environment, if a host lies in it, else the host alone."""
        domain = self.environment.domain
        return domain if host.endswith(f".{domain}") else host

    def image(self, text: str, tag: str | None = None) -> str:
        """Return the full reference of an image, in the registry from which this cluster pulls.

        Where the cluster has a cache of the registry that publishes it, it is pulled through that.
        It has the tag, for people, and the digest where the environment's lock has one: a registry that mirrors
        another serves the same content by the same digest. What Docker Hub calls ``redis`` for short is
        ``library/redis`` in every other registry.

        Raises
        ------
        UnknownAddressError
            If the registry's host is not known.
        """
        env = self.environment
        name = text.removeprefix("image/")
        image = env.image(name)
        source = self.upstream(name)
        mirror = self.mirror(env.qualify(image.registry, ("external",), "")) if image.mirrored else ""
        registry = mirror or source
        version = tag or self.tag(name)
        digest = self.digest(name, version)
        official = source == _HUB != registry and "/" not in image.repository
        repository = f"library/{image.repository}" if official else image.repository
        return f"{registry}/{repository}:{version}{f'@{digest}' if digest else ''}"

    def mirror(self, upstream: str) -> str:
        """Return the host from which the cluster pulls what a registry publishes: its cache, or the cluster's registry.

        Empty if the cluster has neither.
        """
        cluster = self.environment.cluster
        if self.is_cached(upstream) and cluster.pull_through is not None:
            return self._holding(cluster.pull_through.through)
        return self._holding(cluster.registry) if cluster.registry is not None else ""

    def is_cached(self, upstream: str) -> bool:
        """Tell whether the cluster has a cache of a registry, so that nobody need copy images from there."""
        cache = self.environment.cluster.pull_through
        return cache is not None and self.environment.qualify(cache.of, ("external",), "") == upstream

    def _holding(self, holder: str) -> str:
        """Return the host of a registry in the cluster or outside: an external, or what a route publishes."""
        env = self.environment
        external = env.qualify(holder, ("external",), "")
        if env.model.names.kind(external) == "external":
            return self._registry(external)
        return self.public(env.qualify(holder, ("endpoint",), ""))[0]

    def upstream(self, name: str) -> str:
        """Return the host of the registry in which an image is published, with its port if that is not the usual one.

        Raises
        ------
        UnknownAddressError
            If the host is not known.
        """
        env = self.environment
        return self._registry(env.qualify(env.image(name).registry, ("external",), ""))

    def _registry(self, holder: str) -> str:
        endpoints = self.environment.external(holder).endpoints.values()
        port = next((e.port for e in endpoints if e.protocol in {"http", "https"}), None)
        return self._external_host(holder) + (f":{port}" if port not in {None, 80, 443} else "")

    def digest(self, name: str, tag: str) -> str | None:
        """Return the digest to which the environment's lock pins a tag of an image, or None."""
        lock = self.environment.lock
        pin = lock.images.get(name) if lock is not None else None
        if pin is None or pin.repository != self.environment.image(name).repository:
            return None
        return pin.digests.get(tag)

    def tag(self, name: str) -> str:
        """Return the tag of an image: that of the environment's release, else its own.

        Raises
        ------
        UnknownAddressError
            If neither states one.
        """
        env = self.environment
        found = self._released_tag(name) or env.image(name).tag
        if found is None:
            raise UnknownAddressError(f"image/{name} has no tag in release {env.effective.text('release', 'none')}")
        return found

    def tag_place(self, name: str) -> Place:
        """Return where the tag of an image is written: in the release, or where the image has one of its own."""
        env = self.environment
        if self._released_tag(name) is not None:
            return env.model.place(f"release/{env.effective.text('release', '')}", "images", name)
        return env.elements[f"image/{name}"].place("tag")

    def _released_tag(self, name: str) -> str | None:
        """Return the tag that the environment's release names, unless an override names another."""
        env = self.environment
        release = env.model.releases.get(env.effective.text("release", ""))
        origin = env.elements[f"image/{name}"].origin("tag").layer
        overridden = origin.startswith(("environment/", "profile/"))
        return None if overridden or release is None else release.images.get(name)
