"""Ends of arrows as network policies write them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lsparch.graph import State
from lsparch.k8s.api_versions import Feature
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.assembly.workload import Workload

__all__ = ["Peer", "component_peer", "in_namespace", "nodes_peer"]

_PRIVATE = ("10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
"""Addresses that are not those of the public Internet (RFC 1918, 3927, 6598)."""

_ANYWHERE = "0.0.0.0/0"


@dataclass(frozen=True, slots=True)
class Peer:
    """One end of an arrow."""

    id: str
    """Component or external."""

    entries: tuple[dict[str, Any], ...]
    """Entries of ``from`` or ``to``."""

    wider: str = ""
    """What the entries allow beyond the arrow; empty if nothing."""

    local: bool = True
    """Whether it belongs to this environment, rather than to the cluster."""


def component_peer(site: Site, identifier: str, namespace: str) -> Peer | None:
    """Return how a policy in a namespace names a component or external; None if nothing runs there."""
    env = site.env
    if identifier.startswith("external/"):
        external = env.external(identifier)
        return _blocks(identifier, external.cidr, public=external.public)
    component = env.component(identifier)
    local = not site.is_shared(identifier.partition("/")[0])
    match env.states.get(identifier):
        case State.DEPLOYED | State.SHARED:
            if component.host_network:
                return Peer(
                    identifier, ({"ipBlock": {"cidr": _ANYWHERE}},), "any address, as its pods have their nodes'", local
                )
            return _pods(site, site.by_id[identifier], namespace, local=local)
        case State.FOREIGN if component.foreign is not None:
            where, labels = component.foreign.namespace, component.foreign.labels
            entry, wider = in_namespace(site, where, labels, namespace)
            return Peer(identifier, (entry,), wider, local)
        case State.HOSTED:
            group = env.host_groups.get(identifier)
            return _blocks(identifier, group.cidr if group else (), public=False)
        case _:
            return None


def _pods(site: Site, workload: Workload, namespace: str, *, local: bool) -> Peer:
    if workload.is_per_user:
        chosen = {"matchLabels": {site.key("users-of"): workload.namespace}}
        pods: dict[str, Any] = {"podSelector": {"matchLabels": workload.selector}}
        if not site.has(Feature.PODS_IN_NAMESPACES):
            return Peer(workload.id, ({"namespaceSelector": chosen},), "all pods of users", local)
        return Peer(workload.id, ({"namespaceSelector": chosen, **pods},), "", local)
    entry, wider = in_namespace(site, workload.namespace, workload.selector, namespace)
    return Peer(workload.id, (entry,), wider, local)


def in_namespace(site: Site, where: str, labels: dict[str, str], namespace: str) -> tuple[dict[str, Any], str]:
    """Return a peer by namespace and labels as a policy in another namespace names it, and what it allows beyond."""
    pods: dict[str, Any] = {"podSelector": {"matchLabels": labels}} if labels else {}
    if where == namespace and pods:
        return pods, ""
    chosen = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": where}}}
    if pods and not site.has(Feature.PODS_IN_NAMESPACES):
        return chosen, f"all pods of namespace {where}"
    return {**chosen, **pods}, ""


def nodes_peer(identifier: str) -> Peer:
    """Return how a policy names the nodes, whose addresses the model does not know."""
    return Peer(identifier, ({"ipBlock": {"cidr": _ANYWHERE}},), "any address, as those of nodes are not known")


def _blocks(identifier: str, known: Iterable[str], *, public: bool) -> Peer:
    entries = tuple({"ipBlock": {"cidr": cidr}} for cidr in known)
    if entries:
        return Peer(identifier, entries)
    if public:
        block = {"cidr": _ANYWHERE, "except": list(_PRIVATE)}
        return Peer(identifier, ({"ipBlock": block},), "any public address")
    return Peer(identifier, ({"ipBlock": {"cidr": _ANYWHERE}},), "any address")
