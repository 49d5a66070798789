"""The rules of network policies: every arrow, at both of its ends."""

from collections.abc import Iterable, Iterator
from typing import Any

from lsparch.diagnostics import Place, Severity
from lsparch.graph import State
from lsparch.k8s.api_versions import Feature
from lsparch.load.names import split_member
from lsparch.manifests.assembly.arrows import arrows, runs_in
from lsparch.manifests.assembly.claims import Claim
from lsparch.manifests.assembly.host_names import API_PORTS, api_policy, host_names, names_api_server, names_policy
from lsparch.manifests.assembly.peers import Peer, component_peer, in_namespace, nodes_peer
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.assembly.vendored import pod_port
from lsparch.manifests.assembly.workload import Workload
from lsparch.models.cluster import Gateway
from lsparch.models.platform import ImplicitFlow
from lsparch.resolve import UnknownAddressError

__all__ = ["DENY_ALL", "PolicyRules", "names_spec", "solver_spec"]

_SOLVER = {"acme.cert-manager.io/http01-solver": "true"}
"""Label of the pods with which cert-manager answers a certificate authority."""

DENY_ALL: dict[str, Any] = {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
"""What every namespace begins with."""


def names_spec(site: Site, namespace: str, flow: ImplicitFlow) -> dict[str, Any]:
    """Return the policy that lets every pod of a namespace look up names."""
    if site.has(Feature.NAMESPACE_NAME_LABEL):
        peer = in_namespace(site, "kube-system", {"k8s-app": "kube-dns"}, namespace)[0]
    else:
        peer = {"namespaceSelector": {}}
    ports = [{"port": flow.port or 53, "protocol": protocol} for protocol in flow.protocols]
    return {"podSelector": {}, "policyTypes": ["Egress"], "egress": [{"to": [peer], "ports": ports}]}


def solver_spec(site: Site, gateway: Gateway, namespace: str, flow: ImplicitFlow) -> dict[str, Any]:
    """Return the policy by which a certificate authority reaches the proof that a host is ours, by the gateway."""
    peer = in_namespace(site, gateway.namespace, gateway.labels, namespace)[0]
    ports = [{"port": flow.port or 8089, "protocol": protocol} for protocol in flow.protocols]
    return {
        "podSelector": {"matchLabels": _SOLVER},
        "policyTypes": ["Ingress"],
        "ingress": [{"from": [peer], "ports": ports}],
    }


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


class PolicyRules:
    """All arrows of an environment, by the component whose policy allows them.

    Parameters
    ----------
    site
        The environment.
    claims
        Claims of volumes, those of users too; the servers of volumes may run in pods.
    """

    def __init__(self, site: Site, claims: Iterable[Claim]) -> None:
        self._site = site
        self._claims = tuple(claims)
        self._ingress: dict[tuple[str, bool], _Rules] = {}
        self._egress: dict[tuple[str, bool], _Rules] = {}
        self._named: dict[str, dict[str, list[tuple[int, str]]]] = {}
        self._reported: set[tuple[str, str]] = set()
        for arrow in arrows(self._site):
            self._allow(arrow.source, arrow.target, arrow.port, arrow.transport, arrow.place)
        self._allow_routes()
        self._allow_api()
        self._allow_mounts()

    def _allow(self, source: str, target: str, port: int, transport: str, place: Place) -> None:
        by_id = self._site.by_id
        ends = (by_id.get(source), by_id.get(target))
        if all(end is not None and end.is_per_user for end in ends):
            self._allow_user(source, target, port, transport, place)
            return
        if source in by_id and target.startswith("external/") and (names := host_names(self._site, target)):
            for name in names:
                ports = self._named.setdefault(source, {}).setdefault(name, [])
                if (port, transport) not in ports:
                    ports.append((port, transport))
        elif source in by_id:
            peer = component_peer(self._site, target, _home(by_id[source]))
            self._add(self._egress, by_id[source], peer, pod_port(self._site.env, target, port), transport, place)
        if target in by_id:
            peer = component_peer(self._site, source, _home(by_id[target]))
            self._add(self._ingress, by_id[target], peer, port, transport, place)

    def _allow_user(self, source: str, target: str, port: int, transport: str, place: Place) -> None:
        """Allow an arrow between pods of one user, within the namespace of that user."""
        by_id = self._site.by_id
        for rules, workload, other in ((self._egress, source, target), (self._ingress, target, source)):
            peer = Peer(other, ({"podSelector": {"matchLabels": by_id[other].selector}},))
            self._add(rules, by_id[workload], peer, port, transport, place)

    def _add(
        self, rules: dict[tuple[str, bool], _Rules], workload: Workload, peer: Peer | None, port: int, transport: str,
        place: Place,
    ) -> None:  # fmt: skip
        if peer is None:
            return
        crosses = workload.shared and peer.local
        rules.setdefault((workload.id, crosses), _Rules()).add(peer, port, transport)
        if peer.wider and (workload.id, peer.id) not in self._reported:
            self._reported.add((workload.id, peer.id))
            message = f"the policy of {workload.id} allows {peer.wider} for {peer.id}"
            severity, advice = Severity.NOTE, f"state the address blocks of {peer.id}"
            if "pods" in peer.wider:
                severity, advice = Severity.WARNING, "use a newer Kubernetes, or pods with addresses of their own"
            self._site.report("GEN001", severity, place, message, advice, workload.id)

    def _allow_routes(self) -> None:
        """Allow the proxies of the gateway to reach what routes publish."""
        gateway = self._site.gateway
        if gateway is None:
            return
        identifier = f"cluster/{self._site.env.cluster_id}.gateway"
        for route in self._site.env.routes:
            for target in (route.target, *(variant.target for variant in route.variants)):
                workload = self._site.by_id.get(runs_in(self._site, target))
                if workload is None or route.endpoint.port is None:
                    continue
                entry, wider = in_namespace(self._site, gateway.namespace, gateway.labels, workload.namespace)
                peer = Peer(identifier, (entry,), wider, local=False)
                self._add(self._ingress, workload, peer, route.endpoint.port, "TCP", route.place)

    def _allow_api(self) -> None:
        """Allow components with rights on the Kubernetes API to reach it by address, where policies cannot name it."""
        cluster = self._site.env.cluster
        if names_api_server(self._site):
            return
        identifier = f"cluster/{self._site.env.cluster_id}.api-server"
        for workload in self._site.workloads:
            if not workload.component.api_access:
                continue
            blocks = cluster.api_server or ("0.0.0.0/0",)
            entries = tuple({"ipBlock": {"cidr": block}} for block in blocks)
            peer = Peer(identifier, entries, "" if cluster.api_server else "any address", local=False)
            for port in API_PORTS:
                place = workload.resolved.place("api-access")
                self._add(self._egress, workload, peer, port, "TCP", place)

    def _allow_mounts(self) -> None:
        """Allow nodes to reach file servers in pods."""
        env = self._site.env
        for claim in self._claims:
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

    def named(self, workload: Workload) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Iterate over the policies of a component in the language of Cilium: name, what they are made from, spec."""
        hosts = self._named.get(workload.id)
        if hosts:
            yield f"{workload.name}-names", "uses", names_policy(workload.selector, hosts)
        if workload.component.api_access and names_api_server(self._site):
            yield f"{workload.name}-api-server", "api-access", api_policy(workload.selector)

    def specs(self, workload: Workload) -> Iterator[tuple[bool, dict[str, Any], str]]:
        """Iterate over the policies of a component: whether it is about parts of one environment only, spec, widening.

        A part of the cluster has two: one about the cluster, and one about this environment.
        """
        for crosses in (False, True):
            ingress = self._ingress.get((workload.id, crosses))
            egress = self._egress.get((workload.id, crosses))
            spec: dict[str, Any] = {"podSelector": {"matchLabels": workload.selector}, "policyTypes": []}
            for kind, direction, rules in (("Ingress", "from", ingress), ("Egress", "to", egress)):
                if rules:
                    spec["policyTypes"].append(kind)
                    spec[kind.lower()] = rules.written(direction)
            if spec["policyTypes"]:
                wider = [*(ingress.wider if ingress else ()), *(egress.wider if egress else ())]
                yield crosses, spec, "; ".join(wider)


def _home(workload: Workload) -> str:
    """Return the namespace of a component's policy; nothing for namespaces of users, which are none of the others."""
    return "" if workload.is_per_user else workload.namespace
