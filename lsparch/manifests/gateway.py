"""Gateways: one for each load balancer."""

from collections.abc import Iterator
from typing import Any

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.names import slug
from lsparch.manifests.assembly.publication import BALANCER, certificate
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["KIND", "build"]

KIND = "Gateway"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the Gateways, where the cluster has the Gateway API: HTTPS for each host, HTTP only to be redirected."""
    site = shop.site
    gateway = site.gateway
    if gateway is None or gateway.api != "gateway":
        return
    published: dict[str, set[str]] = {}
    for publication in shop.publications:
        published.setdefault(publication.route.balancer, set()).add(publication.namespace)
    for balancer in site.env.balancers:
        namespace = site.env.namespace(balancer.part)
        wanted = published.get(balancer.id, set())
        listeners: list[dict[str, Any]] = [
            {"name": "http", "port": 80, "protocol": "HTTP", "allowedRoutes": {"namespaces": {"from": "Same"}}}
        ]
        for host in balancer.hosts:
            name = certificate(host)
            provider = f"cert-manager, by the issuer {gateway.issuer}" if gateway.issuer else ""
            shop.ledger.need_certificate(namespace, name, balancer.id, host, provider)
            listeners.append(
                {
                    "name": f"https-{slug(host)}",
                    "hostname": host,
                    "port": 443,
                    "protocol": "HTTPS",
                    "tls": {"mode": "Terminate", "certificateRefs": [{"kind": "Secret", "name": name}]},
                    "allowedRoutes": {"namespaces": _allowed(wanted, namespace)},
                }
            )
        annotations = {"cert-manager.io/cluster-issuer": gateway.issuer} if gateway.issuer else None
        place = site.env.model.place(balancer.part, "routes")
        body = {"spec": {"gatewayClassName": gateway.class_, "listeners": listeners}}
        yield site.object(
            KIND, BALANCER, balancer.part, body, element=balancer.id, place=place, annotations=annotations
        )


def _allowed(wanted: set[str], own: str) -> dict[str, Any]:
    """Return which namespaces may attach routes: those that the model publishes by this balancer."""
    if wanted <= {own}:
        return {"from": "Same"}
    names = {"key": "kubernetes.io/metadata.name", "operator": "In", "values": sorted(wanted)}
    return {"from": "Selector", "selector": {"matchExpressions": [names]}}
