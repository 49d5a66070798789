"""How the elements of an environment exist on Kubernetes, worked out from the model alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lsparch.diagnostics import Place
from lsparch.graph import Deployment, Edge, EdgeKind, Leaf, State
from lsparch.graph.deployed import ANYWHERE, PUBLIC, address_id, pods_id
from lsparch.k8s.api_versions import Feature, has_field
from lsparch.load.names import split_member
from lsparch.models.catalogue import External
from lsparch.models.component import Component
from lsparch.resolve.address import Addresses, UnknownAddressError
from lsparch.resolve.elements import Resolved
from lsparch.resolve.environment import Environment
from lsparch.resolve.logs import has_sidecar, log_target
from lsparch.resolve.pods import Pods, cluster_version
from lsparch.resolve.sheet import Sheet

__all__ = ["deployment_of"]

_NAME, _INSTANCE = "app.kubernetes.io/name", "app.kubernetes.io/instance"
_GATEWAY = "gateway"
_ASKING = frozenset({"eg", "envoy", "envoy-gateway", "nginx"})
"""Classes of gateways that can be told whom to ask about users."""


def deployment_of(env: Environment) -> Deployment:
    """Return how the elements of an environment exist on Kubernetes, for the version of its cluster."""
    return _Assembly(env).deployment()


@dataclass
class _Assembly:
    """What is known while it is worked out."""

    env: Environment
    ids: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ends: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ruled: set[str] = field(default_factory=set)
    arrows: list[Edge] = field(default_factory=list)
    leaves: dict[str, Mapping[str, Leaf]] = field(default_factory=dict)

    def deployment(self) -> Deployment:
        env = self.env
        for identifier, component in env.components():
            self._component(identifier, component, env.states[identifier])
        for identifier in sorted({link.target for link in env.links if link.target.startswith("external/")}):
            self.ends[identifier] = self._external(identifier)
        pods = Pods(env)
        for identifier, _ in env.components(State.DEPLOYED):
            self.leaves.update(pods.leaves(identifier))
        self.leaves.update(pods.shared_leaves())
        self._balancers()
        self._routes()
        self._logs()
        for target, port, place in pods.exports():
            self._arrow((ANYWHERE,), target, port, place)
        return Deployment(self.ids, self.ends, frozenset(self.ruled), tuple(self.arrows), self.leaves)

    def _component(self, identifier: str, component: Component, state: State) -> None:
        env = self.env
        part, _, name = identifier.partition("/")
        match state:
            case State.DEPLOYED:
                own = f"{env.namespace(part)}/{name}"
                self.ids[identifier] = (own,)
                self.ends[identifier] = (ANYWHERE,) if component.host_network else (own,)
                if not component.host_network:
                    self.ruled.add(own)
            case State.SHARED:
                if component.host_network:
                    self.ends[identifier] = (ANYWHERE,)
                    return
                namespace = env.namespace(part)
                own = pods_id(namespace, {_NAME: name, _INSTANCE: namespace})
                self.ends[identifier] = (own,)
            case State.FOREIGN:
                assert component.foreign is not None
                self.ends[identifier] = (pods_id(component.foreign.namespace, component.foreign.labels),)
            case State.HOSTED:
                self._hosted(identifier, env.elements[identifier])
            case State.REALISED | State.PLANNED:
                pass

    def _hosted(self, identifier: str, resolved: Resolved) -> None:
        """Add a component on hosts: addresses, and a Service that stands for the first host."""
        group = self.env.host_groups.get(identifier)
        self.ends[identifier] = tuple(address_id(block) for block in group.cidr) if group else ()
        self.ends[identifier] = self.ends[identifier] or (ANYWHERE,)
        if group is not None and group.hosts:
            part, _, name = identifier.partition("/")
            own = f"{self.env.namespace(part)}/{name}"
            self.ids[identifier] = (own,)
            sheet = Sheet(resolved)
            sheet.put("external-name", group.hosts[0])
            self.leaves[own] = sheet.leaves

    def _external(self, identifier: str) -> tuple[str, ...]:
        external: External = self.env.external(identifier)
        if external.status in {"planned", "open"}:
            return ()
        if external.cidr:
            return tuple(address_id(block) for block in external.cidr)
        cni = self.env.cluster.cni
        if cni is not None and cni.names_hosts and has_field(Feature.HOST_NAME_POLICIES, cluster_version(self.env)):
            try:
                return (address_id(Addresses(self.env).host(f"{identifier}.")),)
            except UnknownAddressError:
                pass  # only addresses can be named
        return (PUBLIC,) if external.public else (ANYWHERE,)

    def _arrow(self, sources: tuple[str, ...], target: str, port: int, place: Place, protocol: str = "tcp") -> None:
        for source in sources:
            for end in self.ends.get(target, ()):
                edge = Edge(EdgeKind.CONNECTS, source, end, place, str(port), protocol, port)
                self.arrows.append(edge)

    def _balancers(self) -> None:
        env = self.env
        gateway = env.cluster.gateway
        if gateway is None or gateway.api != _GATEWAY:
            return
        for balancer in env.balancers:
            own = f"{env.namespace(balancer.part)}/balancer"
            self.ids[balancer.id] = (own,)
            sheet = Sheet(env.elements.get(balancer.part), env.model.place(balancer.part, "routes"))
            sheet.put("class", gateway.class_)
            for host in balancer.hosts:
                sheet.put(f"host.{host}", value=True)
            self.leaves[own] = sheet.leaves

    def _routes(self) -> None:
        """Add every path, and the connection that the proxies of the gateway make."""
        env = self.env
        gateway = env.cluster.gateway
        if gateway is None:
            return
        proxies = (pods_id(gateway.namespace, gateway.labels),)
        asked = self._authenticator()
        for route in env.routes:
            target = self._runs_in(route.target)
            if route.endpoint.port is None or target is None:
                continue
            if env.states.get(target) is State.DEPLOYED:
                self._arrow(proxies, target, route.endpoint.port, route.place)
            asks = route.route.auth in {"oauth2", "token"}
            guarded = asks and asked is not None and gateway.class_ in _ASKING
            prefix = route.route.path
            found: list[str] = []
            for path, is_guarded in (
                (prefix, guarded),
                *((f"{prefix.rstrip('/')}{open_}", False) for open_ in (route.route.anonymous if asks else ())),
            ):
                sheet = Sheet(None, route.place)
                sheet.put("host", route.host)
                sheet.put("path", path)
                sheet.put("tls", value=True)
                if route.route.timeout_seconds is not None:
                    sheet.put("timeout", route.route.timeout_seconds)
                if route.route.sticky:
                    sheet.put("sticky", value=True)
                if is_guarded and asked is not None:
                    capability = route.route.capability
                    sheet.put("authorize", f"{asked}?capability={capability}" if capability else asked)
                own = f"route/{route.host}{path}"
                found.append(own)
                self.leaves[own] = sheet.leaves
            self.ids[route.id] = tuple(found)

    def _authenticator(self) -> str | None:
        """Return the path under which users are authenticated."""
        for route in self.env.routes:
            if route.part == "identity" and route.endpoint.port is not None:
                return route.endpoint.paths[0] if route.endpoint.paths else route.route.path
        return None

    def _runs_in(self, identifier: str) -> str | None:
        env = self.env
        state = env.states.get(identifier)
        if state is State.REALISED:
            part = identifier.partition("/")[0]
            text = env.component(identifier).realised_by or ""
            return self._runs_in(split_member(env.qualify(text, ("component",), part))[0])
        return None if state in {None, State.PLANNED} else identifier

    def _logs(self) -> None:
        """Add the connections of log shippers to the aggregators of their parts."""
        env = self.env
        for identifier, component in env.components(State.DEPLOYED):
            if component.host_network or not has_sidecar(env, identifier):
                continue
            target = log_target(env, identifier)
            for _, _, container in env.containers(target):
                for endpoint in container.endpoints.values():
                    if endpoint.protocol == "beats" and endpoint.port is not None:
                        place = env.elements[identifier].place("logs")
                        self._arrow(self.ends[identifier], target, endpoint.port, place)
