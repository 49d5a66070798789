"""NetworkPolicies: what is not an arrow of the model is denied."""

from collections.abc import Iterable, Iterator
from typing import Any

from lsparch.diagnostics import Place, Severity
from lsparch.graph import State
from lsparch.k8s.api_versions import Feature
from lsparch.k8s.store import StoredObject
from lsparch.load.names import split_member
from lsparch.manifests.assembly.arrows import arrows
from lsparch.manifests.assembly.peers import Peer, component_peer, in_namespace, nodes_peer
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.assembly.workload import Workload
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.resolve import UnknownAddressError

__all__ = ["KIND", "build"]

KIND = "NetworkPolicy"

_API_PORTS = (443, 6443)
_BOTH = ("Ingress", "Egress")


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the policies.

    Each namespace denies everything, both ways, and allows names to be looked up; each component allows its own
    arrows. An arrow between a part of the cluster and one of an environment stands in a policy of its own, since
    other environments have theirs.
    """
    site = shop.site
    for namespace, part in site.namespaces.items():
        place = site.env.model.place(part)
        spec: dict[str, Any] = {"podSelector": {}, "policyTypes": list(_BOTH)}
        yield site.object(KIND, "default-deny", part, {"spec": spec}, element=part, place=place)
        yield from _names(site, namespace, part)
    collected = _Collected(shop)
    for workload in site.workloads:
        if not workload.is_per_user and not workload.component.host_network:
            yield from collected.policies(workload)


def _names(site: Site, namespace: str, part: str) -> Iterator[StoredObject]:
    """Allow every pod to look up names, if platform policy says so."""
    for identifier, flow in site.env.model.platform.flows.items():
        if flow.to != "dns" or flow.from_ != "every-pod":
            continue
        if site.has(Feature.NAMESPACE_NAME_LABEL):
            peer = in_namespace(site, "kube-system", {"k8s-app": "kube-dns"}, namespace)[0]
        else:
            peer = {"namespaceSelector": {}}
        ports = [{"port": flow.port or 53, "protocol": protocol} for protocol in flow.protocols]
        spec = {"podSelector": {}, "policyTypes": ["Egress"], "egress": [{"to": [peer], "ports": ports}]}
        platform = site.env.model.platform.platform
        place = site.env.model.place(platform, "flows", identifier)
        yield site.object(
            KIND, f"allow-{identifier}", part, {"spec": spec}, element=f"{platform}.flows.{identifier}", place=place
        )


class _Rules:
    """Rules of one direction of one policy, by the other end."""

    def __init__(self) -> None:
        self._peers: dict[str, Peer] = {}
        self._ports: dict[str, dict[tuple[int, str], None]] = {}

    def add(self, peer: Peer, port: int, transport: str) -> None:
        self._peers.setdefault(peer.id, peer)
        self._ports.setdefault(peer.id, {})[port, transport] = None

    def __bool__(self) -> bool:
        return bool(self._peers)

    def written(self, direction: str) -> list[dict[str, Any]]:
        return [
            {
                direction: list(self._peers[identifier].entries),
                "ports": [{"port": p, "protocol": t} for p, t in sorted(self._ports[identifier])],
            }
            for identifier in sorted(self._peers)
        ]

    @property
    def wider(self) -> list[str]:
        return [f"{p.id}: {p.wider}" for _, p in sorted(self._peers.items()) if p.wider]


class _Collected:
    """All arrows, by the component whose policy allows them."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self._site = shop.site
        self._ingress: dict[tuple[str, bool], _Rules] = {}
        self._egress: dict[tuple[str, bool], _Rules] = {}
        self._reported: set[tuple[str, str]] = set()
        for arrow in arrows(self._site):
            self._allow(arrow.source, arrow.target, arrow.port, arrow.transport, arrow.place)
        self._allow_routes()
        self._allow_api()
        self._allow_mounts()

    def _allow(self, source: str, target: str, port: int, transport: str, place: Place) -> None:
        by_id = self._site.by_id
        if source in by_id:
            peer = component_peer(self._site, target, by_id[source].namespace)
            self._add(self._egress, by_id[source], peer, port, transport, place)
        if target in by_id:
            peer = component_peer(self._site, source, by_id[target].namespace)
            self._add(self._ingress, by_id[target], peer, port, transport, place)

    def _add(
        self, rules: dict[tuple[str, bool], _Rules], workload: Workload, peer: Peer | None, port: int, transport: str,
        place: Place,
    ) -> None:  # fmt: skip
        if peer is None:
            return
        crosses = workload.shared and peer.local
        rules.setdefault((workload.id, crosses), _Rules()).add(peer, port, transport)
        if peer.wider and not workload.is_per_user and (workload.id, peer.id) not in self._reported:
            self._reported.add((workload.id, peer.id))
            message = f"the policy of {workload.id} allows {peer.wider} for {peer.id}"
            advice = f"state the address blocks of {peer.id}" if "pods" not in peer.wider else ""
            self._site.report("GEN001", Severity.WARNING, place, message, advice, workload.id)

    def _allow_routes(self) -> None:
        """Allow the proxies of the gateway to reach what routes publish."""
        gateway = self._site.env.cluster.gateway
        if gateway is None:
            return
        for route in self._site.env.routes:
            workload = self._site.by_id.get(route.target)
            if workload is None or route.endpoint.port is None:
                continue
            entry, wider = in_namespace(self._site, gateway.namespace, gateway.labels, workload.namespace)
            peer = Peer(f"cluster/{self._site.env.cluster_id}.gateway", (entry,), wider, local=False)
            self._add(self._ingress, workload, peer, route.endpoint.port, "TCP", route.place)

    def _allow_api(self) -> None:
        """Allow components with rights on the Kubernetes API to reach it."""
        cluster = self._site.env.cluster
        identifier = f"cluster/{self._site.env.cluster_id}.api-server"
        for workload in self._site.workloads:
            if not workload.component.api_access:
                continue
            blocks = cluster.api_server or ("0.0.0.0/0",)
            entries = tuple({"ipBlock": {"cidr": block}} for block in blocks)
            peer = Peer(identifier, entries, "" if cluster.api_server else "any address", local=False)
            for port in _API_PORTS:
                place = workload.resolved.place("api-access")
                self._add(self._egress, workload, peer, port, "TCP", place)

    def _allow_mounts(self) -> None:
        """Allow nodes to reach file servers in pods."""
        env = self._site.env
        for claim in self._shop.claims:
            if claim.volume.kind != "nfs" or claim.volume.server is None:
                continue
            try:
                endpoint_id, endpoint = self._site.addresses.bound(claim.volume.server, claim.resolved.part)
            except UnknownAddressError:
                continue  # reported where the volume is made
            target = split_member(endpoint_id)[0]
            if env.states.get(target) is State.DEPLOYED and endpoint.port is not None:
                workload = self._site.by_id[target]
                place = claim.resolved.place("server")
                self._add(self._ingress, workload, nodes_peer("nodes"), endpoint.port, "TCP", place)

    def policies(self, workload: Workload) -> Iterator[StoredObject]:
        """Make the policies of a component."""
        for crosses, name in ((False, workload.name), (True, f"{workload.name}-{self._site.env.id}")):
            ingress = self._ingress.get((workload.id, crosses))
            egress = self._egress.get((workload.id, crosses))
            spec: dict[str, Any] = {"podSelector": {"matchLabels": workload.selector}, "policyTypes": []}
            for kind, direction, rules in (("Ingress", "from", ingress), ("Egress", "to", egress)):
                if rules:
                    spec["policyTypes"].append(kind)
                    spec[kind.lower()] = rules.written(direction)
            if spec["policyTypes"]:
                wider = [*(ingress.wider if ingress else ()), *(egress.wider if egress else ())]
                yield self._object(workload, name, spec, wider)

    def _object(self, workload: Workload, name: str, spec: dict[str, Any], wider: Iterable[str]) -> StoredObject:
        text = "; ".join(wider)
        place = workload.resolved.place("uses")
        return self._site.object(
            KIND, name, workload.part, {"spec": spec}, element=workload.id, place=place, labels=workload.labels,
            annotations={self._site.key("wider"): text} if text else None,
        )  # fmt: skip
