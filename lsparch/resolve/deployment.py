"""How the elements of an environment exist on Kubernetes, worked out from the model alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network

from lsparch.diagnostics import Place
from lsparch.graph import PENDING, Deployment, Edge, EdgeKind, Leaf, State
from lsparch.graph.deployed import ANYWHERE, PUBLIC, address_id, pods_id
from lsparch.k8s.api_versions import Feature, has_field
from lsparch.load.names import split_member
from lsparch.models.catalogue import External
from lsparch.models.cluster import Gateway
from lsparch.models.component import Component
from lsparch.resolve.address import Addresses, UnknownAddressError
from lsparch.resolve.elements import Resolved
from lsparch.resolve.environment import Environment, PublishedRoute
from lsparch.resolve.logs import has_sidecar, log_intakes, log_target
from lsparch.resolve.pods import Pods, cluster_version
from lsparch.resolve.sheet import Sheet

__all__ = ["deployment_of"]

_NAME, _INSTANCE = "app.kubernetes.io/name", "app.kubernetes.io/instance"
_GATEWAY = "gateway"
_TOLD = frozenset({"eg", "envoy", "envoy-gateway", "nginx"})
"""Classes of gateways that can be told what routes cannot: whom to ask about users, which pod a user had before."""


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
        for identifier in sorted({link.target for link in env.links if link.live and link.target in self.ends}):
            if identifier.startswith("external/"):
                self._alias(identifier)
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
        part, name = identifier.partition("/")[0], env.deployed_name(identifier)
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
                own = self._elsewhere(namespace, {_NAME: name, _INSTANCE: namespace})
                self.ends[identifier] = (own,)
            case State.FOREIGN:
                assert component.foreign is not None
                self.ends[identifier] = (self._elsewhere(component.foreign.namespace, component.foreign.labels),)
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
        if external.status in PENDING:
            return ()
        if external.cidr:
            return tuple(address_id(block) for block in external.cidr)
        cni = self.env.cluster.cni
        if cni is not None and cni.names_hosts and has_field(Feature.HOST_NAME_POLICIES, cluster_version(self.env)):
            addresses = Addresses(self.env)
            try:
                names = (addresses.host(f"{identifier}."), addresses.called(f"{identifier}."))
                return tuple(address_id(name) for name in dict.fromkeys(names))
            except UnknownAddressError:
                pass  # only addresses can be named
        return (PUBLIC,) if external.public else (ANYWHERE,)

    def _alias(self, identifier: str) -> None:
        """Add the Service that stands for an external: for its host, else for its addresses, if it has one here."""
        external = self.env.external(identifier)
        part, _, name = (external.alias or "").partition("/")
        if part not in self.env.parts:
            return
        sheet = Sheet(self.env.elements[identifier])
        try:
            sheet.put("external-name", Addresses(self.env).host(f"{identifier}."), "alias")
        except UnknownAddressError:
            networks = [ip_network(block, strict=False) for block in external.cidr]
            if networks and all(network.num_addresses == 1 for network in networks):
                found = sorted(str(network.network_address) for network in networks)
                sheet.put("addresses", " ".join(found), "alias")
        if sheet.leaves:
            own = f"{self.env.namespace(part)}/{name}"
            self.ids[identifier] = (own,)
            self.leaves[own] = sheet.leaves

    def _arrow(self, sources: tuple[str, ...], target: str, port: int, place: Place, protocol: str = "tcp") -> None:
        for source in sources:
            for end in self.ends.get(target, ()):
                edge = Edge(EdgeKind.CONNECTS, source, end, place, str(port), protocol, port)
                self.arrows.append(edge)

    def _elsewhere(self, namespace: str, labels: Mapping[str, str]) -> str:
        """Return the id of pods of others; all of the namespace, where a policy cannot name both."""
        both = has_field(Feature.PODS_IN_NAMESPACES, cluster_version(self.env))
        return pods_id(namespace, labels if both else {})

    def _gateway(self) -> Gateway | None:
        """Return how traffic enters: where Kubernetes is too old for the Gateway API, as the cluster says for that."""
        found = self.env.cluster.gateway
        if found is None or found.older is None or has_field(Feature.GATEWAY_API, cluster_version(self.env)):
            return found
        older = found.older
        other = {"api": "ingress", "class_": older.class_, "namespace": older.namespace, "labels": older.labels}
        return found.model_copy(update=other)

    def _balancers(self) -> None:
        env = self.env
        gateway = self._gateway()
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
        """Add every path, and the connections that the proxies of the gateway make."""
        gateway = self._gateway()
        if gateway is None:
            return
        proxies = (self._elsewhere(gateway.namespace, gateway.labels),)
        told = gateway.class_ in _TOLD
        for route in self.env.routes:
            target = self._runs_in(route.target)
            if route.endpoint.port is None or target is None:
                continue
            for found in (target, *(variant.target for variant in route.variants)):
                if self.env.states.get(found) is State.DEPLOYED:
                    self._arrow(proxies, found, route.endpoint.port, route.place)
            asks = route.route.auth in {"oauth2", "token"}
            paths = [(route.route.path, asks and told)]
            if asks:
                paths += [(f"{route.route.path.rstrip('/')}{path}", False) for path in route.route.anonymous]
            for path, guarded in paths:
                self.leaves[f"route/{route.host}{path}"] = self._route(route, target, path, guarded=guarded)
            self.ids[route.id] = tuple(f"route/{route.host}{path}" for path, _ in paths)

    def _route(self, route: PublishedRoute, target: str, path: str, *, guarded: bool) -> Mapping[str, Leaf]:
        """Return the values of one path."""
        sheet = Sheet(None, route.place)
        sheet.put("host", route.host)
        sheet.put("path", path)
        sheet.put("tls", value=True)
        gateway = self._gateway()
        told = gateway is not None and gateway.class_ in _TOLD
        if told or (gateway is not None and gateway.api == _GATEWAY):
            sheet.put("timeout", route.route.timeout_seconds)
        if route.route.sticky and told:
            sheet.put("sticky", value=True)
        asked = self._authenticator()
        if guarded and asked is not None:
            capability = route.route.capability
            sheet.put("authorize", f"{asked}?capability={capability}" if capability else asked)
        rest = 100
        for variant in route.variants:
            for identifier in self.ids.get(variant.target, ()):
                if variant.header is not None:
                    sheet.put(f"header.{identifier}", f"{variant.header.name}: {variant.header.value}")
                if variant.weight:
                    sheet.put(f"share.{identifier}", variant.weight)
                    rest -= variant.weight
        if rest != 100:  # noqa: PLR2004 - percent
            for identifier in self.ids.get(target, ()):
                sheet.put(f"share.{identifier}", max(rest, 0))
        return sheet.leaves

    def _authenticator(self) -> str | None:
        """Return the path under which users are authenticated."""
        route = self.env.authentication
        if route is None or route.endpoint.port is None:
            return None
        return route.endpoint.paths[0] if route.endpoint.paths else route.route.path

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
            for endpoint, port in log_intakes(env, target):
                place = env.elements[identifier].place("logs")
                self._arrow(self.ends[identifier], target, port, place, "udp" if endpoint.protocol == "udp" else "tcp")
