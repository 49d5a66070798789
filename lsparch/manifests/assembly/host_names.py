"""Policies that name hosts outside the cluster, and its API server, in the language of Cilium."""

from collections.abc import Mapping
from typing import Any

from lsparch.k8s.api_versions import Feature
from lsparch.manifests.assembly.site import Site
from lsparch.resolve import UnknownAddressError

__all__ = ["API_PORTS", "CILIUM_VERSION", "api_policy", "host_names", "names_api_server", "names_policy"]

CILIUM_VERSION = "cilium.io/v2"

API_PORTS = (443, 6443)
"""Ports of the Kubernetes API: that of its Service, and that of its servers."""

_DNS = {
    "toEndpoints": [{"matchLabels": {"k8s:io.kubernetes.pod.namespace": "kube-system", "k8s:k8s-app": "kube-dns"}}],
    "toPorts": [{"ports": [{"port": "53", "protocol": "ANY"}], "rules": {"dns": [{"matchPattern": "*"}]}}],
}
"""Lookups of names pass by Cilium's proxy, which learns from the answers what addresses a name has."""


def host_names(site: Site, external: str) -> tuple[str, ...]:
    """Return the names by which a policy can name an external: its host, and its alias; none if addresses must.

    An external whose address blocks are stated is named by these.
    """
    cni = site.env.cluster.cni
    if cni is None or not cni.names_hosts or site.env.external(external).cidr:
        return ()
    try:
        host = site.addresses.host(f"{external}.")
    except UnknownAddressError:
        return ()
    # Cilium judges the name that a pod asks for, not the one that an alias leads to.
    return tuple(dict.fromkeys((host, site.addresses.called(f"{external}.")))) if site.has(_NAMES) else ()


_NAMES = Feature.HOST_NAME_POLICIES


def names_policy(selector: Mapping[str, str], named: Mapping[str, list[tuple[int, str]]]) -> dict[str, Any]:
    """Return the policy of pods that connect to hosts by name.

    Parameters
    ----------
    selector
        Labels of the pods.
    named
        Ports and transport protocols, by host name.
    """
    egress: list[dict[str, Any]] = [_DNS]
    for host, ports in sorted(named.items()):
        listed = [{"port": str(port), "protocol": transport} for port, transport in sorted(ports)]
        egress.append({"toFQDNs": [{"matchName": host}], "toPorts": [{"ports": listed}]})
    return {"endpointSelector": {"matchLabels": dict(selector)}, "egress": egress}


def names_api_server(site: Site) -> bool:
    """Tell whether policies name the API server: it may run on nodes, to which Cilium applies no address block."""
    cni = site.env.cluster.cni
    return cni is not None and cni.names_api_server and site.has(Feature.API_SERVER_POLICIES)


def api_policy(selector: Mapping[str, str]) -> dict[str, Any]:
    """Return the policy of pods that use the Kubernetes API, by their labels."""
    ports = [{"port": str(port), "protocol": "TCP"} for port in API_PORTS]
    rule = {"toEntities": ["kube-apiserver"], "toPorts": [{"ports": ports}]}
    return {"endpointSelector": {"matchLabels": dict(selector)}, "egress": [rule]}
